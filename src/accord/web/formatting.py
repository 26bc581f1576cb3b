"""Dates, times and numbers as the reader writes them: in their own format and time zone."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, parse_decimal

from accord.web.manner import DEFAULT, manner

# Ways to write dates and numbers that people can choose, all with English words.
FORMATS = ("en-GB", "en-US", "en-AU", "en-CA", "en-IN", "en-ZA", "en-CH", "en-DE", "en-SE")
_YEAR = re.compile(r"\W*y+$")
# A number as people write it, with or without groups and a percent sign; no exponent, no word.
_NUMBER = re.compile(r"([+\-−]?)\s*(\d[\d.,'’\s]*)%?")

Number = Decimal | int | float


def day(value: date | datetime, *, year: bool = False) -> str:
    """'Fri 20 Nov'; with the year where it is another one, or asked for."""
    local = _local_day(value)
    return _plain(_day_as("yMMMEd" if year or _is_of_another_year(local) else "MMMEd", local, _code()))


def long_day(value: date | datetime) -> str:
    """'Wednesday 25 November', for a sentence that has room; with the year where it is another one."""
    local, pattern = _local_day(value), _locale().date_formats["full"].pattern
    shown = pattern if _is_of_another_year(local) else _YEAR.sub("", pattern)
    return _plain(format_date(local, shown, locale=_locale()))


def short_day(value: date | datetime, *, year: bool | None = None) -> str:
    """'20 Nov'; with the year where it is another one, or asked for; never where days stand in a row (year=False)."""
    local = _local_day(value)
    has_year = _is_of_another_year(local) if year is None else year
    return _day_as("yMMMd" if has_year else "MMMd", local, _code())


def month(value: date) -> str:
    """'November 2026', by any day in it."""
    return format_skeleton("yMMMM", value, locale=_locale())


def month_name(value: date) -> str:
    """'November'."""
    return str(format_date(value, "LLLL", locale=_locale()))


def short_month(value: date) -> str:
    """'Nov', for the head of a column."""
    return str(format_date(value, "LLL", locale=_locale()))


def clock(value: datetime) -> str:
    """'09:40'."""
    return _time_as(_local(value).time().replace(second=0, microsecond=0), _code())


def time_of_day(value: time) -> str:
    """'08:00', of a time that is the reader's already."""
    return _time_as(value.replace(second=0, microsecond=0), _code())


def when(value: date | datetime) -> str:
    """How one would say it: '09:40' today, 'Tue' in the last six days, else 'Fri 20 Nov'."""
    local = _local_day(value)
    past = manner().today - local
    if not past and isinstance(value, datetime):
        return clock(value)
    if timedelta(0) < past < timedelta(days=7):
        return _weekday(local, _code())
    return day(value)


def moment(value: datetime, *, year: bool = False) -> str:
    """A day with its time: 'Tue 17 Nov, 15:58'."""
    return f"{day(value, year=year)}, {clock(value)}"


def grade(value: Decimal) -> str:
    """'0.7': a grade always has its one digit after the point."""
    return _grade(str(value), _code())


def number(value: Number) -> str:
    """'1,234.5': as many places as the number has."""
    return _written(str(value), _code())


def read_number(text: str) -> Decimal:
    """The number that somebody wrote in their own format; what `number` writes is read again.

    Raises ValueError where it is none, or could be two.
    """
    written = _NUMBER.fullmatch(text.strip())
    if not written:
        raise ValueError(text)
    sign, digits = written[1].replace("−", "-"), written[2].strip()
    return parse_decimal(sign + digits, locale=_locale(), strict=True)


def signed(value: Number) -> str:
    """'+4' or '−4'."""
    return f"+{number(value)}" if value > 0 else number(value).replace("-", "−")


def listed(words: Sequence[str]) -> str:
    """'Product, Support and Data'."""
    return format_list(list(words), locale=_locale())


def initials(name: str) -> str:
    """Two letters for a face: 'ML'."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in letters).upper()


def _is_of_another_year(local: date) -> bool:
    return local.year != manner().today.year


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return _local(value).date() if value.tzinfo else value.date()
    return value


def _local(value: datetime) -> datetime:
    """A moment on the reader's clock, which is asked for once a page."""
    return value.astimezone(manner().zone)


def _midday(value: date) -> datetime:
    return datetime(value.year, value.month, value.day, 12)  # noqa: DTZ001 (only its weekday is read)


def _plain(text: str) -> str:
    """Babel's British 'Fri, 20 Nov' without its comma: a date stands inside a sentence."""
    first, comma, rest = text.partition(", ")
    return f"{first} {rest}" if comma and first.isalpha() and rest[:1].isdigit() else text


def _locale() -> Locale:
    return _parsed(_code())


def _code() -> str:
    return manner().code


# Kept: a page has hundreds of days, times and numbers, and most of them again and again. What is kept is told the
# reader's format and a day or time that is the reader's already.


@lru_cache(maxsize=4096)
def _day_as(skeleton: str, local: date, code: str) -> str:
    return format_skeleton(skeleton, local, locale=_parsed(code))


@lru_cache(maxsize=1024)
def _long_day(local: date, code: str) -> str:
    without_year = _YEAR.sub("", _parsed(code).date_formats["full"].pattern)
    return _plain(format_date(local, without_year, locale=_parsed(code)))


@lru_cache(maxsize=64)
def _weekday(local: date, code: str) -> str:
    return format_datetime(_midday(local), "EEE", locale=_parsed(code))


@lru_cache(maxsize=1024)
def _grade(exact: str, code: str) -> str:
    return format_decimal(Decimal(exact), format="0.0", locale=_parsed(code))


@lru_cache(maxsize=4096)
def _time_as(local: time, code: str) -> str:
    return format_time(local, "short", locale=_parsed(code))


@lru_cache(maxsize=4096)
def _written(exact: str, code: str) -> str:
    value = Decimal(exact)
    with localcontext() as exactly:
        exactly.prec = max(exactly.prec, len(value.as_tuple().digits) + abs(value.adjusted()) + 1)
        return format_decimal(value, locale=_parsed(code), decimal_quantization=False)


@lru_cache(maxsize=32)
def _parsed(code: str) -> Locale:
    # A language alone says nothing of dates: plain English is read as British.
    try:
        return Locale.parse(DEFAULT if code == "en" else code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT, sep="-")
