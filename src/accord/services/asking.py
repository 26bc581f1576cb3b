"""Since when, and until when, each part that waits has been asked for."""

from dataclasses import dataclass
from datetime import date, datetime

WAITING = frozenset("os")  # letters of parts that wait for their party


@dataclass(frozen=True, slots=True)
class Ask:
    """A party was asked for its part of a clause, as it is written now."""

    at: datetime
    by: date

    def stored(self) -> list[str]:
        """As a column holds it."""
        return [self.at.isoformat(), self.by.isoformat()]

    @classmethod
    def read(cls, stored: list[str]) -> "Ask":
        at, by = stored
        return cls(datetime.fromisoformat(at), date.fromisoformat(by))


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


def most_urgent(open_asks: tuple[Ask | None, ...]) -> Ask | None:
    """The ask to be answered first."""
    return min((ask for ask in open_asks if ask), key=lambda ask: (ask.by, ask.at), default=None)
