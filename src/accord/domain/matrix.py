"""Who needs whom: how what one team needs from another stands, and how many such pairs stand together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Standing(StrEnum):
    """How what one team needs from another stands, the gravest first. Untouched: nobody has answered anything yet."""

    CLASH = "clash"
    OBJECTED = "objected"
    STALE = "stale"
    OPEN = "open"
    UNTOUCHED = "untouched"
    AGREED = "agreed"


RANK = {standing: rank for rank, standing in enumerate(Standing)}


class Pair(NamedTuple):
    """What one team (a row id) needs from another: how many things, and how the agreements they are in stand.

    Each agreement counts once: as the first of objected, stale, open or untouched, agreed in which any part of one of
    the two is.
    """

    taker: int
    giver: int
    things: int
    objected: int = 0
    stale: int = 0
    open: int = 0
    untouched: int = 0
    agreed: int = 0

    @property
    def both(self) -> tuple[int, int]:
        """Who needs, and from whom."""
        return self.taker, self.giver

    @property
    def standing(self) -> Standing:
        """The worst of the agreements'. Not started only where neither team has answered anything in any of them."""
        return _standing(*self[3:])

    @property
    def moved(self) -> int:
        """How many of the agreements are the reason for how the pair stands."""
        if self.objected or self.stale:
            return self.objected or self.stale
        return self.open + self.untouched or self.agreed

    def with_more(self, other: "Pair") -> "Pair":
        """The two as one: of a team that carries on what another began."""
        return Pair(*self.both, *(mine + more for mine, more in zip(self[2:], other[2:], strict=True)))


_THINGS, _OBJECTED, _STALE, _OPEN, _UNTOUCHED, _AGREED = map(
    Pair._fields.index, ("things", "objected", "stale", "open", "untouched", "agreed")
)
_UNANSWERED = str.maketrans("01", "oa")


def pairs(needs: Iterable[tuple[int, int, int, str, str]]) -> list[Pair]:
    """Every two teams of which one needs something from the other.

    Each need is told by its agreement, who needs and from whom (row ids), the letters of both in that agreement, those
    of the taker first, and which of these parts hold nothing (a 1).
    """
    found: dict[tuple[int, int], list[int]] = {}
    counted: set[tuple[int, int]] = set()
    for agreement, taker, giver, letters, empties in needs:
        both = taker, giver
        pair = found.get(both) or found.setdefault(both, [taker, giver, 0, 0, 0, 0, 0, 0])
        pair[_THINGS] += 1
        if (agreement, giver) not in counted:
            counted.add((agreement, giver))
            pair[_place(letters, empties)] += 1
    return list(map(Pair._make, found.values()))


@dataclass(slots=True)
class Cell:
    """The pairs that meet in one place of the matrix: a single one, or all between two groups of teams."""

    things: int = 0
    standing: Standing = Standing.AGREED
    pairs: int = 0
    not_agreed: int = 0
    only: Pair | None = None  # where it is a single one

    def add(self, pair: Pair, standing: Standing) -> None:
        """Count one more pair, which stands so."""
        self.only = None if self.pairs else pair
        self.pairs += 1
        self.things += pair.things
        self.not_agreed += standing is not Standing.AGREED
        if RANK[standing] < RANK[self.standing]:
            self.standing = standing


@dataclass(slots=True)
class Leaned:
    """How much the others lean on one team (a row id): how many teams, for how many things, how many not agreed."""

    team: int
    teams: int = 0
    things: int = 0
    not_agreed: int = 0


@dataclass(slots=True)
class Counted:
    """All pairs of a matrix, counted: by where they meet, by how they stand, and by who is leaned on."""

    cells: dict[tuple[int, int], Cell]  # by the places of taker and giver
    standings: Counter[Standing]
    leaned: dict[int, Leaned]


def count(pairs: Iterable[tuple[Pair, Standing]], places: Mapping[int, int]) -> Counted:
    """Count pairs, each with how it stands; `places` says in which row or column each team is."""
    cells: defaultdict[tuple[int, int], Cell] = defaultdict(Cell)
    leaned: dict[int, Leaned] = {}
    standings: Counter[Standing] = Counter()
    for pair, standing in pairs:
        taker, giver, things, *_ = pair
        cells[places[taker], places[giver]].add(pair, standing)
        standings[standing] += 1
        on = leaned.get(giver) or leaned.setdefault(giver, Leaned(giver))
        on.teams += 1
        on.things += things
        on.not_agreed += standing is not Standing.AGREED
    return Counted(cells, standings, leaned)


@lru_cache(maxsize=1024)
def _place(letters: str, empties: str) -> int:
    """Which number of a pair counts an agreement. What nobody has answered is agreed only where it holds nothing."""
    if "x" in letters:
        return _OBJECTED
    if "s" in letters:
        return _STALE
    if "o" not in letters:
        return _AGREED
    return _UNTOUCHED if letters == empties.translate(_UNANSWERED) else _OPEN


@lru_cache(maxsize=1024)
def _standing(objected: int, stale: int, open_: int, untouched: int, agreed: int) -> Standing:
    if objected:
        return Standing.OBJECTED
    if stale:
        return Standing.STALE
    if open_ or (untouched and agreed):
        return Standing.OPEN
    return Standing.UNTOUCHED if untouched else Standing.AGREED
