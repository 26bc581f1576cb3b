"""Where folded texts mention terms: as whole words, or anywhere in scripts that put no space between words.

Terms are looked up by their words, so that a text costs its own length and not the number of terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import compress, count
from typing import NamedTuple
from unicodedata import category

from accord.domain.checks.scripts import is_unspaced

_WORD = re.compile("[^ ]+")


class Span(NamedTuple):
    """A place in a text, with the term that stands there."""

    start: int
    end: int
    term: str


class _Node:
    """Words that terms begin with: the terms that have no further word, and the words that may follow."""

    __slots__ = ("following", "terms")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.terms: list[str] = []


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
        self._beginnings = _Node()
        self._by_character: dict[str, list[str]] = defaultdict(list)
        for term in sorted({term for term in terms if term}, key=lambda term: (-len(term), term)):
            if self._word_characters[ord(term[0])] != " ":
                self._node_of(term).terms.append(term)
            else:
                self._by_character[term[0]].append(term)

    def may_be_in(self, text: str) -> bool:
        """Whether the words of a term stand in a text, of which no more need be folded than the case of letters."""
        words = self._words(text)
        return any(self._begun(words)) or any(map(text.__contains__, self._by_character))

    def mentioned(self, text: str) -> list[Span]:
        """The mentions in a text, without those inside a longer one, from left to right."""
        outer: list[Span] = []
        for span in sorted(self._spans(text), key=lambda span: (span.start, -span.end)):
            if not outer or span.end > outer[-1].end:
                outer.append(span)
        return outer

    def _spans(self, text: str) -> Iterator[Span]:
        words = list(_WORD.finditer(text.translate(self._word_characters)))
        for place, terms in self._begun([word[0] for word in words]):
            start = words[place].start()
            yield from (Span(start, start + len(term), term) for term in terms if self._is_at(start, term, text))
        for character in self._by_character.keys() & set(text):
            for term in self._by_character[character]:
                yield from self._places(term, text)

    def _node_of(self, term: str) -> _Node:
        node = self._beginnings
        for word in self._words(term):
            node = node.following.setdefault(word, _Node())
        return node

    def _begun(self, words: list[str]) -> Iterator[tuple[int, list[str]]]:
        """The places of words with which terms begin whose other words follow, with these terms."""
        first = self._beginnings.following
        words.append("")  # none
        # Most words begin no term: those that do are picked out without looking at each here.
        for place in compress(count(), map(first.__contains__, words)):
            node: _Node | None = first[words[place]]
            following = place
            while node is not None:
                if node.terms:
                    yield place, node.terms
                following += 1
                node = node.following.get(words[following])

    def _words(self, text: str) -> list[str]:
        return text.translate(self._word_characters).split()

    def _places(self, term: str, text: str) -> Iterator[Span]:
        start = text.find(term)
        while start >= 0:
            if self._is_at(start, term, text):
                yield Span(start, start + len(term), term)
            start = text.find(term, start + 1)

    def _is_at(self, start: int, term: str, text: str) -> bool:
        end = start + len(term)
        return (
            text.startswith(term, start)
            and self._is_end(term[0], text[start - 1 : start])
            and self._is_end(term[-1], text[end : end + 1])
        )

    def _is_end(self, outer: str, neighbour: str) -> bool:
        """Whether a term may end with a character here, beside its neighbour in the text."""
        return not neighbour or self._word_characters[ord(neighbour)] == " " or is_unspaced(outer)
