"""Who saved a thing while somebody else, or the same person in another window, was writing it."""

from typing import NamedTuple

from django.db.models import Q

from accord.models import Change
from accord.queries.access import Reader

MOST = 50  # versions that are looked through


class Saved(NamedTuple):
    """By whom a thing was saved: the latest of the others, by name where it was a person; else by the reader alone."""

    by: str
    is_own: bool


def saved_since(kind: str, row: int, who: Reader, versions: int, *, team: str | None = None) -> Saved:
    """Who has made the latest so many versions of a thing; of a team (its id) also by who is in it. What has no
    history, as a draft, nobody has.
    """
    revised = Q(revisions__kind=kind, revisions__item=row)
    if team:
        revised |= Q(revisions__kind="membership", revisions__key__startswith=f"{team}>")
    made = Change.objects.filter(revised).order_by("-id").distinct()
    latest = list(made.values_list("id", "by", "by_email", "by__name")[: max(1, min(versions, MOST))])
    others = [name or "" for _, person, email, name in latest if not _is(who, person, email)]
    return Saved(others[0] if others else "", bool(latest) and not others)


def _is(who: Reader, person: int | None, email: str) -> bool:
    if who.person:
        return person == who.person.pk
    return person is None and email.casefold() == who.user.email.casefold()
