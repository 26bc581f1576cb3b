"""Parties, clauses and parts over generated facts: the laws of product.md, section 6."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accord.domain.canonical import fingerprint
from accord.domain.clauses import (
    Clause,
    agreement_parts,
    clause_content,
    is_empty,
    own_team,
    part_content,
    parties,
    pieces,
)
from accord.domain.facts import KeyResultFacts
from accord.domain.standing import Answer, Standing, part_standing
from tests.domain.example import EXAMPLE
from tests.domain.generated import key_results, said_otherwise

HEAD = {"schema", "clause", "key_result"}


def whole(facts: KeyResultFacts) -> dict[Clause, dict[str, Any]]:
    return {clause: dict(clause_content(facts, clause)) for clause in Clause}


def concerning(facts: KeyResultFacts, team: str) -> dict[Clause, dict[str, Any]]:
    """A party's part read off the whole clauses alone, as product.md says it."""
    clauses = whole(facts)

    def theirs(held: str) -> bool:
        return facts.successors.get(held, held) == team

    duties = clauses[Clause.RESPONSIBILITIES]
    dependencies = clauses[Clause.DEPENDENCIES]
    work = clauses[Clause.DECOMPOSITION]
    own_actions = [action for action in duties.get("actions", []) if theirs(action["team"])]
    ids = [action["id"] for action in own_actions]
    kept: dict[Clause, dict[str, Any]] = {
        Clause.DECOMPOSITION: {
            "decomposition": work.get("decomposition"),
            "actions": [action for action in work.get("actions", []) if action["id"] in ids],
        },
        Clause.RESPONSIBILITIES: {
            "actions": own_actions,
            "duties": [duty for duty in duties.get("duties", []) if theirs(duty["team"])],
        },
        Clause.DEPENDENCIES: {
            "needs": [need for need in dependencies.get("needs", []) if theirs(need["from"])],
            "contributions": [each for each in dependencies.get("contributions", []) if theirs(each["team"])],
        },
    }
    for clause, held in kept.items():
        head = {key: value for key, value in clauses[clause].items() if key in HEAD}
        clauses[clause] = head | {key: value for key, value in held.items() if value}
    return clauses


@given(key_results)
def test_a_part_holds_what_concerns_the_team_and_no_more(facts: KeyResultFacts) -> None:
    for team in set(parties(facts)) - {own_team(facts)}:
        assert {clause: part_content(facts, clause, team) for clause in Clause} == concerning(facts, team)


@given(key_results)
def test_the_own_teams_part_is_the_whole_clause(facts: KeyResultFacts) -> None:
    own = agreement_parts(facts)[own_team(facts)]
    assert [part.content for part in own] == list(whole(facts).values())


@given(key_results)
def test_all_parts_at_once_are_the_parts_one_by_one(facts: KeyResultFacts) -> None:
    at_once = agreement_parts(facts)
    assert tuple(at_once) == parties(facts)
    for team, five in at_once.items():
        assert [part.clause for part in five] == list(Clause)
        for part in five:
            content = part_content(facts, part.clause, team)
            assert part == (part.clause, team, content, fingerprint(content), is_empty(content))


@given(key_results)
def test_a_team_is_party_if_and_only_if_something_binds_it(facts: KeyResultFacts) -> None:
    own = own_team(facts)
    for team in ("desk", "made", "sales", "tools"):
        part = concerning(facts, team)
        bound = any(part[Clause.RESPONSIBILITIES].keys() - HEAD) or any(part[Clause.DEPENDENCIES].keys() - HEAD)
        assert (team in parties(facts)) == (team == own or bound)


@given(key_results)
def test_nothing_absent_or_empty_is_content(facts: KeyResultFacts) -> None:
    def check(value: object) -> None:
        assert value not in (None, "", [], {})
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    for content in whole(facts).values():
        check(content)


@given(st.data(), key_results)
def test_what_says_the_same_has_the_same_fingerprints(data: st.DataObject, facts: KeyResultFacts) -> None:
    again = data.draw(said_otherwise(facts))
    assert agreement_parts(again) == agreement_parts(facts)


def test_every_field_of_the_example_is_in_its_clause() -> None:
    fields = {clause: set(content) - HEAD for clause, content in whole(EXAMPLE).items()}
    assert fields == {
        Clause.COMPLETION_CRITERIA: {
            *("objective", "title", "metric", "baseline", "target", "path", "due", "completion_criteria", "guardrails")
        },
        Clause.DECOMPOSITION: {"decomposition", "actions"},
        Clause.RESPONSIBILITIES: {"team", "actions", "duties"},
        Clause.DEPENDENCIES: {"needs", "contributions"},
        Clause.DEFINITIONS: {"metrics", "milestones"},
    }


def test_clauses_are_numbered_as_people_count_them() -> None:
    assert [clause.number for clause in Clause] == [1, 2, 3, 4, 5]


ENDED = replace(EXAMPLE, successors={"support": "engineering"})


def test_a_team_that_ended_keeps_its_id_in_content_and_is_answered_for_by_its_successor() -> None:
    assert parties(EXAMPLE) == ("engineering", "northwind", "support")
    assert parties(ENDED) == ("engineering", "northwind")
    assert clause_content(ENDED, Clause.DEPENDENCIES) == clause_content(EXAMPLE, Clause.DEPENDENCIES)
    assert part_content(ENDED, Clause.DEPENDENCIES, "engineering") == part_content(
        EXAMPLE, Clause.DEPENDENCIES, "support"
    )


def test_what_each_of_two_merged_teams_agreed_to_is_agreed_to_by_their_successor() -> None:
    clause = Clause.RESPONSIBILITIES
    of_each = [fingerprint(part_content(EXAMPLE, clause, team)) for team in ("engineering", "support")]
    merged = fingerprint(part_content(ENDED, clause, "engineering"))

    def standing(*agreed_to: str) -> Standing:
        answers = [Answer("agree", each) for each in agreed_to]
        return part_standing(answers, merged, empty=False, pieces=pieces(ENDED, clause, "engineering"))

    assert merged not in of_each
    assert standing(*of_each) is Standing.AGREED
    assert standing(of_each[0]) is Standing.STALE
    assert standing(merged) is Standing.AGREED


def test_a_team_that_succeeds_nobody_has_its_part_in_one_piece() -> None:
    assert pieces(EXAMPLE, Clause.DEPENDENCIES, "support") == ()
    assert pieces(ENDED, Clause.DEPENDENCIES, "northwind") == ()
