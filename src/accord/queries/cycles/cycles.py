"""Cycles as people read them: what each is for, where it stands, and what is inside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from accord.domain import cycles as domain
from accord.domain.cycles import Placed, Span, State
from accord.models import Agreement, Closing, Cycle, KeyResult, Objective, Team
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.cascade.goals import ServedGoals, served_in
from accord.queries.definitions.definitions import Version, versions
from accord.queries.names import PersonName, TeamName

FIELDS = ("name", "start", "end", "why", "success", "different")
UNDO = timedelta(days=14)  # as long as a cycle that was closed can be opened again


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is in a cycle: what is published, and how much of it is agreed and closed with a grade."""

    objectives: int = 0
    key_results: int = 0
    agreements: int = 0
    agreed: int = 0
    graded: int = 0


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle in the list of all: how deep it lies inside others, and where it stands."""

    cycle: Cycle
    depth: int
    state: State
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with objectives in a cycle, and how many of its key results are graded."""

    team: TeamName
    objectives: int
    key_results: int
    graded: int


@dataclass(frozen=True, slots=True)
class CyclePage:
    """Everything the page of a cycle shows. `versions` are its brief and dates as they were, the latest first."""

    cycle: Cycle
    state: State
    around: Sequence[Cycle]
    inside: Sequence[Cycle]
    numbers: Numbers
    teams: Sequence[TeamLine]
    silent: Sequence[TeamName]
    goals: ServedGoals
    versions: Sequence[Version]
    closed_by: PersonName | None
    may_reopen_until: datetime | None


def listing(cycles: Sequence[Cycle], *, today: date) -> list[CycleLine]:
    """All cycles, the latest first, each followed by those inside it."""
    numbers = numbers_of([each.pk for each in cycles])
    return [
        CycleLine(each.cycle, each.depth, domain.state(each.cycle, today), numbers.get(each.cycle.pk, Numbers()))
        for each in nested(cycles)
    ]


def nested(cycles: Sequence[Cycle]) -> list[Placed[Cycle]]:
    """Cycles in the order given, each followed by those inside it."""
    return domain.nested(cycles, id_of=lambda each: each.pk, parent_of=lambda each: each.parent_id)


def page(cycle: Cycle, cycles: Sequence[Cycle], *, now: datetime, today: date) -> CyclePage:
    """The page of one cycle; `cycles` are all of them."""
    known = {each.pk: each for each in cycles}
    by = cycle.closed_by
    teams = _teams(cycle)
    return CyclePage(
        cycle=cycle,
        state=domain.state(cycle, today),
        around=_around(cycle, known),
        inside=sorted((each for each in cycles if each.parent_id == cycle.pk), key=lambda each: each.start),
        numbers=numbers_of([cycle.pk]).get(cycle.pk, Numbers()),
        teams=teams,
        silent=_silent({each.team.key for each in teams}),
        goals=served_in(cycle),
        versions=versions("cycle", cycle, FIELDS),
        closed_by=PersonName(by.key, by.name) if by else None,
        may_reopen_until=cycle.closed_at + UNDO if cycle.closed_at and cycle.closed_at + UNDO > now else None,
    )


def beside(key: str, start: date, end: date, parent: str | None) -> list[Cycle]:
    """Cycles of the same level that share days with one that is being written, the earliest first."""
    cycles = {each.key: each for each in Cycle.objects.select_related("parent").order_by("start", "id")}
    spans = [Span(each.key, each.start, each.end, each.parent.key if each.parent else None) for each in cycles.values()]
    return [cycles[each.id] for each in domain.beside(Span(key, start, end, parent), spans)]


def numbers_of(cycles: Collection[int]) -> dict[int, Numbers]:
    """By cycle (row id); four statements, however many there are."""
    objectives = _counted(Objective.objects.filter(objective_in_sight(), cycle__in=cycles), "cycle_id")
    results = _counted(KeyResult.objects.filter(key_result_in_sight(), cycle__in=cycles), "cycle_id")
    agreements = Agreement.objects.filter(key_result__cycle__in=cycles).values_list("key_result__cycle_id")
    counted = {
        cycle: (every, agreed)
        for cycle, every, agreed in agreements.annotate(every=Count("pk"), agreed=Count("pk", filter=Q(state="agreed")))
    }
    graded = _counted(_graded().filter(key_result__cycle__in=cycles), "key_result__cycle_id")
    return {
        each: Numbers(objectives.get(each, 0), results.get(each, 0), *counted.get(each, (0, 0)), graded.get(each, 0))
        for each in cycles
    }


def _around(cycle: Cycle, known: Mapping[int, Cycle]) -> list[Cycle]:
    """What a cycle lies in, the outermost first."""
    found: list[Cycle] = []
    above = known.get(cycle.parent_id or 0)
    while above is not None and above not in found:
        found.insert(0, above)
        above = known.get(above.parent_id or 0)
    return found


def _teams(cycle: Cycle) -> list[TeamLine]:
    """Teams with published objectives in a cycle, in the directory's order."""
    results = _counted(KeyResult.objects.filter(key_result_in_sight(), cycle=cycle), "objective__team_id")
    graded = _counted(_graded().filter(key_result__cycle=cycle), "key_result__objective__team_id")
    rows: Any = Objective.objects.filter(objective_in_sight(), cycle=cycle).values_list(
        "team_id", "team__key", "team__name"
    )
    found = rows.annotate(code=F("team__code"), count=Count("pk")).order_by("team__position", "team_id")
    return [
        TeamLine(TeamName(key, name, code), count, results.get(team, 0), graded.get(team, 0))
        for team, key, name, code, count in found
    ]


def _silent(speaking: Collection[str]) -> list[TeamName]:
    """Teams of today that have no objective yet, in the directory's order; also those in which nobody is."""
    teams = Team.objects.filter(succeeded_by=None).exclude(key__in=list(speaking))
    return [TeamName(*row) for row in teams.order_by("position", "id").values_list("key", "name", "code")]


def _graded() -> Any:
    return Closing.objects.filter(
        reopened_at=None, grade__isnull=False, key_result__dropped_at=None, key_result__objective__dropped_at=None
    )


def _counted(rows: Any, by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(count=Count("pk")))
