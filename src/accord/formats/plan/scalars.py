"""What plain words of a file mean: the YAML 1.2 core schema's decimals, days, ids."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from accord.formats.plan.documents import Numeral
from accord.formats.plan.grammar import DIGITS_AFTER_POINT, DIGITS_BEFORE_POINT

ID_PATTERN = "[a-z0-9][a-z0-9._-]{0,63}"

_NUMERAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_PARTS = re.compile(r"([-+]?)([0-9]*)\.?([0-9]*)(?:[eE]([-+]?)0*([0-9]*))?")
_ID = re.compile(ID_PATTERN)
_IDS = re.compile(rf"(?:{ID_PATTERN}\n)*+{ID_PATTERN}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMERAL_STARTS = frozenset("0123456789+-.")
_LONGEST_EXPONENT = 7  # digits; a file cannot hold enough digits to make up for more


def plain_value(word: str) -> Any:
    """What an unquoted word means."""
    if word[:1] in _NUMERAL_STARTS and is_numeral(word):
        return Numeral(word)
    return _WORDS.get(word, word)


def is_numeral(word: str) -> bool:
    """Whether an unquoted word is a number."""
    return _NUMERAL.fullmatch(word) is not None


def is_id(word: str) -> bool:
    """Whether a word may be an id."""
    return _ID.fullmatch(word) is not None


def are_ids(words: Collection[str]) -> bool:
    """Whether all of some words may be ids; far quicker than asking for each."""
    together = "\n".join(words)
    return together.count("\n") < max(1, len(words)) and (not words or _IDS.fullmatch(together) is not None)


def to_decimal(numeral: str) -> Decimal | None:
    """The exact number; None if it has too many digits, written without exponent and leading zeros."""
    if len(numeral) <= DIGITS_AFTER_POINT and "e" not in numeral and "E" not in numeral:
        return Decimal(numeral) + 0  # most numbers are short; there is no zero below zero
    parts = _PARTS.fullmatch(numeral)
    if parts is None:
        return None
    sign, whole, fraction, exponent_sign, exponent_digits = parts.groups()
    if exponent_digits and len(exponent_digits) > _LONGEST_EXPONENT:
        return Decimal(0) if exponent_sign != "-" and not (whole + fraction).strip("0") else None
    exponent = int(f"{exponent_sign}{exponent_digits}") if exponent_digits else 0
    significant = (whole + fraction).lstrip("0")
    after = max(0, len(fraction) - exponent)
    before = len(significant) - len(fraction) + exponent if significant else 0
    if before > DIGITS_BEFORE_POINT or after > DIGITS_AFTER_POINT:
        return None
    return _exact(sign, significant, exponent - len(fraction))


def to_day(word: str) -> date | None:
    """The day a text names as YYYY-MM-DD; None if there is no such day."""
    if not _DAY.fullmatch(word):
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _exact(sign: str, significant: str, exponent: int) -> Decimal:
    if not significant:
        return Decimal(0)
    digits = f"{sign}{significant}"
    if exponent >= 0:
        return Decimal(digits + "0" * exponent)
    return Decimal(f"{digits}E{exponent}")
