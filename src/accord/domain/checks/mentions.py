"""Where folded texts mention terms: as whole words, or anywhere in scripts that put no space between words.

All terms are looked for at once, so that a text costs its own length: neither the number of terms nor how they begin or
lie inside each other makes it longer.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import compress, count
from typing import NamedTuple
from unicodedata import category

from accord.domain.checks.scripts import is_unspaced

_WORD = re.compile("[^ ]+")
_STEPS = 4  # for each word of a text: more are taken only where beginnings of terms lie inside each other


class Span(NamedTuple):
    """A place in a text, with the term that stands there."""

    start: int
    end: int
    term: str


class _Node:
    """What terms begin with: what may follow, the longest term that ends here, and the next shorter beginning of one.

    A term may end here that began later than what leads here; so does the shorter beginning.
    """

    __slots__ = ("following", "longest", "shorter")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.longest: str | None = None
        self.shorter: _Node = self


class _WordCharacters(dict[int, str]):
    """Letters, marks and digits of scripts that put spaces between words as they are, all else as a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_of_a_word = category(character)[0] in "LMN" and not is_unspaced(character)
        self[code] = character if is_of_a_word else " "
        return self[code]


class Terms:
    """Terms that texts may mention; all are folded, as texts have to be."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._word_characters = _WordCharacters()
        self._terms = {term for term in terms if term}
        self._first_words: dict[str, _Node] = {}
        self._first_characters: set[str] = set()
        for term in self._terms:
            if self._word_characters[ord(term[0])] == " ":
                self._first_characters.add(term[0])
            else:
                self._add_words(term)

    def may_be_in(self, text: str) -> bool:
        """Whether the words of a term may stand in a text, of which no more need be folded than the case of letters."""
        if self._first_characters and not self._first_characters.isdisjoint(text):
            return True
        return self._may_have_words(text)

    def mentioned(self, text: str) -> list[Span]:
        """The mentions in a text, without those inside a longer one, from left to right."""
        outer: list[Span] = []
        if self.may_be_in(text):
            for span in sorted(self._spans(text), key=lambda span: (span.start, -span.end)):
                if not outer or span.end > outer[-1].end:
                    outer.append(span)
        return outer

    def _add_words(self, term: str) -> None:
        first, *more = self._words(term)
        node = self._first_words.setdefault(first, _Node())
        for word in more:
            node = node.following.setdefault(word, _Node())
        node.longest = term

    def _may_have_words(self, text: str) -> bool:
        words = self._words(text)
        steps_left = _STEPS * len(words)
        words.append("")  # none
        # Most words begin no term: those that do are picked out without looking at each here.
        for start in compress(count(), map(self._first_words.__contains__, words)):
            node: _Node | None = self._first_words[words[start]]
            place = start
            while node is not None:
                steps_left -= 1
                if node.longest is not None or not steps_left:
                    return True
                place += 1
                node = node.following.get(words[place])
        return False

    def _words(self, text: str) -> list[str]:
        return text.translate(self._word_characters).split()

    def _spans(self, text: str) -> Iterator[Span]:
        """The longest mention that ends at each place where any does."""
        root = node = self._beginnings
        for token, end in self._tokens(text):
            while token not in node.following and node is not root:
                node = node.shorter
            node = node.following.get(token, root)
            if node.longest is not None and self._is_end(text[end - 1], text[end : end + 1]):
                yield Span(end - len(node.longest), end, node.longest)

    @cached_property
    def _beginnings(self) -> _Node:
        """Nothing, from which whatever terms begin with can be reached (after Aho and Corasick)."""
        root = _Node()
        for term in self._terms:
            node = root
            for token, _ in self._tokens(term):
                node = node.following.setdefault(token, _Node())
            node.longest = term
        waiting = deque([root])
        while waiting:
            before = waiting.popleft()
            for token, node in before.following.items():
                shorter = before.shorter
                while token not in shorter.following and shorter is not root:
                    shorter = shorter.shorter
                node.shorter = shorter.following.get(token, root) if before is not root else root
                node.longest = node.longest or node.shorter.longest
                waiting.append(node)
        return root

    def _tokens(self, text: str) -> Iterator[tuple[str, int]]:
        """What a text is made of, with the end of each: words, and each other character except a space between words.

        One that no term begins with, because a word stands directly before it, is another one.
        """
        end = 0
        for word in _WORD.finditer(text.translate(self._word_characters)):
            if not end or text[end : word.start()] != " ":
                yield from self._signs(text, end, word.start())
            end = word.end()
            yield word[0], end
        yield from self._signs(text, end, len(text))

    def _signs(self, text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
        for place in range(start, end):
            is_joined = place == start > 0 and not is_unspaced(text[place])
            yield text[place] + " " * is_joined, place + 1

    def _is_end(self, outer: str, neighbour: str) -> bool:
        """Whether a term may end with a character here, beside its neighbour in the text."""
        return not neighbour or self._word_characters[ord(neighbour)] == " " or is_unspaced(outer)
