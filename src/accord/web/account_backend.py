"""Signing in as the login library does it; who is signed in is read by a statement that is put together once."""

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from accord.queries import signed_in

if TYPE_CHECKING:
    from accord.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Accounts by e-mail and password."""

    def get_user(self, user_id: int) -> "User | None":
        """The account of a session; one that was closed is nobody's."""
        found = signed_in.account(user_id)
        return found if found and self.user_can_authenticate(found) else None
