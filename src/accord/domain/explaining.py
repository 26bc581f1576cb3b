"""Where a key result's numbers come from: by which rule, from which values. Codes and values; the doors say it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accord.domain.plan import Hold
from accord.domain.scoring import (
    ALL,
    NONE,
    Bands,
    Kind,
    Measure,
    Pace,
    Score,
    days_to_go_by,
    elapsed,
    ends,
)


class ProgressRule(StrEnum):
    """How progress is found."""

    SHARE = "share"  # (now - start) / (target - start)
    BAND = "band"  # inside or outside
    DECLARED = "declared"  # a milestone, reached or not
    NO_WAY = "no-way"  # no baseline and target that differ
    NO_VALUE = "no-value"  # nothing was checked in: unknown, not nothing


class ExpectedRule(StrEnum):
    """How it is found what the plan expects."""

    EVENLY = "evenly"
    PATH = "path"
    ON_ITS_DATE = "on-its-date"
    NOTHING = "nothing"


class PaceRule(StrEnum):
    """How pace is found."""

    GAP = "gap"  # progress less what is expected, in bands
    REACHED = "reached"
    BAND = "band"  # holding while inside
    STALE = "stale"  # the latest value is too old to go by
    UNKNOWN = "unknown"  # progress is


@dataclass(frozen=True, slots=True)
class Stop:
    """A planned value and the share of the way that it is."""

    day: date
    value: Decimal
    share: Fraction


@dataclass(frozen=True, slots=True)
class ProgressExplained:
    """Progress with what it was worked out from; `shown` is `raw` kept between 0 and 1."""

    rule: ProgressRule
    start: Decimal | None
    target: Decimal | None
    value: Decimal | None
    hold: Hold | None
    raw: Fraction | None
    shown: Fraction | None


@dataclass(frozen=True, slots=True)
class ExpectedExplained:
    """What the plan expects: `elapsed` is the share of the time from `start` to `end`, `stops` those around today."""

    rule: ExpectedRule
    start: date
    end: date
    elapsed: Fraction
    share: Fraction | None
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class PaceExplained:
    """Pace with the gap it comes from, the bands it is judged by, and how old a value may be."""

    rule: PaceRule
    pace: Pace
    gap: Fraction | None
    bands: Bands
    days_to_go_by: int
    stale_since: date | None


@dataclass(frozen=True, slots=True)
class Explained:
    """Each number of a key result with its rule and its inputs, as of a day."""

    as_of: date
    progress: ProgressExplained
    expected: ExpectedExplained
    pace: PaceExplained


def explain(measure: Measure, score: Score, *, today: date) -> Explained:
    """Say how the numbers of a score were found: the same values put into the same formulas."""
    return Explained(today, _progress(measure, score), _expected(measure, score, today), _pace(measure, score))


def _progress(measure: Measure, score: Score) -> ProgressExplained:
    start, target = ends(measure)
    value = score.latest.value if score.latest else None
    return ProgressExplained(_progress_rule(score), start, target, value, measure.hold, score.raw, score.shown)


def _progress_rule(score: Score) -> ProgressRule:
    if score.kind is Kind.MILESTONE:
        return ProgressRule.DECLARED
    if score.kind is Kind.UNSET:
        return ProgressRule.NO_WAY
    if score.raw is None:
        return ProgressRule.NO_VALUE
    return ProgressRule.BAND if score.kind is Kind.HOLD else ProgressRule.SHARE


def _expected(measure: Measure, score: Score, today: date) -> ExpectedExplained:
    end = measure.due
    if score.kind is Kind.MILESTONE:
        rule, end = ExpectedRule.ON_ITS_DATE, measure.milestone_date or measure.due
    elif score.kind is not Kind.CHANGE:
        rule = ExpectedRule.NOTHING
    else:
        rule = ExpectedRule.PATH if measure.path else ExpectedRule.EVENLY
    stops = _stops_around(measure, today) if rule is ExpectedRule.PATH else ()
    gone = elapsed(measure.start, end, today)
    return ExpectedExplained(rule, measure.start, end, gone, score.expected, stops)


def _stops_around(measure: Measure, today: date) -> tuple[Stop, ...]:
    """The planned points before and after today, baseline and target among them."""
    start, target = ends(measure)
    if start is None or target is None:
        return ()
    points = [(measure.start, start)]
    points += sorted((p.date, p.value) for p in measure.path if measure.start < p.date < measure.due)
    points.append((measure.due, target))
    way = Fraction(target) - Fraction(start)
    stops = [Stop(day, value, (Fraction(value) - Fraction(start)) / way) for day, value in points]
    before = [stop for stop in stops if stop.day <= today][-1:]
    after = [stop for stop in stops if stop.day > today][:1]
    return (*before, *after)


def _pace(measure: Measure, score: Score) -> PaceExplained:
    gap = None if score.shown is None or score.kind is Kind.HOLD else score.shown - (score.expected or NONE)
    days = days_to_go_by(measure.frequency)
    return PaceExplained(_pace_rule(score), score.pace, gap, measure.bands, days, score.stale_since)


def _pace_rule(score: Score) -> PaceRule:
    if score.stale_since:
        return PaceRule.STALE
    if score.shown is None:
        return PaceRule.UNKNOWN
    if score.kind is Kind.HOLD:
        return PaceRule.BAND
    return PaceRule.REACHED if score.shown == ALL else PaceRule.GAP
