"""Numbers as people type them, with their unit or without."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.web.quantities import quantity
from accord.web.written_quantities import read_quantity

UNITS = [None, "%", "minutes", "hours", "days", "tickets a week", "€", "€ million", "people"]


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("16", "%", "16"),
        ("16%", "%", "16"),
        ("70 %", "%", "70"),
        ("1,234.5", None, "1234.5"),
        ("131 tickets a week", "tickets a week", "131"),
        ("131", "tickets a week", "131"),
        ("€1.4 million", "€ million", "1.4"),
        ("1.4", "€ million", "1.4"),
        ("-€3", "€", "-3"),
        ("5:25", "minutes", "325"),
        ("5 h 25", "minutes", "325"),
        ("5h25", "minutes", "325"),
        ("5 h 25 min", "minutes", "325"),
        ("2 h", "minutes", "120"),
        ("325", "minutes", "325"),
        ("325 minutes", "minutes", "325"),
        ("5:30", "hours", "5.5"),
        ("5 h", "hours", "5"),
        ("5:25", "hours", "5.416667"),
        ("0:20", "h", "0.333333"),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, unit: str | None, value: str) -> None:
    assert read_quantity(typed, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("", "%"), ("many", None), ("16%", "days"), ("5:25", "days"), ("5:75", "minutes"), ("1,5", None), ("3 or 4", "%")],
)
def test_what_is_no_number_of_this_unit_is_refused(typed: str, unit: str | None) -> None:
    with pytest.raises(ValueError):
        read_quantity(typed, unit)


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(UNITS))
def test_what_accord_writes_is_read_again(value: Decimal, unit: str | None) -> None:
    assert read_quantity(quantity(value, unit), unit) == value


@given(st.text(max_size=20), st.sampled_from(UNITS))
def test_anything_typed_is_a_number_or_refused(typed: str, unit: str | None) -> None:
    with contextlib.suppress(ValueError):
        assert read_quantity(typed, unit).is_finite()
