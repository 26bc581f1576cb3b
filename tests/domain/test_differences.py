from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from accord.domain.clauses import Clause, agreement_parts, clause_content, parties
from accord.domain.differences import Difference, differences
from accord.domain.facts import DutyFacts, KeyResultFacts, ProviderFacts
from accord.domain.plan import Hold
from tests.domain.example import COMPLAINTS, EXAMPLE
from tests.domain.generated import key_results

FIX, EXPECT = EXAMPLE.actions
REPORT, DESK, DECLINED = EXAMPLE.needs
REPLIES, PROPOSED = EXAMPLE.contributions


def told(clause: Clause, **changes: Any) -> list[Difference]:
    after = replace(EXAMPLE, **changes)
    return differences(clause_content(EXAMPLE, clause), clause_content(after, clause), EXAMPLE.objective)


def of_kr(field: str, before: Any, after: Any) -> Difference:
    return Difference("key_result", "complaints-down", field, before, after)


def test_completion_criteria_are_told_of_the_objective_and_the_key_result() -> None:
    assert told(
        Clause.COMPLETION_CRITERIA,
        ambition="aspirational",
        baseline=None,
        target=None,
        path=(),
        hold=Hold(Decimal(5), Decimal("7.5")),
        due=date(2026, 12, 30),
        guardrails=(),
    ) == [
        Difference("objective", "fewer-complaints", "ambition", "committed", "aspirational"),
        of_kr("baseline", Decimal(10), None),
        of_kr("target", Decimal(6), None),
        of_kr("hold", None, {"at_least": Decimal(5), "at_most": Decimal("7.5")}),
        of_kr("path", [{"date": "2026-11-15", "value": Decimal(8)}], None),
        of_kr("due", "2026-12-31", "2026-12-30"),
        of_kr("guardrails", ["growth-rate"], None),
    ]


def test_an_action_that_appears_is_told_as_a_whole() -> None:
    assert told(Clause.DECOMPOSITION, actions=(EXPECT,)) == [
        Difference(
            "action",
            "fix-export",
            None,
            {
                "id": "fix-export",
                "title": "Fix the export that loses rows",
                "due": "2026-11-20",
                "effort_days": Decimal(15),
                "expected": Decimal(2),
            },
            None,
        )
    ]


def test_responsibilities_are_told_of_the_objectives_team_the_actions_and_the_duties() -> None:
    assert told(
        Clause.RESPONSIBILITIES,
        team="eastwind",
        actions=(replace(FIX, team="support"), replace(EXPECT, team="northwind")),
        duties=(DutyFacts("support", "Samples 50 tickets"),),
    ) == [
        Difference("objective", "fewer-complaints", "team", "northwind", "eastwind"),
        of_kr(
            "duties",
            [{"team": "support", "does": "Samples 100 tickets every Friday."}],
            [{"team": "support", "does": "Samples 50 tickets"}],
        ),
        Difference("action", "fix-export", "team", "engineering", "support"),
    ]


def provided_by(**changes: Any) -> tuple[Any, ...]:
    assert DESK.provided_by is not None
    return (REPORT, replace(DESK, provided_by=replace(DESK.provided_by, **changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"needs": (replace(REPORT, by=None, for_action="set-expectations"), DESK)},
            [
                Difference("need", "cause-report", "for", "fix-export", "set-expectations"),
                Difference("need", "cause-report", "by", "2026-10-20", None),
            ],
            id="a need's own fields",
        ),
        pytest.param(
            {"needs": provided_by(hold=None, target=Decimal(99), title="Up")},
            [
                Difference("key_result", "desk-up", "title", "The desk is up", "Up"),
                Difference("key_result", "desk-up", "target", None, Decimal(99)),
                Difference("key_result", "desk-up", "hold", {"at_least": Decimal("99.5")}, None),
            ],
            id="what provides it has changed",
        ),
        pytest.param(
            {"needs": (REPORT, replace(DESK, provided_by=ProviderFacts("milestone", "beta")))},
            [Difference("need", "steady-desk", "provided_by", "desk-up", "beta")],
            id="something else provides it",
        ),
        pytest.param(
            {"needs": provided_by(kind="action", metric=None, hold=None)},
            [
                Difference(
                    "key_result",
                    "desk-up",
                    None,
                    {
                        "id": "desk-up",
                        "title": "The desk is up",
                        "due": "2026-12-31",
                        "metric": "uptime",
                        "hold": {"at_least": Decimal("99.5")},
                    },
                    None,
                ),
                Difference(
                    "action", "desk-up", None, None, {"id": "desk-up", "title": "The desk is up", "due": "2026-12-31"}
                ),
            ],
            id="its id has come back as another kind of thing",
        ),
        pytest.param(
            {"contributions": (replace(REPLIES, title="Answer at once", share=None),)},
            [
                Difference("contribution", "faster-replies>complaints-down", "share", Decimal(15), None),
                Difference("objective", "faster-replies", "title", "Answer the same day", "Answer at once"),
            ],
            id="a contribution and its objective",
        ),
        pytest.param(
            {"contributions": ()},
            [
                Difference(
                    "contribution",
                    "faster-replies>complaints-down",
                    None,
                    {
                        "objective": "faster-replies",
                        "title": "Answer the same day",
                        "team": "support",
                        "share": Decimal(15),
                    },
                    None,
                )
            ],
            id="a contribution that is gone",
        ),
    ],
)
def test_dependencies_are_told_of_whom_they_concern(changes: dict[str, Any], expected: list[Difference]) -> None:
    assert told(Clause.DEPENDENCIES, **changes) == expected


def test_what_provides_two_needs_is_told_once() -> None:
    def both(due: date) -> KeyResultFacts:
        provider = ProviderFacts("action", "tag-causes", "Tag causes", due)
        return replace(EXAMPLE, needs=tuple(replace(need, provided_by=provider) for need in (REPORT, DESK)))

    before, after = (clause_content(both(date(2026, 10, day)), Clause.DEPENDENCIES) for day in (18, 19))
    assert differences(before, after, "o") == [Difference("action", "tag-causes", "due", "2026-10-18", "2026-10-19")]


def test_definitions_are_told_of_the_registry_with_their_defaults() -> None:
    changed = {**EXAMPLE.metrics, "complaint-rate": replace(COMPLAINTS, better="none", formula=None)}
    assert told(Clause.DEFINITIONS, metrics=changed, terms=("first-reply",)) == [
        Difference("metric", "complaint-rate", "formula", COMPLAINTS.formula, None),
        Difference("metric", "complaint-rate", "better", "lower", "none"),
        Difference(
            "milestone",
            "beta",
            None,
            {
                "id": "beta",
                "name": "Public beta",
                "definition": "Anyone can sign up without an invitation.",
                "date": "2026-11-15",
            },
            None,
        ),
    ]


def test_only_contents_of_one_clause_are_compared() -> None:
    with pytest.raises(ValueError, match="one clause"):
        differences(clause_content(EXAMPLE, Clause.DECOMPOSITION), clause_content(EXAMPLE, Clause.DEFINITIONS), "o")


@given(key_results, key_results)
def test_there_is_no_difference_if_and_only_if_the_contents_are_equal(
    seen: KeyResultFacts, today: KeyResultFacts
) -> None:
    was, now = agreement_parts(seen), agreement_parts(today)
    for team in set(parties(seen)) & set(parties(today)):
        for before, after in zip(was[team], now[team], strict=True):
            there = differences(before.content, after.content, "objective")
            back = differences(after.content, before.content, "objective")
            assert (there == []) == (before.fingerprint == after.fingerprint)
            turned = {(each.kind, each.id, each.field, str(each.after), str(each.before)) for each in back}
            assert {(each.kind, each.id, each.field, str(each.before), str(each.after)) for each in there} == turned
            assert all(each.before != each.after for each in there)
