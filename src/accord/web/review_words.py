"""What reviews say of numbers, in words: how much is left, how sure people are, and which period it was."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.domain.reviewing import Document, Left, Result
from accord.domain.updating import Shared
from accord.web.formatting import day, month_name, number
from accord.web.manner import Manner, manner
from accord.web.quantities import NO_BREAK, band, bare, quantity
from accord.web.states import CONFIDENCE

AT_MOST = 4096  # sentences that are kept


def review_name(document: Document) -> str:
    """'November review'; of a team that reviews more than once a month 'Review until Fri 20 Nov'."""
    return period_name(document.month, document.due, is_of_days=document.is_of_days)


def period_name(of_month: date, due: date, *, is_of_days: bool) -> str:
    """The same of a review that is not written yet."""
    if is_of_days:
        return _("Review until %(day)s") % {"day": day(due)}
    return _("%(month)s review") % {"month": month_name(of_month)}


def to_go(left: str, amount: Decimal | None, unit: str | None) -> str:
    """'8 points to go', '71 tickets a week to go', 'Reached'."""
    if left == Left.TO_GO and amount is not None:
        return _("%(amount)s to go") % {"amount": distance(amount, unit)}
    if left == Left.OUTSIDE and amount is not None:
        return _("%(amount)s outside the band") % {"amount": distance(amount, unit)}
    return {
        Left.REACHED: _("Reached"),
        Left.INSIDE: _("Inside the band"),
        Left.NOT_YET: _("Not reached yet"),
    }.get(Left(left), _("Not known"))


def gap_left(line: Result) -> str:
    """'Gap: 8 points to go', 'Reached'."""
    return _gap_left(manner(), line.left, line.gap, str(line.gap), line.unit)


@lru_cache(maxsize=AT_MOST)
def _gap_left(_manner: Manner, left: str, amount: Decimal | None, _written: str, unit: str | None) -> str:
    """The amount is given as it is written, too: 5 and 5.0 are equal, and read differently."""
    said = to_go(left, amount, unit)
    return said if amount is None else _("Gap: %(gap)s") % {"gap": said}


def distance(amount: Decimal, unit: str | None) -> str:
    """How far apart two values are: '8 points' between two percentages."""
    if unit == "%":
        points = ngettext("point", "points", 1 if amount == 1 else 2)
        return f"{number(amount)}{NO_BREAK}{points}"
    return quantity(amount, unit)


def value_of(line: Result | Shared) -> str:
    """A value with its unit; of a milestone whether it is reached."""
    if line.kind == "milestone":
        return _("Reached") if line.left == Left.REACHED else _("Not yet")
    return _("No value yet") if line.value is None else quantity(line.value, line.unit)


def target_of(line: Result) -> str:
    """'80%', '95% or more', a milestone's day."""
    if line.hold:
        return band(line.hold, line.unit)
    if line.kind == "milestone":
        return day(line.day, year=True) if line.day else ""
    return "" if line.target is None else bare(line.target, line.unit)


def confidence_word(line: Result | Shared) -> str:
    """'Likely'; nothing where nobody has said so."""
    return CONFIDENCE[line.word].word if line.word else ""


def told_of(line: Shared) -> str:
    """A result in one line, as another team is told it: '1.3 at 16%, 8 points to go, unlikely'."""
    if line.ended:
        return _("closed as met") if line.ended == "met" else _("closed as not met")
    parts = [_("at %(value)s") % {"value": value_of(line)} if line.value is not None else value_of(line).lower()]
    if line.value is not None and line.kind != "milestone":
        parts.append(to_go(line.left, line.gap, line.unit).lower() if line.gap is None else _gap(line))
    return ", ".join([*parts, *filter(None, [confidence_word(line).lower()])])


def _gap(line: Shared) -> str:
    return to_go(line.left, line.gap, line.unit)


FILTERS = (review_name, period_name, to_go, gap_left, distance, value_of, target_of, confidence_word, told_of)
