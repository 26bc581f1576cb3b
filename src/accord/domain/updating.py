"""What a published review tells another team: exactly what the two share, and no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from accord.domain import scoring
from accord.domain.handover import Handover
from accord.domain.reviewing import Result, Texts
from accord.domain.scoring import Confidence

SETTLED = frozenset({Handover.RECEIVED, Handover.DONE})  # told once
GIVEN = SETTLED | {Handover.DELIVERED}  # when it was promised for matters no more


@dataclass(frozen=True, slots=True)
class Shared:
    """A key result of the reviewing team to which the other team is party."""

    key: str
    title: str
    unit: str | None
    kind: str
    value: Decimal | None
    left: str
    gap: Decimal | None
    pace: str
    confidence: Decimal | None
    note: str = ""
    not_agreed_since: date | None = None
    ended: str = ""
    is_at_risk: bool = False
    is_new: bool = True

    @property
    def word(self) -> Confidence | None:
        return scoring.confidence(self.confidence)


@dataclass(frozen=True, slots=True)
class Promise:
    """Something one of the two gives the other: a need, or an action under the other's key result.

    `promised_before` is the day that the update before this one told, where it was another; of a move that nobody has
    acknowledged, the day before that move.
    """

    kind: str
    key: str
    what: str
    key_result: str
    title: str
    standing: str
    by: date | None = None
    promised: date | None = None
    promised_before: date | None = None
    is_new: bool = True

    @property
    def is_late(self) -> bool:
        return self.standing == Handover.LATE


@dataclass(frozen=True, slots=True)
class Support:
    """An objective of the reviewing team that contributes to a key result of the other, and how far it is in per cent.

    `done` is None where nobody knows a value of it.
    """

    objective: str
    title: str
    key_result: str
    done: int | None
    is_new: bool = True


_Part = TypeVar("_Part", Shared, Support)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text of what the two share that reads otherwise since the last update, and means the same."""

    kind: str
    key: str
    title: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one team is told. `promises` are what it waits for, `expected` what the reviewing team waits for from it.

    `correct_before` is what was corrected in earlier updates, is not said again, and nobody has acknowledged yet.
    """

    results: tuple[Shared, ...] = ()
    promises: tuple[Promise, ...] = ()
    expected: tuple[Promise, ...] = ()
    support: tuple[Support, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    way: str = ""
    correct: str = ""
    correct_before: str = ""
    is_correct_known: bool = False  # acknowledged in these very words
    is_risk_known: bool = False  # acknowledged for this period, and all that is at risk stands as it did

    @property
    def is_at_risk(self) -> bool:
        """Whether something shared is at risk: a result, or a promise to the team."""
        return any(each.is_at_risk for each in self.results) or any(each.is_late for each in self.promises)

    @property
    def has_news(self) -> bool:
        """Whether it says anything that the update before it did not, or that nobody has acknowledged yet."""
        return bool(self.way or self.corrects or self.reworded) or any(self._new())

    @property
    def corrects(self) -> bool:
        """Whether a correction in it is still to be acknowledged."""
        return bool(self.correct_before or (self.correct and not self.is_correct_known))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers as they are written: 5 and 5.0 are equal, and read differently."""
        return tuple(f"{each.value} {each.gap}" for each in self.results)

    @property
    def asks(self) -> bool:
        """Whether it is to be acknowledged: something is at risk, corrected, or promised anew."""
        is_risk_new = self.is_at_risk and not self.is_risk_known
        return is_risk_new or self.corrects or any(each.promised_before for each in self.promises)

    @property
    def key_results(self) -> frozenset[str]:
        """The key results (ids) it speaks of."""
        promises = {each.key_result for each in (*self.promises, *self.expected)}
        return frozenset({each.key for each in self.results} | promises | {each.key_result for each in self.support})

    def _new(self) -> Iterator[bool]:
        yield from (each.is_new for each in self.results)
        yield from (each.is_new for each in (*self.promises, *self.expected))
        yield from (each.is_new for each in self.support)


@dataclass(frozen=True, slots=True)
class Told:
    """What a team was told the last time, whether that still waits to be acknowledged, and by which day it was to be.

    `is_of_period` is whether it was told by an earlier edition of the review that tells now.
    """

    content: Content
    waits: bool
    answer_by: date | None = None
    is_of_period: bool = False


NOTHING_TOLD = Told(Content(), waits=False)


def content(now: Content, texts: Texts, told: Told = NOTHING_TOLD) -> Content:
    """What to tell a team, of what it shares today and of what it was told the last time.

    What is in the way is said to those with whom something at risk is shared. What is corrected is said to each that
    builds on the reviewing team: it shares a result of its, waits for it, or is supported by it. This update takes the
    place of the last one: what that asked to acknowledge, and nobody has, is said on. A correction that was
    acknowledged asks no more, nor does what was at risk and acknowledged in the same period, while it stands as it did.
    """
    before = told.content
    shared = Content(
        results=_marked(now.results, before.results),
        promises=_moved(now.promises, before.promises, waits=told.waits),
        expected=_moved(now.expected, before.expected, waits=told.waits),
        support=_marked(now.support, before.support),
        reworded=now.reworded,
    )
    builds_on_us = shared.results or shared.promises or shared.support
    way, correct = texts.way if shared.is_at_risk else "", texts.correct if builds_on_us else ""
    is_known = bool(correct) and correct == before.correct and (before.is_correct_known or not told.waits)
    unread = _unread(before, correct) if told.waits else ""
    return replace(
        shared, way=way, correct=correct, correct_before=unread, is_correct_known=is_known,
        is_risk_known=_is_risk_known(shared, told),
    )  # fmt: skip


def asked_until(now: Content, told: Told) -> date | None:
    """The day by which what it asks was to be acknowledged already: telling it again gives no more time. Else None."""
    asked_before = _asked(now) & _asked(told.content) or now.correct_before
    return told.answer_by if told.waits and asked_before else None


def is_as_told(now: Content, told: Content) -> bool:
    """Whether nothing has come to what the two share since it was told."""
    return not now.reworded and _between(now) == _between(told)


def _between(content: Content) -> tuple[list[Promise], list[Support]]:
    promises = (each for each in (*content.promises, *content.expected) if each.standing not in SETTLED)
    return (
        [replace(each, promised_before=None, is_new=True) for each in promises],
        [replace(each, is_new=True) for each in content.support],
    )


def shared(result: Result) -> Shared:
    """A result as the other team is told it."""
    return Shared(
        result.key, result.title, result.unit, result.kind, result.value, result.left, result.gap, result.pace,
        result.confidence, result.note, result.not_agreed_since, result.ended, result.is_at_risk,
    )  # fmt: skip


def _marked(now: Sequence[_Part], before: Sequence[_Part]) -> tuple[_Part, ...]:
    told = {replace(each, is_new=True) for each in before}
    return tuple(replace(each, is_new=False) if each in told else each for each in now)


def _is_risk_known(now: Content, told: Told) -> bool:
    at_risk = [
        *(each.is_new for each in now.results if each.is_at_risk),
        *(each.is_new for each in now.promises if each.is_late),
    ]
    return told.is_of_period and not told.waits and bool(at_risk) and not any(at_risk)


def _asked(content: Content) -> set[tuple[str, ...]]:
    """What of a content asks to be acknowledged, by what it is known by."""
    promises = (each for each in content.promises if each.is_late or each.promised_before)
    return {
        *(("result", each.key) for each in content.results if each.is_at_risk),
        *((each.kind, each.key, each.key_result) for each in promises),
        *([("correction", content.correct)] if content.correct and not content.is_correct_known else []),
    }


def _unread(before: Content, correct: str) -> str:
    """The corrections that wait to be acknowledged, but for what is said again."""
    latest = "" if before.is_correct_known else before.correct
    return "\n\n".join(each for each in (before.correct_before, latest) if each and each not in correct)


def _moved(now: Sequence[Promise], before: Sequence[Promise], *, waits: bool) -> tuple[Promise, ...]:
    told = {(each.kind, each.key, each.key_result): each for each in before}
    found = (_since(each, told.get((each.kind, each.key, each.key_result)), waits=waits) for each in now)
    return tuple(each for each in found if each.is_new or each.standing not in SETTLED)


def _since(promise: Promise, told: Promise | None, *, waits: bool) -> Promise:
    if told is None:
        return promise
    unread = told.promised_before if waits and promise.standing not in GIVEN else None
    moved = next((day for day in (unread, told.promised) if day and day != promise.promised), None)
    same = replace(told, promised_before=None, is_new=True) == promise
    return replace(promise, promised_before=moved, is_new=bool(unread) or not same)
