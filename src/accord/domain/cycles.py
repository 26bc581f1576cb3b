"""Cycles inside cycles: where one is in time, which one people mean, what comes after one, and what may lie where."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

DAY = timedelta(days=1)
LAST_YEAR_OF_ALL = timedelta(days=366)  # room for as many whole months that have more days
MONTHS_A_YEAR = 12
PARTS = {"q": 4, "h": 2}  # of a year


class State(StrEnum):
    """Where a cycle is: before its first day, between, past its last day and still open, or closed."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    CLOSED = "closed"


class Period(Protocol):
    """A cycle as its dates know it: two days, and the moment at which it was closed, if it was."""

    @property
    def start(self) -> Any: ...
    @property
    def end(self) -> Any: ...
    @property
    def closed_at(self) -> Any: ...


Some = TypeVar("Some", bound=Period)


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle with its place among the others, by ids."""

    id: str
    start: date
    end: date
    parent: str | None = None

    def lies_within(self, other: "Span") -> bool:
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: "Span") -> bool:
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A date that cannot be: which field, why (outside, too-small, inside-itself), and which other cycle is meant."""

    field: str
    code: str
    other: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a cycle that follows another would be called, and when it would be; words nobody can guess are empty."""

    id: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Placed(Generic[Some]):
    """A cycle in a list, with how deep it lies inside others."""

    cycle: Some
    depth: int


def state(cycle: Period, today: date) -> State:
    """Where a cycle is on a day."""
    if cycle.closed_at:
        return State.CLOSED
    if today < cycle.start:
        return State.PLANNED
    return State.RUNNING if today <= cycle.end else State.OVER


def usual(cycles: Collection[Some], today: date) -> Some | None:
    """The cycle people mean who name none: the innermost that runs, else the next, else the last.

    Of cycles inside each other the shortest is the innermost; of equally long ones the latest.
    """
    running = [each for each in cycles if state(each, today) is State.RUNNING]
    if running:
        return min(running, key=lambda each: (each.end - each.start, -each.start.toordinal()))
    coming = [each for each in cycles if state(each, today) is State.PLANNED]
    if coming:
        return min(coming, key=lambda each: (each.start, each.end))
    return max(cycles, key=lambda each: (each.end, each.start), default=None)


def comes_after(cycle: Period, other: Period) -> bool:
    """Whether a cycle is later than another: begins and ends after it. A year is not later than its quarters."""
    return bool(cycle.start > other.start and cycle.end > other.end)


def misplaced(cycle: Span, others: Collection[Span]) -> list[Misplaced]:
    """What of a cycle's place cannot be: it lies within what it is part of, and what is part of it within it."""
    known = {each.id: each for each in others if each.id != cycle.id}
    found: list[Misplaced] = []
    parent = known.get(cycle.parent or "")
    if cycle.parent == cycle.id or (parent and cycle.id in _above(parent, known)):
        return [Misplaced("parent", "inside-itself", cycle.parent or "")]
    if parent and cycle.start < parent.start:
        found.append(Misplaced("start", "outside", parent.id))
    if parent and cycle.end > parent.end:
        found.append(Misplaced("end", "outside", parent.id))
    for inside in sorted((each for each in known.values() if each.parent == cycle.id), key=lambda each: each.start):
        if inside.start < cycle.start:
            found.append(Misplaced("start", "too-small", inside.id))
        if inside.end > cycle.end:
            found.append(Misplaced("end", "too-small", inside.id))
    return found


def beside(cycle: Span, others: Collection[Span]) -> list[Span]:
    """Cycles of the same level that share days with this one: allowed, and worth a look."""
    return [
        each for each in others
        if each.id != cycle.id and each.parent == cycle.parent and each.overlaps(cycle)
    ]  # fmt: skip


def nested(
    cycles: Sequence[Some], *, id_of: Callable[[Some], int], parent_of: Callable[[Some], int | None]
) -> list[Placed[Some]]:
    """Cycles in the order given, each followed by those inside it."""
    known = {id_of(each) for each in cycles}
    inside: dict[int | None, list[Some]] = defaultdict(list)
    for each in cycles:
        above = parent_of(each)
        inside[above if above in known else None].append(each)

    def placed(above: int | None, depth: int) -> Iterator[Placed[Some]]:
        for each in inside[above]:
            yield Placed(each, depth)
            yield from placed(id_of(each), depth + 1)

    return list(placed(None, 0))


def following(id_: str, name: str, start: date, end: date) -> Proposal | None:
    """The cycle after one: as long, beginning the day after; whole months stay whole months.

    None where the calendar ends before it would.
    """
    if end - start >= date.max - end - LAST_YEAR_OF_ALL:
        return None
    first = end + DAY
    months = _whole_months(start, end)
    last = _months_later(first, months) - DAY if months else first + (end - start)
    is_year = months == MONTHS_A_YEAR
    return Proposal(_next_words(id_, is_year=is_year), _next_words(name, is_year=is_year), first, last)


def _above(cycle: Span, known: Mapping[str, Span]) -> set[str]:
    """The ids of all that a cycle lies within."""
    found: set[str] = set()
    above = cycle.parent
    while above and above not in found:
        found.add(above)
        above = known[above].parent if above in known else None
    return found


def _whole_months(start: date, end: date) -> int:
    """How many whole calendar months a period covers; 0 where it begins or ends amidst one."""
    after = end + DAY
    if start.day != 1 or after.day != 1:
        return 0
    return (after.year - start.year) * 12 + after.month - start.month


def _months_later(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


_PART = re.compile(r"\b([qh])([1-4])\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def _next_words(text: str, *, is_year: bool) -> str:
    """‘Q4 2026’ is followed by ‘Q1 2027’, ‘2026’ by ‘2027’; other names, by nothing one could guess."""
    year, part = _YEAR.search(text), _PART.search(text)
    if year is None or (part is None and not is_year):
        return ""
    later = str(int(year[0]) + 1)
    if part is None:
        return _YEAR.sub(later, text, count=1)
    is_last = int(part[2]) >= PARTS[part[1].lower()]
    text = _PART.sub(f"{part[1]}{1 if is_last else int(part[2]) + 1}", text, count=1)
    return _YEAR.sub(later, text, count=1) if is_last else text
