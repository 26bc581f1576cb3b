"""What may be checked in: a value that fits how the result is measured, on a day that has been, with a confidence."""

import hashlib
from collections.abc import Collection, Set
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from accord.domain.scoring import Confidence, Measure, days_between_values
from accord.domain.working_days import after

A_DAY = timedelta(days=1)
A_WEEK = 7
BEFORE_THE_START = timedelta(days=31)  # the value that a result sets out from was often read in the month before
MOST_BEFORE_POINT, MOST_AFTER_POINT = 18, 12  # digits, as in a plan file
LOWEST, HIGHEST = Decimal(0), Decimal(10)
A_DROP = Decimal(2)
FAR = 10  # times what is known

# What a word stands for when nobody says it in tenths.
LEVELS = {
    Confidence.LIKELY: Decimal(8),
    Confidence.COULD_SLIP: Decimal(5),
    Confidence.UNLIKELY: Decimal(2),
}


class Unfit(StrEnum):
    """Why a check-in cannot be taken."""

    IN_THE_FUTURE = "in-the-future"
    TOO_EARLY = "too-early"
    NOT_A_NUMBER = "not-a-number"
    TOO_LONG = "too-long"
    NOT_A_PERCENTAGE = "not-a-percentage"
    NEITHER_REACHED_NOR_NOT = "neither-reached-nor-not"
    NOT_A_CONFIDENCE = "not-a-confidence"


def mark(value: Decimal, confidence: Decimal | None, note: str | None, at: datetime | None) -> str:
    """What a form upon a check-in was filled in upon: another where anything of the check-in has changed since."""
    said = [value, confidence, note, at]
    return hashlib.sha256(repr([each and str(each) for each in said]).encode()).hexdigest()[:16]


def unfit(measure: Measure, value: Decimal, confidence: Decimal | None, day: date, *, today: date) -> Unfit | None:
    """The first reason why this cannot be checked in for a result; None where it can.

    `today` is the organization's; a person east of it may live a day ahead.
    """
    if day > today + A_DAY:
        return Unfit.IN_THE_FUTURE
    if day < first_day(measure):
        return Unfit.TOO_EARLY
    if confidence is not None and not (confidence.is_finite() and LOWEST <= confidence <= HIGHEST):
        return Unfit.NOT_A_CONFIDENCE
    return _unfit_value(measure, value) or (_too_long(confidence) if confidence is not None else None)


def first_day(measure: Measure) -> date:
    """The first day on which a value says something about a result."""
    if measure.start - date.min < BEFORE_THE_START:
        return date.min
    return measure.start - BEFORE_THE_START


def is_percentage(measure: Measure) -> bool:
    """Whether a result is measured by how much of it is complete."""
    return not (measure.has_metric or measure.has_milestone)


def asks_for_a_note(before: Decimal | None, now: Decimal | None) -> bool:
    """Whether confidence has dropped so much that one would like to know why. A note is asked for, never required."""
    return before is not None and now is not None and before - now >= A_DROP


def looks_mistyped(measure: Measure, value: Decimal, before: Collection[Decimal]) -> bool:
    """Whether a value is so unlike all that is known of a result that one asks whether it is right; it is taken.

    It is ten times as far off as anything, or below zero where nothing is. `before` are earlier values.
    """
    band = (measure.hold.at_least, measure.hold.at_most) if measure.hold else ()
    known = [each for each in (measure.baseline, measure.target, *band, *before) if each is not None]
    if measure.has_milestone or not known:
        return False
    lowest, highest = min(known), max(known)
    reach = (FAR - 1) * max(abs(lowest), abs(highest))
    is_below_zero = value < 0 <= lowest
    return is_below_zero or (reach > 0 and not lowest - reach <= value <= highest + reach)


def to_remind(
    frequency: str | None, heard: date, *, on: date, reminded: Collection[date], holidays: Set[date] = frozenset()
) -> bool:
    """Whether to remind of a value on a day: once in each period of the metric's frequency since it was heard of last.

    Of a daily one, so that nobody is asked every morning: when a working day has passed without it, and then once a
    week. `heard` is the day of the latest value, or of the start before there is one; `reminded` are earlier reminders.
    """
    first, length = _first_reminder(frequency, heard, holidays), max(days_between_values(frequency), A_WEEK)
    begun = first + timedelta(days=(on - first).days // length * length)
    return on >= first and not any(begun <= day <= on for day in reminded)


def _first_reminder(frequency: str | None, heard: date, holidays: Set[date]) -> date:
    if frequency == "daily":
        return after(heard, 2, holidays=holidays)
    return heard + timedelta(days=days_between_values(frequency))


def _unfit_value(measure: Measure, value: Decimal) -> Unfit | None:
    if not value.is_finite():
        return Unfit.NOT_A_NUMBER
    if measure.has_milestone and value not in (0, 1):
        return Unfit.NEITHER_REACHED_NOR_NOT
    if is_percentage(measure) and not 0 <= value <= 100:
        return Unfit.NOT_A_PERCENTAGE
    return _too_long(value)


def _too_long(value: Decimal) -> Unfit | None:
    exponent = value.normalize().as_tuple().exponent if value else 0
    assert isinstance(exponent, int)
    fits = value.adjusted() < MOST_BEFORE_POINT and -exponent <= MOST_AFTER_POINT
    return None if fits or not value else Unfit.TOO_LONG
