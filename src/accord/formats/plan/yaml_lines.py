"""YAML text to values, line by line, as far as it is laid out as most people and programs do.

That is: blocks of mappings and lists, keys of one plain word, values of one line or folded over several. What else a
value may be (flow collections, block texts, escapes) is cut out and left to the exact composer. Anything beyond that,
and whatever may be wrong, is doubted as a whole. Several times as fast as asking libyaml for every event.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from accord.formats.plan.columns import Doubt
from accord.formats.plan.documents import Spot
from accord.formats.plan.encoding import MISREAD
from accord.formats.plan.grammar import LONGEST_TEXT
from accord.formats.plan.scalars import plain_value
from accord.formats.plan.yaml_texts import is_closed, is_plain, is_quoted

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
    re.VERBOSE,
)
_ANCHOR_OR_TAG = re.compile(r"(?:^|[\s,\[{:])[&*!]\S")
_BEFORE = "k: "  # stands before a value that is read by itself
_LONGEST_KNOWN = 32
_TEXT_FOR_ASKING = 60  # characters of text for which the exact composer may be asked once
_LONGEST_ASKED = 20_000  # characters: one of a longer text is soon as long as the file, which is composed then anyhow
_EMPTY = {"[]": list, "{}": dict}
_SPECIAL_STARTS = frozenset("0123456789-+.~ntf")  # what numbers, null, true and false begin with


class _Known(dict[str, Any]):
    """What unquoted words mean that may be no text."""

    def __missing__(self, word: str) -> Any:
        value = plain_value(word)
        return self.setdefault(word, value) if len(word) <= _LONGEST_KNOWN else value


class _Start(NamedTuple):
    """How a line begins: the column of its dash, -1 where there is none, that of what stands behind it, and its key."""

    dash: int
    column: int
    key: str


class Lines:
    """A text that is read line by line; raises Doubt. `ids` and `id_lines` are those of all keys `id`, in its order."""

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        if any(char in text for char in ("\t", "\r", *MISREAD)):
            raise Doubt
        self._raw = text.split("\n")
        self.line_ends = len(self._raw) - 1
        self._numbered = enumerate(self._raw, 1)
        self.ids: list[Any] = []
        self.id_lines: list[int] = []
        self._known = _Known()
        self._starts: dict[str, _Start] = {}  # what lines with a key have before its colon: few differ
        self._further: dict[int, dict[str, str]] = defaultdict(dict)  # of these, by column, those of one more key
        self._columns: list[int] = []  # of the open collections, innermost last
        self._open: list[Any] = []
        self._key = ""  # the last one of the innermost mapping
        self._is_pending = False  # whether nothing stood behind that
        self._plain: str | None = None  # what the last line says, as far as the next may go on with it
        self._parent = 0  # the column that the next line has to be right of then
        self._askings = 1000 + len(text) // _TEXT_FOR_ASKING

    def value(self) -> Any:
        """What the text says."""
        further: Mapping[str, str] = {}
        into: Any = None
        for number, line in self._numbered:
            before, _, text = line.partition(": ")
            key = further.get(before)
            if key is not None and (is_plain(text) or is_quoted(text)):
                # Most lines are like this: one more key of the mapping the line before was in.
                if key in into:
                    raise Doubt
                self._key, self._is_pending = key, False
                into[key] = self._said(text)
            else:
                self._read(number, line, before, text)
                into = self._open[-1] if self._open else None
                further = self._further[self._columns[-1]] if type(into) is dict else {}
        if not self._open:
            raise Doubt
        return self._open[0]

    def open_list(self) -> str | None:
        """The key under which a list stands, not indented, whose next item may follow; None where there is none."""
        if self._columns == [0]:
            return self._key if self._is_pending else None
        return next(reversed(self._open[0])) if self._columns[:2] == [0, 0] else None

    def _read(self, number: int, line: str, before: str, text: str) -> None:
        """Read a line of any kind: most begin as others did, or go on with the text of the one before."""
        if text and (start := self._starts.get(before)) and (is_plain(text) or is_quoted(text)):
            self._open_at(start)
            self._put(start.key, self._said(text), number)
        elif line[-1:] == ":" and (start := self._starts.get(line[:-1])):
            self._open_at(start)
            self._put(start.key, None, number)
        elif not text and self._plain is not None and is_plain(more := line.lstrip(" ")):
            self._go_on(len(line) - len(more), more)
        else:
            self._look_at(number, line)

    def _said(self, text: str) -> Any:
        """What stands behind a key on one line, with nothing unusual about it."""
        if text[0] == "'":
            self._plain = None
            return text[1:-1]
        self._plain = text
        return self._known[text] if text[0] in _SPECIAL_STARTS else text

    def _look_at(self, number: int, line: str) -> None:
        """Read a line that may be anything."""
        lead, _, key, plain, single, double, other = _LINE.findall(line)[0]
        start = self._start(line, lead, key)
        if not key and start.dash < 0:
            self._go_on(start.column, plain or single or double or other)
            return
        self._open_at(start)
        if plain:
            value = self._said(plain.rstrip(" "))
        elif single:
            value = single[1:-1].replace("''", "'")
        elif double:
            value = double[1:-1]
        elif other in _EMPTY:
            value = _EMPTY[other]()
        elif not other or other[0] == "#":
            value = None
        else:
            value = self._quoted(other) if other[0] in "\"'" else self._composed(number, other)
        self._put(key, value, number)

    def _start(self, line: str, lead: str, key: str) -> _Start:
        """How a line begins; if it has a key, lines that begin alike are known from now on."""
        bare = lead.lstrip(" ")
        if bare.count("-") > 1:
            raise Doubt
        start = _Start(len(lead) - len(bare) if bare else -1, len(lead), key)
        if key:
            before = line[: line.index(":")]
            self._starts[before] = start
            if not bare and key != "id":
                self._further[start.column][before] = key
        return start

    def _open_at(self, start: _Start) -> None:
        """Make the collection that a line belongs to the innermost."""
        if start.dash >= 0:
            self._to_list(start.dash)
        if start.key:
            self._to_mapping(start.column, is_new=start.dash >= 0)
        self._parent, self._plain = start.column if start.key else start.dash, None

    def _put(self, key: str, value: Any, number: int) -> None:
        into = self._open[-1]
        self._is_pending = bool(key) and self._plain is None and value is None
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

    def _quoted(self, text: str) -> Any:
        """A text in quotes that is folded over several lines, or has escapes in it."""
        quote = text[0]
        while not is_closed(text, quote):
            _, following = next(self._numbered, (0, None))
            if following is None or len(text) > 2 * LONGEST_TEXT or (following and following[0] != " "):
                raise Doubt
            text = f"{text}\n{following}"
        text = text.rstrip(" ")
        parts = [part.strip(" ") for part in text.split("\n")]
        if "\\" in text or not text.endswith(quote) or not all(parts) or len(parts) == 1:
            return self._meant_by(text)[0]
        folded = " ".join(parts)[1:-1]
        return folded if quote == '"' else folded.replace("''", "'")

    def _composed(self, number: int, first: str) -> Any:
        """A value of any other kind, with all lines that are right of where it belongs."""
        end = number
        while end < len(self._raw) and not self._raw[end][: self._parent + 1].strip(" "):
            end += 1
        following = [line[self._parent :] for _, line in islice(self._numbered, end - number)]
        text = "\n".join([first, *following]) + ("\n" if end < len(self._raw) else "")
        if _ANCHOR_OR_TAG.search(text):
            raise Doubt
        value, spot = self._meant_by(text)
        for word, offset in _ids_in(value, spot):
            self.ids.append(word)
            self.id_lines.append(number + text.count("\n", 0, offset - len(_BEFORE)))
        return value

    def _meant_by(self, text: str) -> tuple[Any, Spot]:
        """What the exact composer makes of a value; it begins slowly, and is asked only so often, and nothing long."""
        from accord.formats.plan import yaml  # few plans need it

        self._askings -= 1
        if self._askings < 0 or len(text) > _LONGEST_ASKED:
            raise Doubt
        content, spot = yaml.compose(_BEFORE + text)
        if content.flaws or not content.parsed or not spot or content.value.keys() != {"k"} or not spot.inside:
            raise Doubt
        return content.value["k"], spot.inside["k"]


def _ids_in(value: Any, spot: Spot) -> Iterator[tuple[Any, int]]:
    """The values of all keys `id` in a value, and where they stand."""
    for key, inner in (spot.inside or {}).items():
        if key == "id":
            yield value[key], inner.at
        elif inner.inside:
            yield from _ids_in(value[key], inner)
