"""Somebody's time as drawings: the days that weeks ask for, and what is due when. Whoever draws them adds the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accord.domain.workload import Week, days_of, monday_of
from accord.domain.workload import Work as Asked
from accord.queries.people.person_time import PersonTime
from accord.queries.people.persons import Carried

WEEK = timedelta(days=7)

# The weeks.
FLOOR, CEILING = 214, 32
FIRST, LAST = 66, 712
TONES = ("is-a", "is-b", "")  # the two teams that ask for most, and all the others

# The line of time.
TOP, ROW, HEAD = 52, 34, 30
LEFT, RIGHT = 330, 1000
MOST_ROWS = 60
LETTERS = 44  # of a title beside its line


@dataclass(frozen=True, slots=True)
class Block:
    """The days one team, or all the others, ask for in a week."""

    tone: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A week: blocks on top of each other, and the frame around what it cannot hold."""

    week: Week
    x: float
    width: float
    blocks: Sequence[Block]
    top: float
    over: float  # the height of what is too much; 0 where nothing is


@dataclass(frozen=True, slots=True)
class Load:
    """Days asked for, week by week."""

    columns: Sequence[Column]
    grid: Sequence[tuple[float, Decimal]]
    full: float  # where five days are


@dataclass(frozen=True, slots=True)
class Line:
    """Something carried, as a row: the stretch it takes, where it takes one, and the day it is due."""

    carried: Carried
    title: str
    y: float
    start: float | None
    due: float | None


@dataclass(frozen=True, slots=True)
class Head:
    """Above the rows of a team: which it is."""

    pull: int
    y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything somebody carries between two days, by team. `left_out` counts what there was no room for."""

    heads: Sequence[Head]
    lines: Sequence[Line]
    weeks: Sequence[tuple[float, date]]
    today: float | None
    height: float
    left_out: int


def load(time: PersonTime) -> Load | None:
    """The weeks as columns; None where there is nothing to draw."""
    if not time.weeks:
        return None
    most = max([Decimal(5), *(week.days for week in time.weeks)])
    scale = (FLOOR - CEILING) / float(most)
    room = (LAST - FIRST) / len(time.weeks)
    first, second = [*(team.key for team in time.biggest), "", ""][:2]
    columns = [
        _column(week, FIRST + place * room, min(room * 0.6, 64), scale, (first, second))
        for place, week in enumerate(time.weeks)
    ]
    step = Decimal("2.5") if most <= 10 else Decimal(5)
    lines = [step * count for count in range(int(most / step) + 1)]
    return Load(columns, [(round(FLOOR - float(line) * scale, 1), line) for line in lines], round(FLOOR - 5 * scale, 1))


def _column(week: Week, x: float, width: float, scale: float, named: tuple[str, str]) -> Column:
    shares = [week.by_team.get(key, Decimal(0)) for key in named]
    shares.append(week.days - sum(shares))
    blocks, top = [], float(FLOOR)
    for tone, share in zip(TONES, shares, strict=True):
        height = float(share) * scale
        if height:
            top -= height
            blocks.append(Block(tone, round(top, 1), round(max(height - 1.5, 1), 1)))
    return Column(week, round(x, 1), round(width, 1), blocks, round(top, 1), round(float(week.over) * scale, 1))


def timeline(time: PersonTime, *, today: date) -> Timeline:
    """What is carried, a row each, from the first week to the last day."""
    heads: list[Head] = []
    lines: list[Line] = []
    y = float(TOP)
    for number, pull in enumerate(time.pulls):
        if len(lines) >= MOST_ROWS:
            break
        heads.append(Head(number, y))
        y += HEAD
        for each in pull.carried[: MOST_ROWS - len(lines)]:
            lines.append(_line(each, y, time))
            y += ROW
    mondays = [monday_of(time.start) + number * WEEK for number in range((time.end - time.start).days // 7 + 1)]
    every = -(-len(mondays) // 14)
    return Timeline(
        heads=heads,
        lines=lines,
        weeks=[(_x(monday, time), monday) for monday in mondays[::every]],
        today=_x(today, time) if time.start <= today <= time.end else None,
        height=y + 8,
        left_out=sum(len(pull.carried) for pull in time.pulls) - len(lines),
    )


def _line(each: Carried, y: float, time: PersonTime) -> Line:
    title = each.title if len(each.title) <= LETTERS else f"{each.title[: LETTERS - 1].rstrip()}…"
    begins = max(first, time.start) if (first := _begins(each)) else None
    return Line(each, title, y, _x(begins, time) if begins else None, _x(each.due, time) if each.due else None)


def _begins(each: Carried) -> date | None:
    """When it takes time from: a key result from its start, an action from the first day its effort needs."""
    if each.start or not (each.due and each.effort):
        return each.start
    taken = [day for day, _ in days_of(Asked(each.team.key, each.title, each.due, each.effort))]
    return taken[-1] if taken else None


def _x(day: date, time: PersonTime) -> float:
    """Where a day is; its own width is that of any other."""
    share = (day - time.start).days / max((time.end - time.start).days, 1)
    return round(LEFT + share * (RIGHT - LEFT), 1)
