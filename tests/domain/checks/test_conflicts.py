"""AL6xx: goals that are good one by one and work against each other."""

from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import Duty, Hold, KeyResult, Metric, Plan
from tests.domain.checks.plans import (
    action,
    found,
    influencing,
    metric,
    moving,
    need,
    objective,
    plan,
    result,
    supporting,
    told,
)


def teams(metrics: tuple[Metric, ...], **results: KeyResult | tuple[KeyResult, ...]) -> Plan:
    """One objective for each team."""
    return plan(
        *(
            objective(*(some if isinstance(some, tuple) else (some,)), id_=f"o-{team}", team=team)
            for team, some in results.items()
        ),
        metrics=metrics,
    )


def band(id_: str, metric_id: str, at_least: int | None = None, at_most: int | None = None) -> KeyResult:
    limits = (None if each is None else Decimal(each) for each in (at_least, at_most))
    return result(id_, metric=metric_id, hold=Hold(*limits))


def test_two_teams_that_pull_one_metric_apart_are_told_at_the_metric() -> None:
    up, down = moving("u", "m", 1, 2), moving("d", "m", 2, 1)

    assert told("AL601", teams((metric(),), desk=up, vans=down)) == ["m: u d"]
    assert told("AL601", teams((metric(),), desk=up, vans=moving("d", "m", 1, 9))) == []
    assert told("AL601", teams((metric(),), desk=(up, down))) == []
    assert told("AL601", teams((metric(),), desk=up, vans=band("b", "m", at_most=1))) == []


def test_only_results_with_an_opposed_one_of_another_team_are_told() -> None:
    own = (moving("u", "m", 1, 2), moving("d", "m", 2, 1))

    assert told("AL601", teams((metric(),), desk=own, vans=moving("v", "m", 1, 2))) == ["m: d v"]


SPEED = (influencing("speed", "+errors"), metric("errors"))
FASTER, FEWER = moving("fast", "speed", 1, 2), moving("few", "errors", 2, 1)


def test_a_push_through_an_influence_against_another_teams_goal_is_a_tension() -> None:
    assert told("AL602", teams(SPEED, desk=FASTER, vans=FEWER)) == ["fast: speed errors few"]
    assert told("AL602", teams(SPEED, desk=(FASTER, FEWER))) == []
    assert told("AL602", teams(SPEED, desk=moving("slow", "speed", 2, 1), vans=FEWER)) == []
    assert told("AL602", teams((influencing("speed", "-errors"), metric("errors")), desk=FASTER, vans=FEWER)) == []


def test_a_band_is_harmed_on_its_own_metric_and_only_where_it_has_a_limit() -> None:
    def judged(**limits: int) -> list[str]:
        return told("AL602", teams((metric("speed"),), desk=FASTER, vans=band("b", "speed", **limits)))

    assert judged(at_most=5) == ["fast: speed b"]
    assert judged(at_least=5) == []
    assert told("AL602", teams((metric("speed"),), desk=(FASTER, band("b", "speed", at_most=5)))) == []


def test_an_opposed_movement_of_the_same_metric_is_no_hidden_tension() -> None:
    assert told("AL602", teams((metric("speed"),), desk=FASTER, vans=moving("slow", "speed", 2, 1))) == []


def test_all_harmed_results_of_other_teams_are_told_after_the_path() -> None:
    judged = teams(
        SPEED,
        vans=(FEWER, band("low", "errors", at_most=3)),
        desk=(FASTER, moving("own", "errors", 9, 1)),
        ovens=moving("quick", "speed", 1, 2),
    )

    assert told("AL602", judged) == ["fast: speed errors few low", "quick: speed errors few low own"]


@pytest.mark.parametrize(("length", "fires"), [(1, True), (4, True), (5, False)])
def test_a_path_has_up_to_four_influences(length: int, fires: bool) -> None:
    chain = tuple(influencing(f"m{place}", f"+m{place + 1}") for place in range(length))
    judged = teams((*chain, metric(f"m{length}")), desk=moving("a", "m0", 1, 2), vans=moving("b", f"m{length}", 2, 1))

    assert len(found("AL602", judged)) == int(fires)


def test_the_shortest_harmful_path_is_told_whatever_helps_and_of_several_the_first_by_ids() -> None:
    metrics = (
        influencing("a", "-z", "+d", "+c", "+b"),
        influencing("b", "+e"),
        influencing("e", "+z"),
        influencing("c", "+z"),
        influencing("d", "+z"),
        metric("z"),
    )

    assert told("AL602", teams(metrics, desk=moving("x", "a", 1, 2), vans=moving("y", "z", 2, 1))) == ["x: a c z y"]


def test_a_path_meets_no_metric_twice() -> None:
    # The only harmful walk from a to z turns in the circle of b and c first.
    metrics = (influencing("a", "+b"), influencing("b", "+c", "-z"), influencing("c", "-b"), metric("z"))

    assert told("AL602", teams(metrics, desk=moving("x", "a", 1, 2), vans=moving("y", "z", 2, 1))) == []


def test_a_guardrail_is_at_risk_from_results_that_push_it_to_the_worse_side() -> None:
    guarded = result("g", guardrails=("errors",))

    def judged(better: str, *others: KeyResult) -> list[str]:
        return told(
            "AL603", teams((influencing("speed", "+errors"), metric("errors", better=better)), desk=(guarded, *others))
        )

    assert judged("lower", FASTER) == ["g: errors fast"]
    assert judged("lower", moving("more", "errors", 1, 2)) == ["g: errors more"]
    assert judged("lower", FEWER) == judged("higher", FASTER) == judged("none", FASTER) == []


def test_a_result_may_put_its_own_guardrail_at_risk() -> None:
    own = moving("own", "speed", 1, 2, guardrails=("errors",))
    metrics = (influencing("speed", "+errors"), metric("errors", better="lower"))

    assert told("AL603", teams(metrics, desk=own)) == ["own: errors"]
    assert told("AL603", teams(metrics, desk=own, vans=(FASTER, moving("more", "errors", 1, 2)))) == [
        "own: errors fast more"
    ]
    nearest = found("AL603", teams(metrics, desk=own, vans=moving("more", "errors", 1, 2)))[0].facts["path"]
    assert [ref.id for ref in nearest] == ["errors"]  # type: ignore[union-attr]


ONE, TWO = moving("one", "m", 1, 2), moving("two", "m", 3, 4)


def test_teams_that_do_not_know_of_each_other_and_want_the_same_double_their_work() -> None:
    assert told("AL604", teams((metric(),), desk=ONE, vans=TWO)) == ["m: one two"]
    assert told("AL604", teams((metric(),), desk=(ONE, TWO))) == []
    assert told("AL604", teams((metric(),), desk=ONE, vans=moving("two", "m", 4, 3))) == []


@pytest.mark.parametrize(
    ("ties", "is_linked"),
    [
        ({"actions": (action(team="vans"),)}, True),
        ({"actions": (action(),)}, False),
        ({"duties": (Duty("vans", "Drives."),)}, True),
        ({"needs": (need(provider="vans"),)}, True),
        ({"needs": (need(provider="vans", declined="No."),)}, False),
        ({"needs": (need(provider="ovens"),)}, False),
    ],
)
def test_a_party_is_linked(ties: dict[str, Any], is_linked: bool) -> None:
    judged = teams((metric(),), desk=moving("one", "m", 1, 2, **ties), vans=TWO)

    assert told("AL604", judged) == ([] if is_linked else ["m: one two"])


def test_contributions_link_to_a_result_and_through_a_third() -> None:
    def judged(one: str, two: str, *others: Any, status: str = "proposed") -> list[str]:
        return told(
            "AL604",
            plan(
                objective(ONE, contributes_to=supporting(*one.split(), status=status)),
                objective(TWO, id_="p", team="vans", contributes_to=supporting(*two.split(), status=status)),
                objective(result("top"), result("top2"), id_="t", team="mill"),
                *others,
                metrics=(metric(),),
            ),
        )

    assert judged("two", "") == judged("top", "top") == []
    assert judged("top", "top", status="declined") == judged("top", "top2") == ["m: one two"]
    assert judged("", "", objective(id_="x", team="vans", contributes_to=supporting("one"))) == []


def test_a_chain_of_links_runs_through_results_of_this_push_only() -> None:
    middle = moving("middle", "m", 1, 2, duties=(Duty("desk", "Counts."), Duty("vans", "Drives.")))
    other = moving("middle", "m", 2, 1, duties=(Duty("desk", "Counts."), Duty("vans", "Drives.")))

    assert told("AL604", teams((metric(),), desk=ONE, vans=TWO, ovens=middle)) == []
    assert told("AL604", teams((metric(),), desk=ONE, vans=TWO, ovens=other)) == ["m: one two"]
