"""How much of somebody's time dated work asks for, week by week, and by which team."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WORKING_DAYS = 5
NONE, WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Work:
    """Something a person does for a team (its id) by a day. `days` is its effort in working days."""

    team: str
    title: str
    due: date
    days: Decimal


@dataclass(frozen=True, slots=True)
class Week:
    """What one week asks for: days by team, of so many working days, and the work they are for, soonest first."""

    monday: date
    capacity: int
    by_team: Mapping[str, Decimal]
    work: tuple[Work, ...]

    @property
    def days(self) -> Decimal:
        """The days that all teams together ask for."""
        return sum(self.by_team.values(), NONE)

    @property
    def over(self) -> Decimal:
        """How many days more are asked for than the week has; 0 where it holds them."""
        return max(self.days - self.capacity, NONE)


def weeks(work: Sequence[Work], *, start: date, end: date, holidays: Set[date] = frozenset()) -> list[Week]:
    """Each week between two days, both included, with what it asks for.

    Work is laid as late as it can be: on the working days right before its date, its date among them. So a week that
    asks for more than it has cannot be mended by starting later, only by starting earlier or by asking for less.
    """
    asked: dict[date, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for number, each in enumerate(work):
        for day, share in days_of(each, holidays=holidays, earliest=monday_of(start)):
            asked[monday_of(day)][number] += share
    return [_week(monday, asked.get(monday, {}), work, holidays) for monday in _mondays(start, end)]


def days_of(
    work: Work, *, holidays: Set[date] = frozenset(), earliest: date = date.min
) -> Iterator[tuple[date, Decimal]]:
    """The working days some work takes, the last one first, each with the share of it that is asked for.

    Days before the `earliest` are left out.
    """
    left, day = work.days, work.due
    while left > NONE and day >= earliest:
        if is_working(day, holidays):
            yield day, min(left, WHOLE)
            left -= WHOLE
        if day == date.min:
            return
        day -= DAY


def is_working(day: date, holidays: Set[date]) -> bool:
    """Monday to Friday, holidays left out."""
    return day.weekday() < WORKING_DAYS and day not in holidays


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _mondays(start: date, end: date) -> Iterable[date]:
    count = (monday_of(end) - monday_of(start)).days // 7 + 1
    return (monday_of(start) + number * WEEK for number in range(max(count, 0)))


def _week(monday: date, asked: Mapping[int, Decimal], work: Sequence[Work], holidays: Set[date]) -> Week:
    by_team: dict[str, Decimal] = defaultdict(Decimal)
    for number, days in asked.items():
        by_team[work[number].team] += days
    capacity = sum(is_working(monday + number * DAY, holidays) for number in range(WORKING_DAYS))
    in_order = sorted((work[number] for number in asked), key=lambda each: (each.due, each.title))
    return Week(monday, capacity, dict(by_team), tuple(in_order))
