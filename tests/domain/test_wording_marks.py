"""Which changes an author may mark as wording only, and what a labelled corpus of real changes says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.wording import Reason, Refusal, refusal_of_mark, same_words

PAIRS = Path(__file__).parents[3] / "shared" / "data" / "labelled-changes" / "pairs.jsonl"


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("We get calls quickly answered", "Calls are answered quickly", "en"),
        ("We cannot lose 5 % of it", "Of it, we can't lose 5%", "en"),
        ("Do not wait for Ops", "Don’t let us wait for Ops", "en"),
        ("Kunden warten nicht lange", "Die Kunden warten nicht sehr lange", "de"),
        ("C'est n'importe quoi", "N'importe quoi, c'est ça", "fr"),
        ("A person is there", "Somebody is there", "en"),
    ],
)
def test_another_way_to_say_it_is_taken(before: str, after: str, language: str) -> None:
    assert refusal_of_mark(before, after, before, language=language) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("In 5 days", "In 6 days", Refusal(Reason.NUMBER, ("5",), ("6",))),
        ("From 5 to 6", "From 6 to 5", Refusal(Reason.NUMBER, ("5", "6"), ("6", "5"))),
        ("In three days", "In two days", Refusal(Reason.NUMBER, ("three",), ("two",))),
        ("Dollars", "Dollars (in millions)", Refusal(Reason.NUMBER, (), ("millions",))),
        ("By Q3", "By Q4", Refusal(Reason.NUMBER, ("Q3",), ("Q4",))),
        ("½ of it", "¼ of it", Refusal(Reason.NUMBER, ("½",), ("¼",))),
        ("a < b", "a > b", Refusal(Reason.SYMBOL, ("<",), (">",))),
        ("5 % of it", "5 of it", Refusal(Reason.SYMBOL, ("%",), ())),
        ("5 days", "5 weeks", Refusal(Reason.UNIT, ("days",), ("weeks",))),
        ("Measured in hours", "Measured in minutes", Refusal(Reason.UNIT, ("hours",), ())),
        ("It is shipped", "It isn't shipped", Refusal(Reason.NEGATION, (), ("not",))),
        ("We ship with tests", "We ship without tests", Refusal(Reason.NEGATION, (), ("without",))),
        ("Nobody waits", "Somebody waits", Refusal(Reason.NEGATION, ("nobody",), ())),
        (None, "New", Refusal(Reason.APPEARS, (), ("New",))),
        ("Old", " ", Refusal(Reason.APPEARS, ("Old",), ())),
    ],
)
def test_what_counts_measures_or_denies_is_never_wording(
    before: str | None, after: str | None, expected: Refusal
) -> None:
    assert refusal_of_mark(before, after, before, units=["hours", "per 1,000"]) == expected


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Wir warten", "Wir warten nicht"),
        ("de", "Mit Kosten", "Ohne Kosten"),
        ("fr", "On attend", "On n'attend"),
        ("fr", "Avec frais", "Sans frais"),
        ("es", "Esperamos siempre", "Nunca esperamos siempre"),
        ("es", "Con gastos", "Sin gastos"),
    ],
)
def test_negations_of_the_organizations_language_count(language: str, before: str, after: str) -> None:
    refusal = refusal_of_mark(before, after, before, language=language)
    assert refusal is not None
    assert refusal.code is Reason.NEGATION


def test_the_mark_is_measured_against_the_first_text_of_the_class_too() -> None:
    assert refusal_of_mark("All calls", "Calls, all of them", "All 5 calls") == Refusal(Reason.NUMBER, ("5",), ())


some_words = st.lists(st.sampled_from(["churn", "falls", "10", "days", "%", "not", "rate"]), min_size=1)


@given(some_words)
def test_a_text_said_in_the_same_words_is_never_refused(chosen: list[str]) -> None:
    assert refusal_of_mark(" ".join(chosen), ", ".join(chosen) + ".", " ".join(chosen), ["days"]) is None


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, str]]:
    if not PAIRS.exists():
        pytest.skip("the labelled changes (../shared/data) are not on this machine")
    return [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]


def test_no_real_change_labelled_material_is_editorial_by_itself(pairs: list[dict[str, str]]) -> None:
    editorial = [pair for pair in pairs if same_words(pair["before"], pair["after"])]
    assert editorial, "nothing of the corpus is editorial: the comparison is stricter than it says"
    assert {pair["materiality"] for pair in editorial} == {"cosmetic"}


def test_no_real_change_of_a_target_or_date_can_be_marked_as_wording_only(pairs: list[dict[str, str]]) -> None:
    numeric = {"target_lowered", "target_raised", "target_quantified", "target_removed", "deadline_slipped"}
    slipped = [
        pair["id"]
        for pair in pairs
        if numeric & set(pair["kinds"]) and refusal_of_mark(pair["before"], pair["after"], pair["before"]) is None
    ]
    assert slipped == []
