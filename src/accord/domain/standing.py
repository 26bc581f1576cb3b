"""Where a part, a clause and an agreement stand, from what the parties have answered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

AGREE = "agree"
OBJECT = "object"


class Standing(StrEnum):
    """A state, the worst first."""

    OBJECTED = "objected"
    STALE = "stale"
    OPEN = "open"
    AGREED = "agreed"


class Answered(Protocol):
    """What standing needs to know of an answer; a stored one will do."""

    @property
    def answer(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A party's answer about its part: 'agree' or 'object', to the fingerprint that was shown."""

    answer: str
    fingerprint: str


_A = TypeVar("_A", bound=Answered)


def part_standing(
    answers: Sequence[Answered],
    fingerprint: str,
    empty: bool,  # noqa: FBT001 (a property of the part, told beside its fingerprint)
    pieces: Collection[str] = (),
) -> Standing:
    """Where one party's part stands.

    `answers` are the party's agreements and objections, earliest first; `fingerprint` and `empty`
    are of the part's content today. Where the party succeeds teams that have ended, their answers
    are among its own, in order of time, and `pieces` are the fingerprints of what each of them
    holds (see clauses.pieces): all of them agreed to is the whole agreed to.
    """
    since = _since_objection(answers)
    if answers and not since:
        return Standing.OBJECTED
    agreed = {answer.fingerprint for answer in since}
    if empty or fingerprint in agreed or (pieces and agreed.issuperset(pieces)):
        return Standing.AGREED
    return Standing.STALE if agreed else Standing.OPEN


def deciding_answer(answers: Sequence[_A], fingerprint: str) -> _A | None:
    """The answer that makes a part's state.

    It is the latest agreement to today's content since the latest objection; without one, the
    latest answer; None where nothing has been answered.
    """
    for answer in reversed(_since_objection(answers)):
        if answer.fingerprint == fingerprint:
            return answer
    return answers[-1] if answers else None


def worst(standings: Iterable[Standing]) -> Standing:
    """The state of a clause from its parts', of an agreement from its clauses'; agreed where there is none."""
    return min(standings, key=_BADNESS.__getitem__, default=Standing.AGREED)


_BADNESS = {standing: rank for rank, standing in enumerate(Standing)}


def _since_objection(answers: Sequence[_A]) -> Sequence[_A]:
    for place in range(len(answers) - 1, -1, -1):
        if answers[place].answer == OBJECT:
            return answers[place + 1 :]
    return answers
