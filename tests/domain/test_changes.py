"""Each fact is in exactly one clause: what a change of it touches, and for whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.clauses import Clause, agreement_parts
from accord.domain.facts import ActionFacts, ContributionFacts, DutyFacts, KeyResultFacts, NeedFacts, ProviderFacts
from accord.domain.plan import Hold, PathPoint
from tests.domain.example import COMPLAINTS, EXAMPLE

CRITERIA, WORK, CHARGES, NEEDS, DEFINITIONS = Clause
OWN, DOING, PROVIDING = "northwind", "engineering", "support"
EVERYBODY = {OWN, DOING, PROVIDING}

FIX, EXPECT = EXAMPLE.actions
REPORT, DESK, DECLINED = EXAMPLE.needs
REPLIES, SHOP = EXAMPLE.contributions
TAGGING = ProviderFacts("action", "tag-causes", "Tag causes", date(2026, 10, 18))


def kr(**changes: Any) -> KeyResultFacts:
    return replace(EXAMPLE, **changes)


def fix(**changes: Any) -> KeyResultFacts:
    return kr(actions=(replace(FIX, **changes), EXPECT))


def report(**changes: Any) -> KeyResultFacts:
    return kr(needs=(replace(REPORT, **changes), DESK, DECLINED))


def desk(**changes: Any) -> KeyResultFacts:
    provider = DESK.provided_by
    assert provider is not None
    return kr(needs=(REPORT, replace(DESK, provided_by=replace(provider, **changes)), DECLINED))


def replies(**changes: Any) -> KeyResultFacts:
    return kr(contributions=(replace(REPLIES, **changes), SHOP))


def metric(**changes: Any) -> KeyResultFacts:
    return kr(metrics={**EXAMPLE.metrics, "complaint-rate": replace(COMPLAINTS, **changes)})


def beta(**changes: Any) -> KeyResultFacts:
    return kr(milestones={"beta": replace(EXAMPLE.milestones["beta"], **changes)})


def touched(before: KeyResultFacts, after: KeyResultFacts) -> dict[Clause, set[str]]:
    """The clauses with the parties whose parts have another fingerprint."""
    was, now = agreement_parts(before), agreement_parts(after)
    found: dict[Clause, set[str]] = {}
    for team in was.keys() & now.keys():
        for old, new in zip(was[team], now[team], strict=True):
            if old.fingerprint != new.fingerprint:
                found.setdefault(new.clause, set()).add(team)
    return found


ROWS: list[tuple[str, KeyResultFacts, Mapping[Clause, set[str]]]] = [
    ("the objective's title", kr(objective_title="Other"), {CRITERIA: EVERYBODY}),
    ("the ambition", kr(ambition="aspirational"), {CRITERIA: EVERYBODY}),
    ("the title", kr(title="Other"), {CRITERIA: EVERYBODY}),
    ("the baseline", kr(baseline=Decimal(11)), {CRITERIA: EVERYBODY}),
    ("the target", kr(target=Decimal("6.1")), {CRITERIA: EVERYBODY}),
    ("a band instead of a target", kr(baseline=None, target=None, hold=Hold(Decimal(5))), {CRITERIA: EVERYBODY}),
    ("the planned path", kr(path=(PathPoint(date(2026, 11, 15), Decimal(7)),)), {CRITERIA: EVERYBODY}),
    ("a date on the path", kr(path=(PathPoint(date(2026, 11, 16), Decimal(8)),)), {CRITERIA: EVERYBODY}),
    ("the due date", kr(due=date(2026, 12, 30)), {CRITERIA: EVERYBODY}),
    ("the criteria", kr(completion_criteria="Other"), {CRITERIA: EVERYBODY}),
    ("another metric", kr(metric="unrelated"), {CRITERIA: EVERYBODY, DEFINITIONS: EVERYBODY}),
    ("a milestone instead", kr(metric=None, milestone="beta"), {CRITERIA: EVERYBODY, DEFINITIONS: EVERYBODY}),
    ("another guardrail", kr(guardrails=("unrelated",)), {CRITERIA: EVERYBODY, DEFINITIONS: EVERYBODY}),
    ("a guardrail that is a term too", kr(guardrails=("growth-rate", "first-reply")), {CRITERIA: EVERYBODY}),
    ("another term", kr(terms=("first-reply", "beta", "unrelated")), {DEFINITIONS: EVERYBODY}),
    ("the decomposition", kr(decomposition="Other"), {WORK: EVERYBODY}),
    ("an action's title", fix(title="Other"), {WORK: {OWN, DOING}}),
    ("an action's due date", fix(due=None), {WORK: {OWN, DOING}}),
    ("an action's effort", fix(effort_days=Decimal(16)), {WORK: {OWN, DOING}}),
    ("an action's yield", fix(expected=None), {WORK: {OWN, DOING}}),
    (
        "the only action of a party given to another one",
        fix(team="support"),
        {WORK: {PROVIDING}, CHARGES: {OWN, PROVIDING}},
    ),
    ("a new action", kr(actions=(FIX, EXPECT, ActionFacts("more", "More"))), {WORK: {OWN}, CHARGES: {OWN}}),
    ("an action removed", kr(actions=(FIX,)), {WORK: {OWN}, CHARGES: {OWN}}),
    ("a duty's text", kr(duties=(DutyFacts("support", "Other"),)), {CHARGES: {OWN, PROVIDING}}),
    ("a new duty", kr(duties=(*EXAMPLE.duties, DutyFacts("engineering", "On call"))), {CHARGES: {OWN, DOING}}),
    ("the accountable team", kr(team="engineering"), {WORK: {DOING}, CHARGES: {DOING}, NEEDS: {DOING}}),
    ("what is needed", report(what="Other"), {NEEDS: {OWN, PROVIDING}}),
    ("which action waits", report(for_action=None), {NEEDS: {OWN, PROVIDING}}),
    ("the need's criteria", report(completion_criteria=None), {NEEDS: {OWN, PROVIDING}}),
    ("needed by", report(by=date(2026, 10, 21)), {NEEDS: {OWN, PROVIDING}}),
    ("the promise", report(promised=None), {NEEDS: {OWN, PROVIDING}}),
    ("what provides", report(provided_by=replace(TAGGING, id="other")), {NEEDS: {OWN, PROVIDING}}),
    ("the title of what provides", report(provided_by=replace(TAGGING, title="Other")), {NEEDS: {OWN, PROVIDING}}),
    ("the date of what provides", report(provided_by=replace(TAGGING, due=None)), {NEEDS: {OWN, PROVIDING}}),
    (
        "a milestone that provides",
        report(provided_by=ProviderFacts("milestone", "beta", "Public beta")),
        {NEEDS: {OWN, PROVIDING}},
    ),
    ("the band of a result that provides", desk(hold=Hold(Decimal(99))), {NEEDS: {OWN, PROVIDING}}),
    ("the target of a result that provides", desk(target=Decimal(7)), {NEEDS: {OWN, PROVIDING}}),
    ("the criteria of a result that provides", desk(completion_criteria="C"), {NEEDS: {OWN, PROVIDING}}),
    (
        "the metric of a result that provides",
        desk(metric="unrelated"),
        {NEEDS: {OWN, PROVIDING}, DEFINITIONS: EVERYBODY},
    ),
    ("a need declined", report(declined=True), {NEEDS: {OWN, PROVIDING}}),
    (
        "a need declined that named a metric of its own",
        kr(needs=(REPORT, replace(DESK, declined=True))),
        {NEEDS: {OWN, PROVIDING}, DEFINITIONS: EVERYBODY},
    ),
    ("a need that was declined, removed", kr(needs=(REPORT, DESK)), {}),
    ("a declined need's text", kr(needs=(REPORT, DESK, replace(DECLINED, what="Other"))), {}),
    ("a contribution's share", replies(share=None), {NEEDS: {OWN, PROVIDING}}),
    ("the title of a contributing objective", replies(title="Other"), {NEEDS: {OWN, PROVIDING}}),
    ("a contribution taken back to proposed", replies(status="proposed"), {NEEDS: {OWN, PROVIDING}}),
    ("a proposed contribution's share", kr(contributions=(REPLIES, replace(SHOP, share=Decimal(3)))), {}),
    (
        "a contribution accepted",
        kr(contributions=(*EXAMPLE.contributions, ContributionFacts("o", "O", "engineering", None, "accepted"))),
        {NEEDS: {OWN, DOING}},
    ),
    ("a metric's name", metric(name="Other"), {DEFINITIONS: EVERYBODY}),
    ("a metric's definition", metric(definition="Other"), {DEFINITIONS: EVERYBODY}),
    ("a metric's formula", metric(formula=None), {DEFINITIONS: EVERYBODY}),
    ("what a metric counts", metric(counts="Other"), {DEFINITIONS: EVERYBODY}),
    ("what a metric excludes", metric(excludes="Other"), {DEFINITIONS: EVERYBODY}),
    ("a metric's unit", metric(unit="per 1000"), {DEFINITIONS: EVERYBODY}),
    ("a metric's source", metric(source="Other"), {DEFINITIONS: EVERYBODY}),
    ("a metric's frequency", metric(frequency="daily"), {DEFINITIONS: EVERYBODY}),
    ("which direction is better", metric(better="none"), {DEFINITIONS: EVERYBODY}),
    ("a milestone's name", beta(name="Other"), {DEFINITIONS: EVERYBODY}),
    ("a milestone's definition", beta(definition=None), {DEFINITIONS: EVERYBODY}),
    ("a milestone's date", beta(date=None), {DEFINITIONS: EVERYBODY}),
    ("a metric nobody speaks of", kr(metrics={**EXAMPLE.metrics, "unrelated": COMPLAINTS}), {}),
    ("a default written out", kr(actions=(FIX, replace(EXPECT, team="northwind"))), {}),
    ("the team's successor", kr(successors={"northwind": "eastwind"}), {}),
]


@pytest.mark.parametrize(("after", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_change_touches_its_clause_and_those_it_concerns(
    after: KeyResultFacts, expected: Mapping[Clause, set[str]]
) -> None:
    assert touched(EXAMPLE, after) == expected
    assert touched(after, EXAMPLE) == expected


PERCENT = kr(metric=None, baseline=None, target=None, path=())


@pytest.mark.parametrize(
    ("written_out", "same"),
    [
        (replace(PERCENT, baseline=Decimal(0)), True),
        (replace(PERCENT, target=Decimal("100.0")), True),
        (replace(PERCENT, target=Decimal(90)), False),
        (replace(PERCENT, baseline=Decimal(10)), False),
    ],
)
def test_percent_done_runs_from_0_to_100_written_out_or_not(written_out: KeyResultFacts, *, same: bool) -> None:
    assert (touched(PERCENT, written_out) == {}) is same


def test_a_percent_result_that_provides_promises_100() -> None:
    def provided(target: Decimal | None) -> KeyResultFacts:
        provider = ProviderFacts("key_result", "half", "Half of it", date(2026, 12, 1), target=target)
        return report(provided_by=provider)

    assert touched(provided(None), provided(Decimal(100))) == {}
    assert touched(provided(None), provided(Decimal(50))) == {NEEDS: {OWN, PROVIDING}}


def test_a_team_that_is_asked_for_something_becomes_party_and_the_others_stay_as_they_are() -> None:
    asked = kr(needs=(*EXAMPLE.needs, NeedFacts("budget", "finance", "A budget")))
    assert agreement_parts(asked).keys() - agreement_parts(EXAMPLE).keys() == {"finance"}
    assert touched(EXAMPLE, asked) == {NEEDS: {OWN}}
