"""What contributors say they will bring, against the way to go."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.plan import Hold
from accord.domain.promised import promised
from accord.domain.scoring import Measure

DAY = date(2026, 12, 31)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20)
shares = st.lists(st.tuples(st.none() | numbers, st.booleans()), max_size=6)


def measure(**fields: Any) -> Measure:
    return Measure(start=DAY, due=DAY, **({"has_metric": True} | fields))


TEN = measure(baseline=Decimal(25), target=Decimal(15))


@pytest.mark.parametrize(
    ("case", "given_shares", "together", "is_short"),
    [
        ("nothing is promised", [], 0, False),
        ("too little, all of it accepted", [("6", True), ("3.5", True)], Decimal("9.5"), True),
        ("too little, even with what is proposed", [("6", True), ("3", False)], 9, True),
        ("exactly enough, if what is proposed is accepted", [("6", True), ("4", False)], 10, False),
        ("somebody has not said how much", [("6", True), (None, True)], 6, False),
        ("nothing but zero", [("0", True)], 0, True),
    ],
)
def test_shares_are_added_up_whether_accepted_or_proposed(
    case: str, given_shares: list[tuple[str | None, bool]], together: Decimal, is_short: bool
) -> None:
    found = promised(TEN, [(None if share is None else Decimal(share), accepted) for share, accepted in given_shares])

    assert found is not None
    assert (found.distance, found.together, found.falls_short) == (Decimal(10), together, is_short), case


@pytest.mark.parametrize(
    "unmeasured",
    [
        measure(hold=Hold(Decimal(18), None)),
        measure(has_metric=False, has_milestone=True),
        measure(baseline=Decimal(1)),
        measure(baseline=Decimal(1), target=Decimal(1)),
    ],
)
def test_without_a_way_to_go_there_is_no_sum(unmeasured: Measure) -> None:
    assert promised(unmeasured, [(Decimal(1), True)]) is None


def test_a_percentage_goes_from_nothing_to_all_where_it_does_not_say_otherwise() -> None:
    found = promised(measure(has_metric=False), [(Decimal(99), True)])

    assert found is not None
    assert (found.distance, found.falls_short) == (Decimal(100), True)


@given(shares, st.randoms())
def test_the_order_of_contributions_does_not_matter(some: list[tuple[Decimal | None, bool]], chance: Any) -> None:
    mixed = some[:]
    chance.shuffle(mixed)

    assert promised(TEN, mixed) == promised(TEN, some)


@given(shares)
def test_accepting_what_is_proposed_changes_no_sum(some: list[tuple[Decimal | None, bool]]) -> None:
    before, after = promised(TEN, some), promised(TEN, [(share, True) for share, _ in some])

    assert before is not None
    assert after is not None
    assert (before.together, before.falls_short) == (after.accepted, after.falls_short)
