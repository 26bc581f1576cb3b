"""A metric's or a milestone's own page: what it means, what it meant before, and who relies on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Model, Q, QuerySet

from accord.domain.scoring import Measure
from accord.models import CheckIn, Influence, KeyResult, Metric, MetricValue, Milestone, Need, Revision, Use
from accord.queries.check_ins import progress
from accord.queries.definitions.registry import in_use
from accord.queries.definitions.reliance import Reliance, reliance
from accord.queries.names import PersonName, TeamName

FIRST_USES = 20  # at first, of all ways of relying on it
MOST_USES = 2_000  # of each way, when all are asked for
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
        uses=_first(_metric_uses, metric, all_uses=all_uses),
        relied=reliance("metric", metric.pk),
        moves=_moves(Influence.objects.filter(metric=metric), "moves"),
        moved_by=_moves(Influence.objects.filter(moves=metric), "metric"),
        versions=versions("metric", metric, METRIC_FIELDS),
    )


def milestone_page(milestone: Milestone, *, all_uses: bool = False) -> MilestonePage:
    """The page of one milestone, with the first who rely on it or all of them."""
    return MilestonePage(
        milestone=milestone,
        owner=_owner(milestone),
        uses=_first(_milestone_uses, milestone, all_uses=all_uses),
        relied=reliance("milestone", milestone.pk),
        versions=versions("milestone", milestone, MILESTONE_FIELDS),
    )


def versions(kind: str, entry: Model, fields: Sequence[str]) -> tuple[Version, ...]:
    """Every text of the definition there ever was, the latest first, worked backwards from today's."""
    revisions = Revision.objects.filter(Q(field=None) | Q(field__in=fields), kind=kind, item=entry.pk)
    rows: Iterable[Mapping[str, Any]] = revisions.order_by("id").values(
        "change_id", "change__at", "change__by__key", "change__by__name", "change__by_email", "change__reason",
        "field", "before", "after", "substantive",
    )  # fmt: skip
    changes: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
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
    own: Iterable[tuple[Any, ...]] = (
        MetricValue.objects.filter(metric=metric, date__lte=today)
        .order_by("-date")
        .values_list("date", "value")[:MOST_VALUES]
    )
    by_day = {day: Value(day, value) for day, value in own}
    measured = Q(key_result__metric=metric, key_result__dropped_at=None, key_result__published_at__isnull=False)
    checked_in: Iterable[tuple[Any, ...]] = (
        CheckIn.objects.filter(measured, date__lte=today, key_result__objective__published_at__isnull=False)
        .order_by("-date", "key_result_id")
        .values_list("date", "value", "key_result__key", "key_result__title", "key_result__cycle__key")[:MOST_VALUES]
    )
    for day, value, *where in checked_in:
        by_day.setdefault(day, Value(day, value, CheckedInAt(*where)))
    return tuple(by_day[day] for day in sorted(by_day)[-MOST_VALUES:])


KEY_RESULT = (
    "cycle__key", "key", "title", "objective__team__key", "objective__team__name", "objective__team__code",
    "agreement__state",
)  # fmt: skip


def _first(uses: Callable[[Any, int], Iterator[UsedBy]], entry: Any, *, all_uses: bool) -> tuple[UsedBy, ...]:
    found = tuple(uses(entry, MOST_USES if all_uses else FIRST_USES))
    return found if all_uses else found[:FIRST_USES]


def _metric_uses(metric: Metric, most: int) -> Iterator[UsedBy]:
    measuring = KeyResult.objects.filter(in_use(), metric=metric).annotate(**progress.JUDGED_BY)
    for row in _in_order(measuring, "").values(*KEY_RESULT, *progress.MEASURED_BY)[:most]:
        yield _used(row, "", "measures", measure=progress.measure(row), unit=metric.unit)
    yield from _named(Use.objects.filter(metric=metric), most)
    yield from _needing(Need.objects.filter(provided_by_key_result__metric=metric), "measures-need", most)


def _milestone_uses(milestone: Milestone, most: int) -> Iterator[UsedBy]:
    for row in _in_order(KeyResult.objects.filter(in_use(), milestone=milestone), "").values(*KEY_RESULT)[:most]:
        yield _used(row, "", "measures")
    yield from _named(Use.objects.filter(milestone=milestone), most)
    yield from _needing(Need.objects.filter(provided_by_milestone=milestone), "provides", most)
    yield from _needing(Need.objects.filter(provided_by_key_result__milestone=milestone), "measures-need", most)


def _named(uses: "QuerySet[Any]", most: int) -> Iterator[UsedBy]:
    for row in _in_order(_counting(uses), UNDER).values(*COLUMNS_UNDER, "kind")[:most]:
        yield _used(row, UNDER, row["kind"])


def _needing(needs: "QuerySet[Any]", role: str, most: int) -> Iterator[UsedBy]:
    asked = _counting(needs.filter(declined=None, dropped_at=None))
    for row in _in_order(asked, UNDER).values(*COLUMNS_UNDER, "what")[:most]:
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


def _moves(influences: Any, other: str) -> tuple[Moves, ...]:
    rows: Iterable[tuple[Any, ...]] = influences.values_list(
        f"{other}__key", f"{other}__name", "sign", "lag_days", "evidence"
    )
    return tuple(Moves(*row) for row in rows)


def _owner(entry: Metric | Milestone) -> TeamName | None:
    return TeamName(entry.owner.key, entry.owner.name, entry.owner.code) if entry.owner else None
