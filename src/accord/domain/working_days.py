"""Days on which people may be expected to answer."""

from collections.abc import Set
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
