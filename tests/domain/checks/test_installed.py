"""What only an installation finds: answers, realignments, reviews, updates and minutes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.checks.finding import Finding
from accord.domain.checks.installed import Installed, OpenRealignment, Update
from accord.domain.checks.registry import CHECKS
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Member, Team
from tests.domain.checks.plans import TEAMS, day, objective, plan, result

CODES = [check.code for check in CHECKS if check.is_installed]


def found(code: str, *teams: Team, **known: Any) -> list[Finding]:
    judged = plan(objective(result()), teams=teams or TEAMS)
    return list(findings(Snapshot(judged, as_of=day(20), installed=Installed(**known)), {code}))


def clauses(desk: str, ovens: str) -> dict[str, Any]:
    standings = {"kr": {"desk": desk, "ovens": ovens}}
    return {
        code: [(each.facts["clauses"], [ref.id for ref in each.related]) for each in found(code, standings=standings)]
        for code in ("AL901", "AL902", "AL903")
    }


def test_plan_files_know_nothing_of_it() -> None:
    assert [found(code) for code in CODES] == [[]] * 8


def test_what_everybody_agreed_to_is_told_nowhere() -> None:
    assert clauses("aaaaa", "aaaaa") == {"AL901": [], "AL902": [], "AL903": []}


def test_a_clause_is_told_once_objection_before_stale_before_unanswered() -> None:
    assert clauses("oosxa", "axaso") == {
        "AL901": [((1, 5), ["desk", "ovens"])],
        "AL902": [((3,), ["desk"])],
        "AL903": [((2, 4), ["desk", "ovens"])],
    }


def test_one_party_alone_has_no_agreement() -> None:
    assert found("AL901", standings={"kr": {"desk": "ooooo"}}) == []


@pytest.mark.parametrize(("deadline", "days"), [(19, [1]), (20, []), (21, [])])
def test_a_realignment_is_overdue_after_its_last_day_and_told_once(deadline: int, days: list[int]) -> None:
    open_ones = (OpenRealignment(("kr", "other"), day(deadline)), OpenRealignment(("kr",), day(30)))

    assert [each.facts["days"] for each in found("AL904", realignments=open_ones)] == days


@pytest.mark.parametrize(
    ("role", "team", "expected"),
    [("member", "desk", ["desk"]), ("lead", "desk", []), ("delegate", "mill", []), ("lead", "ovens", ["desk"])],
)
def test_a_party_has_somebody_who_answers_in_it_or_above(role: str, team: str, expected: list[str]) -> None:
    member = Member("dot", role)
    teams = [Team(each.id, each.name, each.parent, members=(member,) if each.id == team else ()) for each in TEAMS[:3]]
    teams[2] = Team("ovens", "Ovens", members=(Member("olga", "lead"), *teams[2].members))

    missing = found("AL905", *teams, standings={"kr": {"desk": "ooooo", "ovens": "ooooo"}})

    assert [each.subject.id for each in missing] == expected


def test_a_review_of_last_month_is_asked_of_teams_that_were_active() -> None:
    overdue = found("AL802", active=frozenset({"desk", "vans"}), reviewed=frozenset({"vans", "ovens"}))

    assert [(each.subject.id, each.facts["month"]) for each in overdue] == [("desk", day(31, 10))]


@pytest.mark.parametrize(("ago", "count"), [(7, 0), (8, 1)])
def test_an_update_is_acknowledged_within_a_week(ago: int, count: int) -> None:
    update = Update("desk", "ovens", day(20) - timedelta(days=ago), 1)

    unread = found("AL803", updates=(update,))

    assert [(each.subject.id, [ref.id for ref in each.related]) for each in unread] == [("desk", ["ovens"])] * count


@pytest.mark.parametrize(("minutes", "count"), [("60", 0), ("60.5", 1)])
def test_process_minutes_stay_within_the_limit(minutes: str, count: int) -> None:
    loaded = found("AL705", minutes={"desk": Decimal(minutes)}, most_minutes=Decimal(60))

    assert [each.subject.id for each in loaded] == ["desk"] * count
    assert found("AL705", minutes={"desk": Decimal(minutes)}) == []
