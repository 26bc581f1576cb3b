"""A file as values, with where each of them stands in its text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from accord.formats.plan.grammar import MOST_ERRORS


class Numeral(str):
    """A number exactly as it was written."""

    __slots__ = ()


# Stands where something was written that is no value; what is wrong with it has been told already.
BROKEN: Any = object()

# A way from a document to something in it: ((document, "teams"), 0) and so on, innermost last.
Path = Any


class Place(Protocol):
    """Where a value begins (characters from the start of the text), and what is in it, in the text's order."""

    @property
    def at(self) -> int: ...
    @property
    def keys(self) -> Mapping[str, int] | None: ...
    @property
    def inside(self) -> "Mapping[str | int, Place] | None":
        """Of a mapping by its keys, of a list by their places in it."""

    @property
    def alias_at(self) -> int | None:
        """Where an alias stands that means this value."""


@dataclass(slots=True)
class Spot:
    """A place that is noted down while reading."""

    at: int
    keys: dict[str, int] | None = None
    inside: dict[str | int, "Spot"] | None = None
    alias_at: int | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the text itself, at an offset; `path` as far as it is known."""

    at: int
    message: str
    path: str = ""


class TooManyErrors(Exception):
    """There are as many errors as are told at once."""


class Flaws(list[Flaw]):
    """What is wrong with a text, until there is too much of it."""

    def tell(self, flaw: Flaw) -> None:
        """Add one."""
        self.append(flaw)
        if len(self) >= MOST_ERRORS:
            raise TooManyErrors


@dataclass(frozen=True, slots=True)
class Content:
    """What a text says: plain values, numbers as Numerals. `parsed` is False where some of it is lost."""

    value: Any
    flaws: tuple[Flaw, ...] = ()
    parsed: bool = True


@dataclass(slots=True, eq=False)
class Document:
    """One file of a plan. Places are worked out only when asked for: most plans are without error."""

    name: str
    find_text: Callable[[], str]
    find_places: Callable[[], Place | None]
    find_id_lines: Callable[[], list[int]] | None = None  # a quicker way, which may miss some
    _lines: "Lines | None" = None
    _places: Place | None = None

    @property
    def places(self) -> Place | None:
        """The place of the whole value, and within it that of every other."""
        if self._places is None:
            self._places = self.find_places()
        return self._places

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character."""
        if self._lines is None:
            self._lines = Lines(self.find_text())
        return self._lines.place(offset)

    def id_lines(self, count: int) -> list[int]:
        """The lines of the values of all keys `id`, of which there are so many, in the text's order."""
        if self.find_id_lines:
            lines = self.find_id_lines()
            if len(lines) == count:
                return lines
        return [self.line_and_column(at)[0] for at in _ids_within(self.places)]


class Lines:
    """Turns offsets in a text into lines and columns. CRLF is one line end."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def keys_to(path: Path) -> tuple[Document, list[str | int]]:
    """The document a path is in, and the keys and positions that lead to its end."""
    keys: list[str | int] = []
    while not isinstance(path, Document):
        path, key = path
        keys.append(key)
    return path, keys[::-1]


def written(keys: list[str | int]) -> str:
    """A path as it is shown: objectives[0].key_results[2].target."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return text.removeprefix(".")


def shown(word: str) -> str:
    """A word of the file as it is quoted in a message."""
    return f"“{word if len(word) <= 70 else word[:69] + '…'}”"


def _ids_within(place: Place | None) -> Iterator[int]:
    if place is None or place.inside is None:
        return
    for key, value in place.inside.items():
        if key == "id":
            yield value.at
        elif value.inside is not None:
            yield from _ids_within(value)
