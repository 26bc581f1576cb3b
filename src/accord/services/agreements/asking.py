"""Since when, and until when, each part that waits has been asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

WAITING = frozenset("os")  # letters of parts that wait for their party


class Ask(NamedTuple):
    """A party was asked for its part of a clause, as it is written now: when, and until when, as a column holds it."""

    at: str
    by: str

    @classmethod
    def made(cls, at: datetime, by: date) -> "Ask":
        return cls(at.astimezone(UTC).isoformat(), by.isoformat())

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.by)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a party's five parts stand, and what they hold."""

    states: str
    fingerprints: tuple[str, ...]
    asks: tuple[Ask | None, ...] = (None,) * 5


def is_asked_anew(now: Shown, before: Shown | None) -> list[bool]:
    """For each clause whether its part begins to wait, or waits with another content than was asked for."""
    return [
        letter in WAITING
        and (before is None or before.asks[place] is None or before.fingerprints[place] != now.fingerprints[place])
        for place, letter in enumerate(now.states)
    ]


def asks(now: Shown, before: Shown | None, ask: Ask | None) -> tuple[Ask | None, ...]:
    """The asks that are open now: the new ones with `ask`, those that still wait as they were."""
    anew = is_asked_anew(now, before)
    return tuple(
        ask if anew[place] else before.asks[place] if before and letter in WAITING else None
        for place, letter in enumerate(now.states)
    )


@lru_cache(maxsize=4096)
def most_urgent(open_asks: tuple[Ask | None, ...]) -> Ask | None:
    """The ask to be answered first."""
    return min((ask for ask in open_asks if ask), key=_urgency, default=None)


def _urgency(ask: Ask) -> tuple[str, str]:
    return ask.by, ask.at
