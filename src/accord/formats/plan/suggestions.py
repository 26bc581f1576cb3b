"""The one allowed word that is close to a mistyped one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from os.path import commonprefix

_LONGEST = 80  # longer words are no slips of a known one
_MOST_CANDIDATES = 40  # a slip that fits more words than these fits none in particular
_SHORTEST_PART = 3


class Nearest:
    """Finds the one of some words that is meant by another, if it is close and no other is as close.

    Two words are close if dropping one character from each, or none, makes them equal (case and
    separators aside). Where words are made `by_parts`, a whole part says which is meant, too.
    """

    def __init__(self, words: Iterable[str], *, by_parts: bool = False) -> None:
        self._words = words
        self._by_parts = by_parts
        self._known: dict[str, str | None] = {}

    def to(self, word: str) -> str | None:
        """The word that is meant, or None."""
        if word not in self._known:
            self._known[word] = self._find(word)
        return self._known[word]

    def _find(self, word: str) -> str | None:
        if len(word) > _LONGEST:
            return None
        folded = _fold(word)
        near = self._near(folded)
        if len(near) > _MOST_CANDIDATES:
            return None
        # One letter is no slip of another one.
        most = min(len(folded) - 1, 1 if len(folded) < 4 else 2)
        ranked = sorted((_distance(folded, _fold(known)), known) for known in near - {word})
        ranked = [(distance, known) for distance, known in ranked if distance <= most]
        if not ranked:
            return self._meant_by_part(folded)
        is_tie = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        return None if is_tie else ranked[0][1]

    def _near(self, folded: str) -> set[str]:
        """The words that are close to a folded one; where there are too many, some of them."""
        near: set[str] = set()
        for variant in _variants(folded):
            for known in self._by_variant.get(variant, ()):
                near.add(known)
                if len(near) > _MOST_CANDIDATES:
                    return near
        return near

    def _meant_by_part(self, part: str) -> str | None:
        meant = self._by_part.get(part, [])
        return meant[0] if len(meant) == 1 else None

    @cached_property
    def _by_variant(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for variant in _variants(_fold(word)):
                index[variant].append(word)
        return dict(index)

    @cached_property
    def _by_part(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for word in self._words if self._by_parts else ():
            parts = word.split("_")
            for part in {*parts, "".join(parts[1:])} - {""}:
                if len(parts) > 1 and len(part) >= _SHORTEST_PART:
                    index[part].append(word)
        return dict(index)


def _fold(word: str) -> str:
    return re.sub(r"[\W_]", "", word.casefold()) or word


def _variants(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        if at == 0 or word[at] != word[at - 1]:
            yield word[:at] + word[at + 1 :]


def _distance(one: str, other: str) -> int:
    """Steps from one word to another that is close to it: 1 drops, adds or replaces a character, or swaps neighbours.

    Close words are never more than 2 apart, so that it is enough to look at what is between their first and last
    difference.
    """
    begin = len(commonprefix((one, other)))
    one, other = one[begin:], other[begin:]
    end = len(commonprefix((one[::-1], other[::-1])))
    one, other = one[: len(one) - end], other[: len(other) - end]
    is_swap = len(one) == 2 and one == other[::-1]
    return 1 if is_swap else min(max(len(one), len(other)), 2)
