"""Where a term is mentioned: whole words, in any spelling of spaces, dashes, case and accents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.checks import folding
from accord.domain.checks.folding import fold
from accord.domain.checks.mentions import Terms
from accord.domain.checks.scripts import is_unspaced

LETTERS = "ab1é-. \u0301中の가"
texts = st.text(LETTERS, max_size=12)


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("churn", "Churn, CHURN and re-churn", 3),
        ("churn", "churns, unchurn, churn2, 2churn", 0),
        ("churn", "churn's _churn_ (churn)", 3),
        ("café", "cafe\u0301 CAFE", 2),
        ("first reply", "first\u2014reply, first - reply", 2),
        ("straße", "STRASSE", 1),
        ("c++", "C++ and c+++ and c++11", 2),
        ("% late", "10% late, 10 % late", 1),
        ("解約率", "月間解約率を下げる", 1),
        ("churn", "月間churnを", 1),
        ("okr率", "xokr率", 0),
        ("okr率", "okr率x", 1),
        ("ab", "ab\u0903", 0),
        ("ﬁx", "fix", 1),
    ],
)
def test_mentions(term: str, text: str, count: int) -> None:
    assert len(Terms([fold(term)]).mentioned(fold(text))) == count


@given(st.lists(texts, max_size=4), texts)
def test_terms_are_found_wherever_looking_at_every_place_finds_them(terms: list[str], text: str) -> None:
    folded, within = {fold(term) for term in terms} - {""}, fold(text)
    every = {
        (start, start + len(term), term)
        for term in folded
        for start in range(len(within))
        if within.startswith(term, start) and stands_alone(within, start, term)
    }
    outermost = {one for one in every if not any(o[0] <= one[0] and one[1] <= o[1] and o[:2] != one[:2] for o in every)}

    assert set(Terms(folded).mentioned(within)) == outermost


def test_of_many_names_inside_each_other_the_longest_is_mentioned() -> None:
    names = [" ".join(f"w{word}" for word in range(length)) for length in range(1, 300)]

    assert [span.term for span in Terms(names).mentioned(f"so {names[-1]}, or {names[7]}.")] == [names[-1], names[7]]


def stands_alone(text: str, start: int, term: str) -> bool:
    before, after = text[:start][-1:], text[start + len(term) :][:1]
    return all(
        not neighbour or unicodedata.category(neighbour)[0] not in "LMN" or is_unspaced(neighbour) or is_unspaced(outer)
        for neighbour, outer in ((before, term[0]), (after, term[-1]))
    )


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, include_characters="\t\n")))
def test_the_short_way_for_plain_letters_is_the_long_way(text: str) -> None:
    assert fold(text) == fold(text + " \u0301")


def test_every_dash_is_a_gap() -> None:
    dashes = [character for character in map(chr, range(0x110000)) if unicodedata.category(character) == "Pd"]

    assert [dash for dash in dashes if fold(f"a{dash}b") != "a b"] == []
    assert folding.fold("\u2010 -") == ""


@pytest.mark.parametrize("character", "中々ひカ가ไລខမー〇")
def test_scripts_without_spaces(character: str) -> None:
    assert is_unspaced(character)


@pytest.mark.parametrize("character", "aéя1ع- .אह")
def test_scripts_with_spaces(character: str) -> None:
    assert not is_unspaced(character)
