"""What the bench says of its measurements, and that the pages it measures are there."""

from collections import defaultdict

import pytest
from django.urls import resolve

from bench.measure import Reading, reading
from bench.pages import PAGES, Page
from bench.report import Table, on_screen
from bench.rows import Row, from_plain


def row(median: float, *, hold: float | None = 5) -> Row:
    return Row("a page", hold, cost=Reading(3, median - 1, median, median + 1), bare=Reading(3, 1, 2, 3), statements=7)


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (row(4.9), "held"),
        (row(5), "held"),
        (row(6.24), "missed by 1.2 ms"),
        (row(6.24, hold=None), ""),
        (Row("a page", 5, problem="answers 404"), "ANSWERS 404"),
    ],
)
def test_a_number_is_held_or_missed_by_so_much_and_a_missing_page_is_loud(measured: Row, verdict: str) -> None:
    assert measured.verdict == verdict


def test_a_reading_tells_the_least_the_middle_and_what_one_in_twenty_exceeds() -> None:
    assert reading([float(number) for number in range(100, 0, -1)]) == Reading(100, 1, 50.5, 96)


def test_a_row_survives_the_way_between_processes() -> None:
    assert from_plain(row(4).as_plain()) == row(4)


def test_the_table_lines_up_and_tells_how_many_times_the_sql_the_page_costs() -> None:
    text = on_screen(Table(1000, "SQLite 3.45", [row(4), row(123.4)]))

    assert text.splitlines()[0] == "1,000 objectives × 4 key results, SQLite 3.45"
    assert text.splitlines()[2].split() == ["a", "page", "4.0", "3.0", "5.0", "5", "held", "7", "2.0", "2.0"]
    assert "missed by 118.4 ms" in text


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_measured_page_has_a_view(page: Page) -> None:
    address = page.address.format_map(defaultdict(lambda: "x"))

    assert resolve(address.partition("?")[0]).url_name
