import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain.wording import WORDED_FIELDS, Placed, WordingClass, duties_before, marked, place, same_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ship it, then (really!) “measure” – it…", "ship it then really measure it", id="punctuation"),
        pytest.param("• one\n- two\n* three\n · four", "one two three four", id="bullets"),
        pytest.param("１００％，然后！", "１００ ％ 然后", id="full-width forms"),
        pytest.param("self-service e-mail", "self service e mail", id="hyphens between words"),
        pytest.param("1.5 3/4 10:30 2026-10-01 1'000 5,", "1.5 3/4 10:30 2026-10-01 1'000 5", id="marks in a number"),
        pytest.param("from -5 to +3, ±2 or −1", "from -5 to +3 ±2 or -1", id="signs"),
        pytest.param("covid-19 Q3–2026 10–20", "covid 19 Q3-2026 10-20", id="dashes beside digits"),
        pytest.param("below .5 or ,5.", "below .5 or ,5", id="a number that begins with its point"),
        pytest.param("-$5 -5", "- $ 5 -5", id="a sign before a currency"),
        pytest.param("5%<x>=€3+$4 & 20°", "5 % < x > = € 3 + $ 4 & 20 °", id="symbols"),
        pytest.param("m² 1/x a*b a_b", "m ² 1 / x a * b a _ b", id="more symbols"),
        pytest.param("US us Team TEAM GDPR", "US us team team gdpr", id="case counts below four letters"),
        pytest.param("ÄRGER été", "ärger été", id="letters of all languages"),
        pytest.param("क्षेत्र", "क्षेत्र", id="marks belong to their word"),
        pytest.param(" \n", "", id="nothing"),
    ],
)
def test_a_text_is_its_words_and_numbers(text: str, expected: str) -> None:
    assert list(words(text)) == expected.split()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Reduce churn.", "Reduce churn"),
        ("reduce Churn", "Reduce churn"),
        ("Reduce churn; then grow", "Reduce churn - then grow"),
        ("Reduce\nchurn", "Reduce  churn"),
        ("caf\u00e9 open", "cafe\u0301 open"),
        ("10-20 days", "10\u201320 days"),
    ],
)
def test_other_punctuation_space_and_case_are_the_same_words(before: str, after: str) -> None:
    assert same_words(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("5% fewer", ".5% fewer"),
        ("5 fewer", "-5 fewer"),
        ("$5", "-$5"),
        ("1.5 days", "15 days"),
        ("1.5 days", "1 5 days"),
        ("10 < 20", "10 > 20"),
        ("a / b", "a * b"),
        ("help US", "help us"),
        ("5 m²", "5 m"),
        ("who and what", "what and who"),
        ("done", None),
        (None, "..."),
    ],
)
def test_what_may_mean_something_else_is_not_the_same_words(before: str | None, after: str | None) -> None:
    assert not same_words(before, after)


some_words = st.lists(st.sampled_from(["churn", "Rate", "10", "1.5", "-3", "%", "not", "US"]), min_size=1)


@given(some_words, st.data())
def test_what_stands_between_words_never_counts(chosen: list[str], data: st.DataObject) -> None:
    between = st.sampled_from([" ", "\n", " – ", " ... ", "; ", "  (", ") ", ' " '])
    text = "".join(word + data.draw(between) for word in chosen)
    assert same_words(text, " ".join(chosen))


@given(some_words, st.data())
def test_a_word_more_always_counts(chosen: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chosen)))
    more = [*chosen[:at], data.draw(st.sampled_from(["no", "11", "<"])), *chosen[at:]]
    assert not same_words(" ".join(chosen), " ".join(more))


ONE, OTHER = "Rate below 6", "Rate below 7"
CLASSES = (WordingClass(ONE, (ONE, "Rate below 6!")), WordingClass(OTHER, (OTHER,)))


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        pytest.param("rate below 7.", OTHER, Placed(OTHER, editorial=True), id="the same words"),
        pytest.param("Rate below 8", OTHER, Placed("Rate below 8", editorial=False), id="new words begin a class"),
        pytest.param("RATE: below 6", OTHER, Placed(ONE, editorial=False), id="taken back, however retyped"),
        pytest.param(None, OTHER, Placed(None, editorial=False), id="a text disappears"),
        pytest.param("Rate below 8", None, Placed("Rate below 8", editorial=False), id="a text appears"),
        pytest.param("rate below 6", None, Placed(ONE, editorial=False), id="a text that was removed comes back"),
    ],
)
def test_a_new_text_is_put_into_a_class(text: str | None, before: str | None, expected: Placed) -> None:
    assert place(text, before, CLASSES) == expected


def test_small_steps_of_marked_wording_do_not_carry_a_text_away_from_its_first() -> None:
    classes = (WordingClass("Calls are answered", ("Calls are answered", "Calls get answered")),)
    assert place("calls get answered.", "Calls get answered", classes) == Placed("Calls are answered", editorial=True)
    assert place("Calls get an answer", "Calls get answered", classes) == Placed("Calls get an answer", editorial=False)


def test_of_several_classes_with_the_words_todays_comes_first_then_the_newest() -> None:
    classes = (WordingClass("a", ("a", "x")), WordingClass("b", ("b", "x")), WordingClass("c", ("c",)))
    assert place("x", "c", classes).class_first == "b"
    assert place("x", "a", classes) == Placed("a", editorial=True)


def test_todays_class_can_be_named_where_a_text_stands_in_two() -> None:
    classes = (WordingClass("a", ("a", "x")), WordingClass("b", ("b", "x")))
    assert place("a", "x", classes, first="a") == Placed("a", editorial=True)
    assert place("a", "x", classes, first="b") == Placed("a", editorial=False)


retyped = st.sampled_from(["Rate below 6", "rate below 7", "Rate is below 6", "RATE below 7!", "Never", "never"])


@given(st.lists(retyped, min_size=2))
def test_over_any_history_equal_words_are_one_class_and_editorial_is_staying_in_it(history: list[str]) -> None:
    classes: tuple[WordingClass, ...] = (WordingClass(history[0], (history[0],)),)
    before, first = history[0], history[0]
    for text in history[1:]:
        placed = place(text, before, classes, first)
        assert placed.class_first is not None
        assert placed.editorial == (placed.class_first == first) == same_words(text, before)
        classes = marked(classes, placed.class_first, text)
        before, first = text, placed.class_first
    for each in classes:
        assert all(same_words(text, each.first) for text in each.texts)
    assert len({words(each.first) for each in classes}) == len(classes)


def test_a_mark_keeps_a_text_in_todays_class_once() -> None:
    assert marked(CLASSES, OTHER, "Below 7 it is")[1] == WordingClass(OTHER, (OTHER, "Below 7 it is"))
    assert marked(CLASSES, OTHER, OTHER) == CLASSES
    assert marked((), ONE, ONE) == (WordingClass(ONE, (ONE,)),)


def test_a_duty_is_compared_with_the_same_teams_duty_at_the_same_place() -> None:
    before = [("desk", "Samples"), ("tools", "On call"), ("desk", "Reports")]
    after = [("tools", "On duty"), ("desk", "Samples"), ("desk", "Writes"), ("desk", "More"), ("sales", "Calls")]
    assert duties_before(before, after) == ["On call", "Samples", "Reports", None, None]


def test_unit_and_aliases_follow_no_rule_of_wording() -> None:
    assert not {("metric", "unit"), ("metric", "aliases")} & WORDED_FIELDS
