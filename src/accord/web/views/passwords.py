"""Passwords: changing one's own, and choosing a new one through a link that came by mail."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm, UserTokenForm
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.internal.flows.password_reset import finalize_password_reset
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accord.web import forms
from accord.web.limits import limited, refused

UNPROCESSABLE = 422

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])
holds_passwords = sensitive_post_parameters("oldpassword", "password1", "password2")


@limited("change_password")
@holds_passwords
@never_cache
@takes_a_form
def change(request: HttpRequest) -> HttpResponse:
    """Another password for oneself; other browsers are signed out by it."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save()
        finalize_password_change(request, form.user)
        return HttpResponseRedirect(f"{reverse('preferences')}?password=changed")
    return _asked(request, "passwords/change.html", form)


@login_not_required
@never_cache
@takes_a_form
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. What comes back is the same whether or not anybody has that e-mail."""
    if not can_mail():
        raise Http404
    form = ResetPasswordForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _asked(request, "passwords/forgotten.html", form, email=form["email"].value() or "")
    too_often = refused(request, "reset_password", key=form.cleaned_data["email"].lower())
    if too_often:
        return too_often
    form.save(request)
    return HttpResponseRedirect(reverse("password_link_sent"))


@login_not_required
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "passwords/link_sent.html")


@login_not_required
@limited("reset_password_from_key")
@holds_passwords
@never_cache
@takes_a_form
def new(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Through the link: choose a password. Looking at the page writes nothing; choosing ends the link."""
    link = UserTokenForm({"uidb36": uid, "key": token})
    if not link.is_valid():
        return render(request, "passwords/link_is_over.html", {"can_mail": can_mail()}, status=404)
    user = link.reset_user
    form = ResetPasswordKeyForm(request.POST if request.method == "POST" else None, user=user, temp_key=token)
    if not (form.is_bound and form.is_valid()):
        return _asked(request, "passwords/new.html", form, email=user.email)
    form.save()
    finalize_password_reset(request, user)
    logout(request, show_message=False)
    return HttpResponseRedirect(f"{reverse('sign_in')}?password=changed")


def can_mail() -> bool:
    """Whether this installation can send mail at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def _asked(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    found = forms.problems(form) if form.is_bound else []  # type: ignore[attr-defined, arg-type]
    page = {"problems": found, "wrong": forms.by_field(found), **context}
    return render(request, template, page, status=UNPROCESSABLE if found else 200)
