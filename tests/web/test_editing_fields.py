"""What stands in a form is read again as the value it came from, however the reader writes dates and numbers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accord.web import formatting
from accord.web.editing.fields import Band, Day, Field, Lines, Number, Pick, Picks, Rows, Text, Unreadable

FORMATS = st.sampled_from(formatting.FORMATS)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


class ById:
    """A registry in which everything is called by its id."""

    def called(self, kind: str, identifier: str) -> str:
        return f"{kind} {identifier}"

    def find(self, kind: str, text: str) -> str:
        if not text.startswith(kind):
            raise LookupError(f"Nothing is called ‘{text}’.")
        return text.removeprefix(f"{kind} ")


def again(field: Field, value: Any, code: str = "en-GB") -> Any:
    with translation.override(code):
        return field.read(field.shown(value, ById()), ById())


@given(NUMBERS, FORMATS)
def test_a_number_is_read_as_it_is_written_in_every_format(value: Decimal, code: str) -> None:
    assert again(Number("target", "To"), value, code) == value


@given(st.lists(WORDS, unique=True, max_size=4), WORDS, DAYS, NUMBERS, NUMBERS, FORMATS)
def test_every_other_value_comes_back_too(
    ids: list[str], word: str, day: date, one: Decimal, other: Decimal, code: str
) -> None:
    least, most = sorted((one, other))
    assert again(Pick("metric", "Metric", kind="metric"), word) == word
    assert again(Picks("terms", "Terms", kind="metric"), ids) == ids
    assert again(Lines("aliases", "Other names"), ids) == ids
    assert again(Day("due", "By"), day) == day
    assert again(Text("title", "Title"), word) == word
    assert again(Band("hold", "Within"), {"at_least": least, "at_most": most}, code) == {
        "at_least": least,
        "at_most": most,
    }
    path = Rows("path", "Path", columns=(Day("date", "On"), Number("value", "At")))
    assert again(path, [{"date": day, "value": one}], code) == [{"date": day, "value": one}]


@pytest.mark.parametrize(
    "empty", [Number("n", ""), Day("n", ""), Text("n", ""), Pick("n", "", kind="team"), Band("n", "")]
)
def test_nothing_typed_is_nothing_said(empty: Field) -> None:
    assert again(empty, None) is None


@pytest.mark.parametrize("typed", ["about 4", "1e5", "NaN", "Infinity", "4 or 5", "1,5", "--3", "٣x", "0x10", "4%%"])
def test_what_is_no_number_is_refused_with_how_to_mend_it(typed: str) -> None:
    with translation.override("en-GB"), pytest.raises(Unreadable) as refused:
        Number("share", "By how much").read({"share": [typed]}, ById())
    assert (refused.value.name, refused.value.sentence) == ("share", "Write a number, such as 4 or 1,234.5.")


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30", "18/12/2026", "2026", "0026-12-18", "9999-12-31"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        Day("by", "By").read({"by": [typed]}, ById())


def test_a_row_half_written_says_which_cell_is_missing() -> None:
    duties = Rows("duties", "Duties", columns=(Pick("team", "Team", kind="team", required=True), Text("does", "Does")))
    with pytest.raises(Unreadable) as refused:
        duties.read({"duties-team": [""], "duties-does": ["Samples tickets"]}, ById())
    assert refused.value.name == "duties-team"


def test_what_is_named_twice_is_refused() -> None:
    with pytest.raises(Unreadable, match="twice"):
        Picks("terms", "Terms", kind="metric").read({"terms": ["metric churn", "", "metric churn"]}, ById())


def test_limits_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Unreadable):
        Band("hold", "Within").read({"hold-at_least": ["5"], "hold-at_most": ["4"]}, ById())
