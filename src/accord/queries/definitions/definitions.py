"""A metric's or a milestone's own page: what it means, what it meant before, and who relies on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Model, Q

from accord.models import CheckIn, Influence, KeyResult, Metric, MetricValue, Milestone, Revision
from accord.models.objectives import key_result_in_sight
from accord.queries.definitions.reliance import Reliance, reliance
from accord.queries.definitions.uses import UsedBy, uses_of
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared

MOST_VALUES = 400
# What of an entry is its definition, in the order in which it is read.
METRIC_FIELDS = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better")
MILESTONE_FIELDS = ("name", "definition", "date")


class CheckedInAt(NamedTuple):
    """The key result in which a value was checked in."""

    key: str
    title: str
    cycle: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a metric: its own, or one checked in for a key result that it measures."""

    day: date
    value: Decimal
    key_result: CheckedInAt | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """Another metric, and how one of the two moves the other: sign + or −, after so many days, how we know."""

    key: str
    name: str
    sign: str
    lag_days: int | None
    evidence: str


class Changed(NamedTuple):
    """One field of a definition took another text."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry meant from `since` on, with what changed then."""

    number: int
    since: datetime
    by: PersonName | None
    by_email: str
    reason: str | None
    texts: Mapping[str, Any]
    changes: tuple[Changed, ...]
    is_substantive: bool

    @property
    def unchanged(self) -> list[tuple[str, Any]]:
        """The other fields that said something then."""
        changed = {change.field for change in self.changes}
        return [(field, text) for field, text in self.texts.items() if text and field not in changed]


@dataclass(frozen=True, slots=True)
class MetricPage:
    """Everything the page of a metric shows. Versions are the latest first."""

    metric: Metric
    owner: TeamName | None
    values: tuple[Value, ...]
    uses: tuple[UsedBy, ...]
    relied: Reliance  # counts all; not all of it is in `uses`
    moves: tuple[Moves, ...]
    moved_by: tuple[Moves, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """Everything the page of a milestone shows."""

    milestone: Milestone
    owner: TeamName | None
    uses: tuple[UsedBy, ...]
    relied: Reliance
    versions: tuple[Version, ...]


def metric_page(metric: Metric, *, today: date, all_uses: bool = False) -> MetricPage:
    """The page of one metric, with the first who rely on it or all of them."""
    return MetricPage(
        metric=metric,
        owner=_owner(metric),
        values=_values(metric, today=today),
        uses=uses_of(metric, all_uses=all_uses),
        relied=reliance("metric", metric.pk),
        moves=tuple(Moves(*row) for row in _influences("metric", "moves")(metric=metric.pk)),
        moved_by=tuple(Moves(*row) for row in _influences("moves", "metric")(metric=metric.pk)),
        versions=versions("metric", metric, METRIC_FIELDS),
    )


def milestone_page(milestone: Milestone, *, all_uses: bool = False) -> MilestonePage:
    """The page of one milestone, with the first who rely on it or all of them."""
    return MilestonePage(
        milestone=milestone,
        owner=_owner(milestone),
        uses=uses_of(milestone, all_uses=all_uses),
        relied=reliance("milestone", milestone.pk),
        versions=versions("milestone", milestone, MILESTONE_FIELDS),
    )


def versions(kind: str, entry: Model, fields: Sequence[str]) -> tuple[Version, ...]:
    """Every text of the definition there ever was, the latest first, worked backwards from today's."""
    changes: dict[int, list[Mapping[str, Any]]] = {}
    for row in _revisions(kind, tuple(fields)).rows(item=entry.pk):
        changes.setdefault(row["change_id"], []).append(row)
    texts = {field: _plain(getattr(entry, field)) for field in fields}
    found = []
    for number, revised in sorted(enumerate(changes.values(), start=1), reverse=True, key=lambda each: each[0]):
        found.append(_version(number, revised, texts))
        texts = texts | {change.field: change.before for change in found[-1].changes}
    return tuple(found)


def _version(number: int, revised: Sequence[Mapping[str, Any]], texts: Mapping[str, Any]) -> Version:
    row = revised[0]
    by = PersonName(row["change__by__key"], row["change__by__name"]) if row["change__by__key"] else None
    return Version(
        number=number,
        since=row["change__at"],
        by=by,
        by_email=row["change__by_email"],
        reason=row["change__reason"],
        texts=texts,
        changes=tuple(Changed(each["field"], each["before"], each["after"]) for each in revised if each["field"]),
        is_substantive=any(each["substantive"] for each in revised),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _values(metric: Metric, *, today: date) -> tuple[Value, ...]:
    """The metric's own values, and on other days those checked in for key results that it measures; the latest."""
    by_day = {day: Value(day, value) for day, value in _VALUES(metric=metric.pk, today=today)}
    for day, value, *where in _CHECKED_IN(metric=metric.pk, today=today):
        by_day.setdefault(day, Value(day, value, CheckedInAt(*where)))
    return tuple(by_day[day] for day in sorted(by_day)[-MOST_VALUES:])


def _owner(entry: Metric | Milestone) -> TeamName | None:
    return TeamName(entry.owner.key, entry.owner.name, entry.owner.code) if entry.owner else None


@cache
def _influences(of: str, other: str) -> Prepared:
    return Prepared(
        lambda metric: Influence.objects.filter(**{of: metric}).values_list(
            f"{other}__key", f"{other}__name", "sign", "lag_days", "evidence"
        ),
        metric=int,
    )


@cache
def _revisions(kind: str, fields: Sequence[str]) -> Prepared:
    return Prepared(
        lambda item: (
            Revision.objects.filter(Q(field=None) | Q(field__in=fields), kind=kind, item=item)
            .order_by("id")
            .values(
                "change_id", "change__at", "change__by__key", "change__by__name", "change__by_email", "change__reason",
                "field", "before", "after", "substantive",
            )
        ),
        item=int,
    )  # fmt: skip


_VALUES = Prepared(
    lambda metric, today: (
        MetricValue.objects.filter(metric=metric, date__lte=today)
        .order_by("-date")
        .values_list("date", "value")[:MOST_VALUES]
    ),
    metric=int,
    today=date,
)
_CHECKED_IN = Prepared(
    lambda metric, today: (
        CheckIn.objects.filter(
            key_result_in_sight("key_result__"),
            # A list of their own ids has databases begin with what it measures, not with a cycle.
            key_result__in=KeyResult.objects.filter(metric=metric).order_by().values("pk"),
            date__lte=today,
        )
        .order_by("-date", "key_result_id")
        .values_list("date", "value", "key_result__key", "key_result__title", "key_result__cycle__key")[:MOST_VALUES]
    ),
    metric=int,
    today=date,
)
