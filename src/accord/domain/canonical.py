"""The canonical form of what teams agree to, and its fingerprint.

Equal content gives equal bytes on every machine, database and day: texts, numbers and dates
are brought to one form here, and the whole is written as RFC 8785 says.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeAlias

import orjson

Value: TypeAlias = str | int | list["Value"] | dict[str, "Value"]
Content: TypeAlias = dict[str, Value]


def canonical_text(text: str | None) -> str | None:
    """The one form of a text: NFC, CRLF as LF, white space trimmed at both ends; None if nothing is left."""
    if text is None:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").strip() or None


def decimal_text(number: Decimal | None) -> str | None:
    """A number as a decimal string in its shortest form, without exponent: 1.0 and 1 are both "1"."""
    if number is None:
        return None
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def encode(content: Mapping[str, Value]) -> bytes:
    """The bytes that are hashed: RFC 8785. Keys are ASCII field names, so that byte order is its key order."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def written(content: Mapping[str, Value]) -> Value:
    """Content that stands in many others, encoded once: good for nothing but to be put into theirs, as it is."""
    fragment: Any = orjson.Fragment(encode(content))
    return fragment  # type: ignore[no-any-return]


def fingerprint(content: Mapping[str, Value]) -> str:
    """What a signature holds: 64 hex digits, equal exactly where the content is equal."""
    return sha256(encode(content)).hexdigest()
