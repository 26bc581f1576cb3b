"""Old beside new: which words went, which came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.word_changes import NEW, OLD, SAME, word_changes

SENTENCES = st.lists(
    st.sampled_from(["a", "rollback", "or", "within", "24", "72", "hours,", "by\n", "–", ""]), max_size=12
).map(" ".join)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.kind, run.text.strip()) for run in word_changes(before, after)]


@pytest.mark.parametrize(
    ("case", "before", "after", "expected"),
    [
        ("nothing", "by Friday", "by Friday", [(SAME, "by Friday")]),
        ("a number", "in 24 hours", "in 72 hours", [(SAME, "in"), (OLD, "24"), (NEW, "72"), (SAME, "hours")]),
        ("words more", "a rollback", "a rollback or hotfix", [(SAME, "a rollback"), (NEW, "or hotfix")]),
        ("words less", "a rollback or hotfix", "a rollback", [(SAME, "a rollback"), (OLD, "or hotfix")]),
        ("white space alone", "by  Friday", "by Friday", [(SAME, "by Friday")]),
        ("another sentence", "Three fixes.", "Nobody knows", [(OLD, "Three fixes."), (NEW, "Nobody knows")]),
        ("from nothing", "", "by Friday", [(NEW, "by Friday")]),
    ],
)  # fmt: skip
def test_words_are_marked(case: str, before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert told(before, after) == expected


@given(SENTENCES, SENTENCES)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    runs = word_changes(before, after)

    assert "".join(run.text for run in runs if run.kind != OLD) == after
    assert " ".join(run.text for run in runs if run.kind != NEW).split() == before.split()


@given(SENTENCES)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {run.kind for run in word_changes(text, text)} <= {SAME}
