"""Calendars under secret addresses: whose an address is, and which addresses somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Q

from accord.models import CalendarFeed, Person, Team, User
from accord.queries.access import Reader
from accord.queries.people.people import teams_of


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that is open: who made it, with which teams (ids in the plan), and the team it shows, if it does.

    `own_teams` and `answers_for` are as of a Reader: a calendar shows no more than its person may see.
    """

    person: Person
    user: User
    team: Team | None
    made_at: datetime
    own_teams: frozenset[str]
    answers_for: frozenset[str]


class Address(NamedTuple):
    """An address that is open, as a list names it: who made it, and when."""

    number: int
    by: str
    made_at: datetime
    is_mine: bool


class Place(NamedTuple):
    """What an address can be made for: the person (no team), or one of their teams, with what is open already."""

    team: Team | None
    addresses: Sequence[Address]

    @property
    def has_mine(self) -> bool:
        return any(each.is_mine for each in self.addresses)


def digest_of(token: str) -> str:
    """What is kept of an address's secret. Finding it by its hash takes the same time for every guess."""
    return sha256(token.encode()).hexdigest()


def opened(token: str) -> Feed | None:
    """What an address shows today; nothing where it is wrong or ended, or its person has left or left the team."""
    found = CalendarFeed.objects.filter(digest=digest_of(token), ended_at=None, person__account__is_active=True)
    row = found.select_related("person__account", "team").first()
    if row is None:
        return None
    own, answered = teams_of(row.person)
    if row.team and (row.team.succeeded_by_id is not None or row.team.key not in own):
        return None
    return Feed(row.person, row.person.account, row.team, row.made_at, own, answered)


def places(who: Reader) -> list[Place]:
    """What the reader can make an address for, and the addresses they may end; two statements."""
    if who.person is None:
        return []
    teams = list(Team.objects.filter(key__amongst=who.own_teams, succeeded_by=None).order_by("position", "id"))
    mine = Q(person=who.person) | Q(team__key__amongst=who.answers_for)
    rows = CalendarFeed.objects.filter(mine, ended_at=None).select_related("person").order_by("made_at", "id")
    open_ones = [(row.team_id, row.person_id, _address(row, who.person)) for row in rows]
    own = Place(None, [each for team, person, each in open_ones if team is None and person == who.person.pk])
    return [own, *(Place(team, [each for pk, _, each in open_ones if pk == team.pk]) for team in teams)]


def _address(row: CalendarFeed, reader: Person) -> Address:
    return Address(row.pk, row.person.name, row.made_at, row.person_id == reader.pk)
