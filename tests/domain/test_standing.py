from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.standing import Answer, Standing, deciding_answer, part_standing, worst

OBJECTED, STALE, OPEN, AGREED = Standing
CONTENTS = "ABC"


def yes(content: str) -> Answer:
    return Answer("agree", content)


def no(content: str) -> Answer:
    return Answer("object", content)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([], OPEN, id="nothing answered"),
        pytest.param([yes("A")], AGREED, id="agreed to today's"),
        pytest.param([yes("B")], STALE, id="agreed to something else"),
        pytest.param([no("A")], OBJECTED, id="objected"),
        pytest.param([no("B")], OBJECTED, id="an objection stands whatever the content becomes"),
        pytest.param([yes("A"), no("A")], OBJECTED, id="agreed, then objected"),
        pytest.param([no("A"), yes("A")], AGREED, id="objected, then agreed"),
        pytest.param([yes("A"), no("A"), yes("B")], STALE, id="the agreement before the objection no longer counts"),
        pytest.param([yes("A"), yes("B")], AGREED, id="what was agreed to before holds again"),
    ],
)
def test_the_standing_of_a_part_whose_content_is_a(answers: list[Answer], expected: Standing) -> None:
    assert part_standing(answers, "A", empty=False) is expected


def test_an_empty_part_is_agreed_unless_objected_to() -> None:
    assert part_standing([], "A", empty=True) is AGREED
    assert part_standing([yes("B")], "A", empty=True) is AGREED
    assert part_standing([no("B")], "A", empty=True) is OBJECTED


answers_given = st.lists(st.builds(Answer, st.sampled_from(["agree", "object"]), st.sampled_from(CONTENTS)), max_size=8)


def as_written(answers: list[Answer], today: str, *, empty: bool) -> Standing:
    """Product.md's paragraph "State of a part", word for word."""
    objections = [place for place, answer in enumerate(answers) if answer.answer == "object"]
    if answers and objections and objections[-1] == len(answers) - 1:
        return OBJECTED
    if empty:
        return AGREED
    latest = objections[-1] if objections else -1
    agreed_to = [answer.fingerprint for place, answer in enumerate(answers) if place > latest]
    if today in agreed_to:
        return AGREED
    return STALE if agreed_to else OPEN


@given(answers=answers_given, today=st.sampled_from(CONTENTS), empty=st.booleans())
def test_the_standing_is_what_product_md_says(answers: list[Answer], today: str, *, empty: bool) -> None:
    assert part_standing(answers, today, empty) is as_written(answers, today, empty=empty)


@given(answers_given, st.lists(st.sampled_from(CONTENTS), min_size=1))
def test_taking_content_back_restores_the_agreement(answers: list[Answer], detours: list[str]) -> None:
    """Whatever the content was in between, and whatever of it was agreed to."""
    agreed = [*answers, yes("A")]
    assert part_standing(agreed, "A", empty=False) is AGREED
    assert part_standing([*agreed, *map(yes, detours)], "A", empty=False) is AGREED


@given(answers_given, st.sampled_from(CONTENTS))
def test_the_deciding_answer_alone_makes_the_state(answers: list[Answer], today: str) -> None:
    deciding = deciding_answer(answers, today)
    alone = [] if deciding is None else [deciding]
    assert part_standing(alone, today, empty=False) is part_standing(answers, today, empty=False)


def test_the_deciding_answer_is_the_agreement_to_todays_content_else_the_latest() -> None:
    answers = [yes("A"), yes("B"), yes("A"), yes("C")]
    assert deciding_answer(answers, "A") is answers[2]
    assert deciding_answer(answers, "other") is answers[3]
    assert deciding_answer([], "A") is None


def test_the_worst_of_objected_stale_open_agreed_is_the_first() -> None:
    for order in permutations(Standing):
        assert worst(order) is OBJECTED
    assert worst([OPEN, STALE, AGREED]) is STALE
    assert worst([OPEN, AGREED]) is OPEN
    assert worst([]) is AGREED
