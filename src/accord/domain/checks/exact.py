"""Sums and differences without rounding: a plan's numbers have up to thirty digits."""

from collections.abc import Iterable
from decimal import Context, Decimal

_EXACT = Context(prec=200)


def total(numbers: Iterable[Decimal]) -> Decimal:
    """All numbers together."""
    found = Decimal(0)
    for number in numbers:
        found = _EXACT.add(found, number)
    return found


def difference(one: Decimal, other: Decimal) -> Decimal:
    """What is left of a number without another."""
    return _EXACT.subtract(one, other)


def distance(one: Decimal, other: Decimal) -> Decimal:
    """How far two numbers are apart."""
    return _EXACT.abs(_EXACT.subtract(one, other))
