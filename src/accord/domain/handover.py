"""Where something stands that one team gives another: asked for, promised, delivered, received, and agreed or not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Handover(StrEnum):
    """What stands between two teams, the most pressing first."""

    OBJECTED = "objected"
    STALE = "stale"
    LATE = "late"
    DELIVERED = "delivered"  # and not yet received
    ASKED = "asked"
    OPEN = "open"  # promised, and somebody's yes is missing
    AGREED = "agreed"
    DONE = "done"
    RECEIVED = "received"
    DECLINED = "declined"

    @property
    def pressing(self) -> int:
        """A rank to sort by: the smaller, the sooner somebody should look."""
        return _ORDER[self]


_ORDER = {state: place for place, state in enumerate(Handover)}
_UNSETTLED = {"x": Handover.OBJECTED, "s": Handover.STALE}


@dataclass(frozen=True, slots=True)
class Promise:
    """The dates of a need, and the reason for which it was declined."""

    by: date | None = None
    promised: date | None = None
    delivered: date | None = None
    received: date | None = None
    declined: str | None = None

    @property
    def days_late(self) -> int:
        """How many days after it is needed it is promised; 0 where it is in time or not known."""
        return max((self.promised - self.by).days, 0) if self.promised and self.by else 0


def need_standing(promise: Promise, *, giver: str, taker: str, today: date) -> Handover:
    """Where a need stands. `giver` and `taker` are the letters of the two teams' parts of clause 4.

    What has been received is settled, whatever is said of the clause.
    """
    if promise.declined is not None:
        return Handover.DECLINED
    if promise.received:
        return Handover.RECEIVED
    if giver in _UNSETTLED:
        return _UNSETTLED[giver]
    if promise.delivered:
        return Handover.DELIVERED
    expected = promise.promised or promise.by
    if expected and expected < today:
        return Handover.LATE
    if not promise.promised:
        return Handover.ASKED
    return _UNSETTLED.get(taker) or _agreed(giver, taker)


def work_standing(*, due: date | None, done: date | None, doer: str, owner: str, today: date) -> Handover:
    """Where an action or a duty of one team for another stands; letters are of their parts of clause 3."""
    if done:
        return Handover.DONE
    if doer in _UNSETTLED:
        return _UNSETTLED[doer]
    if due and due < today:
        return Handover.LATE
    return Handover.ASKED if doer == "o" else _agreed(doer, owner)


def _agreed(theirs: str, ours: str) -> Handover:
    return Handover.AGREED if theirs == ours == "a" else Handover.OPEN
