"""Cycles inside cycles: which one is meant, what comes next, and what may lie where."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain import cycles
from accord.domain.cycles import Misplaced, Span, State

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@dataclass(frozen=True)
class Cycle:
    id: int
    start: date
    end: date
    closed_at: object | None = None
    parent: int | None = None


YEAR = Cycle(1, date(2026, 1, 1), date(2026, 12, 31))
Q3 = Cycle(2, date(2026, 7, 1), date(2026, 9, 30), parent=1)
Q4 = Cycle(3, date(2026, 10, 1), date(2026, 12, 31), parent=1)
NEXT = Cycle(4, date(2027, 1, 1), date(2027, 3, 31))
NEXT_YEAR = Cycle(5, date(2027, 1, 1), date(2027, 12, 31))
CLOSED = Cycle(3, date(2026, 10, 1), date(2026, 12, 31), closed_at="then", parent=1)


@pytest.mark.parametrize(
    ("case", "among", "today", "expected"),
    [
        ("the quarter, not the year around it", [YEAR, Q3, Q4], date(2026, 11, 1), Q4),
        ("the year, between its parts", [YEAR, Q3], date(2026, 11, 1), YEAR),
        ("the year, once its quarter is closed", [YEAR, CLOSED], date(2026, 11, 1), YEAR),
        ("the next, where none runs", [Q3, NEXT], date(2026, 11, 1), NEXT),
        ("the next quarter before its year", [NEXT_YEAR, NEXT, Q3], date(2026, 11, 1), NEXT),
        ("the last, where none runs or comes", [YEAR, Q3, Q4], date(2028, 1, 1), Q4),
        ("none, where there is none", [], date(2026, 11, 1), None),
    ],
)
def test_who_names_no_cycle_means_the_innermost_that_runs(
    case: str, among: list[Cycle], today: date, expected: Cycle | None
) -> None:
    assert cycles.usual(among, today) == expected, case


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 30), State.PLANNED),
        (date(2026, 10, 1), State.RUNNING),
        (date(2026, 12, 31), State.RUNNING),
        (date(2027, 1, 1), State.OVER),
    ],
)
def test_a_cycle_runs_from_its_first_day_to_its_last(day: date, expected: State) -> None:
    assert cycles.state(Q4, day) is expected
    assert cycles.state(CLOSED, day) is State.CLOSED


@pytest.mark.parametrize(
    ("id_", "name", "start", "end", "expected"),
    [
        ("2026-q4", "Q4 2026", "2026-10-01", "2026-12-31", ("2027-q1", "Q1 2027", "2027-01-01", "2027-03-31")),
        ("2026-q1", "Q1 2026", "2026-01-01", "2026-03-31", ("2026-q2", "Q2 2026", "2026-04-01", "2026-06-30")),
        ("2026", "2026", "2026-01-01", "2026-12-31", ("2027", "2027", "2027-01-01", "2027-12-31")),
        ("h2-2026", "H2 2026", "2026-07-01", "2026-12-31", ("h1-2027", "H1 2027", "2027-01-01", "2027-06-30")),
        ("feb-2027", "", "2027-02-01", "2027-02-28", ("", "", "2027-03-01", "2027-03-31")),
        ("sprint", "Autumn", "2026-09-07", "2026-10-18", ("", "", "2026-10-19", "2026-11-29")),
    ],
)
def test_the_next_cycle_is_as_long_and_called_as_one_expects(
    id_: str, name: str, start: str, end: str, expected: tuple[str, str, str, str]
) -> None:
    found = cycles.following(id_, name, date.fromisoformat(start), date.fromisoformat(end))

    assert found
    assert (found.id, found.name, found.start.isoformat(), found.end.isoformat()) == expected


@pytest.mark.parametrize("start", ["0001-01-01", "6000-01-01", "9998-01-01", "9999-12-31"])
def test_nothing_follows_what_lasts_until_the_end_of_all_days(start: str) -> None:
    assert cycles.following("for-ever", "For ever", date.fromisoformat(start), date.max) is None


@given(start=DAYS, length=st.integers(0, 800))
def test_cycles_that_follow_each_other_leave_no_day_out_and_none_twice(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = cycles.following("", "", start, end)

    assert found
    assert found.start == end + timedelta(days=1)
    assert found.end >= found.start


def span(id_: str, start: str, end: str, parent: str | None = None) -> Span:
    return Span(id_, date.fromisoformat(start), date.fromisoformat(end), parent)


def test_a_part_lies_within_its_whole_whichever_of_the_two_moves() -> None:
    year, quarter = span("2026", "2026-01-01", "2026-12-31"), span("q4", "2026-10-01", "2026-12-31", "2026")

    assert cycles.misplaced(quarter, [year]) == []
    assert cycles.misplaced(span("q4", "2025-12-01", "2027-01-02", "2026"), [year]) == [
        Misplaced("start", "outside", "2026"),
        Misplaced("end", "outside", "2026"),
    ]
    assert cycles.misplaced(span("2026", "2026-11-01", "2026-12-30"), [quarter]) == [
        Misplaced("start", "too-small", "q4"),
        Misplaced("end", "too-small", "q4"),
    ]


def test_no_cycle_lies_within_itself_however_far_round() -> None:
    year, half = span("2026", "2026-01-01", "2026-12-31", "h2"), span("h2", "2026-07-01", "2026-12-31", "2026")

    assert cycles.misplaced(year, [half]) == [Misplaced("parent", "inside-itself", "h2")]
    assert cycles.misplaced(span("q", "2026-01-01", "2026-02-01", "q"), []) == [
        Misplaced("parent", "inside-itself", "q")
    ]


def test_cycles_of_one_level_that_share_days_are_named_and_others_are_not() -> None:
    q4 = span("q4", "2026-10-01", "2026-12-31", "2026")
    others = [
        span("2026", "2026-01-01", "2026-12-31"),
        span("q3", "2026-07-01", "2026-10-01", "2026"),
        span("q1", "2027-01-01", "2027-03-31", "2026"),
        q4,
    ]

    assert [each.id for each in cycles.beside(q4, others)] == ["q3"]


def test_cycles_are_listed_with_their_parts_below_them() -> None:
    found = cycles.nested([NEXT, Q4, Q3, YEAR], id_of=lambda each: each.id, parent_of=lambda each: each.parent)

    assert [(each.cycle.id, each.depth) for each in found] == [(4, 0), (1, 0), (3, 1), (2, 1)]
