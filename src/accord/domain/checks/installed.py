"""What only an installation knows: answers, reviews, updates and the minutes they cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Update(NamedTuple):
    """A published review's word to another team that asks to be acknowledged and has not been; by its number."""

    reader: str
    writer: str
    sent: date
    number: int


class OpenRealignment(NamedTuple):
    """A realignment that is not closed: the key results it touches, and by when it should be."""

    key_results: tuple[str, ...]
    deadline: date


@dataclass(frozen=True, slots=True)
class Installed:
    """The state of an installation beside its plan.

    `standings` has, for each key result with two parties or more, each party's five letters, one a clause:
    `a` agreed, `o` open, `s` stale, `x` objected. `active` and `reviewed` are about the month before the as-of date:
    the teams with an active key result on its last day, and those that published a review for it.
    `minutes` are those of meetings, reviews and reading for each person and month in a team.
    `closed` are the key results of which their team has said how they ended: nobody can check them in any more.
    """

    standings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    realignments: tuple[OpenRealignment, ...] = ()
    active: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    updates: tuple[Update, ...] = ()
    minutes: Mapping[str, Decimal] = field(default_factory=dict)
    most_minutes: Decimal | None = None
    closed: frozenset[str] = frozenset()
