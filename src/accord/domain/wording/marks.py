"""Whether a change that its author calls wording only can be taken as that.

What a text counts, measures or denies is never wording: numbers, symbols, units and negations
must be the same as in the text before and as in the first text of its class.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from accord.domain.canonical import canonical_text
from accord.domain.wording.languages import NEGATIONS, NUMERALS
from accord.domain.wording.words import words


class Reason(StrEnum):
    """What differs although it must not."""

    APPEARS = "appears"
    NUMBER = "number"
    SYMBOL = "symbol"
    UNIT = "unit"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change is not taken as wording only: the words in question, as they were and as they are now."""

    code: Reason
    before: tuple[str, ...]
    after: tuple[str, ...]


def refusal_of_mark(
    before: str | None, after: str | None, first: str | None, units: Iterable[str] = (), language: str = "en"
) -> Refusal | None:
    """Say why a change of text cannot be wording only; None if it can.

    `first` is the first text of the class of the text before; `units` are those of the registry;
    `language` is the organization's (ISO 639-1), whose negations and numerals count beside the
    English ones.
    """
    for earlier in (before, first):
        if canonical_text(earlier) is None or canonical_text(after) is None:
            return Refusal(Reason.APPEARS, words(earlier), words(after))
        if refusal := _first_difference(earlier or "", after or "", units, language):
            return refusal
    return None


def _first_difference(before: str, after: str, units: Iterable[str], language: str) -> Refusal | None:
    measures = [words(unit) for unit in units]
    readings: tuple[tuple[Reason, Callable[[str], Sequence[str]]], ...] = (
        (Reason.NUMBER, lambda text: _numbers(words(text), language)),
        (Reason.SYMBOL, lambda text: _symbols(words(text))),
        (Reason.UNIT, lambda text: _units(words(text), measures)),
        (Reason.NEGATION, lambda text: _negations(text, language)),
    )
    for code, read in readings:
        was, now = read(before), read(after)
        if was != now:
            return Refusal(code, *_in_question(was, now))
    return None


def _in_question(was: Sequence[str], now: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
    if not gone and not come:
        return tuple(was), tuple(now)
    return tuple(gone.elements()), tuple(come.elements())


def _is_number(word: str) -> bool:
    return any(character.isnumeric() for character in word)


def _is_symbol(word: str) -> bool:
    return not any(character.isalnum() for character in word)


def _numbers(of: Sequence[str], language: str) -> list[str]:
    numerals = NUMERALS["en"] | NUMERALS.get(language, frozenset())
    return [word for word in of if _is_number(word) or word.lower() in numerals]


def _symbols(of: Sequence[str]) -> list[str]:
    return [word for word in of if _is_symbol(word)]


def _units(of: Sequence[str], measures: Iterable[Sequence[str]]) -> list[str]:
    after_numbers = [word for number, word in pairwise(of) if _is_number(number) and not _is_number(word)]
    named = [" ".join(measure) for measure in measures for _ in range(_occurrences(measure, of))]
    return after_numbers + sorted(named)


def _occurrences(measure: Sequence[str], of: Sequence[str]) -> int:
    length = len(measure)
    return sum(tuple(of[at : at + length]) == tuple(measure) for at in range(len(of) - length + 1)) if length else 0


# Contracted or in one word, it is the same negation.
_CONTRACTED = re.compile(r"n['’ʼ]t\b|(?<=can)not\b", re.IGNORECASE)
_ELIDED = re.compile(r"\bn['’ʼ](?=\w)", re.IGNORECASE)


def _negations(text: str, language: str) -> list[str]:
    known = NEGATIONS["en"] | NEGATIONS.get(language, frozenset())
    spelled = _CONTRACTED.sub(" not ", canonical_text(text) or "")
    if language == "fr":
        spelled = _ELIDED.sub("ne ", spelled)
    return sorted(word.lower() for word in words(spelled) if word.lower() in known)
