"""What is off, graver or accepted, and what options choose."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.checks.finding import Finding, Kind, Ref, Severity
from accord.domain.checks.opinion import ALL_CODES, Opinion, UnknownCode, chosen_codes, opinion_of
from accord.domain.checks.registry import BY_CODE
from accord.domain.plan import Accepted, Checks

TODAY = date(2026, 11, 10)
A_DAY = timedelta(days=1)
PRODUCT_HAS_MANY = Finding("AL701", Ref(Kind.TEAM, "product"))

codes = st.sampled_from(sorted(ALL_CODES))
beginnings = codes.flatmap(lambda code: st.integers(1, len(code)).map(lambda length: code[:length]))


def accepting(until: date | None, code: str = "AL701", subject: str = "product") -> Opinion:
    return opinion_of(Checks(accepted=(Accepted(code, subject, "They merge.", until),)), as_of=TODAY)


def test_a_plan_that_says_nothing_takes_every_check_as_it_is() -> None:
    opinion = opinion_of(None, as_of=TODAY)

    assert opinion.codes_on() == ALL_CODES
    assert {code: opinion.severity_of(code) for code in ALL_CODES} == {
        code: check.severity for code, check in BY_CODE.items()
    }
    assert not opinion.accepts(PRODUCT_HAS_MANY)


def test_what_is_off_is_not_run_even_if_it_is_chosen() -> None:
    opinion = opinion_of(Checks(off=("AL604",)), as_of=TODAY)

    assert opinion.codes_on() == ALL_CODES - {"AL604"}
    assert opinion.codes_on(frozenset({"AL604", "AL101"})) == {"AL101"}


def test_a_severity_is_the_organizations() -> None:
    opinion = opinion_of(Checks(severity={"AL701": "info"}), as_of=TODAY)

    assert (opinion.severity_of("AL701"), opinion.severity_of("AL101")) == (Severity.INFO, Severity.ERROR)


@pytest.mark.parametrize(
    ("until", "is_accepted"), [(None, True), (TODAY + A_DAY, True), (TODAY, True), (TODAY - A_DAY, False)]
)
def test_an_acceptance_holds_through_its_last_day(until: date | None, is_accepted: bool) -> None:
    assert accepting(until).accepts(PRODUCT_HAS_MANY) is is_accepted


def test_code_and_subject_must_both_match_and_the_kind_need_not() -> None:
    assert not accepting(None, code="AL702").accepts(PRODUCT_HAS_MANY)
    assert not accepting(None, subject="sales").accepts(PRODUCT_HAS_MANY)
    assert accepting(None).accepts(Finding("AL701", Ref(Kind.OBJECTIVE, "product")))


def test_one_acceptance_that_holds_is_enough_beside_one_that_is_over() -> None:
    both = tuple(Accepted("AL701", "product", "They merge.", until) for until in (TODAY - A_DAY, TODAY))

    assert opinion_of(Checks(accepted=both), as_of=TODAY).accepts(PRODUCT_HAS_MANY)


def test_selected_first_then_ignored() -> None:
    assert chosen_codes(["AL3"], ["AL30"]) == frozenset()
    assert chosen_codes(["AL3"], ["AL305,AL9"]) == {f"AL30{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9)}
    assert chosen_codes(["AL101", "AL705, AL9"]) == {"AL101", "AL705", *(f"AL90{n}" for n in range(1, 6))}
    assert chosen_codes() == chosen_codes(["AL"]) == ALL_CODES
    assert chosen_codes([], ["AL"]) == frozenset()


@pytest.mark.parametrize("unknown", ["", " ", "AL101,", "AL1010", "AL0", "AL99", "al101", "101", "no-brief"])
def test_what_no_code_begins_with_is_unknown(unknown: str) -> None:
    for options in ({"select": [unknown]}, {"ignore": [unknown]}):
        with pytest.raises(UnknownCode):
            chosen_codes(**options)


@given(st.lists(beginnings, min_size=1), st.lists(beginnings))
def test_options_mean_what_their_parts_mean(select: list[str], ignore: list[str]) -> None:
    chosen = chosen_codes([",".join(select)], [",".join(ignore)] if ignore else [])

    assert chosen == chosen_codes(select, ignore)
    for code in ALL_CODES:
        assert (code in chosen) == (code.startswith(tuple(select)) and not code.startswith(tuple(ignore)))
