"""All errors at once, one for a mistake, with suggestions, in the promised forms."""

import pytest

from accord.formats.plan import PlanErrors
from tests.formats.plans import FULL, HEAD, changed, errors_of, marked, places_of, read

PEOPLE = FULL[FULL.index("people:") : FULL.index("teams:")]


def suggestions(text: str) -> list[str | None]:
    return [error.suggestion for error in errors_of(text)]


def test_all_mistakes_of_all_files_are_told_together() -> None:
    text = (
        FULL.replace("name: Bakery", "name: 7")
        .replace("weight: 2", "weight: -2")
        .replace("parent: mill}", "parent: mil}")
    )
    first, second = errors_of(text)[:2], errors_of(text, "accord: 2\nteamz: []\n")
    assert [error.path for error in second] == [
        "teams[1].name",
        "teams[2].parent",
        "objectives[0].key_results[0].weight",
        "accord",
        "teamz",
    ]
    assert [error.file for error in second] == ["plan.yaml"] * 3 + ["plan2.yaml"] * 2
    assert first == second[:2]


def test_what_needs_other_items_is_not_looked_at_while_a_file_does_not_parse() -> None:
    text = FULL.replace("parent: mill}", "parent: mil}").replace("weight: 2", "weight: -2")
    paths = [(error.file, error.path) for error in errors_of(text, "[")]
    assert paths == [("plan.yaml", "objectives[0].key_results[0].weight"), ("plan2.yaml", "")]
    for text in (
        changed("{id: carts,", "{id: mill,"),
        changed("succeeded_by: drivers", "succeeded_by: carts"),
        "accord: 1\n",
    ):
        assert [error.file for error in errors_of(text, "[")] == ["plan2.yaml"]
    assert [
        error.path
        for error in errors_of(changed("{id: returns, name: R", "{id: returns, name: R, owner: NO, x: R"), "[")
    ] == [
        "metrics[1].owner",
        "metrics[1].x",
        "",
    ]


@pytest.mark.parametrize(
    ("case", "old", "new", "suggestion"),
    [
        ("a letter swapped", "    title: Bread on time", "    titel: Bread on time", "title"),
        ("a letter too many", "objectives:\n", "objectivess:\n", "objectives"),
        (
            "other separators",
            "        completion_criteria: The",
            "        completion-criteria: The",
            "completion_criteria",
        ),
        (
            "other capitals",
            "    key_results:\n      - id: routes-done",
            "    keyResults:\n      - id: routes-done",
            "key_results",
        ),
        ("a part of the key", "strategic_goals:", "goals:", "strategic_goals"),
        ("a word mistyped", "frequency: weekly", "frequency: wekly", "weekly"),
        ("an id mistyped", "accountable: ana", "accountable: anna", "ana"),
        ("an id in capitals", "accountable: ana", "accountable: Ana", "ana"),
        ("an action mistyped", "for: early-dough", "for: early_dough", "early-dough"),
        ("a code in small letters", "off: [AL604]", "off: [al604]", "AL604"),
        ("nothing close", "accountable: ana", "accountable: somebody", None),
        ("a key like no other", "    why: Shops wait.", "    colour: red", None),
        ("two ids that are as close", "accountable: ana", "accountable: la", None),
    ],
)
def test_the_one_close_word_is_suggested(case: str, old: str, new: str, suggestion: str | None) -> None:
    text = changed(old, new).replace("  - {id: li,", "  - {id: l, name: L}\n  - {id: a, name: A}\n  - {id: li,")
    assert suggestions(text) == [suggestion]


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("a section mistyped", changed("people:\n", "¦peple:\n")),
        ("a section of the cycle mistyped", changed("cycle:\n", "¦cycel:\n")),
        ("the key id mistyped", changed("{id: ana,", "{¦ID: ana,")),
        ("an id written as a number", changed("{id: li,", "{id: ¦77,")),
        ("an id left out that many name", changed("{id: drivers, name", "¦{name")),
        ("an id that cannot be one", changed("{id: drivers,", "{id: ¦The Drivers,")),
        ("a list written as a mapping", FULL.replace(PEOPLE, "people: ¦{ana: {name: Ana}, li: {name: Li}}\n")),
        ("a part of a rule mistyped", changed("        baseline: 10", "        ¦baselin: 10")),
    ],
)
def test_nothing_is_told_that_follows_from_another_mistake(case: str, text: str) -> None:
    text, places = marked(text)
    assert len(places) == 1
    assert places_of(errors_of(text)) == places


def test_there_is_one_error_for_a_place() -> None:
    errors = errors_of(f"{HEAD}objectives:\n  - {{}}\n")
    assert [(error.line, error.column, error.path) for error in errors] == [(5, 5, "objectives[0].id")]
    assert "id and team and title are missing" in errors[0].message


def test_a_duplicate_names_the_place_of_the_first() -> None:
    (error,) = errors_of(changed("{id: carts,", "{id: mill,"))
    assert "plan.yaml:18:10" in error.message


def test_errors_are_printed_as_promised() -> None:
    with pytest.raises(PlanErrors) as wrong:
        read(changed("frequency: weekly", "frequency: wekly"))
    (error,) = wrong.value.errors
    assert wrong.value.as_json() == {
        "errors": [
            {
                "file": "plan.yaml",
                "line": 37,
                "column": 16,
                "path": "metrics[0].frequency",
                "message": error.message,
                "suggestion": "weekly",
            }
        ]
    }
    assert wrong.value.as_lines() == [f"plan.yaml:37:16: metrics[0].frequency: {error.message} (did you mean weekly?)"]
    assert str(wrong.value) == wrong.value.as_lines()[0]


def test_a_line_of_text_is_one_line_whatever_the_file_holds() -> None:
    with pytest.raises(PlanErrors) as wrong:
        read(f'{HEAD}"a\\nb": "c"\n')
    assert [line.count("\n") for line in wrong.value.as_lines()] == [0]


def test_very_many_errors_end_with_a_word_about_the_rest() -> None:
    errors = errors_of(HEAD + "".join(f"k{number}: 1\n" for number in range(25_000)))
    assert len(errors) == 20_000
    assert "the others are told once these are mended" in errors[-1].message
