"""Days on which people may be expected to answer."""

from calendar import monthrange
from collections.abc import Sequence, Set
from datetime import date, timedelta


def after(day: date, count: int, *, holidays: Set[date] = frozenset()) -> date:
    """The `count`-th working day after a day: Monday to Friday, holidays left out.

    Asked on a Wednesday, five working days on is the next Wednesday.
    """
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def last_of_month(day: date, *, holidays: Set[date] = frozenset()) -> date:
    """The last working day of a day's month; its last day, should it have none."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return _last([last - timedelta(days=back) for back in range(last.day)], holidays)


def last_of_week(monday: date, *, holidays: Set[date] = frozenset()) -> date:
    """The last working day of a week; its Friday, should it have none."""
    return _last([monday + timedelta(days=ahead) for ahead in (4, 3, 2, 1, 0)], holidays)


def _last(days: Sequence[date], holidays: Set[date]) -> date:
    return next((day for day in days if day.weekday() < 5 and day not in holidays), days[0])
