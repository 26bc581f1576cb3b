"""YAML text to values with places.

libyaml cuts the text into events; what they mean is decided here, after YAML 1.2's core schema as
far as plan files allow it, without recursion and within bounds.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from accord.formats.plan.documents import BROKEN, Content, Flaw, Flaws, Spot, TooManyErrors, shown, written
from accord.formats.plan.encoding import CONTROL_CHARACTER, MISREAD, forbidden_escapes
from accord.formats.plan.grammar import DEEPEST_NESTING, MOST_VALUES_FROM_ALIASES
from accord.formats.plan.scalars import plain_value
from accord.formats.plan.yaml_words import in_our_words

_TEXT_TAG = "tag:yaml.org,2002:str"
_PRIVATE = range(0xE000, 0xF8FF)
_EMPTY_WITH_TABS = re.compile(r"^[ \t]*\t[ \t]*(?=\r?$)", re.MULTILINE)


def compose(text: str) -> tuple[Content, Spot | None]:
    """What a YAML text says, and where each value stands."""
    stand_ins = _stand_ins(text)
    composer = _Composer(text.translate(stand_ins) if stand_ins else text, {v: k for k, v in stand_ins.items()})
    try:
        composer.run()
    except _Lost as lost:
        return Content(BROKEN, (*composer.flaws, lost.flaw), parsed=False), None
    except TooManyErrors:
        return Content(BROKEN, tuple(composer.flaws), parsed=False), None
    except yaml.MarkedYAMLError as error:
        flaw = Flaw(*in_our_words(error, text))
        if _is_in_empty_line(flaw.at, text):
            return compose(_EMPTY_WITH_TABS.sub(lambda line: " " * len(line[0]), text))
        return Content(BROKEN, (*composer.flaws, flaw), parsed=False), None
    return Content(composer.value, tuple(composer.flaws), composer.parsed), composer.spot


def _is_in_empty_line(at: int, text: str) -> bool:
    """Whether a place is a tab of a line that holds nothing: YAML 1.2 takes it for an empty line, libyaml does not."""
    line = text[text.rfind("\n", 0, at) + 1 : at] + text[at:].partition("\n")[0]
    return "\t" in line and not line.strip(" \t\r")


class _Lost(Exception):
    """The rest of the file cannot be read safely."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw


@dataclass(slots=True)
class _Anchored:
    value: Any
    spot: Spot
    values: int = 0  # in it, what its own aliases add included
    height: int = 0
    is_open: bool = True


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is being read."""

    value: Any
    spot: Spot
    keys: dict[str, int]  # where its keys stand
    inside: dict[str | int, Spot]
    anchor: _Anchored | None
    counted: int  # values before it
    height: int = 1
    key: str = ""  # the key whose value comes next
    awaits_key: bool = True
    drops_next: bool = False  # the value of a wrong key
    merged: set[str] = field(default_factory=set)  # the keys that a merge key brings


class _Composer:
    def __init__(self, text: str, originals: dict[int, int]) -> None:
        self._text = text
        self._originals = originals
        self._loader = yaml.CLoader(text)
        self._open: list[_Collection] = []
        self._anchors: dict[str, _Anchored] = {}
        self._count = 0
        self._added = 0
        self._documents = 0
        self.value: Any = None
        self.spot: Spot | None = None
        self.flaws = Flaws()
        self.parsed = True

    def run(self) -> None:
        next_event = self._loader.get_event
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            while (event := next_event()) is not None and self._documents < 2:
                if handler := handlers.get(type(event)):
                    handler(event)
        finally:
            self._loader.dispose()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents == 2:
            self._complain(event, "a second document begins here; a plan file holds one", lost=True)

    def _scalar(self, event: Any) -> None:
        value: Any = event.value.translate(self._originals) if self._originals else event.value
        tag, style = event.tag, event.style
        if tag is not None and tag != _TEXT_TAG:
            self._refuse_tag(event)
            value = BROKEN
        elif tag is None and not style:
            value = plain_value(value)
        elif style == '"' and CONTROL_CHARACTER.search(value):
            for flaw in forbidden_escapes(self._text, event.start_mark.index, event.end_mark.index):
                self.flaws.tell(Flaw(flaw.at, flaw.message, self._path()))
            value = BROKEN
        spot = Spot(event.start_mark.index)
        self._count += 1
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, spot, values=1, is_open=False)
        self._add(value, spot, is_merge=value == "<<" and not style)

    def _start(self, event: Any) -> None:
        if len(self._open) == DEEPEST_NESTING:
            flaw = Flaw(event.start_mark.index, f"nested deeper than {DEEPEST_NESTING} levels", self._path())
            raise _Lost(flaw)
        if event.tag is not None:
            self._refuse_tag(event)
        is_mapping = type(event) is yaml.MappingStartEvent
        value: Any = {} if is_mapping else []
        at = event.start_mark.index
        keys: dict[str, int] = {}
        inside: dict[str | int, Spot] = {}
        spot = Spot(at, keys if is_mapping else None, inside)
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchored(value, spot)
        self._open.append(_Collection(value, spot, keys, inside, anchor, self._count))
        self._count += 1

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        if done.anchor:
            done.anchor.values = self._count - done.counted
            done.anchor.height = done.height
            done.anchor.is_open = False
        for key in done.merged - done.inside.keys():  # told with the merge key, and not missing as well
            done.value[key], done.inside[key] = BROKEN, done.spot
        self._raise_height(done.height)
        self._add(done.value, done.spot)

    def _alias(self, event: Any) -> None:
        target = self._anchors.get(event.anchor)
        at = event.start_mark.index
        if target is None or target.is_open:
            why = "is inside its own anchor" if target else "has no anchor before it"
            self._complain(event, f"the alias *{event.anchor} {why}", lost=True)
            return self._add(BROKEN, Spot(at))
        self._added += target.values
        self._count += target.values
        if self._added > MOST_VALUES_FROM_ALIASES:
            message = f"aliases add more than {MOST_VALUES_FROM_ALIASES:,} values"
            raise _Lost(Flaw(at, message, self._path()))
        if len(self._open) + target.height > DEEPEST_NESTING:
            raise _Lost(Flaw(at, f"nested deeper than {DEEPEST_NESTING} levels", self._path()))
        self._raise_height(target.height)
        if target.spot.inside is None:
            return self._add(target.value, Spot(at))
        return self._add(target.value, Spot(target.spot.at, target.spot.keys, target.spot.inside, alias_at=at))

    def _add(self, value: Any, spot: Spot, *, is_merge: bool = False) -> None:
        if not self._open:
            self.value, self.spot = value, spot
            return
        into = self._open[-1]
        if type(into.value) is list:
            into.inside[len(into.value)] = spot
            into.value.append(value)
        elif into.awaits_key:
            self._key(into, value, spot, is_merge=is_merge)
        else:
            into.awaits_key = True
            if not into.drops_next:
                into.value[into.key] = value
                into.inside[into.key] = spot
            elif into.key == "<<":
                into.merged.update(*(each for each in _several(value) if type(each) is dict))

    def _key(self, into: _Collection, key: Any, spot: Spot, *, is_merge: bool) -> None:
        into.awaits_key = False
        into.drops_next = True
        into.key = key if type(key) is str else _key_as_text(key)
        if type(key) is not str:
            message = "" if key is BROKEN else "a key must be text; put it in quotes"
        elif is_merge:
            message = "merge keys are not read; write the keys out"
        elif key in into.value:
            message = f"the key {shown(key)} stands here a second time"
        else:
            into.drops_next = False
            into.keys[key] = spot.at
            return
        if message:
            self.flaws.tell(Flaw(spot.at, message, self._path()))

    def _complain(self, event: Any, message: str, *, lost: bool = False) -> None:
        self.flaws.tell(Flaw(event.start_mark.index, message, self._path()))
        self.parsed = self.parsed and not lost

    def _refuse_tag(self, event: Any) -> None:
        self._complain(event, "explicit tags are not read; leave it out", lost=True)

    def _raise_height(self, height: int) -> None:
        if self._open and self._open[-1].height <= height:
            self._open[-1].height = height + 1

    def _path(self) -> str:
        keys: list[str | int] = []
        for within in self._open:
            if type(within.value) is list:
                keys.append(len(within.value))
            elif not within.awaits_key:
                keys.append(within.key or "")
        return written(keys)


def _several(value: Any) -> list[Any]:
    return value if type(value) is list else [value]


def _key_as_text(key: Any) -> str:
    if isinstance(key, str):
        return str(key)
    return str(key).lower() if isinstance(key, bool) else "null" if key is None else "?"


def _stand_ins(text: str) -> dict[int, int]:
    """For each character libyaml would misread one of private use that the text does not hold."""
    if text.isascii():
        return {}
    misread = [ord(char) for char in MISREAD if char in text]
    free = (code for code in _PRIVATE if chr(code) not in text)
    return dict(zip(misread, free, strict=False)) if misread else {}
