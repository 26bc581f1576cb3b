"""Results put together: objectives from key results, and contributions beside what they support."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.plan import Hold
from accord.domain.scoring import Measure
from accord.domain.sums import Share, SumCheck, sum_check, together

START, DUE = date(2026, 10, 1), date(2026, 12, 31)
weights = st.decimals(0, 10, places=1)
results = st.lists(st.tuples(weights, st.none() | st.fractions(0, 1, max_denominator=50)), max_size=6)


def test_an_objective_is_the_weighted_mean_of_what_is_known() -> None:
    whole = together([(Decimal(1), Fraction(1)), (Decimal(3), Fraction(1, 3)), (Decimal(2), None)])

    assert (whole.progress, whole.unknown, whole.of) == (Fraction(1, 2), 1, 3)


@given(results)
def test_the_mean_lies_between_the_least_and_the_most(given_results: list[tuple[Decimal, Fraction | None]]) -> None:
    known = [shown for weight, shown in given_results if weight > 0 and shown is not None]

    whole = together(given_results)

    assert whole.of - whole.unknown == len(known)
    if whole.progress is None:
        assert not known
    else:
        assert min(known) <= whole.progress <= max(known)


@given(results, st.decimals("0.1", 9, places=1))
def test_only_the_proportion_of_weights_counts(
    given_results: list[tuple[Decimal, Fraction | None]], factor: Decimal
) -> None:
    scaled = [(weight * factor, shown) for weight, shown in given_results]

    assert together(scaled) == together(given_results)


def check(*shares: Share, raw: Fraction | None = None) -> SumCheck:
    made = sum_check(Measure(START, DUE, has_metric=True, baseline=Decimal(31), target=Decimal(15)), raw, shares)
    assert made
    return made


def test_accepted_shares_cover_the_distance_or_do_not() -> None:
    short = check(Share(Decimal(12), accepted=True), Share(Decimal(9), accepted=False))
    enough = check(Share(Decimal(12), accepted=True), Share(Decimal(4), accepted=True))

    assert [short.distance, short.accepted, short.proposed, short.missing] == [Decimal(n) for n in (16, 12, 9, 4)]
    assert enough.missing == 0


def test_numbers_of_thirty_digits_are_added_exactly() -> None:
    nines = "999999999999999999.999999999999"
    measure = Measure(START, DUE, has_metric=True, baseline=Decimal(f"-{nines}"), target=Decimal(nines))
    shares = [Share(Decimal(nines), accepted=True), Share(Decimal("999999999999999999.999999999998"), accepted=True)]

    made = sum_check(measure, None, shares)

    assert made is not None
    assert made.missing == Decimal("0.000000000001")


def test_what_was_delivered_stands_beside_what_was_measured() -> None:
    made = check(
        Share(Decimal(12), accepted=True, progress=Fraction(1, 2)),
        Share(Decimal(4), accepted=True),
        Share(Decimal(8), accepted=False, progress=Fraction(1)),
        raw=Fraction(-1, 8),
    )

    assert (made.delivered, made.measured, made.unknown) == (Fraction(6), Fraction(-2), 1)


def test_a_band_has_no_distance_to_cover() -> None:
    assert sum_check(Measure(START, DUE, has_metric=True, hold=Hold(at_least=Decimal(18))), None, []) is None
