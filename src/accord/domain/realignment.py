"""Realignments: what a change undid, until everybody stands agreed again. One for each change, however much it touches.

A part comes into a realignment when it goes stale in a clause that all parties had agreed to; in a clause that is
still being negotiated it is simply asked for again, also where its own team has gone ahead without a party.
A clause is in one open realignment at most: what goes stale in it later joins that one. So a change may join several
and open one besides: each of its parts goes where its clause already is, and the parts of clauses that are in no open
realignment open one together. That way nobody finds two pages for one clause, and no page mixes what was asked before
with what it has nothing to do with.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from accord.domain.standing import Standing


class State(StrEnum):
    """How a realignment stands, or how it ended."""

    OPEN = "open"
    REALIGNED = "realigned"
    REVERTED = "reverted"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class Place(NamedTuple):
    """A clause (1 to 5) of one key result's agreement."""

    key_result: int
    clause: int


class PartOf(NamedTuple):
    """A team's part of a clause; key result and team by whatever names the caller has for them."""

    key_result: int
    team: int
    clause: int

    @property
    def place(self) -> Place:
        return Place(self.key_result, self.clause)


class Held(NamedTuple):
    """What a part holds, by its fingerprint, and where it stands."""

    standing: Standing
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A part before and after a write; before is None for a new party's, after for one that left."""

    part: PartOf
    before: Held | None
    after: Held | None

    @property
    def is_rewritten(self) -> bool:
        return bool(self.before and self.after and self.before.fingerprint != self.after.fingerprint)

    @property
    def went_stale(self) -> bool:
        was_stale = self.before is not None and self.before.standing is Standing.STALE
        return self.after is not None and self.after.standing is Standing.STALE and not was_stale


@dataclass(frozen=True, slots=True)
class Tracked:
    """A part that is in an open realignment, and the fingerprint it had before it came into it."""

    realignment: int
    part: PartOf
    before: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a part of an open realignment stands after a write; None: it has left.

    `holds_again` where its team succeeds another and the part holds what both had agreed to before, now as one.
    """

    tracked: Tracked
    now: Held | None
    holds_again: bool = False

    @property
    def is_restored(self) -> bool:
        """It holds again what it held before."""
        return self.now is not None and (self.holds_again or self.now.fingerprint == self.tracked.before)


@dataclass(slots=True)
class Followed:
    """What a write means for realignments."""

    opens: list[Moved] = field(default_factory=list)  # the parts of the one it opens, if any
    joins: list[tuple[int, Moved]] = field(default_factory=list)  # parts that come into an open one
    stands: list[Stands] = field(default_factory=list)  # parts of open ones that came to stand or to read otherwise
    joined: set[int] = field(default_factory=set)  # open realignments that this change is from now on a part of

    @property
    def touched(self) -> set[int]:
        """Open realignments that may have come to their end."""
        return {stands.tracked.realignment for stands in self.stands} | {realignment for realignment, _ in self.joins}


def follow(moves: Iterable[Moved], tracked: Collection[Tracked], agreed_before: Collection[Place]) -> Followed:
    """Say where each part that moved belongs.

    `tracked` are the parts that are in open realignments, at least those of the clauses that moved;
    `agreed_before` the clauses to which all parties of their agreement had agreed before the write.
    """
    by_part = {each.part: each for each in tracked}
    in_open = {each.part.place: each.realignment for each in tracked}
    followed = Followed()
    for moved in moves:
        if known := by_part.get(moved.part):
            followed.stands.append(Stands(known, moved.after))
            if moved.went_stale or (moved.is_rewritten and not _was_agreed(moved)):
                followed.joined.add(known.realignment)
        elif moved.went_stale and moved.part.place in in_open:
            followed.joins.append((in_open[moved.part.place], moved))
            followed.joined.add(in_open[moved.part.place])
        elif moved.went_stale and moved.part.place in agreed_before:
            followed.opens.append(moved)
    return followed


@dataclass(frozen=True, slots=True)
class Tally:
    """Whether any part is still in a realignment, reads otherwise than before, waits, or was gone ahead without."""

    has_parts: bool
    is_rewritten: bool
    waits: bool
    went_ahead: bool


def state(tally: Tally) -> State:
    """How a realignment stands.

    Taken back counts at once and before all else, whatever has been answered in between.
    """
    if not tally.has_parts:
        return State.WITHDRAWN
    if not tally.is_rewritten:
        return State.REVERTED
    if tally.waits:
        return State.OPEN
    return State.UNANSWERED if tally.went_ahead else State.REALIGNED


def all_agreed(standings: Mapping[Place, Iterable[Standing]]) -> set[Place]:
    """The clauses that all their parties have agreed to."""
    return {place for place, each in standings.items() if all(standing is Standing.AGREED for standing in each)}


def _was_agreed(moved: Moved) -> bool:
    return moved.before is not None and moved.before.standing is Standing.AGREED
