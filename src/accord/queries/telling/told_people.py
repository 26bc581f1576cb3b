"""The people who are told: where their mail goes, how they have chosen to be told, on which clock, in which format."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from accord.domain.telling import NEEDS_AN_ANSWER, Choice, How, Kind, Quiet
from accord.models import Person
from accord.models.telling import Telling


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """A person as a message needs to know them. `email` is empty for whoever is not to be mailed."""

    id: int
    key: str
    name: str
    email: str
    has_account: bool
    language: str
    zone: ZoneInfo
    choice: Choice

    def is_mailed(self, kind: Kind) -> bool:
        """Whoever has no account is only mailed what needs their answer."""
        return bool(self.email) and (self.has_account or kind in NEEDS_AN_ANSWER)


def told_people(people: Collection[int]) -> dict[int, ToldPerson]:
    """By row id; one statement."""
    rows = Person.objects.filter(pk__amongst=people).select_related("account", "telling")
    return {row.pk: _told(row) for row in rows}


def choice_of(person: Person) -> Choice:
    """What a person has chosen; without a choice at once, and everything."""
    kept: Telling | None = getattr(person, "telling", None)
    if kept is None:
        return Choice()
    quiet = Quiet(kept.quiet_from, kept.quiet_until) if kept.quiet_from and kept.quiet_until else None
    return Choice(How(kept.how), kept.hour, quiet, frozenset(kept.muted))


def _told(person: Person) -> ToldPerson:
    account = getattr(person, "account", None)
    # A closed account is somebody who is no longer to hear from here.
    email = (account.email if account.is_active else "") if account else person.email or ""
    return ToldPerson(
        id=person.pk,
        key=person.key,
        name=person.name,
        email=email,
        has_account=account is not None,
        language=(account.language if account else "") or settings.LANGUAGE_CODE,
        zone=ZoneInfo((account.time_zone if account else "") or settings.TIME_ZONE),
        choice=choice_of(person),
    )
