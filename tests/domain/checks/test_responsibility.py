"""AL2xx and AL7xx: who does it, and is it too much?"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import Action, Member, Objective, Plan, Team
from tests.domain.checks.plans import END, TEAMS, action, day, found, objective, plan, result, told


def with_action(it: Action, **fields: Any) -> Plan:
    return plan(objective(result(actions=(it,), **fields)))


def test_somebody_is_accountable() -> None:
    assert told("AL201", plan(objective(result()))) == ["kr"]
    assert told("AL201", plan(objective(result(accountable="dot")))) == []


def test_a_result_says_how_it_is_reached() -> None:
    assert told("AL202", plan(objective(result(decomposition=" ")))) == ["kr"]
    assert told("AL202", plan(objective(result(decomposition="Half by the vans.")))) == []
    assert told("AL202", with_action(action())) == []


@pytest.mark.parametrize(
    ("team", "responsible", "fires"), [(None, None, 1), ("desk", None, 1), (None, "dot", 1), ("desk", "dot", 0)]
)
def test_an_action_has_a_person_and_a_team_of_its_own(team: str | None, responsible: str | None, fires: int) -> None:
    assert told("AL203", with_action(action(team=team, responsible=responsible))) == ["a"] * fires


def test_an_action_ends_with_its_result_at_the_latest() -> None:
    assert told("AL204", with_action(action(due=day(3)), due=day(2))) == ["a: kr"]
    assert told("AL204", with_action(action(due=day(2)), due=day(2))) == []
    assert told("AL204", with_action(action(), due=day(2))) == []
    assert told("AL204", with_action(action(due=END))) == []
    assert told("AL204", with_action(action(due=END + timedelta(days=1)))) == ["a: kr"]


def test_who_is_responsible_is_in_the_stated_team() -> None:
    assert told("AL205", with_action(action(team="ovens", responsible="dot"))) == ["a: dot ovens"]
    assert told("AL205", with_action(action(team="mill", responsible="dot"))) == ["a: dot mill"]
    assert told("AL205", with_action(action(team="desk", responsible="dot"))) == []
    assert told("AL205", with_action(action(responsible="olga"))) == []


def test_who_is_accountable_is_in_the_objectives_team() -> None:
    assert told("AL206", plan(objective(result(accountable="olga")))) == ["kr: olga desk"]
    assert told("AL206", plan(objective(result(accountable="dot")))) == []


@pytest.mark.parametrize(("count", "expected"), [(5, []), (6, ["desk"]), (7, ["desk"])])
def test_a_team_has_up_to_five_objectives(count: int, expected: list[str]) -> None:
    judged = plan(*(objective(id_=f"o{number}") for number in range(count)), objective(id_="other", team="vans"))

    assert told("AL701", judged) == expected


@pytest.mark.parametrize(("count", "expected"), [(5, []), (6, ["o"])])
def test_an_objective_has_up_to_five_results(count: int, expected: list[str]) -> None:
    assert told("AL702", plan(objective(*(result(f"kr{number}") for number in range(count))))) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("60", "40", []), ("60", "40.000000000001", ["dot: desk vans"]), ("101", None, ["dot: desk"]), (None, None, [])],
)
def test_nobody_is_promised_for_more_than_their_whole_time(
    first: str | None, second: str | None, expected: list[str]
) -> None:
    teams = (
        Team("desk", "Desk", members=(Member("dot", allocation=first and Decimal(first)),)),  # type: ignore[arg-type]
        Team("ovens", "Ovens", members=(Member("dot"),)),
        Team("vans", "Vans", members=(Member("dot", allocation=second and Decimal(second)),)),  # type: ignore[arg-type]
    )

    assert told("AL703", plan(teams=teams)) == expected


def owed(*works: tuple[str, str | None, int]) -> Objective:
    return objective(
        result(actions=tuple(action(id_, team=team, responsible="dot", due=day(due)) for id_, team, due in works))
    )


@pytest.mark.parametrize(("last", "expected"), [(14, ["dot: a b c"]), (15, [])])
def test_three_teams_within_fourteen_days_pull_a_person_apart(last: int, expected: list[str]) -> None:
    assert told("AL704", plan(owed(("a", "desk", 1), ("b", "vans", 7), ("c", "ovens", last)))) == expected


def test_every_action_of_such_a_window_is_told_and_no_other() -> None:
    works = owed(
        ("late", "desk", 30),
        ("d", "desk", 20),
        ("none", None, 10),
        ("c", "ovens", 9),
        ("b", "vans", 8),
        ("a", "desk", 7),
    )

    assert told("AL704", plan(works)) == ["dot: d c b a"]


def test_two_teams_and_actions_without_a_stated_team_do_not_pull_apart() -> None:
    assert told("AL704", plan(owed(("a", "desk", 1), ("b", "vans", 1), ("c", None, 1), ("d", "vans", 2)))) == []


def test_an_action_without_a_date_is_due_with_its_result() -> None:
    carried = tuple(replace(action(team, team=team), responsible="dot") for team in ("desk", "vans", "ovens"))
    together = found("AL704", plan(objective(result(actions=carried, due=day(9))), teams=TEAMS))

    assert [each.facts["from"] for each in together] == [day(9)]
