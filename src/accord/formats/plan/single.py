"""Single values of a file to values of the domain: texts, ids, days, numbers, words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from accord.formats.plan import grammar
from accord.formats.plan.documents import BROKEN, Numeral, Path, shown
from accord.formats.plan.findings import Found
from accord.formats.plan.scalars import is_id, is_numeral, to_day, to_decimal
from accord.formats.plan.suggestions import Nearest

Read = Callable[[Any, Path], Any]

_TOO_MANY_DIGITS = (
    f"has too many digits: at most {grammar.DIGITS_BEFORE_POINT} before the point "
    f"and {grammar.DIGITS_AFTER_POINT} after it"
)


def text_reader(kind: grammar.Text, found: Found) -> Read:
    """Words of people, with at most so many characters."""

    def read(raw: Any, path: Path) -> str | None:
        if type(raw) is not str:
            found.wrong(raw, path, why_not("text", raw))
        elif len(raw) > grammar.LONGEST_TEXT:
            found.wrong(raw, path, f"has {len(raw):,} characters; a text has at most {grammar.LONGEST_TEXT:,}")
        elif kind.filled and not raw.strip():
            found.wrong(raw, path, "must not be empty")
        else:
            return raw
        return None

    return read


def reference_reader(kind: grammar.Reference, found: Found) -> Read:
    """An id of something else; whether it is there is looked up when all is read."""
    references = found.references[("own action",) if kind.own else kind.kinds]

    def read(raw: Any, path: Path) -> str | None:
        if type(raw) is str:
            references.append((raw, path))
            return raw
        found.wrong(raw, path, why_not("an id", raw))
        return None

    return read


def id_reader(kind: str, found: Found) -> Read:
    """The id of an item of a kind."""

    def read(raw: Any, path: Path) -> str | None:
        if type(raw) is str and is_id(raw):
            found.ids.append((kind, raw, path))
            return raw
        found.lost_ids[kind] += 1
        if isinstance(raw, str):
            found.ghosts.add((kind, str(raw)))
        if type(raw) is str:
            message = f"{shown(raw)} is no id: up to 64 of a-z 0-9 . _ - with a letter or digit first"
            found.wrong(raw, path, message)
        else:
            found.wrong(raw, path, why_not("an id", raw))
        return None

    return read


def day_reader(kind: grammar.Day, found: Found) -> Read:
    """A day there is."""
    days: dict[str, date] = {}  # the same few days stand in a plan again and again

    def read(raw: Any, path: Path) -> date | None:
        if type(raw) is not str:
            found.wrong(raw, path, why_not("a date (YYYY-MM-DD)", raw))
            return None
        if raw in days:
            return days[raw]
        if kind.may_be_empty and not raw:
            return None
        day = to_day(raw)
        if day is None:
            found.wrong(raw, path, f"{shown(raw)} is no date; write a day there is as YYYY-MM-DD")
        else:
            days[raw] = day
        return day

    return read


def number_reader(kind: grammar.Number, found: Found) -> Read:
    """An exact number in its range."""
    wanted = "a whole number" if kind.whole else "a number"

    def read(raw: Any, path: Path) -> Any:
        if type(raw) is not Numeral:
            found.wrong(raw, path, why_not(wanted, raw))
            return None
        number = to_decimal(raw)
        if number is None:
            found.wrong(raw, path, _TOO_MANY_DIGITS)
        elif kind.whole and number != number.to_integral_value():
            found.wrong(raw, path, f"{raw} is not a whole number")
        elif kind.least is not None and number < kind.least:
            found.wrong(raw, path, f"{shown(raw)} is less than {kind.least}")
        elif kind.most is not None and number > kind.most:
            found.wrong(raw, path, f"{shown(raw)} is more than {kind.most}")
        else:
            return int(number) if kind.whole else number
        return None

    return read


def word_reader(kind: grammar.Word, found: Found) -> Read:
    """One of a few words."""
    options = frozenset(kind.options)
    nearest = Nearest(kind.options)
    wanted = f"one of {', '.join(kind.options)}" if len(kind.options) < 10 else "a code of a check"

    def read(raw: Any, path: Path) -> str | None:
        if type(raw) is not str:
            found.wrong(raw, path, why_not(wanted, raw))
        elif raw not in options:
            found.wrong(raw, path, f"{shown(raw)} is not {wanted}", nearest.to(raw))
        else:
            return raw
        return None

    return read


def constant_reader(kind: grammar.Constant, found: Found) -> Read:
    """The one number there may be."""

    def read(raw: Any, path: Path) -> int | None:
        if type(raw) is not Numeral:
            found.wrong(raw, path, why_not("a number", raw))
        elif to_decimal(raw) != kind.value:
            found.wrong(raw, path, f"{shown(raw)} is not known here; this Accord reads {kind.value}")
        else:
            return kind.value
        return None

    return read


def why_not(wanted: str, raw: Any) -> str:
    """Say what stands there instead of what is wanted, and how to mend it."""
    match raw:
        case None:
            return f"is empty where {wanted} is wanted"
        case bool():
            hint = "; put it in quotes" if wanted in ("text", "an id") else ""
            return f"is {str(raw).lower()} where {wanted} is wanted{hint}"
        case Numeral():
            hint = "; put it in quotes" if wanted in ("text", "an id") else ""
            return f"is a number where {wanted} is wanted{hint}"
        case str():
            hint = "; take it out of its quotes" if wanted.endswith("number") and is_numeral(raw) else ""
            return f"is text where {wanted} is wanted{hint}"
        case list():
            return f"is a list where {wanted} is wanted"
    return f"is a mapping where {wanted} is wanted" if raw is not BROKEN else ""
