"""Signing in and out, over the login library's form and its limits."""

from http import HTTPStatus

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.logout import logout
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.adapters.addresses import is_loopback
from accord.queries import accounts, installation
from accord.web import forms
from accord.web.limits import limited
from accord.web.views.passwords import can_mail


@login_not_required
@limited("login")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door. Whoever is in already goes on to where they were going."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_onward(request))
    form = LoginForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_bound:
        return _door(request, form)
    if not form.is_valid():
        return _door(request, form, status=_refusal(form))
    try:
        response: HttpResponse = form.login(request, redirect_url=_onward(request))
    except ImmediateHttpResponse as immediate:
        response = immediate.response
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request, show_message=False)
    return HttpResponseRedirect(reverse("sign_in"))


@login_not_required
@never_cache
@require_safe
def still(request: HttpRequest, account: int) -> HttpResponse:
    """To a page that stood open: a new token for its forms, while whoever it was made for (row id) is signed in."""
    if request.user.pk != account:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-CSRFToken": get_token(request)})


@login_not_required
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """One click, in a demo on this machine only: become the person who was chosen."""
    if not _is_demo(request):
        raise Http404
    account = accounts.of_demo(request.POST.get("account", ""))
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(_onward(request))


def _door(request: HttpRequest, form: LoginForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    found = forms.problems(form) if form.is_bound else []
    context = {
        "organization": installation.name(),
        "email": form["login"].value() or "",
        "problems": found,
        "wrong": forms.by_field(found),
        "onward": _onward(request),
        "can_mail": can_mail(),
        "has_new_password": request.GET.get("password") == "changed",
        "demo_people": installation.demo_people() if _is_demo(request) else [],
    }
    return render(request, "sign_in/sign_in.html", context, status=status)


def _refusal(form: LoginForm) -> HTTPStatus:
    too_many = form.has_error(forms.WHOLE_FORM, code="too_many_login_attempts")
    return HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY


def _onward(request: HttpRequest) -> str:
    """Where the person was going, if that is on this installation."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL


def _is_demo(request: HttpRequest) -> bool:
    """The installation says so, and the request comes from this very machine by its own name."""
    host = request.get_host().rsplit(":", 1)[0]
    return bool(settings.ACCORD_DEMO) and is_loopback(host) and is_loopback(request.META.get("REMOTE_ADDR", ""))
