"""How the login library speaks and where it leads: our sentences, our pages, our mail."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.services import accounts
from accord.services.telling import outbox
from accord.services.telling.events import Actor
from accord.web.plain_text import plain_text
from accord.web.request import now

if TYPE_CHECKING:
    from accord.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up is by invitation only, so nothing here opens an account."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail and the password don’t go together. Look at both again."),
        "too_many_login_attempts": gettext_lazy("Too many tries in a short time. Wait five minutes, then try again."),
        "enter_current_password": gettext_lazy("That isn’t your password of today."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what has happened."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> "User | None":
        """A closed account is to a stranger what a wrong password is."""
        found: User | None = super().authenticate(request, **credentials)
        return found if found and found.is_active else None

    def set_password(self, user: "User", password: str) -> None:
        kept = accounts.set_password(user.email, password, clock=now, by=Actor(user.person, "web"))
        user.password = kept.password

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _separator, token = key.partition("-")
        # Not the host of the request: whoever asks could have named another one.
        return settings.ACCORD_URL + reverse("password_new", args=[uid, token])

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        text = plain_text("mail/password_link.txt", {"link": context["password_reset_url"]})
        subject = _("A new password for Accord")
        outbox.post_mail(effect=f"password-link:{context['key']}", to=email, subject=subject, text=text, now=now())
