"""What can be carried over into a later cycle, and where what was carried came from and went."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accord.models import Action, CarriedKeyResult, Cycle, KeyResult, Need, Team
from accord.queries.grading import GradedObjective, GradedResult, to_grade


class Elsewhere(NamedTuple):
    """A key result in another cycle. A draft has no page for others, so it is only named."""

    key: str
    title: str
    cycle: str
    cycle_name: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a key result came from, and where it goes on."""

    came_from: Elsewhere | None = None
    goes_on: Sequence[Elsewhere] = ()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A key result that can be carried over, with how much work of it is left; `there` where it is already."""

    graded: GradedResult
    work: int
    there: Elsewhere | None


@dataclass(frozen=True, slots=True)
class UnfinishedObjective:
    """An objective with those of its key results that were not met."""

    objective: GradedObjective
    results: Sequence[Unfinished]


def unfinished(team: Team, origin: Cycle, into: Cycle, *, today: date) -> list[UnfinishedObjective]:
    """What a team did not finish in a cycle: everything that is not closed as met."""
    objectives = to_grade(team, origin, today=today)
    ids = [each.result.row["id"] for objective in objectives for each in objective.results]
    work, there = _work(ids), _there(ids, into)
    found = []
    for objective in objectives:
        left = [each for each in objective.results if not (each.ended and each.ended.own.is_met)]
        rows = [(each, each.result.row["id"]) for each in left]
        if rows:
            results = [Unfinished(each, work.get(row, 0), there.get(row)) for each, row in rows]
            found.append(UnfinishedObjective(objective, results))
    return found


def ways(key_result: KeyResult) -> Ways:
    """Where a key result came from and where it goes on; one statement."""
    rows = CarriedKeyResult.objects.filter(origin=key_result) | CarriedKeyResult.objects.filter(carried=key_result)
    found = rows.select_related("origin__cycle", "carried__cycle", "origin__objective", "carried__objective")
    came, goes = None, []
    for row in found.order_by("id"):
        if row.carried_id == key_result.pk:
            came = _elsewhere(row.origin)
        elif row.carried.dropped_at is None:
            goes.append(_elsewhere(row.carried))
    return Ways(came, goes)


def work_left(key_results: Collection[int]) -> dict[str, list[str]]:
    """Ids of the actions not done and the needs neither received nor declined under these key results (row ids)."""
    actions = Action.objects.live().filter(key_result__in=key_results, done=None).order_by("position", "id")
    needs = Need.objects.live().filter(key_result__in=key_results, received=None, declined=None)
    return {
        "action": list(actions.values_list("key", flat=True)),
        "need": list(needs.order_by("position", "id").values_list("key", flat=True)),
    }


def _work(ids: Collection[int]) -> Mapping[int, int]:
    counted: dict[int, int] = defaultdict(int)
    actions = Action.objects.live().filter(key_result__in=ids, done=None)
    needs = Need.objects.live().filter(key_result__in=ids, received=None, declined=None)
    for row in [*actions.values_list("key_result_id", flat=True), *needs.values_list("key_result_id", flat=True)]:
        counted[row] += 1
    return counted


def _there(ids: Collection[int], into: Cycle) -> Mapping[int, Elsewhere]:
    rows = CarriedKeyResult.objects.filter(origin__in=ids, carried__cycle=into, carried__dropped_at=None)
    return {
        row.origin_id: _elsewhere(row.carried) for row in rows.select_related("carried__cycle", "carried__objective")
    }


def _elsewhere(row: KeyResult) -> Elsewhere:
    is_draft = row.published_at is None or row.objective.published_at is None
    return Elsewhere(row.key, row.title, row.cycle.key, row.cycle.name, is_draft)
