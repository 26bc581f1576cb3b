"""When a team reviews: on which days reviews are due, which period each is about, and when that is in UTC.

A team reviews at least once a month: nothing rarer can be said here. Weekdays are numbers, Monday is 0.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accord.domain.working_days import last_of_month, last_of_week

DAY = timedelta(days=1)
LAST = 5  # of a weekday in a month; the others are counted from 1 to 4
LONGEST = timedelta(
    days=62
)  # from one due day to the next: at most from the first of one month to the last of the next


class Kind(StrEnum):
    """How often, and by what the day is found."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    DATE = "date"
    WEEKDAY = "weekday"
    LAST_WORKING_DAY = "last-working-day"


class ReviewWeek(StrEnum):
    """The one week of a month in which all teams hold their monthly reviews."""

    FIRST_FULL = "first-full"  # the first whose Monday is in the month
    LAST_WORKING = "last-working"  # the one with the last working day of the month


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a team reviews, and at what time on whose clock. What its kind does not use is left as it is.

    `anchor` is a day in one of the weeks of a fortnightly review; `day` 31 is a month's last day; `nth` counts the
    weekday in the month; without a `zone` the clock is the organization's. Raises ValueError for what is no cadence.
    """

    kind: Kind = Kind.LAST_WORKING_DAY
    weekday: int = 0
    anchor: date | None = None
    day: int = 31
    nth: int = LAST
    at: time = time(10)
    zone: str = ""

    def __post_init__(self) -> None:
        is_fit = 0 <= self.weekday <= 6 and 1 <= self.day <= 31 and 1 <= self.nth <= LAST
        if not is_fit or (self.kind is Kind.FORTNIGHTLY and self.anchor is None):
            raise ValueError(self)

    @property
    def is_monthly(self) -> bool:
        """Whether the organization's review week has a say in it."""
        return self.kind not in (Kind.WEEKLY, Kind.FORTNIGHTLY)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organization's zone and holidays, and its review weeks, each from the first of a month on, in order."""

    zone: tzinfo = UTC
    holidays: Set[date] = frozenset()
    review_weeks: Sequence[tuple[date, ReviewWeek | None]] = field(default_factory=tuple)

    def review_week(self, month: date) -> ReviewWeek | None:
        """The one that counts in the month of a day."""
        return next((week for since, week in reversed(self.review_weeks) if since <= month), None)


class Chosen(NamedTuple):
    """A cadence that a team chose on a day, and the first day that is due by it."""

    cadence: Cadence
    on: date
    begins: date


Rhythm = Sequence[Chosen]  # all that a team ever chose, in order; one that chose nothing has the default


@dataclass(frozen=True, slots=True)
class Due:
    """A review: the days it is about, of which the last is the day it is due, and the moment then (UTC)."""

    start: date
    day: date
    at: datetime

    @property
    def key(self) -> str:
        """By which it is known whatever the team chooses later: the day it is due, as ISO writes it."""
        return self.day.isoformat()

    @property
    def month(self) -> date:
        """The first day of the month it is for, whatever day it is moved to."""
        return month_of(self.start, self.day)


def month_of(start: date, due: date) -> date:
    """The first day of the month a period is for: that of its middle. One due on the first is of the month before."""
    return (start + (due - start) / 2).replace(day=1)


def due_days(cadence: Cadence, start: date, end: date, calendar: Calendar) -> Iterator[date]:
    """The days from start to end, both included, on which one cadence has a review due, in order."""
    if cadence.is_monthly:
        return _monthly(cadence, start, end, calendar)
    return _by_weeks(cadence, start, end)


def reviews(rhythm: Rhythm, start: date, end: date, calendar: Calendar) -> Iterator[Due]:
    """The reviews of a team that are due from start to end, each with its period."""
    due = pairwise(_days(rhythm, start - LONGEST, end, calendar))
    for (before, _), (day, cadence) in due:
        if day >= start:
            yield Due(before + DAY, day, moment(day, cadence.at, zone_of(cadence, calendar)))


def period_of(rhythm: Rhythm, day: date, calendar: Calendar) -> Due:
    """The review whose period holds a day: the next that is due, on its due day still that one."""
    return next(reviews(rhythm, day, day + LONGEST, calendar))


def next_due(rhythm: Rhythm, after: date, calendar: Calendar) -> date:
    """The first due day after a day."""
    return period_of(rhythm, after + DAY, calendar).day


def beginning(rhythm: Rhythm, cadence: Cadence, on: date, calendar: Calendar) -> date:
    """From which day on a cadence counts that is chosen on a day: its own first after it.

    What is due next already stays due where that is sooner, so that no month is ever without a review.
    """
    begun = [chosen for chosen in rhythm if chosen.begins <= on]
    own = next(due_days(cadence, on + DAY, on + LONGEST, calendar))
    return min(own, next_due(begun, on, calendar))


def in_force(rhythm: Rhythm, day: date) -> Cadence:
    """The cadence by which a review on a day is due."""
    return next((each.cadence for each in reversed(_standing(rhythm)) if each.begins <= day), Cadence())


def zone_of(cadence: Cadence, calendar: Calendar) -> tzinfo:
    """On whose clock the time of a cadence is."""
    return ZoneInfo(cadence.zone) if cadence.zone else calendar.zone


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """When clocks of a zone show a time on a day, in UTC.

    A time that the clocks leave out is the first moment after it; one that they show twice is the first of the two.
    """
    shown = datetime.combine(day, at)
    before_the_turn, after_it = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if after_it >= before_the_turn:
        return before_the_turn
    # Left out: reckoned by the later offset it is before the turn, by the earlier one after it.
    return _turn(zone, after_it, before_the_turn)


def _turn(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second in which clocks were put forward, between two moments."""
    was = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == was:
            before = middle
        else:
            after = middle
    return after


def _days(rhythm: Rhythm, start: date, end: date, calendar: Calendar) -> Iterator[tuple[date, Cadence]]:
    """Due days with the cadence by which they are due: the default at first, each chosen one from where it begins."""
    standing = _standing(rhythm)
    ends = [each.begins - DAY for each in standing] + [end]
    yield from ((day, Cadence()) for day in due_days(Cadence(), start, min(end, ends[0]), calendar))
    for (cadence, _, begins), last in zip(standing, ends[1:], strict=True):
        if start <= begins <= end:
            yield begins, cadence
        for day in due_days(cadence, max(start, begins + DAY), min(end, last), calendar):
            yield day, cadence


def _standing(rhythm: Rhythm) -> list[Chosen]:
    """Without what was chosen otherwise before it had begun."""
    chosen_next = [*(each.on for each in rhythm[1:]), date.max]
    return [each for each, on in zip(rhythm, chosen_next, strict=False) if each.begins <= on]


def _by_weeks(cadence: Cadence, start: date, end: date) -> Iterator[date]:
    due = start + timedelta(days=(cadence.weekday - start.weekday()) % 7)
    every = timedelta(days=7)
    if cadence.kind is Kind.FORTNIGHTLY and cadence.anchor:
        every = timedelta(days=14)
        due += timedelta(days=7 * ((_monday(due) - _monday(cadence.anchor)).days // 7 % 2))
    while due <= end:
        yield due
        due += every


def _monthly(cadence: Cadence, start: date, end: date, calendar: Calendar) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= end:
        due = _in_month(cadence, month, calendar)
        if start <= due <= end:
            yield due
        month = (month + timedelta(days=31)).replace(day=1)


def _in_month(cadence: Cadence, month: date, calendar: Calendar) -> date:
    """The one due day of a month, given by its first."""
    week = calendar.review_week(month)
    if week is not None:
        return _in_week(cadence, month, week, calendar)
    length = monthrange(month.year, month.month)[1]
    if cadence.kind is Kind.DATE:
        return month.replace(day=min(cadence.day, length))
    if cadence.kind is Kind.LAST_WORKING_DAY:
        return last_of_month(month, holidays=calendar.holidays)
    first = month + timedelta(days=(cadence.weekday - month.weekday()) % 7)
    last = first + timedelta(days=(length - first.day) // 7 * 7)
    return last if cadence.nth == LAST else first + timedelta(days=7 * (cadence.nth - 1))


def _in_week(cadence: Cadence, month: date, week: ReviewWeek, calendar: Calendar) -> date:
    """The team's weekday of the review week, or the week's last working day; never beyond the month's."""
    last = last_of_month(month, holidays=calendar.holidays)
    monday = month + timedelta(days=-month.weekday() % 7) if week is ReviewWeek.FIRST_FULL else _monday(last)
    if cadence.kind is Kind.WEEKDAY:
        due = monday + timedelta(days=cadence.weekday)
    else:
        due = last_of_week(monday, holidays=calendar.holidays)
    return due if due.month == month.month else last


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
