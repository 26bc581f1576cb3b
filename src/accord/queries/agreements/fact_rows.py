"""Rows behind the facts of agreements: one statement a function, whatever the number of ids."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from accord.domain.facts import (
    ActionFacts,
    ContributionFacts,
    DutyFacts,
    MetricFacts,
    MilestoneFacts,
    ProviderFacts,
)
from accord.domain.plan import Hold
from accord.models import Action, Contribution, Duty, KeyResult, Metric, Milestone, Need, Use
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.prepared import Prepared, Things

Row = Mapping[str, Any]
Found = TypeVar("Found")

KEY_RESULT = (
    "id", "key", "title", "due", "metric_id", "metric__key", "milestone_id", "milestone__key", "baseline", "target",
    "at_least", "at_most", "path", "completion_criteria", "decomposition", "wording", "cycle__end",
    "objective__key", "objective__title", "objective__wording", "objective__ambition", "objective__team__key",
)  # fmt: skip
NEED = (
    "key_result_id", "key", "provider__key", "what", "for_action__key", "completion_criteria", "by", "promised",
    "provided_by_action_id", "provided_by_key_result_id", "provided_by_milestone_id", "provided_by_milestone__key",
    "declined", "wording", "for_action__dropped_at", "for_action__key_result_id",
)  # fmt: skip
METRIC = ("key", "name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better")


def key_results(ids: Collection[int]) -> list[Row]:
    """Published ones: a draft binds nobody, and provides nothing that anybody else could see."""
    return list(_KEY_RESULTS.rows(ids=ids)) if ids else []


_KEY_RESULTS = Prepared(
    lambda ids: (
        KeyResult.objects.filter(key_result_in_sight(), id__amongst=ids).order_by("id").values_list(*KEY_RESULT)
    ),
    ids=list,
)


def uses(ids: Collection[int]) -> Mapping[int, list[Row]]:
    return _by_first((row["key_result_id"], row) for row in _USES.rows(ids=ids))


_USES = Prepared(
    lambda ids: Use.objects.filter(key_result_id__amongst=ids).values_list(
        "key_result_id", "kind", "metric_id", "metric__key", "milestone_id", "milestone__key"
    ),
    ids=list,
)


def needs(ids: Collection[int]) -> Mapping[int, list[Row]]:
    return _by_first((row["key_result_id"], row) for row in _NEEDS.rows(ids=ids))


_NEEDS = Prepared(lambda ids: Need.objects.live().filter(key_result_id__amongst=ids).values_list(*NEED), ids=list)


def duties(ids: Collection[int]) -> Mapping[int, list[DutyFacts]]:
    return _by_first((key_result, DutyFacts(team, first)) for key_result, team, first in _DUTIES(ids=ids))


_DUTIES = Prepared(
    lambda ids: Duty.objects.filter(key_result_id__amongst=ids).values_list("key_result_id", "team__key", "first"),
    ids=list,
)


def actions(ids: Collection[int]) -> Mapping[int, list[ActionFacts]]:
    return _by_first((row["key_result_id"], _action(row)) for row in _ACTIONS.rows(ids=ids))


_ACTIONS = Prepared(
    lambda ids: (
        Action.objects.live()
        .filter(key_result_id__amongst=ids)
        .values_list("key_result_id", "key", "title", "team__key", "due", "effort_days", "expected", "wording")
    ),
    ids=list,
)


def contributions(ids: Collection[int]) -> Mapping[int, list[ContributionFacts]]:
    return _by_first((row["key_result_id"], _contribution(row)) for row in _CONTRIBUTIONS.rows(ids=ids))


_CONTRIBUTIONS = Prepared(
    lambda ids: Contribution.objects.filter(
        objective_in_sight("objective__"), key_result_id__amongst=ids, status=Contribution.Status.ACCEPTED
    ).values_list(
        "key_result_id", "objective__key", "objective__title", "objective__wording", "objective__team__key", "share"
    ),
    ids=list,
)


def metrics(ids: Collection[int]) -> dict[str, MetricFacts]:
    return {facts.id: facts for facts in (_METRICS(ids=ids) if ids else ())}


def milestones(ids: Collection[int]) -> dict[str, MilestoneFacts]:
    return {row["key"]: _milestone(row) for row in (_MILESTONES.rows(ids=ids) if ids else ())}


_MILESTONES = Prepared(
    lambda ids: Milestone.objects.filter(id__amongst=ids).values_list("key", "name", "definition", "date", "wording"),
    ids=list,
)


def providers(asked: Iterable[Row], providing: Iterable[Row]) -> dict[tuple[str, int], ProviderFacts]:
    """What provides needs, by kind and row id; milestones are named in the need itself."""
    wanted = ids_of(asked, "provided_by_action_id")
    known = {("key_result", row["id"]): _providing_key_result(row) for row in providing}
    for row in _PROVIDING_ACTIONS.rows(ids=wanted) if wanted else ():
        known["action", row["id"]] = ProviderFacts("action", row["key"], first_text(row, "title"), row["due"])
    return known


_PROVIDING_ACTIONS = Prepared(
    lambda ids: (
        Action.objects.live()
        .filter(id__amongst=ids)
        .filter(key_result__published_at__isnull=False, key_result__objective__published_at__isnull=False)
        .values_list("id", "key", "title", "due", "wording")
    ),
    ids=list,
)


def ids_of(found: Iterable[Row], column: str) -> set[int]:
    return {row[column] for row in found if row[column]}


def first_text(row: Row, field: str) -> Any:
    """A field's text as the canonical form takes it: the first text of its wording class."""
    return row["wording"].get(field, row[field])


def hold(row: Row) -> Hold | None:
    if row["at_least"] is None and row["at_most"] is None:
        return None
    return Hold(row["at_least"], row["at_most"])


def _action(row: Row) -> ActionFacts:
    return ActionFacts(
        row["key"], first_text(row, "title"), row["team__key"], row["due"], row["effort_days"], row["expected"]
    )


def _contribution(row: Row) -> ContributionFacts:
    title = row["objective__wording"].get("title", row["objective__title"])
    return ContributionFacts(row["objective__key"], title, row["objective__team__key"], row["share"], "accepted")


def _metric(row: Row) -> MetricFacts:
    return MetricFacts(row["key"], *(first_text(row, field) for field in METRIC[1:]))


_METRICS = Things(
    Prepared(lambda ids: Metric.objects.filter(id__amongst=ids).values_list(*METRIC, "wording"), ids=list), _metric
)


def _milestone(row: Row) -> MilestoneFacts:
    return MilestoneFacts(row["key"], first_text(row, "name"), first_text(row, "definition"), row["date"])


def _providing_key_result(row: Row) -> ProviderFacts:
    return ProviderFacts(
        kind="key_result",
        id=row["key"],
        title=first_text(row, "title"),
        due=row["due"] or row["cycle__end"],
        metric=row["metric__key"],
        milestone=row["milestone__key"],
        target=row["target"],
        hold=hold(row),
        completion_criteria=first_text(row, "completion_criteria"),
    )


def _by_first(pairs: Iterable[tuple[int, Found]]) -> Mapping[int, list[Found]]:
    groups: dict[int, list[Found]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
