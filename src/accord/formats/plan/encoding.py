"""Bytes to text: UTF-8, without characters that no text should hold."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from itertools import islice

from accord.formats.plan.documents import Flaw
from accord.formats.plan.grammar import MOST_ERRORS

# libyaml is of YAML 1.1: it ends lines at the first two of these, and drops or refuses the others.
MISREAD = "\u2028\u2029\ufeff\ufffe\uffff"

NOT_UTF_8 = "this is not UTF-8; save the file in that encoding"
# Unicode Cc without tab, line feed and carriage return. (Invalid bytes arrive as lone surrogates.)
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
CONTROL_CHARACTER = re.compile(f"[{_CONTROL}]")
_FORBIDDEN = re.compile(f"[{_CONTROL}]|[\ud800-\udfff]+")
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r")) + b"\x7f"
_CONTROL_IN_TWO_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|(?P<letter>.))",
    re.DOTALL,
)
_SUSPICIOUS_IN_JSON = re.compile(r"\\(?:[bf]|u(?:00[01789]|[dD][89a-fA-F]))")
_CONTROL_LETTERS = frozenset("0abefvN")  # what escapes a control character; JSON knows only b and f of them


def decode(data: bytes) -> tuple[str, tuple[Flaw, ...]]:
    """The text of a file, without a byte order mark, and what in it is no text."""
    if is_clean(data):
        return data.decode().removeprefix("\ufeff"), ()
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "", (Flaw(0, NOT_UTF_8),)  # one mistake, whatever its bytes would mean
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    forbidden = islice(_FORBIDDEN.finditer(text), MOST_ERRORS)
    return text, tuple(Flaw(found.start(), _why(found[0])) for found in forbidden)


def is_clean(data: bytes) -> bool:
    """Whether all of a file is text: far quicker to say than where it is not."""
    if not data.isascii():
        if _CONTROL_IN_TWO_BYTES.search(data):
            return False
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def has_forbidden_escapes(text: str) -> bool:
    """Whether an escape of JSON stands for what no text should hold."""
    return bool(_SUSPICIOUS_IN_JSON.search(text)) and any(forbidden_escapes(text, 0, len(text)))


def forbidden_escapes(text: str, start: int, end: int) -> Iterator[Flaw]:
    """The escapes between two offsets that stand for a control character or a lone surrogate."""
    for escape in _ESCAPE.finditer(text, start, end):
        if escape["letter"]:
            forbidden = escape["letter"] in _CONTROL_LETTERS
        elif escape["code"]:
            code = int(escape["code"][1:], 16)
            forbidden = 0xD800 <= code <= 0xDFFF or bool(code < 0xA0 and CONTROL_CHARACTER.match(chr(code)))
        else:
            continue
        if forbidden:
            yield Flaw(escape.start(), f"{escape[0]} stands for no character of a text; leave it out")


def _why(found: str) -> str:
    if found[0] < "\ud800":
        return f"control character U+{ord(found):04X}; leave it out"
    return NOT_UTF_8
