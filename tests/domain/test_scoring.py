"""Progress, pace and confidence: what a number says, and what it does not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accord.domain.plan import Hold, PathPoint
from accord.domain.scoring import (
    ALL,
    NONE,
    Bands,
    Confidence,
    Kind,
    Measure,
    Pace,
    Reading,
    confidence,
    days_to_go_by,
    elapsed,
    expected_progress,
    score,
    whole_percent,
)

START, DUE = date(2026, 10, 1), date(2026, 12, 30)  # 90 days
MIDDLE = date(2026, 11, 15)  # half of them
days = st.dates(date(2026, 8, 1), date(2027, 3, 1))
in_cycle = st.dates(START, DUE)
numbers = st.decimals(-1000, 1000, places=3)


def measure(baseline: str | None = "10", target: str | None = "6", **more: object) -> Measure:
    numbers = {"baseline": baseline and Decimal(baseline), "target": target and Decimal(target)}
    return Measure(**{"start": START, "due": DUE, "has_metric": True, **numbers, **more})  # type: ignore[arg-type]


def read(value: str | int | Decimal, day: date = MIDDLE) -> Reading:
    return Reading(day, Decimal(value))


changes = st.builds(lambda baseline, target: measure(str(baseline), str(target)), numbers, numbers).filter(
    lambda made: made.baseline != made.target
)


@pytest.mark.parametrize(
    ("case", "baseline", "target", "value", "raw", "shown"),
    [
        ("less is better, half the way", "10", "6", "8", "1/2", "1/2"),
        ("more is better, a third of the way", "0", "3", "1", "1/3", "1/3"),
        ("worse than at the start", "10", "6", "12", "-1/2", "0"),
        ("further than the target", "10", "6", "4", "3/2", "1"),
        ("more digits than a float holds", "0", "0.000000000003", "0.000000000001", "1/3", "1/3"),
    ],
)  # fmt: skip
def test_progress_is_the_share_of_the_way_kept_raw_and_shown_between_0_and_1(
    case: str, baseline: str, target: str, value: str, raw: str, shown: str
) -> None:
    result = score(measure(baseline, target), [read(value)], today=MIDDLE)

    assert (result.raw, result.shown) == (Fraction(raw), Fraction(shown)), case


@given(changes, numbers, numbers)
def test_progress_is_the_same_whatever_the_zero_and_the_size_of_the_unit(
    made: Measure, value: Decimal, moved: Decimal
) -> None:
    assert made.baseline is not None
    assert made.target is not None
    other = measure(str(made.baseline * -8 + moved), str(made.target * -8 + moved))

    assert score(made, [read(value)], today=MIDDLE).raw == score(other, [read(value * -8 + moved)], today=MIDDLE).raw


@given(changes)
def test_the_baseline_is_no_progress_and_the_target_is_all_of_it(made: Measure) -> None:
    assert made.baseline is not None
    assert made.target is not None

    assert score(made, [read(made.baseline)], today=MIDDLE).raw == NONE
    assert score(made, [read(made.target)], today=MIDDLE).raw == ALL


@given(changes, st.lists(st.builds(Reading, in_cycle, numbers), unique_by=lambda r: r.day), days)
def test_the_latest_value_up_to_today_decides_whatever_the_order(
    made: Measure, readings: list[Reading], today: date
) -> None:
    up_to_today = sorted((r for r in readings if r.day <= today), key=lambda r: r.day)

    result = score(made, readings, today=today)

    assert result == score(made, up_to_today[::-1], today=today)
    assert result.latest == (up_to_today[-1] if up_to_today else None)


@given(changes, days)
def test_without_a_value_progress_is_unknown_and_not_nothing(made: Measure, today: date) -> None:
    result = score(made, [], today=today)

    assert (result.raw, result.shown, result.pace) == (None, None, Pace.UNKNOWN)


def test_without_metric_it_is_a_percentage_of_completion() -> None:
    result = score(Measure(START, DUE), [read(45)], today=MIDDLE)

    assert (result.kind, result.raw, result.pace) == (Kind.CHANGE, Fraction(45, 100), Pace.ON_TRACK)


@pytest.mark.parametrize(("baseline", "target"), [(None, "6"), ("10", None), (None, None), ("6", "6.0")])
def test_a_metric_without_a_way_to_go_has_no_progress(baseline: str | None, target: str | None) -> None:
    result = score(measure(baseline, target), [read("8")], today=MIDDLE)

    assert (result.kind, result.raw, result.expected, result.pace) == (Kind.UNSET, None, None, Pace.UNKNOWN)


@given(days, days, days)
def test_time_runs_from_0_to_1_and_never_back(start: date, end: date, today: date) -> None:
    assume(start < end)

    share = elapsed(start, end, today)

    assert NONE <= share <= ALL
    assert share <= elapsed(start, end, today + timedelta(days=1))
    assert (elapsed(start, end, start), elapsed(start, end, end)) == (NONE, ALL)


@pytest.mark.parametrize(
    ("case", "value", "pace"),
    [
        ("exactly a tenth behind an expected half", "8.4", Pace.ON_TRACK),
        ("a hair more", "8.4000000001", Pace.BEHIND),
        ("exactly a quarter behind", "9", Pace.BEHIND),
        ("a hair more than a quarter", "9.0000000001", Pace.AT_RISK),
        ("worse than at the start", "11", Pace.AT_RISK),
        ("ahead", "7", Pace.ON_TRACK),
        ("there", "6", Pace.REACHED),
        ("beyond", "5", Pace.REACHED),
    ],
)
def test_pace_has_inclusive_bands(case: str, value: str, pace: Pace) -> None:
    result = score(measure(), [read(value)], today=MIDDLE)

    assert (result.expected, result.pace) == (Fraction(1, 2), pace), case


@pytest.mark.parametrize(
    ("value", "pace"),
    [("8", Pace.ON_TRACK), ("8.0000000001", Pace.BEHIND), ("8.4", Pace.BEHIND), ("8.4000000001", Pace.AT_RISK)],
)
def test_an_organization_has_bands_of_its_own(value: str, pace: Pace) -> None:
    strict = measure(bands=Bands.within(0, 10))

    assert score(strict, [read(value)], today=MIDDLE).pace == pace


@given(changes, numbers, days, st.integers(0, 98), st.integers(1, 99))
def test_wider_bands_judge_nobody_worse(made: Measure, value: Decimal, today: date, on_track: int, more: int) -> None:
    worst_first = [Pace.AT_RISK, Pace.BEHIND, Pace.ON_TRACK, Pace.REACHED]
    behind = min(on_track + more, 100)
    narrow, wide = (replace(made, bands=Bands.within(each, behind)) for each in (on_track // 2, on_track))
    paces = [score(each, [read(value, today)], today=today).pace for each in (narrow, wide)]

    assert worst_first.index(paces[0]) <= worst_first.index(paces[1])


def test_a_planned_path_bends_what_is_expected() -> None:
    bent = measure(path=(PathPoint(date(2026, 12, 15), Decimal(9)), PathPoint(MIDDLE, Decimal("9.5"))))

    assert expected_progress(bent, today=MIDDLE) == Fraction(1, 8)
    assert expected_progress(bent, today=date(2026, 11, 30)) == Fraction(3, 16)
    assert expected_progress(bent, today=DUE) == ALL


@given(changes, st.lists(in_cycle, max_size=4, unique=True), days)
def test_a_path_along_the_straight_line_changes_nothing(made: Measure, stops: list[date], today: date) -> None:
    assert made.baseline is not None
    assert made.target is not None
    way = made.target - made.baseline
    path = tuple(PathPoint(day, made.baseline + way * (day - START).days / 90) for day in stops if way % 90 == 0)
    along = Measure(START, DUE, has_metric=True, baseline=made.baseline, target=made.target, path=path)

    assert expected_progress(along, today=today) == expected_progress(made, today=today)


@pytest.mark.parametrize(
    ("value", "raw", "pace"),
    [("95", 1, Pace.HOLDING), ("99", 1, Pace.HOLDING), ("94.9", 0, Pace.AT_RISK), ("99.1", 0, Pace.AT_RISK)],
)
def test_a_band_is_held_inclusively_and_never_reached_before_its_end(value: str, raw: int, pace: Pace) -> None:
    band = measure(None, None, hold=Hold(Decimal(95), Decimal(99)))

    result = score(band, [read(94, START), read(96, date(2026, 11, 1)), read(value)], today=MIDDLE)
    at_the_end = score(band, [read(value, DUE)], today=DUE)
    after = score(band, [read(value, DUE)], today=DUE + timedelta(days=1))

    assert (result.raw, result.pace, result.inside) == (Fraction(raw), pace, Fraction(1 + raw, 3))
    assert at_the_end.pace == pace
    assert after.pace == (Pace.REACHED if raw else Pace.AT_RISK)


def test_a_milestone_is_nothing_until_it_is_declared_and_late_from_its_date() -> None:
    event = measure(None, None, has_metric=False, has_milestone=True, milestone_date=MIDDLE)
    before = MIDDLE - timedelta(days=1)
    long_after = DUE + timedelta(days=99)

    assert score(event, [read(0, before)], today=before).pace == Pace.ON_TRACK
    assert score(event, [], today=MIDDLE).pace == Pace.AT_RISK
    assert score(event, [read(0, START)], today=long_after).pace == Pace.AT_RISK
    assert score(event, [read(1, START)], today=long_after).pace == Pace.REACHED
    assert score(event, [read(1, MIDDLE)], today=before).raw == NONE


def test_a_milestone_of_which_nobody_has_heard_for_a_month_is_unknown() -> None:
    event = measure(None, None, has_metric=False, has_milestone=True, milestone_date=DUE)

    assert score(event, [], today=START + timedelta(days=31)).pace == Pace.ON_TRACK
    assert score(event, [], today=START + timedelta(days=32)).pace == Pace.UNKNOWN


@pytest.mark.parametrize(
    ("frequency", "old_enough"), [("daily", 1), ("weekly", 10), ("monthly", 46), ("quarterly", 138), (None, 31)]
)
def test_a_value_older_than_one_and_a_half_times_the_frequency_says_nothing(
    frequency: str | None, old_enough: int
) -> None:
    made = measure(frequency=frequency)
    last = START + timedelta(days=old_enough)

    still = score(made, [read(6, START)], today=last)
    stale = score(made, [read(6, START)], today=last + timedelta(days=1))

    assert (still.pace, still.stale_since) == (Pace.REACHED, None)
    assert (stale.pace, stale.stale_since) == (Pace.UNKNOWN, last + timedelta(days=1))
    assert stale.shown == ALL
    assert days_to_go_by(frequency) == old_enough


@given(changes, numbers, in_cycle, st.integers(0, 200), st.integers(0, 200))
def test_silence_never_turns_into_a_better_word(
    made: Measure, value: Decimal, day: date, first: int, second: int
) -> None:
    rank = [Pace.REACHED, Pace.ON_TRACK, Pace.BEHIND, Pace.AT_RISK, Pace.UNKNOWN]
    sooner, later = sorted((first, second))

    paces = [score(made, [Reading(day, value)], today=day + timedelta(days=wait)).pace for wait in (sooner, later)]

    assert rank.index(paces[0]) <= rank.index(paces[1])


@pytest.mark.parametrize(
    ("level", "word"),
    [("10", Confidence.LIKELY), ("7", Confidence.LIKELY), ("6", Confidence.COULD_SLIP), ("4", Confidence.COULD_SLIP),
     ("3", Confidence.UNLIKELY), ("0", Confidence.UNLIKELY), (None, None)],
)  # fmt: skip
def test_confidence_has_three_words_and_none_of_its_own(level: str | None, word: Confidence | None) -> None:
    assert confidence(None if level is None else Decimal(level)) is word


@given(st.fractions(0, 1))
def test_a_whole_percent_is_near_and_says_100_only_of_the_whole(share: Fraction) -> None:
    percent = whole_percent(share)

    assert abs(Fraction(percent, 100) - share) <= Fraction(1, 100)
    assert (percent == 100) == (share == ALL)
