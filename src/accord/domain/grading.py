"""Grades at closing: how much of a key result was reached, 0.0 to 1.0. They are about results, never people."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from accord.domain.scoring import Kind, Score

LEAST, MOST, TENTH = Decimal("0.0"), Decimal("1.0"), Decimal("0.1")
ASPIRED = Decimal("0.7")  # what counts as success where half would have been good


class Outcome(StrEnum):
    """What a grade means for a result of an objective that was committed to, or aspired to."""

    MET = "met"
    SUCCESS = "success"  # aspirational, and most of it was reached
    SHORT = "short"  # aspirational, and less was reached
    MISSED = "missed"  # committed, and not all of it was reached: worth looking back at together


class WrongGrade(ValueError):
    """No grade from 0.0 to 1.0 with one digit after the point."""


def grade(text: str) -> Decimal:
    """The grade that somebody typed, with a point or a comma. Raises WrongGrade."""
    written = text.strip().replace(",", ".")
    digits = written.replace(".", "", 1)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 3):
        raise WrongGrade(text)
    return checked(Decimal(written))


def checked(value: Decimal) -> Decimal:
    """The grade with one digit after the point. Raises WrongGrade."""
    if not (LEAST <= value <= MOST) or value != value.quantize(TENTH):
        raise WrongGrade(str(value))
    return value.quantize(TENTH)


def outcome(value: Decimal, ambition: str) -> Outcome:
    """What a grade means: committed results are expected at 1.0, of aspirational ones 0.7 is a success."""
    if value == MOST:
        return Outcome.MET
    if ambition != "aspirational":
        return Outcome.MISSED
    return Outcome.SUCCESS if value >= ASPIRED else Outcome.SHORT


def suggested(score: Score) -> Decimal | None:
    """The grade that progress suggests: the share of the way; for a band, the share of values inside it.

    Rounded to a tenth, but 1.0 only where it is the whole. Nothing known suggests nothing.
    """
    share = score.inside if score.kind is Kind.HOLD else score.shown
    if share is None:
        return None
    rounded = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(TENTH, ROUND_HALF_UP)
    return min(rounded, MOST - TENTH) if share < Fraction(1) else MOST
