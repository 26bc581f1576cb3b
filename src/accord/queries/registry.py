"""The registry as lists: metrics and milestones, whose they are, and how much depends on each meaning one thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from accord.models import KeyResult, Metric, Milestone, Need, Use
from accord.queries.names import TeamName

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric or milestone in the list; `used_by` counts where published key results of open cycles rely on it."""

    key: str
    name: str
    owner: TeamName | None
    used_by: int
    unit: str | None = None
    frequency: str | None = None
    better: str = "none"
    on: date | None = None
    is_defined: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, in order of name."""

    entries: tuple[Entry, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // A_PAGE))

    @property
    def first(self) -> int:
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1


def metrics(*, page: int = 1) -> Listing:
    """The metrics of the organization: two statements."""
    rows = _page(Metric.objects.all(), "metric", page)
    values = rows.values_list(*COLUMNS, "unit", "frequency", "better")
    return _listing(
        Metric,
        page,
        (_entry(*row[:7], unit=row[7], frequency=row[8], better=row[9]) for row in values),
    )


def milestones(*, page: int = 1) -> Listing:
    """The milestones of the organization: two statements."""
    rows = _page(Milestone.objects.all(), "milestone", page)
    return _listing(Milestone, page, (_entry(*row[:7], on=row[7]) for row in rows.values_list(*COLUMNS, "date")))


COLUMNS = ("key", "name", "definition", "used_by", "owner__key", "owner__name", "owner__code")


def in_use() -> Q:
    """Key results that count: published, not dropped, in a cycle that is not closed."""
    return Q(
        published_at__isnull=False,
        dropped_at=None,
        objective__published_at__isnull=False,
        objective__dropped_at=None,
        cycle__closed_at=None,
    )


def _page(entries: "QuerySet[Any]", kind: str, page: int) -> "QuerySet[Any]":
    measuring = KeyResult.objects.filter(in_use(), **{kind: OuterRef("pk")})
    naming = Use.objects.filter(key_result__in=KeyResult.objects.filter(in_use()), **{kind: OuterRef("pk")})
    providing = "provided_by_milestone" if kind == "milestone" else "provided_by_key_result__metric"
    needing = Need.objects.live().filter(
        key_result__in=KeyResult.objects.filter(in_use()), declined=None, **{providing: OuterRef("pk")}
    )
    used_by = _count(measuring, kind) + _count(naming, kind) + _count(needing, providing)
    counted = entries.annotate(used_by=used_by)
    start = (page - 1) * A_PAGE
    ordered: QuerySet[Any] = counted.order_by(Lower("name"), "pk")
    return ordered[start : start + A_PAGE]


def _count(rows: "QuerySet[Any]", kind: str) -> Coalesce:
    counted = rows.order_by().values(kind).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _entry(key: str, name: str, definition: str | None, used_by: int, *owner: Any, **more: Any) -> Entry:
    return Entry(key, name, TeamName(*owner) if owner[0] else None, used_by, is_defined=bool(definition), **more)


def _listing(model: type[Model], page: int, entries: Iterable[Entry]) -> Listing:
    found = tuple(entries)
    total = (page - 1) * A_PAGE + len(found)
    if page > 1 or len(found) == A_PAGE:
        total = model._default_manager.count()
    return Listing(found, page, total)
