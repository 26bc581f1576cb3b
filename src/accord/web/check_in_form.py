"""The form of a check-in: what was typed, read in its writer's own format, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accord.domain import check_ins as rules
from accord.domain.check_ins import LEVELS, Unfit
from accord.domain.scoring import Confidence
from accord.web.formatting import day as written_day
from accord.web.formatting import read_number
from accord.web.written_quantities import is_time, read_quantity

FIELDS = ("value", "confidence", "tenths", "note", "day", "seen", "seen_day")
LONGEST = 10_000


class Wrong(Exception):
    """What cannot be read: sentences by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says, ready for the service; `seen` is the mark of what stood for the day on the form."""

    value: Decimal
    confidence: Decimal | None
    note: str
    day: date
    seen: str


def typed(post: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """Every field as it was typed. On a page with several such forms in one, each has its prefix."""
    return {name: post.get(prefix + name, "").strip() for name in FIELDS}


def read(form: Mapping[str, str], *, unit: str | None, is_milestone: bool, today: date) -> Said:
    """What a form (as from `typed`) says. Raises Wrong with a sentence for each field that cannot be read."""
    errors: dict[str, str] = {}
    value = _value(form["value"], unit, errors, is_milestone=is_milestone)
    level = confidence(form, errors)
    day = _day(form["day"], today, errors)
    if len(form["note"]) > LONGEST:
        errors["note"] = _("This is longer than 10,000 characters. Say it more shortly.")
    if errors or value is None or day is None:
        raise Wrong(errors)
    seen = form["seen"] if form["seen_day"] == day.isoformat() else ""
    return Said(value, level, form["note"], day, seen)


def confidence(form: Mapping[str, str], errors: dict[str, str]) -> Decimal | None:
    """What was said in tenths, else the level of the word, else nothing: nobody has to say."""
    if form["tenths"]:
        return _tenths(form["tenths"], errors)
    if not form["confidence"]:
        return None
    if form["confidence"] not in list(Confidence):
        errors["confidence"] = _("Choose one of the three words, or none.")
        return None
    return LEVELS[Confidence(form["confidence"])]


def sentence(code: Unfit, *, first: date) -> tuple[str, str]:
    """The field that a refusal by the service is about, and how to mend it."""
    return {
        Unfit.IN_THE_FUTURE: ("day", _("This day is still to come. A check-in is for a day that has been.")),
        Unfit.TOO_EARLY: ("day", _("This is before it began. The first day is %(day)s.") % {"day": written_day(first)}),
        Unfit.NOT_A_NUMBER: ("value", _("Write a number.")),
        Unfit.TOO_LONG: ("value", _("This has too many digits. At most 18 before the point and 12 after it.")),
        Unfit.NOT_A_PERCENTAGE: ("value", _("It is measured by how much is complete: from 0 to 100.")),
        Unfit.NEITHER_REACHED_NOR_NOT: ("value", _("Choose one: reached, or not yet.")),
        Unfit.NOT_A_CONFIDENCE: ("tenths", _("Write a number from 0 to 10.")),
    }[code]


def _value(text: str, unit: str | None, errors: dict[str, str], *, is_milestone: bool) -> Decimal | None:
    if is_milestone:
        if text not in {"0", "1"}:
            errors["value"] = _("Choose one: reached, or not yet.")
        return Decimal(text) if text in {"0", "1"} else None
    if not text:
        errors["value"] = _("Write the value.")
        return None
    try:
        return read_quantity(text, unit)
    except ValueError:
        errors["value"] = _unreadable(unit)
        return None


def _unreadable(unit: str | None) -> str:
    if is_time(unit):
        return _("Write a number of %(unit)s, or hours and minutes such as 5:25.") % {"unit": unit}
    return _("Write a number in the way you have chosen for numbers, without other words.")


def _tenths(text: str, errors: dict[str, str]) -> Decimal | None:
    try:
        level = read_number(text)
    except ValueError:
        level = Decimal(-1)
    if not rules.LOWEST <= level <= rules.HIGHEST:
        errors["tenths"] = _("Write a number from 0 to 10.")
        return None
    return level


def _day(text: str, today: date, errors: dict[str, str]) -> date | None:
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors["day"] = _("Write a day such as 2026-12-18: year, month, day.")
        return None
