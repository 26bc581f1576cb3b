"""Inviting somebody, and coming in through an invitation."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accord.queries import accounts as known
from accord.queries import installation
from accord.services import accounts
from accord.services.telling import outbox
from accord.web.limits import limited
from accord.web.plain_text import plain_text
from accord.web.request import Request, now
from accord.web.views.passwords import can_mail

if TYPE_CHECKING:
    from accord.models import Invitation

takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@takes_a_form
def invite(request: Request) -> HttpResponse:
    """Admins make a link for somebody; it is shown once, and mailed where mail works."""
    if not request.user.is_admin:
        raise PermissionDenied
    email = request.POST.get("email", "").strip()
    if request.method != "POST":
        return _invite_page(request)
    try:
        invitation, token = accounts.invite(email, by=request.user, now=now())
    except accounts.NotAnEmail:
        return _invite_page(request, email, _("Write an e-mail address, such as ana@company.example."))
    except accounts.AccountExists:
        return _invite_page(request, email, _("Somebody already signs in with this e-mail."))
    link = settings.ACCORD_URL + reverse("invitation", args=[token])
    if can_mail():
        _mail(request, invitation.email, link, effect=f"invitation:{invitation.pk}")
    return render(request, "invitations/made.html", {"invitation": invitation, "link": link, "is_mailed": can_mail()})


@login_not_required
@limited("reset_password_from_key")
@sensitive_post_parameters("password")
@never_cache
@takes_a_form
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Through the link: an account of one's own, and in. Looking at the page writes nothing."""
    try:
        invitation = accounts.invitation_for(token, now=now())
        return _come_in(request, invitation, token) if request.method == "POST" else _accept_page(request, invitation)
    except accounts.NoInvitation:
        return render(request, "invitations/over.html", status=HTTPStatus.NOT_FOUND)


def _come_in(request: HttpRequest, invitation: "Invitation", token: str) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    if not (name or invitation.person):
        return _accept_page(request, invitation, name=_("Say how people call you."))
    try:
        account = accounts.accept_invitation(token, request.POST.get("password", ""), name, now=now())
    except accounts.PasswordRefused as refused:
        return _accept_page(request, invitation, password=" ".join(refused.reasons))
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


def _invite_page(request: HttpRequest, email: str = "", wrong: str = "") -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    context = {"email": email, "wrong": wrong, "without": known.without_account()}
    return render(request, "invitations/invite.html", context, status=status)


def _accept_page(request: HttpRequest, invitation: "Invitation", **wrong: str) -> HttpResponse:
    context = {
        "organization": installation.name(),
        "invitation": invitation,
        "name": request.POST.get("name", ""),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "invitations/accept.html", context, status=status)


def _mail(request: Request, email: str, link: str, *, effect: str) -> None:
    context = {"link": link, "by": request.user.get_full_name(), "organization": installation.name()}
    text = plain_text("mail/invitation.txt", context)
    outbox.post_mail(effect=effect, to=email, subject=_("You are invited to Accord"), text=text, now=now())
