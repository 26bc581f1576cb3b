"""Where folded texts mention terms: as whole words, or anywhere in scripts that put no space between words.

Terms are looked up by their first word, so that a text costs its own length and not the number of terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import category

from accord.domain.checks.scripts import is_unspaced

_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"w+")


class Span(NamedTuple):
    """A place in a text, with the term that stands there."""

    start: int
    end: int
    term: str


class Terms:
    """Terms that texts may mention; all are folded, as texts have to be."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._kinds = _Kinds()
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_character: dict[str, list[str]] = defaultdict(list)
        for term in sorted({term for term in terms if term}):
            word = self._first_word(term)
            if word:
                self._by_word[word].append(term)
            else:
                self._by_character[term[0]].append(term)

    def mentioned(self, text: str) -> list[Span]:
        """The mentions in a text, without those inside a longer one, from left to right."""
        outer: list[Span] = []
        for span in sorted(self._all(text), key=lambda span: (span.start, -span.end)):
            if not outer or span.end > outer[-1].end:
                outer.append(span)
        return outer

    def _all(self, text: str) -> Iterator[Span]:
        if text.isascii():
            # Most texts hold none of the words: then they need not be gone through one by one.
            if not self._by_word.keys().isdisjoint(_ASCII_WORDS.findall(text)):
                yield from self._by_first_words(text, _ASCII_WORDS.finditer(text))
        else:
            yield from self._by_first_words(text, _WORDS.finditer(text.translate(self._kinds)))
        if self._by_character:
            yield from self._elsewhere(text)

    def _by_first_words(self, text: str, words: Iterator[re.Match[str]]) -> Iterator[Span]:
        for word in words:
            start = word.start()
            for term in self._by_word.get(text[start : word.end()], ()):
                if text.startswith(term, start) and self._is_whole(text, start, term):
                    yield Span(start, start + len(term), term)

    def _elsewhere(self, text: str) -> Iterator[Span]:
        for start, character in enumerate(text):
            for term in self._by_character.get(character, ()):
                if text.startswith(term, start) and self._is_whole(text, start, term):
                    yield Span(start, start + len(term), term)

    def _is_whole(self, text: str, start: int, term: str) -> bool:
        end = start + len(term)
        return self._may_stand_beside(text[start - 1 : start], term[0]) and self._may_stand_beside(
            text[end : end + 1], term[-1]
        )

    def _may_stand_beside(self, neighbour: str, outer: str) -> bool:
        return not neighbour or self._kinds[ord(neighbour)] != "w" or self._kinds[ord(outer)] == "u"

    def _first_word(self, term: str) -> str:
        match = _WORDS.match(term.translate(self._kinds))
        return term[: match.end()] if match else ""


class _Kinds(dict[int, str]):
    """What each character is, learned as it is met: `u` unspaced, else `w` a letter, mark or digit, else `.`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = "u" if is_unspaced(character) else "w" if category(character)[0] in "LMN" else "."
        self[code] = kind
        return kind
