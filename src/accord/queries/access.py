"""The one door to a row: fetched and authorized together. Missing and forbidden look alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from django.db.models import Q

from accord.domain import cycles as domain
from accord.models import Cycle, KeyResult, Metric, Milestone, Objective, Person, Team, User
from accord.queries.people.people import teams_of
from accord.queries.prepared import Prepared

Row = TypeVar("Row")


class NotVisible(Exception):
    """There is no such thing, or it is not this person's to see; which of the two is not told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in: whose plans they may change and for whom they may answer (ids in the plan)."""

    user: User
    person: Person | None
    own_teams: frozenset[str] = field(default_factory=frozenset)
    answers_for: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_admin(self) -> bool:
        return self.user.is_admin


def reader(user: User) -> Reader:
    """Who this account is here. An account without a person reads, and answers for nobody."""
    if user.person is None:
        return Reader(user, None)
    own, answered_for = teams_of(user.person)
    return Reader(user, user.person, own, answered_for)


def cycles() -> list[Cycle]:
    """All cycles, the latest first."""
    return _CYCLES.instances()


def cycle(key: str | None = None, *, today: date, among: Sequence[Cycle] | None = None) -> Cycle:
    """A cycle by its id; without one the innermost that runs, else the next, else the last. `among` are all known."""
    known = cycles() if among is None else among
    if key is not None:
        return _one(next((each for each in known if each.key == key), None))
    return _one(domain.usual(known, today))


def key_result(who: Reader, in_cycle: Cycle, key: str) -> KeyResult:
    """A key result with its objective, team, cycle and what measures it; a draft only for its own team's people."""
    row: KeyResult | None = _KEY_RESULT.first(cycle=in_cycle.pk, key=key)
    if row is None or not (_is_published(row) or row.objective.team.key in who.own_teams):
        raise NotVisible
    return row


def agreement(who: Reader, in_cycle: Cycle, key: str) -> KeyResult:
    """A key result that has an agreement."""
    row = key_result(who, in_cycle, key)
    if not hasattr(row, "agreement"):
        raise NotVisible
    return row


def objective(who: Reader, in_cycle: Cycle, key: str) -> Objective:
    """An objective; a draft only for its own team's people."""
    found = Objective.objects.live().filter(cycle=in_cycle, key=key).select_related("team", "cycle")
    visible = found.filter(Q(published_at__isnull=False) | Q(team__key__in=who.own_teams))
    return _one(cast("Objective | None", visible.first()))


def team(_: Reader, key: str) -> Team:
    """A team. Everybody in the organization may read about every team."""
    found: Team | None = _TEAM.first(key=key)
    return _one(found)


def person(_: Reader, key: str) -> Person:
    """A person of the organization, with how they have chosen to be told."""
    found: Person | None = _PERSON.first(key=key)
    return _one(found)


def metric(_: Reader, key: str) -> Metric:
    """A metric of the registry."""
    found: Metric | None = _METRIC.first(key=key)
    return _one(found)


def milestone(_: Reader, key: str) -> Milestone:
    """A milestone of the registry."""
    found: Milestone | None = _MILESTONE.first(key=key)
    return _one(found)


def _one(row: Row | None) -> Row:
    if row is None:
        raise NotVisible
    return row


def _is_published(key_result: KeyResult) -> bool:
    return key_result.published_at is not None and key_result.objective.published_at is not None


_CYCLES = Prepared(lambda: Cycle.objects.order_by("-start", "-id"))
_KEY_RESULT = Prepared(
    lambda cycle, key: (
        KeyResult.objects.live()
        .filter(cycle=cycle, key=key, objective__dropped_at=None)
        .select_related("objective__team", "cycle", "metric", "milestone", "accountable", "agreement")
    ),
    cycle=int,
    key=str,
)
_TEAM = Prepared(lambda key: Team.objects.filter(key=key).select_related("parent", "succeeded_by"), key=str)
_PERSON = Prepared(lambda key: Person.objects.filter(key=key).select_related("telling"), key=str)
_METRIC = Prepared(lambda key: Metric.objects.filter(key=key).select_related("owner"), key=str)
_MILESTONE = Prepared(lambda key: Milestone.objects.filter(key=key).select_related("owner"), key=str)
