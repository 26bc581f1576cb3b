"""The key results that rely on a metric or a milestone, in the latest cycle first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, Model, QuerySet

from accord.domain.scoring import Measure
from accord.models import KeyResult, Metric, Milestone, Need, Use
from accord.queries.check_ins import progress
from accord.queries.definitions.registry import in_use
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared

FIRST_USES = 20  # at first, of all ways of relying on it
MOST_USES = 2_000  # of each way, when all are asked for
KEY_RESULT = (
    "cycle__key", "key", "title", "objective__team__key", "objective__team__name", "objective__team__code",
    "agreement__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A key result that relies on an entry, and as what: measures, guardrail, term, measures-need or provides.

    `measure` is given where the entry measures it; `what` is the need, where the entry concerns one.
    """

    cycle: str
    key: str
    title: str
    team: TeamName
    role: str
    state: str | None
    measure: Measure | None = None
    what: str = ""
    unit: str | None = None


def uses_of(entry: Metric | Milestone, *, all_uses: bool) -> tuple[UsedBy, ...]:
    """Who relies on a metric or milestone: the first of them, or all."""
    most = MOST_USES if all_uses else FIRST_USES
    found = tuple(_metric_uses(entry, most) if isinstance(entry, Metric) else _milestone_uses(entry, most))
    return found if all_uses else found[:FIRST_USES]


def _metric_uses(metric: Metric, most: int) -> Iterator[UsedBy]:
    for row in _measuring("metric", most).rows(entry=metric.pk):
        yield _used(row, "", "measures", measure=progress.measure(row), unit=metric.unit)
    yield from _named("metric", metric, most)
    yield from _needing("provided_by_key_result__metric", metric, "measures-need", most)


def _milestone_uses(milestone: Milestone, most: int) -> Iterator[UsedBy]:
    for row in _measuring("milestone", most).rows(entry=milestone.pk):
        yield _used(row, "", "measures")
    yield from _named("milestone", milestone, most)
    yield from _needing("provided_by_milestone", milestone, "provides", most)
    yield from _needing("provided_by_key_result__milestone", milestone, "measures-need", most)


def _named(kind: str, entry: Model, most: int) -> Iterator[UsedBy]:
    for row in _naming(kind, most).rows(entry=entry.pk):
        yield _used(row, UNDER, row["kind"])


def _needing(by: str, entry: Model, role: str, most: int) -> Iterator[UsedBy]:
    for row in _needs(by, most).rows(entry=entry.pk):
        yield _used(row, UNDER, role, what=row["what"])


UNDER = "key_result__"
COLUMNS_UNDER = tuple(UNDER + column for column in KEY_RESULT)


def _counting(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those under key results that count. A list of their own ids has databases begin with them, not with a cycle."""
    found: QuerySet[Any] = rows.model._default_manager.filter(in_use(UNDER), pk__in=rows.order_by().values("pk"))
    return found


def _in_order(rows: "QuerySet[Any]", where: str) -> "QuerySet[Any]":
    """The latest cycle first."""
    return rows.order_by(F(f"{where}cycle__start").desc(), f"{where}key", "pk")


def _used(row: Mapping[str, Any], where: str, role: str, **more: Any) -> UsedBy:
    cycle, key, title, *team, state = (row[where + column] for column in KEY_RESULT)
    return UsedBy(cycle, key, title, TeamName(*team), role, state, **more)


@cache
def _measuring(kind: str, most: int) -> Prepared:
    """Key results that a metric or milestone measures."""
    judged = progress.JUDGED_BY if kind == "metric" else {}
    columns = (*KEY_RESULT, *progress.MEASURED_BY) if kind == "metric" else KEY_RESULT
    return Prepared(
        lambda entry: _in_order(KeyResult.objects.filter(in_use(), **{kind: entry}).annotate(**judged), "").values(
            *columns
        )[:most],
        entry=int,
    )


@cache
def _naming(kind: str, most: int) -> Prepared:
    """Key results that name a metric or milestone beside what measures them."""
    return Prepared(
        lambda entry: _in_order(_counting(Use.objects.filter(**{kind: entry})), UNDER).values(*COLUMNS_UNDER, "kind")[
            :most
        ],
        entry=int,
    )


@cache
def _needs(by: str, most: int) -> Prepared:
    """Needs that are provided by what a path leads to."""

    def build(entry: int) -> "QuerySet[Any, Any]":
        asked = _counting(Need.objects.filter(**{by: entry}, declined=None, dropped_at=None))
        found: QuerySet[Any, Any] = _in_order(asked, UNDER).values(*COLUMNS_UNDER, "what")
        return found[:most]

    return Prepared(build, entry=int)
