"""The numbers of one key result: every value, how far that is, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from accord.domain import explaining, scoring
from accord.domain.explaining import Explained
from accord.domain.scoring import Confidence, Measure, Reading, Score
from accord.models import CheckIn, KeyResult
from accord.queries.check_ins import progress
from accord.queries.check_ins.check_ins import CheckedIn
from accord.queries.names import PersonName
from accord.queries.prepared import Prepared

LATEST = 12  # check-ins that a key result's page tells; a page of their own has all
KEPT = 1024  # key results whose numbers are kept

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A key result's numbers as of a day, never changed; `check_ins` are the latest, the latest first."""

    key: str
    title: str
    unit: str | None
    measure: Measure
    readings: tuple[Reading, ...]
    check_ins: tuple[CheckedIn, ...]
    score: Score
    explained: Explained

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """Baseline and target in effect."""
        return scoring.ends(self.measure)

    @property
    def confidence(self) -> Confidence | None:
        """What its people believed at the latest value."""
        return scoring.confidence(self.score.latest.confidence) if self.score.latest else None


def numbers(key_result: KeyResult, *, today: date) -> Numbers:
    """The numbers of a key result, an instance with metric, milestone and cycle; two statements.

    The same object for the same rows, whoever reads it.
    """
    measure = progress.measure_of(key_result)
    values = tuple(map(tuple, _VALUES.raw(key_result=key_result.pk, today=today)))
    called = (key_result.key, key_result.title, unit(key_result))
    return _numbers(called, measure, _written(measure), values, today)


def unit(key_result: KeyResult) -> str | None:
    """The unit of a key result's numbers: its metric's; a percentage where nothing else measures it."""
    if key_result.metric:
        return key_result.metric.unit
    return None if key_result.milestone else "%"


def _written(measure: Measure) -> tuple[str, ...]:
    """Its numbers as they are written: 5 and 5.0 are equal, and read differently."""
    hold = measure.hold
    limits = (hold.at_least, hold.at_most) if hold else ()
    return tuple(map(str, (measure.baseline, measure.target, *limits, *(stop.value for stop in measure.path))))


@lru_cache(maxsize=KEPT)
def _numbers(
    called: tuple[str, str, str | None], measure: Measure, _: tuple[str, ...], values: tuple[Any, ...], today: date
) -> Numbers:
    found = [_checked_in(_VALUES.named(value)) for value in values]
    readings = tuple(each.reading for each in found)
    score = scoring.score(measure, readings, today=today)
    explained = explaining.explain(measure, score, today=today)
    return Numbers(*called, measure, readings, tuple(found[: -LATEST - 1 : -1]), score, explained)


def _checked_in(row: Row) -> CheckedIn:
    by = PersonName(row["by__key"], row["by__name"]) if row["by__key"] else None
    return CheckedIn(row["id"], Reading(row["date"], row["value"], row["confidence"]), row["note"], by, row["at"])


_VALUES = Prepared(
    lambda key_result, today: (
        CheckIn.objects.filter(key_result=key_result, date__lte=today)
        .order_by("date")
        .values_list("id", "date", "value", "confidence", "note", "by__key", "by__name", "at")
    ),
    key_result=int,
    today=date,
)
