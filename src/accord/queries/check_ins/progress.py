"""How far key results are: what measures them, and the values checked in, read for many in two statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accord.domain import scoring, sums
from accord.domain.plan import Hold, PathPoint
from accord.domain.scoring import Bands, Confidence, Measure, Reading, Score
from accord.models import CheckIn, KeyResult, Organization
from accord.queries.prepared import Prepared, Things

Row = Mapping[str, Any]

OWN_COLUMNS = (
    "metric_id", "milestone_id", "baseline", "target", "at_least", "at_most", "start", "due", "path",
)  # fmt: skip
# Annotated to what is selected: asked once a statement, not once a row.
JUDGED_BY = {name: Subquery(Organization.objects.values(name)[:1]) for name in ("on_track_within", "behind_within")}
MEASURED_BY = (
    *JUDGED_BY, *OWN_COLUMNS, "id", "key", "title", "objective_id", "weight", "published_at",
    "metric__unit", "metric__frequency", "milestone__date", "cycle__start", "cycle__end",
)  # fmt: skip
AT_MOST = 4096  # key results that are kept as they were judged


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A key result with what measures it, never changed; `row` has the columns of MEASURED_BY."""

    row: Row
    measure: Measure


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A key result with what measures it and where it is, never changed; `row` has the columns of MEASURED_BY."""

    row: Row
    measure: Measure
    score: Score

    @property
    def unit(self) -> str | None:
        """The unit of its numbers: its metric's; a percentage where nothing else measures it."""
        if not self.measure.has_metric:
            return None if self.measure.has_milestone else "%"
        found: str | None = self.row["metric__unit"]
        return found

    @property
    def confidence(self) -> Confidence | None:
        """What its people believed at the latest value."""
        latest = self.score.latest
        return scoring.confidence(latest.confidence) if latest else None


def of_objectives(objective_ids: Collection[int], *, today: date, with_drafts: bool = False) -> list[Scored]:
    """Key results of objectives (row ids) with their scores by the latest value of each: two statements."""
    found = _OF_OBJECTIVES(objectives=objective_ids)
    return scored([each for each in found if with_drafts or each.row["published_at"]], today=today)


def scored(results: Sequence[Measured], *, today: date) -> list[Scored]:
    """Key results with scores by the latest value of each: one statement."""
    latest = latest_readings([each.row["id"] for each in results], today=today)
    return [_scored(each, readings := latest.get(each.row["id"], ()), _written(readings), today) for each in results]


def together(results: Iterable[Scored]) -> dict[int, sums.Together]:
    """Scores put together by objective (row id)."""
    groups: dict[int, list[Scored]] = defaultdict(list)
    for each in results:
        groups[each.row["objective_id"]].append(each)
    return {objective: _together(tuple(group)) for objective, group in groups.items()}


def latest_readings(ids: Collection[int], *, today: date) -> dict[int, tuple[Reading]]:
    """The latest value of each key result (row ids) up to today."""
    return {key_result: (reading,) for key_result, reading in _LATEST(ids=ids, today=today)}


def measured(row: Row) -> Measured:
    """A key result of a row with the columns of MEASURED_BY; for Things."""
    return Measured(row, measure(row))


def measure(row: Row) -> Measure:
    """What a key result is measured and judged by, in effect; of a row with the columns of MEASURED_BY."""
    held = row["at_least"] is not None or row["at_most"] is not None
    return Measure(
        start=row["start"] or row["cycle__start"],
        due=row["due"] or row["cycle__end"],
        has_metric=row["metric_id"] is not None,
        has_milestone=row["milestone_id"] is not None,
        baseline=row["baseline"],
        target=row["target"],
        hold=Hold(row["at_least"], row["at_most"]) if held else None,
        path=tuple(PathPoint(date.fromisoformat(day), Decimal(value)) for day, value in row["path"]),
        milestone_date=row["milestone__date"],
        frequency=row["metric__frequency"],
        bands=Bands.within(row["on_track_within"], row["behind_within"]),
    )


def measure_of(key_result: KeyResult, organization: Organization | None = None) -> Measure:
    """What a key result is measured and judged by, in effect; of an instance with metric, milestone and cycle.

    One statement for the organization's bands, where it is not known.
    """
    on_track, behind = (organization.on_track_within, organization.behind_within) if organization else next(_BANDS())
    metric, milestone, cycle = key_result.metric, key_result.milestone, key_result.cycle
    return measure(
        {
            **{column: getattr(key_result, column) for column in OWN_COLUMNS},
            "metric__frequency": metric and metric.frequency,
            "milestone__date": milestone and milestone.date,
            "cycle__start": cycle.start,
            "cycle__end": cycle.end,
            "on_track_within": on_track,
            "behind_within": behind,
        }
    )


def _written(readings: tuple[Reading, ...]) -> tuple[str, ...]:
    """Their values as they are written: 5 and 5.0 are equal, and read differently."""
    return tuple([str(each.value) for each in readings])


@lru_cache(maxsize=AT_MOST)
def _scored(of: Measured, readings: tuple[Reading, ...], _: Any, today: date) -> Scored:
    """Judged once a day: the same object for the same row and values, whoever reads it."""
    return Scored(of.row, of.measure, scoring.score(of.measure, readings, today=today))


@lru_cache(maxsize=AT_MOST)
def _together(results: tuple[Scored, ...]) -> sums.Together:
    return sums.together((each.row["weight"], each.score.shown) for each in results)


def _of(objectives: Collection[int]) -> "QuerySet[Any, Any]":
    found = KeyResult.objects.live().filter(objective_id__amongst=objectives).order_by("position", "id")
    rows: QuerySet[Any, Any] = found.annotate(**JUDGED_BY).values_list(*MEASURED_BY)
    return rows


def _latest(ids: Collection[int], today: date) -> "QuerySet[Any, Any]":
    earlier = CheckIn.objects.filter(key_result=OuterRef("key_result"), date__lte=today).order_by("-date")
    found = CheckIn.objects.filter(key_result_id__amongst=ids, date=Subquery(earlier.values("date")[:1]))
    return found.values_list("key_result_id", "date", "value", "confidence")


_OF_OBJECTIVES = Things(Prepared(_of, objectives=list), measured)
_LATEST = Things(
    Prepared(_latest, ids=list, today=date),
    lambda row: (row["key_result_id"], Reading(row["date"], row["value"], row["confidence"])),
)
_BANDS = Prepared(lambda: Organization.objects.values_list("on_track_within", "behind_within"))
