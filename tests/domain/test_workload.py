"""Days asked for: laid right before their dates, none lost, none on a day that nobody works."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.workload import Work, days_of, monday_of, weeks

START, END = date(2026, 10, 1), date(2026, 12, 31)
WEEK = timedelta(days=7)

DAYS = st.dates(START + 6 * WEEK, END)
WORK = st.builds(
    Work,
    team=st.sampled_from(["data", "support", "product"]),
    title=st.sampled_from("abc"),
    due=DAYS,
    days=st.decimals(0, 20, places=1),
)
HOLIDAYS = st.frozensets(DAYS, max_size=5)


def test_work_takes_the_working_days_right_before_its_date() -> None:
    work = Work("data", "Count", due=date(2026, 11, 30), days=Decimal("2.5"))

    assert list(days_of(work)) == [
        (date(2026, 11, 30), 1),
        (date(2026, 11, 27), 1),
        (date(2026, 11, 26), Decimal("0.5")),
    ]


def test_a_week_that_three_teams_want_asks_for_more_than_it_has() -> None:
    work = [
        Work("support", "Train", due=date(2026, 12, 2), days=Decimal(3)),
        Work("product", "Size", due=date(2026, 12, 4), days=Decimal(2)),
        Work("data", "Rank", due=date(2026, 12, 4), days=Decimal("1.5")),
    ]

    [week] = weeks(work, start=date(2026, 12, 1), end=date(2026, 12, 4))

    assert week.monday == date(2026, 11, 30)
    assert (week.days, week.capacity, week.over) == (Decimal("6.5"), 5, Decimal("1.5"))
    assert week.by_team == {"support": 3, "product": 2, "data": Decimal("1.5")}
    assert [each.title for each in week.work] == ["Train", "Rank", "Size"]


def test_a_holiday_takes_a_day_from_the_week_and_pushes_work_back() -> None:
    work = Work("data", "Count", due=date(2026, 12, 4), days=Decimal(5))
    holidays = frozenset({date(2026, 12, 1)})

    before, week = weeks([work], start=date(2026, 11, 27), end=date(2026, 12, 4), holidays=holidays)

    assert [before.days, week.days, week.over] == [1, 4, 0]
    assert week.capacity == 4


@given(st.lists(WORK, max_size=8), HOLIDAYS)
def test_no_day_is_lost_and_none_is_asked_for_twice(work: list[Work], holidays: frozenset[date]) -> None:
    found = weeks(work, start=START - 12 * WEEK, end=END, holidays=holidays)

    assert sum(week.days for week in found) == sum(each.days for each in work)


@given(st.lists(WORK, max_size=8), HOLIDAYS)
def test_weeks_follow_one_another_and_hold_what_is_due_in_them(work: list[Work], holidays: frozenset[date]) -> None:
    found = weeks(work, start=START, end=END, holidays=holidays)

    assert [week.monday for week in found] == [monday_of(START) + n * WEEK for n in range(len(found))]
    assert found[-1].monday == monday_of(END)
    for week in found:
        assert all(each.due >= week.monday for each in week.work)


@given(WORK)
def test_work_never_stands_on_a_weekend_nor_after_its_date(work: Work) -> None:
    taken = list(days_of(work))

    assert sum((share for _, share in taken), Decimal(0)) == work.days
    assert all(day <= work.due and day.weekday() < 5 and 0 < share <= 1 for day, share in taken)


@given(st.lists(WORK, max_size=6), st.integers(1, 9))
def test_moving_everything_by_whole_weeks_moves_what_is_asked(work: list[Work], count: int) -> None:
    moved = [Work(each.team, each.title, each.due + count * WEEK, each.days) for each in work]

    here = weeks(work, start=START, end=END)
    there = weeks(moved, start=START + count * WEEK, end=END + count * WEEK)

    assert [week.by_team for week in here] == [week.by_team for week in there]
