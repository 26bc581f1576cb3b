"""Accounts, looked up by who wants in."""

from dataclasses import dataclass

from django.db.models import Q

from accord.models import Person, User

AT_ONCE = 40  # people without an account who are listed


@dataclass(frozen=True, slots=True)
class WithoutAccount:
    """People of the plan who cannot sign in yet: the first of them, and how many there are."""

    people: tuple[tuple[str, str], ...]  # name and e-mail
    count: int


def without_account() -> WithoutAccount:
    """Whom an admin may want to invite, by name; only who has an e-mail to sign in with."""
    found = Person.objects.filter(account=None).exclude(Q(email=None) | Q(email="")).order_by("name", "pk")
    first = [(name, email or "") for name, email in found.values_list("name", "email")[: AT_ONCE + 1]]
    return WithoutAccount(tuple(first[:AT_ONCE]), len(first) if len(first) <= AT_ONCE else found.count())


def of_demo(row: str) -> User | None:
    """The account behind a button of the demo's door, by its row id as it was sent."""
    if not (row.isascii() and row.isdigit()):
        return None
    return User.objects.filter(pk=int(row), is_active=True, person__isnull=False).first()
