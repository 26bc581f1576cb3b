"""AL4xx, AL5xx and AL801: from top to bottom, what it is for, and whether anybody still looks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import Brief, CheckIn, Cycle, Duty, Hold, Objective, StrategicGoal
from tests.domain.checks.plans import (
    END,
    START,
    action,
    found,
    metric,
    moving,
    need,
    objective,
    plan,
    result,
    supporting,
    told,
)


@pytest.mark.parametrize(
    ("fields", "is_white"),
    [
        ({}, True),
        ({"actions": (action(),)}, True),
        ({"actions": (action(team="mill"),)}, True),
        ({"actions": (action(team="desk"),)}, False),
        ({"duties": (Duty("mill", "Counts."),)}, True),
        ({"duties": (Duty("desk", "Counts."),)}, False),
        ({"needs": (need(),)}, False),
        ({"needs": (need(declined="No."),)}, True),
    ],
)
def test_a_result_above_that_nobody_else_takes_part_in_is_white_space(fields: dict[str, Any], is_white: bool) -> None:
    assert told("AL401", plan(objective(result(**fields), team="mill"))) == (["kr"] if is_white else [])


def test_a_contribution_fills_white_space_unless_it_was_declined() -> None:
    def judged(status: str | None) -> list[str]:
        top = objective(result(), team="mill")
        return told("AL401", plan(top, objective(id_="p", contributes_to=supporting("kr", status=status))))

    assert [judged(status) for status in ("accepted", "proposed", None, "declined")] == [[], [], [], ["kr"]]


def test_a_team_without_teams_below_has_no_white_space() -> None:
    assert told("AL401", plan(objective(result(), team="desk"))) == []


def test_an_objective_below_that_supports_nothing_is_an_orphan() -> None:
    top = objective(result(), id_="top", team="mill")

    assert told("AL402", plan(top)) == []
    assert told("AL402", plan(top, objective(id_="p"))) == ["p"]
    assert told("AL402", plan(top, objective(id_="p", contributes_to=supporting("kr")))) == []
    assert told("AL402", plan(top, objective(id_="p", contributes_to=supporting("kr", status="declined")))) == ["p"]


def summed(key_result: Any, *shares: int | None, status: str | None = "accepted") -> list[str]:
    offers = (
        objective(id_=f"p{place}", contributes_to=supporting(key_result.id, share=share, status=status))
        for place, share in enumerate(shares)
    )
    return told("AL403", plan(objective(key_result), *offers, metrics=(metric(),)))


def test_shares_cover_the_way_from_baseline_to_target() -> None:
    down = moving("kr", "m", 10, 4)

    assert summed(down, 2, 3) == ["kr: p0 p1"]
    assert summed(down, 3, 3) == summed(down, 9) == []
    assert summed(down, 0) == ["kr: p0"]
    assert summed(down, 2, None) == summed(down) == []
    assert summed(down, 5, status=None) == ["kr: p0"]
    assert summed(down, 5, status="declined") == []


def test_a_percentage_goes_from_0_to_100_and_a_band_or_milestone_nowhere() -> None:
    assert summed(result(), 99) == ["kr: p0"]
    assert summed(result(), 100) == []
    assert summed(result(target=Decimal(50)), 50) == []
    assert summed(result(metric="m", hold=Hold(at_least=Decimal(5))), 1) == []
    assert summed(result(milestone="s"), 1) == []
    assert summed(result(metric="m", target=Decimal(5)), 1) == []


def test_sums_are_exact_over_thirty_digits() -> None:
    far = result(metric="m", baseline=Decimal(0), target=Decimal("100000000000000000.000000000001"))
    offer = objective(id_="p", contributes_to=supporting("kr", share=10**17))

    assert told("AL403", plan(objective(far), offer, metrics=(metric(),))) == ["kr: p"]


def test_proposed_contributions_wait_for_an_answer_one_by_one() -> None:
    offer = (
        *supporting("a", "b", status=None),
        *supporting("c", status="accepted"),
        *supporting("d", status="declined"),
    )
    judged = plan(objective(*map(result, "abcd"), team="mill"), objective(id_="p", contributes_to=offer))

    assert told("AL404", judged) == ["p: a", "p: b"]


def ring(**links: str) -> list[str]:
    """Objectives with one result each, called as they are with `-kr`; each contributes to others."""
    return told(
        "AL405",
        plan(
            *(
                objective(
                    result(f"{name}-kr"), id_=name, contributes_to=supporting(*(f"{to}-kr" for to in said.split()))
                )
                for name, said in links.items()
            )
        ),
    )


def test_contributions_in_a_circle_are_told_at_the_smallest_objective() -> None:
    assert ring(b="c", c="a", a="b") == ["a: b c"]
    assert ring(b="c", c="a", a="") == []
    assert ring(a="a") == ["a"]
    assert ring(a="b c", b="a", c="a") == ["a: b", "a: c"]


def test_an_objective_serves_a_goal_itself_or_through_what_it_supports() -> None:
    top = objective(result("t"), id_="top", team="mill", serves=("g",))
    middle = objective(result("m"), id_="middle", contributes_to=supporting("t"))
    goals = (StrategicGoal("g", "Trusted"),)

    def judged(*others: Objective) -> list[str]:
        return told("AL501", plan(top, middle, *others, strategic_goals=goals))

    assert judged(objective(id_="low", contributes_to=supporting("m"))) == []
    assert judged(objective(id_="low", contributes_to=supporting("m", status="declined"))) == ["low"]
    assert judged(objective(id_="low")) == ["low"]
    assert judged(objective(id_="low", not_strategic_because="The roof leaks.")) == []
    assert judged(objective(id_="low", not_strategic_because=" ")) == ["low"]


@pytest.mark.parametrize(("horizon", "expected"), [(None, ["g"]), (START, ["g"]), (START - timedelta(days=1), [])])
def test_a_goal_that_is_not_over_is_served(horizon: date | None, expected: list[str]) -> None:
    goals = (StrategicGoal("g", "Trusted", horizon),)

    assert told("AL502", plan(objective(), strategic_goals=goals), as_of=START) == expected
    assert told("AL502", plan(objective(serves=("g",)), strategic_goals=goals), as_of=START) == []


@pytest.mark.parametrize(
    ("brief", "missing"),
    [
        (Brief("w", "s", "d"), None),
        (Brief("w", "s"), ("different",)),
        (Brief(" ", "s", "d"), ("why",)),
        (Brief(), ("why", "success", "different")),
    ],
)
def test_the_brief_says_why_what_success_is_and_what_will_be_different(
    brief: Brief, missing: tuple[str, ...] | None
) -> None:
    judged = found("AL503", plan(cycle=Cycle("q4", "Q4", START, END, brief)))

    assert [each.facts["missing"] for each in judged] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("today", "checked_in", "fires"),
    [
        (30, None, False),
        (31, None, True),
        (31, 0, False),
        (32, 0, True),
        (31, 31, False),
        (31, 32, True),
        (91, None, True),
        (92, None, False),
    ],
)
def test_a_result_is_checked_in_every_month_while_the_cycle_runs(
    today: int, checked_in: int | None, fires: bool
) -> None:
    days = [] if checked_in is None else [START + timedelta(days=checked_in)]
    judged = plan(objective(result()), check_ins=tuple(CheckIn("kr", each, Decimal(1)) for each in days))

    assert told("AL801", judged, as_of=START + timedelta(days=today)) == (["kr"] if fires else [])
