"""What may be checked in, when a new value is expected, and where a number comes from."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain import check_ins, scoring
from accord.domain.check_ins import Unfit
from accord.domain.explaining import ExpectedRule, PaceRule, ProgressRule, explain
from accord.domain.plan import Hold, PathPoint
from accord.domain.scoring import Kind, Measure, Pace, Reading
from accord.domain.working_days import after

START, DUE = date(2026, 10, 1), date(2026, 12, 30)
TICKETS = Measure(START, DUE, has_metric=True, baseline=Decimal(210), target=Decimal(60), frequency="weekly")
SHARE = Measure(START, DUE)
BETA = Measure(START, DUE, has_milestone=True, milestone_date=date(2026, 11, 30))
UPTIME = Measure(START, DUE, has_metric=True, hold=Hold(Decimal("99.5"), None), frequency="daily")
UNSET = Measure(START, DUE, has_metric=True)

days = st.dates(date(2026, 9, 1), date(2027, 3, 1))
numbers = st.decimals(-1000, 1000, places=2)
frequencies = st.sampled_from([None, "daily", "weekly", "monthly", "quarterly"])


@st.composite
def changes(draw: st.DrawFn) -> Measure:
    start, target = draw(st.lists(numbers, min_size=2, max_size=2, unique=True))
    stops = draw(st.lists(st.tuples(st.dates(START, DUE), numbers), max_size=4, unique_by=lambda stop: stop[0]))
    path = tuple(PathPoint(*stop) for stop in sorted(stops))
    return Measure(START, DUE, has_metric=True, baseline=start, target=target, path=path, frequency=draw(frequencies))


measures = st.one_of(changes(), st.sampled_from([SHARE, BETA, UPTIME, UNSET]))


@given(changes(), numbers, numbers, days)
def test_what_is_nearer_to_the_target_is_never_less_progress(
    measure: Measure, one: Decimal, other: Decimal, today: date
) -> None:
    start, target = scoring.ends(measure)
    assert start is not None
    assert target is not None
    low, high = sorted((one, other), key=lambda value: value if target > start else -value)
    first, second = (scoring.score(measure, [Reading(today, value)], today=today) for value in (low, high))

    assert first.raw is not None
    assert second.raw is not None
    assert first.raw <= second.raw
    assert (first.shown or 0) <= (second.shown or 0)


@given(changes(), numbers, days)
def test_up_and_down_are_the_same_formula(measure: Measure, value: Decimal, today: date) -> None:
    turned = Measure(
        START, DUE, has_metric=True, baseline=-(measure.baseline or Decimal(0)), target=-(measure.target or Decimal(0)),
        path=tuple(PathPoint(point.date, -point.value) for point in measure.path), frequency=measure.frequency,
    )  # fmt: skip
    one = scoring.score(measure, [Reading(today, value)], today=today)
    other = scoring.score(turned, [Reading(today, -value)], today=today)

    assert (one.raw, one.shown, one.expected, one.pace) == (other.raw, other.shown, other.expected, other.pace)


@given(measures, numbers, days, days)
def test_shown_progress_is_raw_progress_kept_between_nothing_and_all(
    measure: Measure, value: Decimal, day: date, today: date
) -> None:
    found = scoring.score(measure, [Reading(day, value)], today=today)
    if found.raw is not None:
        assert found.shown == min(max(found.raw, Fraction(0)), Fraction(1))


@given(changes())
def test_a_planned_path_goes_through_its_points(measure: Measure) -> None:
    start, target = scoring.ends(measure)
    assert start is not None
    assert target is not None
    for point in measure.path:
        if START < point.date < DUE:
            share = (Fraction(point.value) - Fraction(start)) / (Fraction(target) - Fraction(start))
            expected = scoring.expected_progress(measure, today=point.date)
            assert expected == min(max(share, Fraction(0)), Fraction(1))


@given(changes(), numbers, days, st.integers(0, 400))
def test_a_value_is_expected_before_it_is_too_old_to_go_by(
    measure: Measure, value: Decimal, day: date, later: int
) -> None:
    latest = Reading(day, value)
    expected = scoring.next_value_expected(measure, latest)
    stale = scoring.silent_since(measure, latest, today=day + timedelta(days=later))

    assert day < expected <= day + timedelta(days=scoring.days_to_go_by(measure.frequency))
    assert stale is None or stale > expected


@pytest.mark.parametrize(
    ("measure", "value", "code"),
    [
        (TICKETS, "-1e3", None),
        (TICKETS, "999999999999999999.999999999999", None),
        (TICKETS, "1000000000000000000", Unfit.TOO_LONG),
        (TICKETS, "0.0000000000001", Unfit.TOO_LONG),
        (TICKETS, "0e-99", None),
        (TICKETS, "NaN", Unfit.NOT_A_NUMBER),
        (TICKETS, "Infinity", Unfit.NOT_A_NUMBER),
        (SHARE, "0", None),
        (SHARE, "100", None),
        (SHARE, "100.01", Unfit.NOT_A_PERCENTAGE),
        (SHARE, "-0.01", Unfit.NOT_A_PERCENTAGE),
        (BETA, "1", None),
        (BETA, "0", None),
        (BETA, "0.5", Unfit.NEITHER_REACHED_NOR_NOT),
        (UNSET, "7", None),
    ],
)
def test_a_value_fits_what_it_measures(measure: Measure, value: str, code: Unfit | None) -> None:
    assert check_ins.unfit(measure, Decimal(value), None, START, today=START) is code


@pytest.mark.parametrize(("level", "fits"), [("0", True), ("10", True), ("6.5", True), ("-1", False), ("10.1", False)])
def test_confidence_lies_between_0_and_10(level: str, *, fits: bool) -> None:
    found = check_ins.unfit(TICKETS, Decimal(1), Decimal(level), START, today=START)
    assert found is (None if fits else Unfit.NOT_A_CONFIDENCE)


@given(days, days)
def test_a_check_in_is_for_a_day_that_has_been_somewhere_and_not_long_before_the_start(day: date, today: date) -> None:
    found = check_ins.unfit(TICKETS, Decimal(1), None, day, today=today)
    if day > today + timedelta(days=1):
        assert found is Unfit.IN_THE_FUTURE
    else:
        assert found is (Unfit.TOO_EARLY if day < START - timedelta(days=31) else None)


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [("8", "6", True), ("8", "6.1", False), ("5", "8", False), (None, "2", False), ("8", None, False)],
)
def test_a_note_is_asked_for_where_confidence_drops_by_two(before: str | None, now: str | None, *, asks: bool) -> None:
    levels = [None if level is None else Decimal(level) for level in (before, now)]
    assert check_ins.asks_for_a_note(*levels) is asks


@given(measures, st.lists(st.tuples(days, numbers), max_size=4, unique_by=lambda reading: reading[0]), days)
def test_an_explanation_puts_the_same_values_into_the_same_formula(
    measure: Measure, said: list[tuple[date, Decimal]], today: date
) -> None:
    score = scoring.score(measure, [Reading(*each) for each in said], today=today)
    found = explain(measure, score, today=today)

    assert (found.progress.raw, found.progress.shown, found.expected.share) == (score.raw, score.shown, score.expected)
    if found.progress.rule is ProgressRule.SHARE:
        start, target, value = (
            Fraction(part or 0) for part in (found.progress.start, found.progress.target, found.progress.value)
        )
        assert (value - start) / (target - start) == score.raw
    if found.expected.rule is ExpectedRule.EVENLY:
        assert found.expected.elapsed == score.expected
    if found.pace.rule is PaceRule.GAP:
        gap = found.pace.gap
        assert gap is not None
        assert (gap >= found.pace.bands.on_track) is (score.pace is Pace.ON_TRACK)
    assert (found.pace.rule is PaceRule.STALE) is (score.stale_since is not None)


def test_the_stops_of_a_path_are_those_around_today() -> None:
    measure = Measure(
        START, DUE, has_metric=True, baseline=Decimal(18), target=Decimal(8),
        path=(PathPoint(date(2026, 11, 16), Decimal(14)), PathPoint(date(2026, 12, 7), Decimal(11))),
    )  # fmt: skip
    score = scoring.score(measure, [], today=date(2026, 11, 20))
    before, after = explain(measure, score, today=date(2026, 11, 20)).expected.stops

    assert score.kind is Kind.CHANGE
    assert (before.value, before.share) == (Decimal(14), Fraction(4, 10))
    assert (after.value, after.share) == (Decimal(11), Fraction(7, 10))


@given(frequencies, days, st.lists(st.integers(1, 40), max_size=12))
def test_one_is_reminded_once_in_each_period_of_silence_and_never_before_it(
    frequency: str | None, heard: date, gaps: list[int]
) -> None:
    """Whenever one looks, and however often: a worker may have stood still for days."""
    length = max(scoring.days_between_values(frequency), 7)
    first = after(heard, 2) if frequency == "daily" else heard + timedelta(days=length)
    reminded: list[date] = []
    day = heard
    for gap in gaps:
        day += timedelta(days=gap)
        if check_ins.to_remind(frequency, heard, on=day, reminded=reminded):
            reminded.append(day)
        assert check_ins.to_remind(frequency, heard, on=day, reminded=reminded) is False
    periods = [(each - first).days // length for each in reminded]

    assert all(period >= 0 for period in periods)
    assert len(set(periods)) == len(periods)
    if day >= first:
        assert periods[-1] == (day - first).days // length


@pytest.mark.parametrize(
    ("heard", "first"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday: Tuesday was missed
        (date(2026, 11, 19), date(2026, 11, 23)),  # Thursday: Friday was missed, and nobody works on Sunday
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday: nothing is missed on Monday morning
        (date(2026, 12, 23), date(2026, 12, 28)),  # Thursday was missed, Friday the 25th is a holiday
    ],
)
def test_of_a_daily_number_one_is_reminded_when_a_working_day_is_missed_and_then_weekly(
    heard: date, first: date
) -> None:
    reminded: list[date] = []
    for day in (heard + timedelta(days=each) for each in range(21)):
        if check_ins.to_remind("daily", heard, on=day, reminded=reminded, holidays={date(2026, 12, 25)}):
            reminded.append(day)

    assert reminded == [first, first + timedelta(days=7), first + timedelta(days=14)][: len(reminded)]
    assert len(reminded) >= 2


@given(frequencies, days, st.integers(0, 100), st.integers(0, 400))
def test_a_new_value_begins_the_period_anew(frequency: str | None, heard: date, since: int, later: int) -> None:
    again = heard + timedelta(days=since)
    on = again + timedelta(days=min(later, scoring.days_between_values(frequency) - 1))
    assert not check_ins.to_remind(frequency, again, on=on, reminded=[])


@pytest.mark.parametrize(
    ("measure", "value", "before", "asks"),
    [
        (TICKETS, "2101", [], True),
        (TICKETS, "700", [], False),
        (TICKETS, "-5", [], True),
        (TICKETS, "2500", ["300"], False),
        (UNSET, "4000", [], False),
        (UNSET, "4000", ["18"], True),
        (UNSET, "-5", ["-1"], False),
        (UNSET, "5", ["0"], False),
        (UPTIME, "1000", [], True),
        (UPTIME, "99.2", [], False),
        (BETA, "1", ["0"], False),
    ],
)
def test_a_value_unlike_any_other_is_asked_about(measure: Measure, value: str, before: list[str], asks: bool) -> None:
    assert check_ins.looks_mistyped(measure, Decimal(value), [Decimal(each) for each in before]) is asks
