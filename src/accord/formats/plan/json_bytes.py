"""JSON bytes to values, quicker than text: by orjson, and believed where the bytes themselves raise no doubt.

Whether they do can be told without the value, and so beside reading it.
"""

from itertools import accumulate, repeat
from typing import Any, NamedTuple

import orjson

from accord.formats.plan.encoding import has_forbidden_escapes, is_clean

# Shows where numbers stand: digits and points as 0, the beginning of an exponent as it is.
_NUMBERS = bytes(ord("0") if chr(b) in "0123456789." else b if chr(b) in "eE-" else ord(" ") for b in range(256))
# Numbers that are something else as a binary fraction, or have too many digits; and what only looks like them.
_INEXACT = (b"0" * 15, b"0e-0", b"0E-0")
_LONGEST_ID = 72  # with quotation marks and some spaces


class Plain(NamedTuple):
    """What the bytes of a JSON file tell without being read, where nothing about them is doubtful.

    Where a mapping has a key twice, there are fewer keys in the file's value than `keys`. `ids` are the values of all
    keys `id` in the file's order, and their lines; None where they are not laid out as usual.
    """

    keys: int
    ids: tuple[list[str], list[int]] | None


def plain(data: bytes) -> Plain | None:
    """What can be told of a JSON file beside its value; None in any doubt that its value is what `load` makes of it."""
    data = _without_mark(data)
    # Behind an escaped backslash it is hard to tell where a text ends.
    has_escapes = b"\\" in data
    if (has_escapes and b"\\\\" in data) or not is_clean(data) or _has_inexact_numbers(data):
        return None
    if has_escapes and has_forbidden_escapes(data.decode()):
        return None
    # A quotation mark inside a text is escaped; before a colon it ends a key, or begins a text as in ":)".
    bare = data.translate(None, b" \t\r\n")
    keys = bare.count(b'":')
    if has_escapes:
        keys -= bare.count(b'\\":')
    return Plain(keys, _id_lines(data))


def value_of(data: bytes) -> Any:
    """What a JSON file says, numbers as int or float, if it is plain; raises ValueError if it is no JSON at all."""
    return orjson.loads(_without_mark(data))


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")


def _has_inexact_numbers(data: bytes) -> bool:
    numbers = data.translate(_NUMBERS)
    return any(inexact in numbers for inexact in _INEXACT)


def _id_lines(data: bytes) -> tuple[list[str], list[int]] | None:
    if data.count(b"\r") != data.count(b"\r\n"):
        return None
    pieces = data.split(b'"id":')
    starts = [piece[:_LONGEST_ID].split(b'"', 2) for piece in pieces[1:]]
    if any(len(start) < 3 or start[0].strip(b" ") for start in starts):
        return None
    lines = accumulate(map(bytes.count, pieces[:-1], repeat(b"\n")), initial=1)
    return [start[1].decode() for start in starts], list(lines)[1:]
