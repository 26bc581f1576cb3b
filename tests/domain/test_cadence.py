"""When reviews are due: against a reckoning day by day and minute by minute, and by laws over what teams choose."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accord.domain.cadence import (
    LAST,
    LONGEST,
    Cadence,
    Calendar,
    Chosen,
    Due,
    Kind,
    ReviewWeek,
    beginning,
    due_days,
    in_force,
    moment,
    next_due,
    period_of,
    reviews,
)

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
START, END = date(2006, 10, 1), date(2026, 12, 31)  # with the day that Apia left out, and Newfoundland's minute past
ALL_DAYS = [START + number * DAY for number in range((END - START).days + 1)]
HOLIDAYS = frozenset(
    date(year, month, day)
    for year in range(2006, 2028)
    for month, day in ((1, 1), (4, 30), (5, 1), (10, 31), (12, 24), (12, 25), (12, 26), (12, 30), (12, 31))
)
ZONES = [
    "Africa/Casablanca", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/St_Johns",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia",
    "Pacific/Chatham", "UTC",
]  # fmt: skip
MONTHS = {month: list(days_of) for month, days_of in groupby(ALL_DAYS, key=lambda day: (day.year, day.month))}
PLAIN = Calendar(holidays=HOLIDAYS)


def monday_count(day: date) -> int:
    """Weeks since the first Monday there ever was."""
    return (day.toordinal() - 1) // 7


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def rest_of_month(day: date) -> list[date]:
    return [day + number * DAY for number in range(1, 32) if (day + number * DAY).month == day.month]


@cache
def is_last_working(day: date) -> bool:
    return is_working(day) and not any(map(is_working, rest_of_month(day)))


# What each cadence means, said of one day without looking at another.
MEANINGS: list[tuple[Cadence, Callable[[date], bool]]] = [
    (Cadence(), is_last_working),
    *((Cadence(Kind.WEEKLY, weekday=n, at=time(2, 30)), lambda day, n=n: day.weekday() == n) for n in range(7)),
    (
        Cadence(Kind.FORTNIGHTLY, weekday=4, anchor=date(2026, 11, 17), at=time(23, 30)),
        lambda day: day.weekday() == 4 and monday_count(day) % 2 == monday_count(date(2026, 11, 17)) % 2,
    ),
    *((Cadence(Kind.DATE, day=n, at=time(0, 0)), lambda day, n=n: day.day == n) for n in (1, 15, 28)),
    *(
        (Cadence(Kind.DATE, day=n, at=time(0, 30)), lambda day, n=n: min(n, day.day) == day.day and not any(
            each.day <= n for each in rest_of_month(day)))
        for n in (29, 30, 31)
    ),
    *(
        (Cadence(Kind.WEEKDAY, weekday=6, nth=n, at=time(2, 0)),
         lambda day, n=n: day.weekday() == 6 and 7 * n - 7 < day.day <= 7 * n)
        for n in (1, 2, 3, 4)
    ),
    (
        Cadence(Kind.WEEKDAY, weekday=6, nth=LAST, at=time(1, 30)),
        lambda day: day.weekday() == 6 and (day + 7 * DAY).month != day.month,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cadence", "means"), MEANINGS, ids=lambda each: getattr(each, "kind", ""))
def test_over_twenty_years_exactly_the_days_that_are_meant_are_due(
    cadence: Cadence, means: Callable[[date], bool]
) -> None:
    assert list(due_days(cadence, START, END, PLAIN)) == [day for day in ALL_DAYS if means(day)]


def shown(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute in which a zone's clocks have come to a time, counted where clocks are turned nearby."""
    wanted = datetime.combine(day, at, tzinfo=UTC)
    offsets = [(wanted + days * DAY).astimezone(zone).utcoffset() or timedelta() for days in (-2, 0, 2)]
    minute = wanted - max(offsets)  # before it, every clock shows less
    while len(set(offsets)) > 1 and minute.astimezone(zone).replace(tzinfo=UTC) < wanted:
        minute += MINUTE
    return minute


@pytest.mark.parametrize("name", ZONES)
def test_over_twenty_years_each_is_due_when_clocks_have_come_to_its_time(name: str) -> None:
    zone = ZoneInfo(name)
    for at in (time(0, 0), time(2, 30)):
        assert [moment(day, at, zone) for day in ALL_DAYS] == [shown(day, at, zone) for day in ALL_DAYS]


@pytest.mark.parametrize(
    ("zone", "day", "at", "due"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00Z"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30Z"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 0), "2018-11-04T03:00Z"),
        ("Pacific/Apia", date(2011, 12, 30), time(10), "2011-12-30T10:00Z"),
        ("Asia/Kathmandu", date(2028, 2, 29), time(10), "2028-02-29T04:15Z"),
    ],
)
def test_a_time_left_out_is_the_next_there_is_and_one_shown_twice_is_the_first(
    zone: str, day: date, at: time, due: str
) -> None:
    assert moment(day, at, ZoneInfo(zone)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("case", "cadence", "start", "due"),
    [
        ("the 31st is the 29th in a leap year", Cadence(Kind.DATE, day=31), date(2028, 2, 1), date(2028, 2, 29)),
        ("and the 28th in another", Cadence(Kind.DATE, day=29), date(2027, 2, 1), date(2027, 2, 28)),
        ("holidays move the year's last working day", Cadence(), date(2026, 12, 1), date(2026, 12, 29)),
        ("a week over the year's end", Cadence(Kind.WEEKLY, weekday=4), date(2026, 12, 26), date(2027, 1, 1)),
        (
            "a fortnight over it",
            Cadence(Kind.FORTNIGHTLY, weekday=0, anchor=date(2026, 12, 23)),
            date(2026, 12, 22),
            date(2027, 1, 4),
        ),
    ],
)
def test_short_months_and_year_ends(case: str, cadence: Cadence, start: date, due: date) -> None:
    assert next(due_days(cadence, start, start + LONGEST, PLAIN)) == due, case


def in_week(week: ReviewWeek) -> Calendar:
    return Calendar(holidays=HOLIDAYS, review_weeks=[(START, week)])


@pytest.mark.parametrize(
    ("week", "cadence", "month", "due"),
    [
        (ReviewWeek.FIRST_FULL, Cadence(), date(2026, 11, 1), date(2026, 11, 6)),
        (ReviewWeek.FIRST_FULL, Cadence(Kind.WEEKDAY, weekday=1, nth=3), date(2026, 11, 1), date(2026, 11, 3)),
        (ReviewWeek.LAST_WORKING, Cadence(Kind.WEEKDAY, weekday=0), date(2026, 11, 1), date(2026, 11, 30)),
        # 30 November is a Monday: Tuesday of that week is in December.
        (ReviewWeek.LAST_WORKING, Cadence(Kind.WEEKDAY, weekday=1), date(2026, 11, 1), date(2026, 11, 30)),
        (ReviewWeek.LAST_WORKING, Cadence(Kind.DATE, day=3), date(2026, 12, 1), date(2026, 12, 29)),
    ],
)
def test_a_review_week_holds_every_monthly_review(week: ReviewWeek, cadence: Cadence, month: date, due: date) -> None:
    (found,) = due_days(cadence, month, month + 29 * DAY, in_week(week))

    assert found == due


@pytest.mark.parametrize("week", ReviewWeek)
def test_the_reviews_of_twenty_years_lie_in_their_months_week(week: ReviewWeek) -> None:
    """The week is found day by day: a Monday whose Friday is in the month, or the week of the last working day."""
    for number in (0, 3):
        due = list(due_days(Cadence(Kind.WEEKDAY, weekday=number), START, END, in_week(week)))

        assert [(day.year, day.month) for day in due] == list(MONTHS)
        for day in due:
            month = MONTHS[day.year, day.month]
            if week is ReviewWeek.FIRST_FULL:
                assert monday_count(day) == monday_count(next(each for each in month if each.weekday() == 0))
                assert day.weekday() == number
            else:
                last = next(each for each in month if is_last_working(each))
                assert monday_count(day) == monday_count(last)
                assert day.weekday() == number or day == last


def test_weekly_reviews_know_no_review_week() -> None:
    weekly = Cadence(Kind.WEEKLY, weekday=2)

    assert list(due_days(weekly, START, END, in_week(ReviewWeek.FIRST_FULL))) == list(
        due_days(weekly, START, END, PLAIN)
    )


def test_a_review_week_counts_from_its_month_on() -> None:
    calendar = Calendar(review_weeks=[(date(2026, 12, 1), ReviewWeek.FIRST_FULL), (date(2027, 2, 1), None)])

    found = list(due_days(Cadence(), date(2026, 11, 1), date(2027, 2, 28), calendar))

    assert found == [date(2026, 11, 30), date(2026, 12, 11), date(2027, 1, 8), date(2027, 2, 26)]


days = st.dates(START + LONGEST, END - 4 * LONGEST)
cadences = st.builds(
    Cadence,
    kind=st.sampled_from(Kind),
    weekday=st.integers(0, 6),
    anchor=days,
    day=st.integers(1, 31),
    nth=st.integers(1, LAST),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["", *ZONES]),
)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    holidays=st.just(HOLIDAYS),
    review_weeks=st.lists(
        st.tuples(days.map(lambda day: day.replace(day=1)), st.sampled_from([None, *ReviewWeek])), max_size=2
    ).map(lambda weeks: sorted(weeks, key=lambda each: each[0])),
)


@st.composite
def rhythms(draw: st.DrawFn, calendar: Calendar) -> list[Chosen]:
    """What a team chose on some days, one after the other, as the service writes it down."""
    rhythm: list[Chosen] = []
    on = draw(days)
    for _ in range(draw(st.integers(0, 4))):
        cadence = draw(cadences)
        rhythm.append(Chosen(cadence, on, beginning(rhythm, cadence, on, calendar)))
        on += draw(st.integers(0, 45)) * DAY
    return rhythm


@st.composite
def choices(draw: st.DrawFn) -> tuple[Calendar, list[Chosen], date]:
    calendar = draw(calendars)
    rhythm = draw(rhythms(calendar))
    first = rhythm[0].on if rhythm else draw(days)
    return calendar, rhythm, first + draw(st.integers(-60, 200)) * DAY


@given(choices())
def test_no_month_is_without_a_review_whatever_a_team_chooses_when(
    chosen: tuple[Calendar, list[Chosen], date],
) -> None:
    calendar, rhythm, day = chosen
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY

    assert list(reviews(rhythm, first, last, calendar))


@given(choices())
def test_periods_follow_each_other_without_gap_or_overlap(chosen: tuple[Calendar, list[Chosen], date]) -> None:
    calendar, rhythm, day = chosen
    found = list(reviews(rhythm, day, day + 200 * DAY, calendar))

    for earlier, later in pairwise(found):
        assert later.start == earlier.day + DAY
        assert later.start <= later.day <= earlier.day + LONGEST
    assert len({each.key for each in found}) == len(found)


@given(choices())
def test_the_period_of_a_day_holds_it(chosen: tuple[Calendar, list[Chosen], date]) -> None:
    calendar, rhythm, day = chosen
    found = period_of(rhythm, day, calendar)

    assert found.start <= day <= found.day
    assert found == next(reviews(rhythm, day, day + LONGEST, calendar))
    assert next_due(rhythm, found.day - DAY, calendar) == found.day


@given(choices(), cadences, st.integers(0, 60))
def test_choosing_anew_leaves_what_was_due_until_then_and_delays_nothing(
    chosen: tuple[Calendar, list[Chosen], date], cadence: Cadence, later: int
) -> None:
    calendar, rhythm, _ = chosen
    on = (rhythm[-1].on if rhythm else START + LONGEST) + later * DAY
    anew = [*rhythm, Chosen(cadence, on, beginning(rhythm, cadence, on, calendar))]
    begun = [each for each in rhythm if each.begins <= on]

    assert list(reviews(anew, on - 100 * DAY, on, calendar)) == list(reviews(begun, on - 100 * DAY, on, calendar))
    assert on < next_due(anew, on, calendar) <= next_due(begun, on, calendar)
    # From the first review on that is due by it, it is alone.
    begins = anew[-1].begins
    assert [each.day for each in reviews(anew, begins + DAY, begins + LONGEST, calendar)] == list(
        due_days(cadence, begins + DAY, begins + LONGEST, calendar)
    )


def test_what_was_chosen_and_changed_before_it_began_never_counts() -> None:
    on = date(2026, 11, 4)
    weekly = Cadence(Kind.WEEKLY, weekday=4)
    tried = [Chosen(weekly, on, beginning([], weekly, on, PLAIN))]
    back = [*tried, Chosen(Cadence(), on, beginning(tried, Cadence(), on, PLAIN))]

    assert tried[0].begins == date(2026, 11, 6)
    assert [each.day for each in reviews(back, on, date(2026, 12, 31), PLAIN)] == [
        date(2026, 11, 30),
        date(2026, 12, 29),
    ]


def test_the_review_that_is_next_stays_where_the_new_rhythm_has_none_sooner() -> None:
    on, weekly = date(2026, 11, 3), Cadence(Kind.WEEKLY, weekday=0)
    rhythm = [Chosen(weekly, date(2026, 10, 1), date(2026, 10, 5))]
    rhythm.append(Chosen(Cadence(), on, beginning(rhythm, Cadence(), on, PLAIN)))

    found = list(reviews(rhythm, on, date(2026, 12, 31), PLAIN))

    assert [each.day for each in found] == [date(2026, 11, 9), date(2026, 11, 30), date(2026, 12, 29)]
    assert found[1].start == date(2026, 11, 10)
    assert in_force(rhythm, on) == weekly
    assert in_force(rhythm, date(2026, 11, 9)) == Cadence()


def test_a_team_that_chose_nothing_reviews_on_the_last_working_day() -> None:
    berlin = Calendar(zone=ZoneInfo("Europe/Berlin"))

    assert list(reviews([], date(2026, 11, 20), date(2026, 12, 1), berlin)) == [
        Due(date(2026, 10, 31), date(2026, 11, 30), datetime(2026, 11, 30, 9, tzinfo=UTC))
    ]


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=days,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
@example(ZoneInfo("Pacific/Apia"), date(2011, 12, 30), time(0, 0))
@example(ZoneInfo("America/St_Johns"), date(2010, 3, 14), time(0, 30))
def test_any_time_of_any_day_is_the_first_minute_in_which_clocks_have_come_to_it(
    zone: ZoneInfo, day: date, at: time
) -> None:
    assert moment(day, at, zone) == shown(day, at, zone)


@pytest.mark.parametrize(
    "typed", [{"weekday": 7}, {"day": 0}, {"day": 32}, {"nth": 6}, {"kind": Kind.FORTNIGHTLY}, {"weekday": -1}]
)
def test_what_is_no_cadence_is_refused(typed: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Cadence"):
        Cadence(**typed)  # type: ignore[arg-type]
