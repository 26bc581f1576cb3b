"""Values over time as a drawing: where each line and word goes. Whoever draws it adds the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor, log10
from typing import NamedTuple

from accord.domain.plan import Hold

WIDTH, HEIGHT = 760, 280
LEFT, RIGHT, TOP, BOTTOM = 44, 744, 24, 236
DATES_Y = 260
LABEL_ROOM = 64  # how much a word beside a point takes
STEPS = (1, 2, 2.5, 5, 10)
LINES = 4
MOST_POINTS = 240  # a value every three units of width


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, with the value or the day that it stands for."""

    at: float
    value: Decimal | date


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with a word beside it; `is_left` where the word stands before the point for want of room."""

    x: float
    y: float
    is_left: bool

    @property
    def word_x(self) -> float:
        return round(self.x + (-10 if self.is_left else 10), 1)

    @property
    def word_y(self) -> float:
        """Above the point, or below it where the word “Today” may stand above."""
        return round(self.y - 10 if self.y > TOP + 34 else self.y + 24, 1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A value to reach, or to stay above or below, as a line across."""

    y: float
    value: Decimal

    @property
    def word_y(self) -> float:
        return round(self.y + 17 if self.y < BOTTOM - 20 else self.y - 7, 1)


class Band(NamedTuple):
    """Where values should stay, from edge to edge."""

    y: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A drawing in its own units. `line` is empty for a single value, `plan` where nothing is planned, `band` is None
    where values have a target and no limits. It never changes: what is written of it is kept for it.
    """

    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    line: str
    plan: str
    last: Mark | None
    limits: tuple[Limit, ...]
    today: Mark | None
    turns: tuple[Mark, ...]
    band: Band | None = None


Point = tuple[date, Decimal]


def chart(
    values: Sequence[Point],
    *,
    start: date | None = None,
    end: date | None = None,
    plan: Sequence[Point] = (),
    limits: Iterable[Decimal] = (),
    today: date | None = None,
    turns: Iterable[date] = (),
    hold: Hold | None = None,
) -> Chart | None:
    """Place values over time between two days, or their own first and last. None where there is nothing to draw.

    `plan` is drawn as a path, `limits` as lines across, `turns` are days on which the meaning changed, `hold` is the
    band to stay in. Of more values than there is room for, each stretch of time keeps its least and its most.
    """
    days = [*(day for day, _ in values), *(day for day, _ in plan), *filter(None, (start, end))]
    limits = list(limits)
    heights = [float(value) for value in (*(v for _, v in values), *(v for _, v in plan), *limits)]
    if not heights or min(days) == max(days):
        return None
    across = _Across(min(days), max(days))
    up = _Up.over(heights)
    placed = [(across.x(day), up.y(value)) for day, value in thinned(values)]
    return Chart(
        rows=tuple(Tick(up.y(tick), tick) for tick in up.ticks()),
        columns=tuple(Tick(across.x(day), day) for day in across.days()),
        line=_path(placed) if len(placed) > 1 else "",
        plan=_path([(across.x(day), up.y(value)) for day, value in plan]),
        last=_mark(*placed[-1]) if placed else None,
        limits=tuple(Limit(up.y(limit), limit) for limit in limits),
        today=_mark(across.x(today), TOP) if today and across.first <= today <= across.last else None,
        turns=tuple(_mark(across.x(day), TOP) for day in turns if across.first <= day <= across.last),
        band=_band(hold, up) if hold else None,
    )


def thinned(values: Sequence[Point], *, most: int = MOST_POINTS) -> list[Point]:
    """At most so many values, in the order given: the first, the last, and of each stretch its least and its most."""
    if len(values) <= most:
        return list(values)
    stretches = max((most - 2) // 2, 1)
    inner = range(1, len(values) - 1)
    kept = {0, len(values) - 1}
    for number in range(stretches):
        places = inner[number * len(inner) // stretches : (number + 1) * len(inner) // stretches]
        kept |= {min(places, key=lambda place: values[place][1]), max(places, key=lambda place: values[place][1])}
    return [values[place] for place in sorted(kept)]


@dataclass(frozen=True, slots=True)
class _Across:
    """Days from left to right."""

    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def days(self) -> list[date]:
        """Five days evenly apart, fewer where there are not so many."""
        length = (self.last - self.first).days
        gaps = min(4, length)
        return [self.first + timedelta(days=round(place * length / gaps)) for place in range(gaps + 1)]


@dataclass(frozen=True, slots=True)
class _Up:
    """Values from bottom to top, between two round ones."""

    least: float
    step: float
    count: int

    @classmethod
    def over(cls, heights: Sequence[float]) -> "_Up":
        low, high = min(heights), max(heights)
        span = (high - low) or abs(high) or 1.0
        size = 10.0 ** floor(log10(span / LINES))
        step = next(size * factor for factor in STEPS if size * factor * LINES >= span * 0.999)
        first = floor(low / step + 1e-9)
        count = max(ceil(high / step - 1e-9) - first, 2)
        return cls(first * step, step, count)

    def y(self, value: Decimal | float) -> float:
        share = (float(value) - self.least) / (self.step * self.count)
        return round(BOTTOM - share * (BOTTOM - TOP), 1)

    def ticks(self) -> list[Decimal]:
        return [Decimal(f"{self.least + self.step * place:.12g}") for place in range(self.count + 1)]


def _band(hold: Hold, up: _Up) -> Band:
    """Open to an edge of the drawing where there is no limit to that side."""
    top = TOP if hold.at_most is None else up.y(hold.at_most)
    bottom = BOTTOM if hold.at_least is None else up.y(hold.at_least)
    return Band(top, round(max(bottom - top, 2.0), 1))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in points) if points else ""


def _mark(x: float, y: float) -> Mark:
    return Mark(x, y, is_left=x > RIGHT - LABEL_ROOM)
