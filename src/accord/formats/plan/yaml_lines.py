"""YAML text to values, line by line, as far as it is laid out as most people and programs do.

That is: blocks of mappings and lists, keys of one plain word, values of one line or folded over several. What else a
value may be (flow collections, block texts, escapes) is cut out and left to the exact composer. Anything beyond that
is doubted as a whole, and so is whatever may be wrong. Three times as fast as asking libyaml for every event.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from accord.formats.plan.columns import Doubt
from accord.formats.plan.documents import Spot
from accord.formats.plan.grammar import LONGEST_TEXT
from accord.formats.plan.yaml import MISREAD, compose, plain_value

_LINE = re.compile(
    r"""^
    ([ ]*+(?:-[ ]++)*+)                                                        # lead: indentation and dashes
    (?:(')?(?!(?:null|true|false):)([A-Za-z_][A-Za-z0-9_]*+)(?(2)'):(?:[ ]++|$))?+  # quotation mark and key
    (?:(
        (?:[^\s\-?:,\[\]{}\#&*!|>'"%@`]|-(?=[0-9.]))[^\n:\#]*+(?:(?::(?=[^ \n])|(?<![ ])\#)[^\n:\#]*+)*+
    )$                                                                         # plain
    |('(?:[^'\n]|'')*+')[ ]*+$                                                 # in single quotes
    |("[^"\\\n]*+")[ ]*+$                                                      # in double quotes, without escapes
    |([^\n]*+)$)                                                               # anything else, or nothing
    """,
    re.VERBOSE | re.MULTILINE,
)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_ANCHOR_OR_TAG = re.compile(r"(?:^|[\s,\[{:])[&*!]\S")
_BEFORE = "k: "  # stands before a value that is read by itself
_NOT_AT_ONCE = frozenset({"", "id"})
_LONGEST_KNOWN = 32
_TEXT_FOR_ASKING = 60  # characters of text for which the exact composer may be asked once
_LONGEST_ASKED = 20_000  # characters: one of a longer text is soon as long as the file, which is composed then anyhow
_EMPTY = {"[]": list, "{}": dict}
_SPECIAL_STARTS = frozenset("0123456789-+.~ntf")  # what numbers, null, true and false begin with


class _Known(dict[str, Any]):
    """What unquoted words mean that may be no text, and where things stand in lines that begin alike."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[int, int]] = {}

    def __missing__(self, word: str) -> Any:
        value = plain_value(word)
        if len(word) <= _LONGEST_KNOWN:
            self[word] = value
        return value

    def columns(self, lead: str) -> tuple[int, int]:
        """The column of the dash, -1 where there is none, and that of what stands behind it."""
        if lead not in self._columns:
            bare = lead.lstrip(" ")
            if bare.count("-") > 1:
                raise Doubt
            self._columns[lead] = len(lead) - len(bare) if bare else -1, len(lead)
        return self._columns[lead]


class Lines:
    """A text that is read line by line; raises Doubt. `ids` and `id_lines` are those of all keys `id`, in its order."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        if any(char in self._text for char in ("\t", "\r", *MISREAD)):
            raise Doubt
        self.ids: list[Any] = []
        self.id_lines: list[int] = []
        self._columns: list[int] = []  # of the open collections, innermost last
        self._open: list[Any] = []
        self._key = ""  # the last one of the innermost mapping
        self._is_pending = False  # whether nothing stood behind that
        self._plain: str | None = None  # what the last line says, as far as the next may go on with it
        self._parent = 0  # the column that the next line has to be right of then
        self._askings = 1000 + len(text) // _TEXT_FOR_ASKING
        self._consumed = 0  # the last line that was read with one before it

    def value(self) -> Any:
        """What the text says."""
        known = _Known()
        here: str | None = None  # how lines with more keys of the innermost collection begin
        into: Any = None
        for number, line in enumerate(_LINE.findall(self._text), 1):
            lead, _, key, plain, single, _, _ = line
            if lead == here and (plain or single) and key not in _NOT_AT_ONCE and number > self._consumed:
                # Most lines are like this: one more key of the mapping the line before was in.
                if key in into:
                    raise Doubt
                self._key, self._is_pending = key, False
                if plain:
                    self._plain = plain = plain.rstrip(" ")
                    into[key] = known[plain] if plain[0] in _SPECIAL_STARTS else plain
                else:
                    self._plain = None
                    into[key] = single[1:-1].replace("''", "'")
            elif number > self._consumed:
                self._read(number, line, known)
                into = self._open[-1] if self._open else None
                here = " " * self._columns[-1] if type(into) is dict else None
        if not self._open:
            raise Doubt
        return self._open[0]

    def _read(self, number: int, line: Sequence[str], known: "_Known") -> None:
        lead, _, key, plain, single, double, other = line
        dash, column = known.columns(lead)
        if not key and dash < 0:
            self._go_on(column, plain or single or double or other)
            return
        if dash >= 0:
            self._to_list(dash)
        if key:
            self._to_mapping(column, is_new=dash >= 0)
        self._parent, self._plain = column if key else dash, None
        if plain:
            self._plain = plain = plain.rstrip(" ")
            value = known[plain] if plain[0] in _SPECIAL_STARTS else plain
        elif single:
            value = single[1:-1].replace("''", "'")
        elif double:
            value = double[1:-1]
        elif other in _EMPTY:
            value = _EMPTY[other]()
        elif other and other[0] != "#":
            value = self._quoted(number, other) if other[0] in "\"'" else self._composed(number, other)
        else:
            value = None
        self._is_pending = bool(key and not plain and value is None)
        self._put(key, value, number)

    def _put(self, key: str, value: Any, number: int) -> None:
        into = self._open[-1]
        if not key:
            into.append(value)
            return
        if key in into:
            raise Doubt
        into[key] = value
        self._key = key
        if key == "id":
            self.ids.append(value)
            self.id_lines.append(number)

    def _go_on(self, column: int, text: str) -> None:
        """A line without key or dash: blank, a comment, or more of a plain text."""
        if not text or text[0] == "#":
            self._plain = None
        elif self._plain is not None and column > self._parent:
            text = text.rstrip(" ")
            if ": " in text or " #" in text or text[-1] == ":":
                raise Doubt
            self._plain = f"{self._plain} {text}"
            into = self._open[-1]
            into[self._key if type(into) is dict else -1] = self._plain
        elif text.rstrip(" ") != "---" or column or self._open:
            raise Doubt

    def _to_list(self, dash: int) -> None:
        """Make the list with dashes in a column the innermost collection."""
        while self._open and self._columns[-1] > dash:
            self._close()
        if self._open and type(self._open[-1]) is list and self._columns[-1] == dash:
            return
        self._begin([], dash, is_in=self._is_pending and self._columns[-1] <= dash)

    def _to_mapping(self, column: int, *, is_new: bool) -> None:
        """Make the mapping with keys in a column the innermost collection."""
        if is_new:
            made: dict[str, Any] = {}
            self._open[-1].append(made)
            self._columns.append(column)
            self._open.append(made)
            return
        if self._columns and self._columns[-1] == column and type(self._open[-1]) is dict:
            return
        # A list may stand in the column of the keys around it.
        while (
            self._open and self._columns[-1] >= column and (self._columns[-1] > column or type(self._open[-1]) is list)
        ):
            self._close()
        if self._open and type(self._open[-1]) is dict and self._columns[-1] == column:
            return
        if not self._open and not column:
            self._columns, self._open = [0], [{}]
            return
        self._begin({}, column, is_in=self._is_pending and self._columns[-1] < column)

    def _begin(self, made: Any, column: int, *, is_in: bool) -> None:
        if not is_in or type(self._open[-1]) is not dict:
            raise Doubt
        self._open[-1][self._key] = made
        self._columns.append(column)
        self._open.append(made)

    def _close(self) -> None:
        self._columns.pop()
        self._open.pop()
        self._is_pending = False

    def _quoted(self, number: int, text: str) -> Any:
        """A text in quotes that is folded over several lines, or has escapes in it."""
        quote = text[0]
        while not _is_closed(text, quote):
            following = self._raw[number] if number < len(self._raw) else ""
            if len(text) > 2 * LONGEST_TEXT or (following and following[0] != " ") or number >= len(self._raw):
                raise Doubt
            text = f"{text}\n{following}"
            number += 1
        self._consumed = number
        text = text.rstrip(" ")
        parts = [part.strip(" ") for part in text.split("\n")]
        if "\\" in text or not text.endswith(quote) or not all(parts) or len(parts) == 1:
            return self._meant_by(text)[0]
        folded = " ".join(parts)[1:-1]
        return folded if quote == '"' else folded.replace("''", "'")

    def _composed(self, number: int, first: str) -> Any:
        """A value of any other kind, with all lines that are right of where it belongs."""
        lines = [first]
        at = number
        while at < len(self._raw) and not self._raw[at][: self._parent + 1].strip(" "):
            lines.append(self._raw[at][self._parent :])
            at += 1
        self._consumed = at
        text = "\n".join(lines) + ("\n" if at < len(self._raw) else "")
        if _ANCHOR_OR_TAG.search(text):
            raise Doubt
        value, spot = self._meant_by(text)
        for word, offset in _ids_in(value, spot):
            self.ids.append(word)
            self.id_lines.append(number + text.count("\n", 0, offset - len(_BEFORE)))
        return value

    def _meant_by(self, text: str) -> tuple[Any, Spot]:
        """What the exact composer makes of a value. It takes long to begin, and does not come for nothing: it is asked
        only so often, and nothing long."""
        self._askings -= 1
        if self._askings < 0 or len(text) > _LONGEST_ASKED:
            raise Doubt
        content, spot = compose(_BEFORE + text)
        if content.flaws or not content.parsed or not spot or content.value.keys() != {"k"} or not spot.inside:
            raise Doubt
        return content.value["k"], spot.inside["k"]

    @cached_property
    def _raw(self) -> list[str]:
        return self._text.split("\n")


def _is_closed(text: str, quote: str) -> bool:
    """Whether a text in quotes comes to its end; one in single quotes has two for each that it holds."""
    bare = _ESCAPE.sub("", text) if quote == '"' else text
    return bare.count(quote) % 2 == 0


def _ids_in(value: Any, spot: Spot) -> Iterator[tuple[Any, int]]:
    """The values of all keys `id` in a value, and where they stand."""
    for key, inner in (spot.inside or {}).items():
        if key == "id":
            yield value[key], inner.at
        elif inner.inside:
            yield from _ids_in(value[key], inner)
