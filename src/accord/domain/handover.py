"""Where something stands that one team gives another: asked for, promised, delivered, received, and agreed or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Handover(StrEnum):
    """What stands between two teams, the most pressing first."""

    OBJECTED = "objected"
    STALE = "stale"
    LATE = "late"
    DELIVERED = "delivered"  # and not yet received
    NOT_YET = "not-yet"  # delivered, and something was missing
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


class Step(StrEnum):
    """What one of the two teams says while something is handed over."""

    DELIVERED = "delivered"
    DELIVERY_TAKEN_BACK = "delivery-taken-back"
    RECEIVED = "received"
    NOT_YET = "not-yet"
    RECEIPT_TAKEN_BACK = "receipt-taken-back"

    @property
    def field(self) -> str:
        """The field of a need that says whose this step is (see rights.may_write)."""
        return _FIELDS[self]


_FIELDS: Mapping[Step, str] = {
    Step.DELIVERED: "delivered",
    Step.DELIVERY_TAKEN_BACK: "delivered",
    Step.RECEIVED: "received",
    Step.NOT_YET: "received",
    Step.RECEIPT_TAKEN_BACK: "received",
}
_UNSETTLED = {"x": Handover.OBJECTED, "s": Handover.STALE}


@dataclass(frozen=True, slots=True)
class Promise:
    """The dates of a need, and the reason for which it was declined."""

    by: date | None = None
    promised: date | None = None
    delivered: date | None = None
    received: date | None = None
    declined: str | None = None
    not_yet: str | None = None  # what was missing from the latest delivery

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
    if promise.not_yet is not None:
        return Handover.NOT_YET
    if not promise.promised:
        return Handover.ASKED
    return _UNSETTLED.get(taker) or _agreed(giver, taker)


def steps_of(promise: Promise) -> frozenset[Step]:
    """What may be said of a need now: a delivery is received or not yet, and each is taken back by who said it.

    What was never promised may be delivered all the same.
    """
    if promise.declined is not None:
        return frozenset()
    if promise.received:
        return frozenset({Step.RECEIPT_TAKEN_BACK})
    if promise.delivered:
        return frozenset({Step.DELIVERY_TAKEN_BACK, Step.RECEIVED, Step.NOT_YET})
    return frozenset({Step.DELIVERED})


def after_step(promise: Promise, step: Step, *, day: date, missing: str = "") -> Promise:
    """The need as it stands once something was said of it; where something is missing, it is to be delivered again.

    `missing` is what this step says is missing or, of a delivery taken back, what was missing before it.
    """
    if step is Step.DELIVERED:
        return replace(promise, delivered=day, not_yet=None)
    if step is Step.NOT_YET:
        return replace(promise, delivered=None, not_yet=missing)
    if step is Step.DELIVERY_TAKEN_BACK:
        return replace(promise, delivered=None, not_yet=missing or None)
    return replace(promise, received=day if step is Step.RECEIVED else None)


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
