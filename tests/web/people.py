"""Accounts for the tests of pages."""

from django.utils import timezone

from accord.models import Person, User

PASSWORD = "a long walk by the sea"


def make_account(email: str, *, person: Person | None = None, is_admin: bool = False) -> User:
    account = User(email=email, person=person, is_admin=is_admin, added_at=timezone.now())
    account.set_password(PASSWORD)
    account.save()
    return account
