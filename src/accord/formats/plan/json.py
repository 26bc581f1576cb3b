"""JSON text to values with places, strictly after RFC 8259.

`load` is quick and knows no places; `compose` is exact about every place and every mistake. A file is composed only
where `load` fails or somebody asks where something stands.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from accord.formats.plan.documents import BROKEN, Content, Flaw, Flaws, Numeral, Spot, TooManyErrors, shown, written
from accord.formats.plan.encoding import forbidden_escapes, has_forbidden_escapes
from accord.formats.plan.grammar import DEEPEST_NESTING

_ID = re.compile(r'"id"[ \t\n\r]*:[ \t\n\r]*"')
_TOKEN = re.compile(
    r"""[ \t\n\r]*+(?:
      (?P<mark>[{}\[\],:])
    | "(?P<text>[^"\\\x00-\x1f]*+)"
    | (?P<escaped>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
    | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)(?![0-9A-Za-z.+-])
    | (?P<word>-?[A-Za-z]++)
    )""",
    re.VERBOSE,
)
_BEGUN_TEXT = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_LIKE_A_NUMBER = re.compile(r"[-+]?\.?[0-9]")
_WORDS = {"null": None, "true": True, "false": False}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


def load(text: str) -> Content | None:
    """What a JSON text says, if there is nothing wrong with it as JSON."""
    try:
        value = json.loads(
            text, parse_int=Numeral, parse_float=Numeral, parse_constant=_refuse, object_pairs_hook=_without_repetition
        )
    except (ValueError, RecursionError):
        return None
    if has_forbidden_escapes(text):
        return None
    return Content(value)


def id_lines(text: str) -> list[int]:
    """The lines of the values of all keys `id`, in the text's order, as far as they are spelt plainly.

    A quotation mark inside a text is escaped, so that what is found here are keys.
    """
    lines: list[int] = []
    if text.count("\r") != text.count("\r\n"):
        return lines
    line, counted = 1, 0
    for found in _ID.finditer(text):
        line += text.count("\n", counted, found.end())
        counted = found.end()
        lines.append(line)
    return lines


def compose(text: str) -> tuple[Content, Spot | None]:
    """What a JSON text says, and where each value stands."""
    composer = _Composer(text)
    try:
        composer.run()
    except _Lost as lost:
        return Content(BROKEN, (*composer.flaws, lost.flaw), parsed=False), None
    except TooManyErrors:
        return Content(BROKEN, tuple(composer.flaws), parsed=False), None
    return Content(composer.value, tuple(composer.flaws)), composer.spot


class _Lost(Exception):
    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is being read."""

    value: Any
    spot: Spot
    keys: dict[str, int]  # where its keys stand
    inside: dict[str | int, Spot]
    key: str = ""  # whose value comes next
    repeats: bool = False


class _Composer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._open: list[_Collection] = []
        self.value: Any = None
        self.spot: Spot | None = None
        self.flaws = Flaws()

    def run(self) -> None:
        """Read one value and what is in it, without recursion."""
        is_done = self._value()
        while not is_done:
            is_done = self._after_value()
        if self._text[self._at :].strip(" \t\n\r"):
            raise self._unexpected("the end of the file")

    def _value(self) -> bool:
        """Read a value, or its beginning; True if the whole text has been read with it."""
        found = self._next("a value")
        at = found.start(found.lastgroup or 0)
        match found.lastgroup, found[found.lastgroup or 0]:
            case "mark", "{" | "[" as mark:
                return self._begin(mark, at)
            case "text", text:
                return self._add(text, Spot(at - 1))
            case "escaped", text:
                return self._add(self._unescaped(text, at), Spot(at))
            case "number", numeral:
                return self._add(Numeral(numeral), Spot(at))
            case "word", word if word in _WORDS:
                return self._add(_WORDS[word], Spot(at))
            case "word", word if word in _NO_NUMBERS:
                self.flaws.tell(Flaw(at, f"{word} is no number", self._path()))
                return self._add(BROKEN, Spot(at))
        self._at = found.start()
        raise self._unexpected("a value")

    def _begin(self, mark: str, at: int) -> bool:
        if len(self._open) == DEEPEST_NESTING:
            raise _Lost(Flaw(at, f"nested deeper than {DEEPEST_NESTING} levels", self._path()))
        is_mapping = mark == "{"
        value: Any = {} if is_mapping else []
        keys: dict[str, int] = {}
        inside: dict[str | int, Spot] = {}
        spot = Spot(at, keys if is_mapping else None, inside)
        self._open.append(_Collection(value, spot, keys, inside))
        if self._takes("}" if is_mapping else "]"):
            return self._end()
        return self._key() if is_mapping else self._value()

    def _after_value(self) -> bool:
        """Read on behind a value: the next one of its collection, or the collection's end."""
        is_mapping = type(self._open[-1].value) is dict
        end = "}" if is_mapping else "]"
        if self._takes(end):
            return self._end()
        if not self._takes(","):
            raise self._unexpected(f"a comma or {end}")
        return self._key() if is_mapping else self._value()

    def _key(self) -> bool:
        found = self._next("a key in double quotes")
        if found.lastgroup not in ("text", "escaped"):
            self._at = found.start()
            raise self._unexpected("a key in double quotes")
        within = self._open[-1]
        if found.lastgroup == "text":
            within.key, at = found["text"], found.start("text") - 1
        else:
            at = found.start("escaped")
            within.key = str(json.loads(found["escaped"]))
            self._forbid(found["escaped"], at)
        within.repeats = within.key in within.value
        if within.repeats:
            self.flaws.tell(Flaw(at, f"the key {shown(within.key)} stands here a second time", self._path()))
        else:
            within.keys[within.key] = at
        if not self._takes(":"):
            raise self._unexpected("a colon")
        return self._value()

    def _end(self) -> bool:
        done = self._open.pop()
        return self._add(done.value, done.spot)

    def _add(self, value: Any, spot: Spot) -> bool:
        if not self._open:
            self.value, self.spot = value, spot
            return True
        into = self._open[-1]
        if type(into.value) is list:
            into.inside[len(into.value)] = spot
            into.value.append(value)
        elif not into.repeats:
            into.value[into.key] = value
            into.inside[into.key] = spot
        into.key = ""
        return False

    def _unescaped(self, text: str, at: int) -> Any:
        return BROKEN if self._forbid(text, at) else json.loads(text)

    def _forbid(self, text: str, at: int) -> bool:
        known = len(self.flaws)
        for flaw in forbidden_escapes(text, 0, len(text)):
            self.flaws.tell(Flaw(at + flaw.at, flaw.message, self._path()))
        return len(self.flaws) > known

    def _next(self, wanted: str) -> re.Match[str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise self._unexpected(wanted)
        self._at = found.end()
        return found

    def _takes(self, mark: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        if found is None or found["mark"] != mark:
            return False
        self._at = found.end()
        return True

    def _unexpected(self, wanted: str) -> _Lost:
        rest = self._text[self._at :]
        at = self._at + len(rest) - len(rest.lstrip(" \t\n\r"))
        why = _miswritten(self._text, at) or f"{wanted} should stand here"
        return _Lost(Flaw(at, f"this is not JSON: {why}", self._path()))

    def _path(self) -> str:
        keys: list[str | int] = []
        for within in self._open:
            if type(within.value) is list:
                keys.append(len(within.value))
            elif within.key is not None:
                keys.append(within.key)
        return written(keys)


def _miswritten(text: str, at: int) -> str | None:
    """What is wrong with the text or number that begins at a place, if it is wrong by itself."""
    begun = _BEGUN_TEXT.match(text, at)
    if begun is None:
        is_number = _LIKE_A_NUMBER.match(text, at) and not _TOKEN.match(text, at)
        return (
            "a number is written as 1, 0.5 or 1e3: no +, no zero before it, digits on both sides" if is_number else None
        )
    after = text[begun.end() : begun.end() + 1]
    if after == '"':
        return None
    if after == "\\":
        return "no such escape in this text: a backslash is written twice"
    if after == "\t":
        return "a tab in a text is written \\t"
    return "this text is not closed in its line: close its quotation mark; a line break in it is written \\n"


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise ValueError
    return mapping


def _refuse(_word: str) -> Any:
    raise ValueError
