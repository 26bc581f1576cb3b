"""What can be carried over into a later cycle, and where what was carried came from and went."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from accord.models import Action, CarriedKeyResult, Contribution, Cycle, KeyResult, Need, Team
from accord.queries.cycles.grading import GradedObjective, GradedResult, to_grade
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared


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


class Supported(NamedTuple):
    """A key result that an objective contributes to. `there` is the id of the one in the later cycle to which the same
    can be proposed; None where there is none, or it is still another team's draft.
    """

    key: str
    title: str
    team: TeamName
    share: Decimal | None
    there: str | None


@dataclass(frozen=True, slots=True)
class UnfinishedObjective:
    """An objective with those of its key results that were not met, and what of other teams it contributes to."""

    objective: GradedObjective
    results: Sequence[Unfinished]
    supports: Sequence[Supported]


def unfinished(team: Team, origin: Cycle, into: Cycle, *, today: date) -> list[UnfinishedObjective]:
    """What a team did not finish in a cycle: everything that is not closed as met."""
    objectives = to_grade(team, origin, today=today)
    ids = [each.result.row["id"] for objective in objectives for each in objective.results]
    work, there = _work(ids), _there(ids, into)
    supports = supported(origin, [each.key for each in objectives], into, by=team.key)
    found = []
    for objective in objectives:
        left = [each for each in objective.results if not (each.ended and each.ended.own.is_met)]
        rows = [(each, each.result.row["id"]) for each in left]
        if rows:
            results = [Unfinished(each, work.get(row, 0), there.get(row)) for each, row in rows]
            others = [each for each in supports[objective.key] if each.team.key != team.key]
            found.append(UnfinishedObjective(objective, results, others))
    return found


def supported(origin: Cycle, objectives: Collection[str], into: Cycle, *, by: str) -> Mapping[str, list[Supported]]:
    """What a team's objectives (ids) contribute to in a cycle, by objective: whether it can go on in a later one.

    It goes on where what it supports was carried over too, or is there under the same id. Two statements.
    """
    rows = Contribution.objects.filter(objective__cycle=origin, objective__key__in=list(objectives))
    rows = rows.exclude(status=Contribution.Status.DECLINED).filter(key_result__dropped_at=None)
    given = list(rows.select_related("objective", "key_result__objective__team").order_by("position", "id"))
    there = _targets([each.key_result for each in given], into, by)
    found: dict[str, list[Supported]] = defaultdict(list)
    for each in given:
        result, team = each.key_result, each.key_result.objective.team
        name = TeamName(team.key, team.name, team.code)
        found[each.objective.key].append(Supported(result.key, result.title, name, each.share, there.get(result.pk)))
    return found


def ways(key_result: KeyResult) -> Ways:
    """Where a key result came from and where it goes on; one statement."""
    came, goes = None, []
    for row in _WAYS.instances(key_result=key_result.pk):
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


def _targets(results: Collection[KeyResult], into: Cycle, by: str) -> Mapping[int, str]:
    """By key result (row id), the id of what it is in a later cycle, where a team can see it."""
    if not results:
        return {}
    wanted = Q(carried_from__origin__in=results) | Q(key__in=[each.key for each in results])
    rows = KeyResult.objects.live().filter(wanted, cycle=into, objective__dropped_at=None)
    seen = Q(published_at__isnull=False, objective__published_at__isnull=False) | Q(objective__team__key=by)
    there = list(rows.filter(seen).values_list("key", "carried_from__origin"))
    alike, carried = {key: key for key, _ in there}, {origin: key for key, origin in there}
    found = {each.pk: carried.get(each.pk) or alike.get(each.key) for each in results}
    return {row: key for row, key in found.items() if key}


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


_WAYS = Prepared(
    lambda key_result: (
        CarriedKeyResult.objects.filter(Q(origin=key_result) | Q(carried=key_result))
        .select_related("origin__cycle", "carried__cycle", "origin__objective", "carried__objective")
        .order_by("id")
    ),
    key_result=int,
)
