"""How far a key result is, how far it should be by now, and what a person believes: three things, kept apart.

Values are exact decimals. Progress is a share of the way, an exact fraction: a third of the way has no last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accord.domain.plan import Hold, PathPoint

NONE, ALL = Fraction(0), Fraction(1)


class Kind(StrEnum):
    """How a key result is measured."""

    CHANGE = "change"  # a metric, or a percentage of completion, from a baseline to a target
    HOLD = "hold"  # a metric that stays in a band
    MILESTONE = "milestone"  # an event that has happened or has not
    UNSET = "unset"  # a metric without a way to go: no baseline, no target, or both the same


class Pace(StrEnum):
    """How progress compares with what the plan expects by today."""

    REACHED = "reached"
    HOLDING = "holding"
    ON_TRACK = "track"
    BEHIND = "behind"
    AT_RISK = "risk"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """What the people who do the work believe, in words."""

    LIKELY = "likely"
    COULD_SLIP = "slip"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Bands:
    """The gaps, as shares of the whole way, from which a key result is on track, and behind; below, it is at risk."""

    on_track: Fraction = Fraction(-1, 10)
    behind: Fraction = Fraction(-1, 4)

    @classmethod
    def within(cls, on_track: int, behind: int) -> "Bands":
        """Those of an organization, which says them as points of progress that may be missing."""
        return cls(Fraction(-on_track, 100), Fraction(-behind, 100))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a key result is measured and judged by, in effect: dates are the cycle's where it has none of its own.

    `frequency` is its metric's; `milestone_date` the date of the milestone it is measured by; `bands` are those of
    its organization.
    """

    start: date
    due: date
    has_metric: bool = False
    has_milestone: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    hold: Hold | None = None
    path: tuple[PathPoint, ...] = ()
    milestone_date: date | None = None
    frequency: str | None = None
    bands: Bands = Bands()


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was checked in, with what people believed that day (0 to 10)."""

    day: date
    value: Decimal
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Where a key result is on a day. Shares run from 0 to 1; `raw` alone may lie outside.

    `expected` is None where nothing can be compared. `stale_since` is the day from which the latest value
    was too old to say anything. `inside` is the share of check-ins in the band, of a hold.
    """

    kind: Kind
    latest: Reading | None
    raw: Fraction | None
    shown: Fraction | None
    expected: Fraction | None
    pace: Pace
    stale_since: date | None = None
    inside: Fraction | None = None


def score(measure: Measure, readings: Sequence[Reading], *, today: date) -> Score:
    """Say how far a key result is, from its check-ins up to today, and whether that is as far as planned."""
    known = sorted((reading for reading in readings if reading.day <= today), key=lambda reading: reading.day)
    latest = known[-1] if known else None
    kind = kind_of(measure)
    raw = _raw(kind, measure, latest)
    shown = None if raw is None else min(max(raw, NONE), ALL)
    expected = expected_progress(measure, today=today)
    stale_since = silent_since(measure, latest, today=today)
    if kind is Kind.MILESTONE and (raw == ALL or expected == ALL):
        stale_since = None  # what has happened stays so, and what has not by its date needs no check-in to be late
    pace = Pace.UNKNOWN if stale_since else _pace(kind, measure, shown, expected, today=today)
    inside = _share_inside(measure.hold, known) if measure.hold and known else None
    return Score(kind, latest, raw, shown, expected, pace, stale_since, inside)


def kind_of(measure: Measure) -> Kind:
    """How a key result is measured; without metric and milestone it is a percentage, from 0 to 100."""
    if measure.has_milestone:
        return Kind.MILESTONE
    if measure.hold:
        return Kind.HOLD
    start, target = ends(measure)
    return Kind.UNSET if start is None or target is None or start == target else Kind.CHANGE


def ends(measure: Measure) -> tuple[Decimal | None, Decimal | None]:
    """Baseline and target in effect."""
    if measure.has_metric or measure.has_milestone:
        return measure.baseline, measure.target
    zero, hundred = Decimal(0), Decimal(100)
    return (
        zero if measure.baseline is None else measure.baseline,
        hundred if measure.target is None else measure.target,
    )


def expected_progress(measure: Measure, *, today: date) -> Fraction | None:
    """How far the plan wants it to be by today: along its path where it has one, else evenly over its time.

    A milestone is expected on its date (the due date where it has none) and not before; a band has nothing to expect.
    """
    kind = kind_of(measure)
    if kind is Kind.MILESTONE:
        return ALL if today >= (measure.milestone_date or measure.due) else NONE
    if kind is not Kind.CHANGE:
        return None
    if not measure.path:
        return elapsed(measure.start, measure.due, today)
    return min(max(_along_the_path(measure, today), NONE), ALL)


def elapsed(start: date, end: date, today: date) -> Fraction:
    """The share of a period that has passed, from 0 on its first day to 1 on its last."""
    if today >= end:
        return ALL
    if today <= start:
        return NONE
    return Fraction((today - start).days, (end - start).days)


def silent_since(measure: Measure, latest: Reading | None, *, today: date) -> date | None:
    """The day from which the latest value was too old to go by, if it is; silence is not success.

    Without any value only a milestone is silent, counted from its start: everything else is unknown anyway.
    """
    heard = latest.day if latest else measure.start if measure.has_milestone else None
    if heard is None:
        return None
    too_old = heard + timedelta(days=days_to_go_by(measure.frequency) + 1)
    return too_old if too_old <= today else None


def next_value_expected(measure: Measure, latest: Reading | None) -> date:
    """The day from which a new value is expected: its metric's frequency after the latest, or after its start."""
    heard = latest.day if latest else measure.start
    return heard + timedelta(days=days_between_values(measure.frequency))


def days_between_values(frequency: str | None) -> int:
    """How many days after a value the next is expected; 31 where the metric has no frequency."""
    return {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92}.get(frequency or "", 31)


def days_to_go_by(frequency: str | None) -> int:
    """How many days old a value may be: one and a half times the metric's frequency, 31 days where it has none."""
    return {"daily": 1, "weekly": 10, "monthly": 46, "quarterly": 138}.get(frequency or "", 31)


def confidence(level: Decimal | None) -> Confidence | None:
    """The word for a confidence from 0 to 10; nobody's opinion is no word."""
    if level is None:
        return None
    if level >= 7:
        return Confidence.LIKELY
    return Confidence.COULD_SLIP if level >= 4 else Confidence.UNLIKELY


def whole_percent(share: Fraction) -> int:
    """A share as a whole number of hundredths: rounded, but 100 only where it is the whole."""
    rounded = (200 * share.numerator + share.denominator) // (2 * share.denominator)
    return min(rounded, 99) if share < ALL else rounded


def _raw(kind: Kind, measure: Measure, latest: Reading | None) -> Fraction | None:
    if kind is Kind.MILESTONE:
        return ALL if latest and latest.value >= 1 else NONE
    if latest is None or kind is Kind.UNSET:
        return None
    if measure.hold:
        return ALL if _is_inside(measure.hold, latest.value) else NONE
    return _share_of_the_way(measure, latest.value)


def _share_of_the_way(measure: Measure, value: Decimal) -> Fraction:
    """(value - start) / (target - start), exactly; put together as one fraction, which costs a sixth of three."""
    from_over, from_under = (ends(measure)[0] or Decimal(0)).as_integer_ratio()
    to_over, to_under = (ends(measure)[1] or Decimal(0)).as_integer_ratio()
    over, under = value.as_integer_ratio()
    gone = (over * from_under - from_over * under) * to_under
    return Fraction(gone, (to_over * from_under - from_over * to_under) * under)


def _pace(kind: Kind, measure: Measure, shown: Fraction | None, expected: Fraction | None, *, today: date) -> Pace:
    if shown is None:
        return Pace.UNKNOWN
    if kind is Kind.HOLD:
        if shown < ALL:
            return Pace.AT_RISK
        return Pace.REACHED if today > measure.due else Pace.HOLDING
    if shown == ALL:
        return Pace.REACHED
    gap = shown - (expected or NONE)
    if gap >= measure.bands.on_track:
        return Pace.ON_TRACK
    return Pace.BEHIND if gap >= measure.bands.behind else Pace.AT_RISK


def _along_the_path(measure: Measure, today: date) -> Fraction:
    """Piecewise linear from the baseline at the start through the planned points to the target at the end."""
    between = sorted((point.date, point.value) for point in measure.path if measure.start < point.date < measure.due)
    points = [(measure.start, NONE)]
    points += [(day, _share_of_the_way(measure, value)) for day, value in between]
    points.append((measure.due, ALL))
    if today <= measure.start < measure.due:
        return NONE
    for (day, share), (next_day, next_share) in zip(points, points[1:], strict=False):
        if today < next_day:
            return share + (next_share - share) * elapsed(day, next_day, today)
    return ALL


def _is_inside(hold: Hold, value: Decimal) -> bool:
    above = hold.at_least is None or value >= hold.at_least
    return above and (hold.at_most is None or value <= hold.at_most)


def _share_inside(hold: Hold, readings: Sequence[Reading]) -> Fraction:
    return Fraction(sum(_is_inside(hold, reading.value) for reading in readings), len(readings))
