"""What key results speak of in the registry, and what that means: all that a change of the registry can move."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from accord.domain import content
from accord.domain.canonical import Value, written
from accord.domain.facts import MetricFacts
from accord.models import KeyResult, Need, Use
from accord.models.objectives import key_result_in_sight
from accord.queries.agreements import fact_rows as rows
from accord.queries.prepared import ROWS, Prepared

_MEASURED = Prepared(
    lambda ids: (
        KeyResult.objects.filter(id__amongst=ids)
        .order_by()
        .values_list("id", "key", "metric_id", "metric__key", "milestone_id", "milestone__key")
    ),
    ids=list,
)
_PROVIDING = Prepared(
    lambda ids: (
        KeyResult.objects.filter(key_result_in_sight(), id__amongst=ids)
        .order_by()
        .values_list("id", "metric_id", "metric__key", "milestone_id", "milestone__key")
    ),
    ids=list,
)
_USED = Prepared(
    lambda ids: (
        Use.objects.filter(key_result_id__amongst=ids)
        .order_by()
        .values_list("key_result_id", "metric_id", "metric__key", "milestone_id", "milestone__key")
    ),
    ids=list,
)
_PROVIDED = Prepared(
    lambda ids: (
        Need.objects.live()
        .filter(key_result_id__amongst=ids, declined=None)
        .exclude(provided_by_milestone=None, provided_by_key_result=None)
        .order_by()
        .values_list(
            "key_result_id", "provided_by_key_result_id", "provided_by_milestone_id", "provided_by_milestone__key"
        )
    ),
    ids=list,
)


class Spoken(NamedTuple):
    """By key result (row id) its id and the ids of the entries it speaks of; and what entries mean, by their ids:
    content that is written once for all.
    """

    entries: Mapping[int, tuple[str, set[str]]]
    metrics: Mapping[str, Value]
    milestones: Mapping[str, Value]


def spoken_of(ids: Collection[int]) -> Spoken:
    """What of the registry these key results' definitions hold, directly or through what provides their needs."""
    measured = list(_MEASURED(ids=ids))
    provided = list(_PROVIDED(ids=ids))
    providers = {row[1] for row in provided if row[1]}
    providing = {row[0]: row[1:] for row in _PROVIDING(ids=providers)} if providers else {}
    named: list[tuple[int, int | None, str | None, int | None, str | None]] = [(row[0], *row[2:]) for row in measured]
    named += [(row[0], *row[1:]) for row in _USED(ids=ids)]
    for key_result, provider, milestone, milestone_key in provided:
        named.append((key_result, None, None, milestone, milestone_key))
        if found := providing.get(provider):
            named.append((key_result, *found))
    entries: dict[int, set[str]] = defaultdict(set)
    for key_result, _, metric, _, milestone in named:
        entries[key_result].update(key for key in (metric, milestone) if key)
    metrics = rows.metrics({row[1] for row in named if row[1]})
    milestones = rows.milestones({row[3] for row in named if row[3]})
    return Spoken(
        {row[0]: (row[1], entries[row[0]]) for row in measured},
        {key: _meaning(facts) for key, facts in metrics.items()},
        {key: written(content.milestone(facts)) for key, facts in milestones.items()},
    )


@lru_cache(maxsize=ROWS)
def _meaning(metric: MetricFacts) -> Value:
    """Key results that share a metric mostly name the same others beside it."""
    return written(content.metric(metric))
