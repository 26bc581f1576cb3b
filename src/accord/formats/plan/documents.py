"""A file as values, with where each of them stands in its text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


class Numeral(str):
    """A number exactly as it was written."""

    __slots__ = ()


# Stands where something was written that is no value; what is wrong with it has been told already.
BROKEN: Any = object()

# A way from a document to something in it: ((document, "teams"), 0) and so on, innermost last.
Path = Any


@dataclass(slots=True)
class Spot:
    """Where a value begins (characters from the start of the text), and what is in it, in the text's order."""

    at: int
    keys: dict[str, int] = field(default_factory=dict)
    inside: dict[str, "Spot"] | list["Spot"] | None = None
    alias_at: int | None = None  # where an alias stands that means this value


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the text itself, at an offset; `path` as far as it is known."""

    at: int
    message: str
    path: str = ""


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
    find_spots: Callable[[], Spot | None]
    find_id_lines: Callable[[], list[int]] | None = None  # a quicker way, which may miss some
    _lines: "Lines | None" = None
    _spots: Spot | None = None

    @property
    def spots(self) -> Spot | None:
        """The place of every value."""
        if self._spots is None:
            self._spots = self.find_spots()
        return self._spots

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
        return [self.line_and_column(at)[0] for at in _ids_within(self.spots)]


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


def _ids_within(spot: Spot | None) -> Iterator[int]:
    if spot is None or spot.inside is None:
        return
    if isinstance(spot.inside, list):
        for item in spot.inside:
            yield from _ids_within(item)
        return
    for key, value in spot.inside.items():
        if key == "id":
            yield value.at
        elif value.inside is not None:
            yield from _ids_within(value)
