"""Numbers with their units as people type them: '16%', '1,234.5', '€1.4 million', '5:25' and '5 h 25' of a duration."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from accord.web.formatting import read_number

# How many minutes a unit of time has, by the word that it begins with.
MINUTES = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), Fraction(1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), Fraction(60)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), Fraction(1, 60)),
}
MOST_PLACES = Decimal("0.000001")  # a third of an hour has no last digit
_HOURS_AND_MINUTES = re.compile(
    r"(\d{1,6})\s*(?::|h(?:rs?|ours?)?\b\.?|h(?=\d))\s*(\d{1,2})?\s*(?:m|mins?|minutes?)?\.?", re.IGNORECASE
)


def read_quantity(text: str, unit: str | None) -> Decimal:
    """The number that somebody typed for something with this unit, which may be typed along or left out.

    Of a unit of time, hours and minutes are understood. Raises ValueError where it is none, could be two, or is of
    something else.
    """
    typed = " ".join(text.split())
    duration = _duration(typed, unit)
    if duration is not None:
        return duration
    bare = _without_unit(typed, unit)
    if "%" in bare:
        raise ValueError(text)  # of another unit than it is measured in
    return read_number(bare)


def is_time(unit: str | None) -> bool:
    """Whether hours and minutes are a way to write something with this unit."""
    return _minutes(unit) is not None


def _duration(typed: str, unit: str | None) -> Decimal | None:
    a_unit, found = _minutes(unit), _HOURS_AND_MINUTES.fullmatch(typed)
    if a_unit is None or found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if minutes > 59:
        raise ValueError(typed)
    exact = (60 * hours + minutes) / a_unit
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value if Fraction(value) == exact else value.quantize(MOST_PLACES, ROUND_HALF_EVEN)


def _minutes(unit: str | None) -> Fraction | None:
    words = (unit or "").casefold().split()
    return MINUTES.get(words[0]) if words else None


def _without_unit(typed: str, unit: str | None) -> str:
    if not unit:
        return typed
    before, after = (unit[0], unit[1:].strip()) if unicodedata.category(unit[0]) == "Sc" else ("", unit)
    rest = typed[: len(typed) - len(after)] if after and typed.casefold().endswith(after.casefold()) else typed
    sign, number = ("-", rest[1:]) if rest[:1] in {"-", "−"} else ("", rest)
    return sign + number.strip().removeprefix(before).strip()
