"""Where values stand in a JSON text that is known to be right, looked at only as far as somebody asks."""

import json
import re
from collections.abc import Iterator
from functools import cached_property

from accord.formats.plan.documents import Place

_SPACE = re.compile(r"[ \t\n\r]*")
# Used to find the end of a value; what it makes of numbers does not matter, but long ones must pass.
_read = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


def place_of(text: str) -> Place:
    """The place of the whole value of a text."""
    return _JsonPlace(text, _after_space(text, 0))


class _JsonPlace:
    """A value that begins at an offset. What is in it is passed over until asked for."""

    alias_at = None

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self.at = at

    @cached_property
    def keys(self) -> dict[str, int] | None:
        return {key: key_at for key, key_at, _ in self._members} if self._text[self.at] == "{" else None

    @cached_property
    def inside(self) -> dict[str | int, Place] | None:
        if self._text[self.at] == "{":
            return {key: _JsonPlace(self._text, at) for key, _, at in self._members}
        if self._text[self.at] == "[":
            return {number: _JsonPlace(self._text, at) for number, at in enumerate(self._items())}
        return None

    @cached_property
    def _members(self) -> list[tuple[str, int, int]]:
        """Key, offset of the key, offset of the value."""
        text, members = self._text, []
        at = _after_space(text, self.at + 1)
        while text[at] != "}":
            key_at = at
            key, at = _read(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
            members.append((key, key_at, at))
            at = _after_comma(text, _read(text, at)[1])
        return members

    def _items(self) -> Iterator[int]:
        text = self._text
        at = _after_space(text, self.at + 1)
        while text[at] != "]":
            yield at
            at = _after_comma(text, _read(text, at)[1])


def _after_comma(text: str, at: int) -> int:
    at = _after_space(text, at)
    return _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
