"""What a review says of a result: its value, what is left, and how sure its people are."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain import reviewing
from accord.domain.kept import kept, read
from accord.domain.plan import Hold
from accord.domain.reviewing import Gap, Known, Left, Result, Said
from accord.domain.scoring import Measure, Reading

START, DUE, TODAY, SINCE = date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 26), date(2026, 11, 1)
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)


def measure(**of: object) -> Measure:
    return Measure(START, DUE, has_metric=True, **of)  # type: ignore[arg-type]


def known(latest: Reading | None = None, by: Measure | None = None) -> Known:
    by = by or measure(baseline=Decimal(210), target=Decimal(60))
    return Known("kr", "Fewer tickets", "Calm", "a week", by, latest)


@pytest.mark.parametrize(
    ("case", "by", "value", "expected"),
    [
        ("down to a target", {"baseline": 210, "target": 60}, 131, Gap(Left.TO_GO, Decimal(71))),
        ("up to a target", {"baseline": 4, "target": 12}, 6, Gap(Left.TO_GO, Decimal(6))),
        ("beyond it", {"baseline": 4, "target": 12}, 13, Gap(Left.REACHED)),
        ("exactly there", {"baseline": 4, "target": 12}, 12, Gap(Left.REACHED)),
        ("inside a band", {"hold": Hold(Decimal(95), None)}, 95, Gap(Left.INSIDE)),
        ("below a band", {"hold": Hold(Decimal(95), Decimal(99))}, 94, Gap(Left.OUTSIDE, Decimal(1))),
        ("above a band", {"hold": Hold(None, Decimal(3))}, 5, Gap(Left.OUTSIDE, Decimal(2))),
        ("no value yet", {"baseline": 4, "target": 12}, None, Gap(Left.UNKNOWN)),
        ("no target", {"baseline": 4}, 5, Gap(Left.UNKNOWN)),
    ],
)
def test_what_is_left(case: str, by: dict[str, int | Hold], value: int | None, expected: Gap) -> None:
    exact = {name: Decimal(each) if isinstance(each, int) else each for name, each in by.items()}

    assert reviewing.gap(measure(**exact), None if value is None else Decimal(value)) == expected, case


def test_a_milestone_is_reached_or_not_yet() -> None:
    by = Measure(START, DUE, has_milestone=True)

    assert reviewing.gap(by, None) == Gap(Left.NOT_YET)
    assert reviewing.gap(by, Decimal(1)) == Gap(Left.REACHED)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_nothing_is_left_exactly_where_the_whole_way_is_gone(start: Decimal, target: Decimal, value: Decimal) -> None:
    found = reviewing.gap(measure(baseline=start, target=target), value)

    if start == target:
        assert found == Gap(Left.UNKNOWN)
    elif found.amount is None:
        assert (value - target) * (target - start) >= 0
    else:
        assert found.amount > 0
        assert value + (found.amount if target > start else -found.amount) == target


def test_an_old_word_is_no_word() -> None:
    old = Reading(date(2026, 10, 20), Decimal(180), Decimal(8))

    line = reviewing.result(known(old), Said(), today=TODAY, recent_from=SINCE)

    assert (line.value, line.confidence) == (Decimal(180), None)


def test_saying_the_same_word_again_is_news_once_the_old_one_is_old() -> None:
    old = Reading(date(2026, 10, 20), Decimal(180), Decimal(8))
    same = Said(Decimal(180), Decimal(8))

    assert reviewing.news(known(old), same, recent_from=SINCE) == Said(confidence=Decimal(8))
    assert not reviewing.news(known(old), same, recent_from=START)


@pytest.mark.parametrize(
    ("value", "sure", "at_risk"), [(100, 8, False), (100, 4, False), (100, 3, True), (200, None, True), (140, 8, True)]
)
def test_at_risk_is_what_is_behind_or_unlikely(value: int, sure: int | None, *, at_risk: bool) -> None:
    said = Said(Decimal(value), None if sure is None else Decimal(sure))

    assert reviewing.result(known(), said, today=TODAY, recent_from=SINCE).is_at_risk is at_risk


@given(st.one_of(st.none(), NUMBERS), st.one_of(st.none(), st.dates()), st.text(max_size=20))
def test_what_is_kept_is_read_back_as_it_was(number: Decimal | None, day: date | None, text: str) -> None:
    line = Result(
        "kr", text, "O", None, "change", number, number, None, None, None, day, "to-go", number, "track", None
    )

    assert read(Result, kept(line)) == line
