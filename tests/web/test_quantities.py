"""Numbers with their units, as people write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.plan import Hold
from accord.web import quantities
from accord.web.written_quantities import read_quantity


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("16", "%", "16%"),
        ("1.4", "€ million", "€1.4 million"),
        ("1200", "€", "€1,200"),
        ("131", "tickets a week", "131\N{NO-BREAK SPACE}tickets a week"),
        ("0.05", None, "0.05"),
        ("325", "minutes", "5 h 25"),
        ("120", "minutes", "2 h"),
        ("59", "minutes", "59\N{NO-BREAK SPACE}minutes"),
        ("90.5", "minutes", "90.5\N{NO-BREAK SPACE}minutes"),
        ("-90", "minutes", "-90\N{NO-BREAK SPACE}minutes"),
        ("5.5", "hours", "5 h 30"),
        ("5", "hours", "5\N{NO-BREAK SPACE}hours"),
        ("325", "minutes a call", "325\N{NO-BREAK SPACE}minutes a call"),
    ],
)
def test_a_quantity_reads_as_it_is_said(value: str, unit: str | None, words: str) -> None:
    assert quantities.quantity(Decimal(value), unit) == words


@given(st.decimals(0, 59_999, places=2), st.sampled_from(["minutes", "hours"]))
def test_what_a_duration_reads_as_is_understood_when_it_is_typed(value: Decimal, unit: str) -> None:
    assert read_quantity(quantities.quantity(value, unit), unit) == value


def test_a_way_between_two_durations_is_told_as_people_say_it() -> None:
    assert quantities.from_to(Decimal(560), Decimal(120), "minutes") == "9 h 20 → 2 h"
    assert quantities.bare(Decimal(325), "minutes") == "5 h 25"


def test_numbers_follow_the_readers_format() -> None:
    with translation.override("en-de"):
        assert quantities.quantity(Decimal("1234.5"), "%") == "1.234,5%"


@pytest.mark.parametrize(
    ("hold", "words"),
    [
        (Hold(at_least=Decimal(95)), "95% or more"),
        (Hold(at_most=Decimal(99)), "99% or less"),
        (Hold(Decimal(95), Decimal(99)), "95% to 99%"),
    ],
)
def test_a_band_says_its_limits(hold: Hold, words: str) -> None:
    assert quantities.band(hold, "%") == words


@pytest.mark.parametrize(("key", "short"), [("sup-1.3", "sup-1.3"), ("twelve-signs", "twelve-signs"), ("a" * 13, "")])
def test_an_id_of_up_to_twelve_characters_is_a_code(key: str, short: str) -> None:
    assert quantities.code(key) == short


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("One line only", "One line only", ""),
        ("It fell to 1.5 points. Then it rose.", "It fell to 1.5 points.", "Then it rose."),
        ("Why? Because.", "Why?", "Because."),
        ("A title\n\nand more", "A title", "and more"),
    ],
)
def test_a_text_opens_with_its_first_sentence(text: str, first: str, rest: str) -> None:
    assert quantities.opening(text) == (first, rest)


@pytest.mark.parametrize(("count", "words"), [(1, "1 day"), (10, "10 days"), (7, "1 week"), (28, "4 weeks")])
def test_days_are_told_in_weeks_where_they_are_whole(count: int, words: str) -> None:
    assert quantities.days(count) == words


def test_a_fraction_is_told_with_two_places_at_most() -> None:
    assert (quantities.about(Fraction(1, 3)), quantities.about(Fraction(4))) == (Decimal("0.33"), Decimal(4))
