"""Every kind of event has its sentence."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import accord.services
from accord.queries.names import PersonName, TeamName
from accord.queries.sentences.sentences import SENTENCES, Happening, Reference, clauses, sentence, spelled

SERVICES = Path(accord.services.__file__).parent
RESULT = Reference("Calendar tickets", "agreement", "pro-1.1", "2026-q4")
METRIC = Reference("Change failure rate", "metric", "change-failure-rate")
NEED = Reference("Correct tags", "key_result", "pro-1.1", "2026-q4")
QUARTER = Reference("Q4 2026", "cycle", "2026-q4", "2026-q4")
NOTHING_ELSE = {"created": 0, "removed": 0, "changed": 0, "stale": 0, "agreed_again": 0, "opened": 0}


def happened(kind: str, data: dict[str, Any] | None = None, *, things: tuple[Reference, ...] = ()) -> Happening:
    return Happening(
        kind=kind,
        at=datetime(2026, 11, 18, 8, 15, tzinfo=UTC),
        by=PersonName("jonas-weber", "Jonas Weber"),
        team=TeamName("engineering", "Engineering", "ENG"),
        key_result=RESULT,
        data=data or {},
        things=things,
    )


def recorded_kinds() -> Iterator[str]:
    """Every text that a service hands to events.record, or to a helper named like it, as the kind."""
    for path in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")).endswith(
                "record"
            ):
                texts = (each for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant))
                yield from (each.value for each in texts if isinstance(each.value, str) and "." in each.value)


def test_every_kind_that_a_service_records_has_a_sentence() -> None:
    assert set(recorded_kinds()) == SENTENCES.keys()


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_sentence_holds_without_any_data(kind: str) -> None:
    said = str(sentence(Happening(kind=kind, at=datetime(2026, 11, 18, tzinfo=UTC))))

    assert said.endswith(".")
    assert "%(" not in said


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("part.agreed", {"clauses": [4]}, "Engineering agreed to clause 4 of Calendar tickets."),
        ("part.agreed", {"clauses": [1, 2, 3, 4, 5]}, "Engineering agreed to all five clauses of Calendar tickets."),
        (
            "part.agreed",
            {"clauses": [4, 5], "completed": True},
            "Engineering gave the last yes on Calendar tickets. All parties agree now.",
        ),
        (
            "part.objected",
            {"clauses": [4], "reason": "By 27 November."},
            "Engineering objected to clause 4 of Calendar tickets and said what would make it a yes.",
        ),
        ("clause.asked", {"clause": 4}, "Engineering asked something about clause 4 of Calendar tickets."),
        ("clause.replied", {"clause": 2}, "Engineering replied in clause 2 of Calendar tickets."),
        ("need.delivered", {"what": "Tags"}, "Engineering delivered ‘Tags’ for Calendar tickets."),
        ("need.received", {"what": "Tags"}, "Engineering received ‘Tags’ for Calendar tickets."),
        (
            "need.not-yet",
            {"what": "Tags"},
            "Engineering has not received ‘Tags’ for Calendar tickets yet, and said what is missing.",
        ),
        ("key-result.closed", {"is_met": True}, "Engineering closed Calendar tickets as met."),
        ("key-result.closed", {"is_met": False}, "Engineering closed Calendar tickets as not met."),
        ("key-result.judged", {"is_met": False}, "Engineering finds Calendar tickets not met."),
        ("account.added", {"name": "Mara Lindqvist"}, "Jonas Weber made an account for Mara Lindqvist."),
        ("account.password-set", {"email": "m@t.example"}, "Jonas Weber gave m@t.example a new password."),
        ("account.invited", {"name": "", "email": "m@t.example"}, "Jonas Weber invited m@t.example."),
        ("account.joined", {"name": "Mara Lindqvist"}, "Mara Lindqvist accepted the invitation."),
    ],
)
def test_what_was_answered_and_who_came(kind: str, data: dict[str, Any], said: str) -> None:
    assert str(sentence(happened(kind, data))) == said


@pytest.mark.parametrize(
    ("data", "things", "said", "state"),
    [
        ({"changed": 1, "count": 1}, (METRIC,), "Jonas Weber changed Change failure rate.", "none"),
        (
            {"changed": 2, "count": 2, "stale": 1},
            (METRIC, NEED),
            "Jonas Weber changed Change failure rate and Correct tags. One agreement went stale.",
            "stale",
        ),
        (
            {"changed": 3, "count": 3, "stale": 3},
            (METRIC, NEED),
            "Jonas Weber changed Change failure rate and two more things. Three agreements went stale.",
            "stale",
        ),
        (
            {"changed": 1, "count": 1, "agreed_again": 1},
            (METRIC,),
            "Jonas Weber changed Change failure rate. One agreement holds again.",
            "agreed",
        ),
        (
            {"created": 40, "count": 40, "opened": 13},
            (NEED,),
            "Jonas Weber added Correct tags and 39 more things. 13 agreements opened.",
            "open",
        ),
        ({"removed": 1, "count": 1}, (NEED,), "Jonas Weber took out Correct tags.", "none"),
        (
            {"removed": 6, "count": 6, "ended": 2},
            (NEED,),
            "Jonas Weber took out Correct tags and five more things. Two agreements ended.",
            "none",
        ),
        (
            {"changed": 1, "count": 1, "wording_only": True},
            (NEED,),
            "Jonas Weber reworded Correct tags. Wording only, so nothing to answer.",
            "none",
        ),
        ({"changed": 2, "count": 2}, (), "Jonas Weber changed two things.", "none"),
        ({"changed": 1, "count": 1, "brief": "written"}, (QUARTER,), "Jonas Weber wrote the brief of Q4 2026.", "none"),
        (
            {"changed": 1, "count": 1, "brief": "changed"},
            (QUARTER,),
            "Jonas Weber wrote the brief of Q4 2026 anew.",
            "none",
        ),
    ],
)
def test_what_a_change_did(data: dict[str, Any], things: tuple[Reference, ...], said: str, state: str) -> None:
    made = sentence(happened("change.made", NOTHING_ELSE | data, things=things))

    assert (str(made), made.state) == (said, state)


@pytest.mark.parametrize(
    ("data", "did"),
    [
        ({"count": 1}, "changed Correct tags"),
        ({"count": 1, "removed": 1}, "took out Correct tags"),
        ({"count": 3, "removed": 1}, "changed or took out Correct tags and two more things"),
    ],
)
def test_a_heads_up_says_whether_something_went(data: dict[str, Any], did: str) -> None:
    made = sentence(happened("change.heads-up", data, things=(NEED,)))

    assert str(made) == f"Heads-up: Jonas Weber {did}, which others build on."


def test_what_a_sentence_names_stays_whole_so_that_it_can_be_a_link() -> None:
    made = sentence(happened("part.agreed", {"clauses": [4]}))

    assert [piece for piece in made.pieces if isinstance(piece, Reference)] == [
        Reference("Engineering", "team", "engineering"),
        RESULT,
    ]


def test_a_title_that_looks_like_a_placeholder_is_only_words() -> None:
    sly = Reference("%(team)s", "agreement", "x", "2026-q4")
    made = sentence(Happening(kind="clause.asked", at=datetime(2026, 11, 18, tzinfo=UTC), key_result=sly))

    assert sly in made.pieces


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([4], "clause 4"),
        ([2, 4], "clauses 2 and 4"),
        ([1, 2, 4], "clauses 1, 2 and 4"),
        ([1, 2, 3, 4, 5], "all five clauses"),
    ],
)
def test_clauses_in_words(numbers: list[int], said: str) -> None:
    assert clauses(numbers) == said


def test_counts_are_words_up_to_twelve() -> None:
    assert [spelled(count) for count in (0, 1, 12, 13)] == ["none", "one", "twelve", "13"]
