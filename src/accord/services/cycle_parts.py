"""All of a cycle in parts, each as a mark would name it: so much of it as is judged well within a second."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from accord.domain.checks.felt import (
    FURTHER,
    NAMED,
    NEAR,
    OF_INFLUENCES,
    OF_METRICS,
    OF_MILESTONES,
    OF_PARTIES,
    OF_PEOPLE,
    OF_USES,
    OF_WAITS,
    Codes,
)
from accord.domain.checks.keeping import judged
from accord.models import KeyResult, Metric, Milestone, Objective, Person, Team
from accord.queries.findings.snapshot_rows import Around
from accord.services import finding_rows

Named = dict[str, Around]
# Each kind of thing by which codes are judged, with how many are taken at once.
OBJECTIVES, TEAMS, METRICS, MILESTONES, PEOPLE = 50, 500, 50, 500, 500


def parts(cycle: int, codes: Codes) -> Iterator[Named]:
    """Codes with what to judge them around, until they were judged of all of a cycle (row id): what was dropped, and
    what is gone and has a finding, too.
    """
    if of_work := codes & (NEAR | NAMED | OF_WAITS):
        yield from _of_work(cycle, of_work)
    teams = list(Team.objects.order_by("id").values_list("id", flat=True))
    yield from _named(codes & (NEAR | OF_PARTIES), "teams", teams, TEAMS)
    for few, name, model, most in (
        (OF_USES | OF_METRICS | OF_INFLUENCES, "metric_keys", Metric, METRICS),
        (OF_MILESTONES, "milestone_keys", Milestone, MILESTONES),
        (OF_PEOPLE, "people_keys", Person, PEOPLE),
    ):
        if some := codes & few:
            yield from _named(some, name, _keys(cycle, some, model), most)


def _of_work(cycle: int, codes: Codes) -> Iterator[Named]:
    results = defaultdict(set)
    for row, objective in KeyResult.objects.filter(cycle=cycle).order_by().values_list("id", "objective_id"):
        results[objective].add(row)
    objectives = list(Objective.objects.filter(cycle=cycle).order_by("id").values_list("id", flat=True))
    for start in range(0, len(objectives), OBJECTIVES):
        some = objectives[start : start + OBJECTIVES]
        under = set[int]().union(*(results[each] for each in some))
        yield {code: Around(objectives=set(some), key_results=under, standing=under) for code in codes}


def _named(codes: Codes, name: str, ids: Sequence[Any], most: int) -> Iterator[Named]:
    for start in range(0, len(ids), most) if codes else ():
        some = set(ids[start : start + most])
        yield {code: Around(**{name: some}) for code in codes}


def _keys(cycle: int, codes: Codes, model: Any) -> list[str]:
    there = model.objects.order_by("id").values_list("key", flat=True)
    return list(dict.fromkeys([*there, *(judged(key) for key in finding_rows.of_codes(cycle, codes & FURTHER))]))
