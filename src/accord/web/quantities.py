"""Numbers with their units, shares and codes, as people write them."""

import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.domain.plan import Hold
from accord.domain.scoring import whole_percent
from accord.web.formatting import day, number

NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_CODE = 12
MOST_HOURS = 1000
# Units that are nothing but time; of "minutes a call" a reader would miss the call.
MINUTES_IN = {"min": 1, "minute": 1, "minutes": 1, "hour": 60, "hours": 60}


def quantity(value: Decimal, unit: str | None) -> str:
    """'16%', '€1.4 million', '131 tickets a week', and of hours or minutes '5 h 25'."""
    written = _duration(value, unit)
    if written:
        return written
    written = number(value)
    if not unit:
        return written
    if unit == "%":
        return f"{written}%"
    if unicodedata.category(unit[0]) == "Sc":
        return f"{unit[0]}{written}{unit[1:]}"
    return f"{written}{NO_BREAK}{unit}"


def bare(value: Decimal, unit: str | None) -> str:
    """A number where its unit is told beside it: only the sign of a percentage stays, and hours with their minutes."""
    return _duration(value, unit) or quantity(value, unit if unit == "%" else None)


def in_field(value: Decimal, unit: str | None) -> str:
    """A number as one types it into a field that has its unit beside it."""
    return _duration(value, unit) or number(value)


def from_to(start: Decimal, target: Decimal, unit: str | None) -> str:
    """'18% → 8%', '560 → 120 minutes'."""
    return f"{bare(start, unit)} → {quantity(target, unit)}"


def band(hold: Hold, unit: str | None) -> str:
    """'95% or more', '95% to 99%'."""
    if hold.at_most is None:
        return _("%(least)s or more") % {"least": quantity(hold.at_least or Decimal(0), unit)}
    if hold.at_least is None:
        return _("%(most)s or less") % {"most": quantity(hold.at_most, unit)}
    return _("%(least)s to %(most)s") % {"least": bare(hold.at_least, unit), "most": quantity(hold.at_most, unit)}


def percent(share: Fraction) -> int:
    """A share in whole hundredths; 100 only of the whole."""
    return whole_percent(share)


def about(share: Fraction) -> Decimal:
    """An exact fraction with at most two places, for reading."""
    return Decimal(round(share * 100)) / 100


def code(key: str) -> str:
    """What a key result or an objective is called in short: its id, if that is short; else its title carries it."""
    return key if len(key) <= LONGEST_CODE else ""


def opening(text: str) -> tuple[str, str]:
    """The first sentence, and what follows it."""
    for place, letter in enumerate(text):
        if letter in ".!?" and text[place + 1 : place + 2].isspace() and place > 1:
            return text[: place + 1], text[place + 1 :].strip()
        if letter == "\n":
            return text[:place].strip(), text[place:].strip()
    return text, ""


def days(count: int) -> str:
    """'2 weeks', '10 days'."""
    if count and count % 7 == 0:
        return ngettext("%(num)s week", "%(num)s weeks", count // 7) % {"num": number(count // 7)}
    return ngettext("%(num)s day", "%(num)s days", count) % {"num": number(count)}


def day_of(written: str) -> str:
    """A day as a revision holds it, for reading: 'Fri 18 Dec'."""
    return day(date.fromisoformat(written))


def read_back(typed: str) -> str:
    """The day that stands in a field, as the reader writes days; nothing where it is none."""
    try:
        return day_of(typed)
    except ValueError:
        return ""


def _duration(value: Decimal, unit: str | None) -> str:
    """An hour and more, where hours and minutes say it exactly; so two numbers never read alike."""
    minutes = value * MINUTES_IN.get((unit or "").casefold(), 0)
    if not 60 <= minutes < 60 * MOST_HOURS or minutes != minutes.to_integral_value():
        return ""
    hours, rest = divmod(int(minutes), 60)
    if rest:
        return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02}"}
    return "" if hours == value else _("%(hours)s h") % {"hours": hours}  # whole hours are as people write them


FILTERS = (quantity, bare, in_field, from_to, band, percent, about, code, opening, days, day_of, read_back)
