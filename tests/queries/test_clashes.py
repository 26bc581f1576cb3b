"""Two teams clash where a check finds so; whether they have agreed to what they need of each other is no matter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accord.domain.matrix import Standing
from accord.domain.plan import Influence, KeyResult, Metric, Plan
from accord.models import AcceptedFinding, Finding, Organization
from accord.queries.matrix.matrix import Matrix, matrix
from accord.services.findings import judging
from tests.matrix_world import MatrixWorld, build, of, the_plan
from tests.world import START

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
ONE, OTHER, THIRD = "making-1", "selling-1", "running-1"
NEEDS = {(ONE, OTHER): 1, (OTHER, ONE): 1, (THIRD, ONE): 1}


def judged(change: Callable[[Plan], Plan]) -> MatrixWorld:
    """Two teams that need each other, and a third; the worker has been by."""
    world = build(NEEDS)
    world.apply(change(the_plan(NEEDS)))
    judging.judge(now=world.clock())
    return world


def look(world: MatrixWorld) -> Matrix:
    return matrix(world.reader(), world.cycle, today=TODAY)


def clashing(page: Matrix) -> set[tuple[str, str]]:
    return {
        (row.head.team.key, place.column.team.key)
        for row in page.rows
        for place in row.places
        if place.cell and place.cell.standing is Standing.CLASH
    }


def changed(plan: Plan, change: Callable[[str, KeyResult], KeyResult]) -> Plan:
    objectives = tuple(
        replace(each, key_results=tuple(change(each.team, result) for result in each.key_results))
        for each in plan.objectives
    )
    return replace(plan, objectives=objectives)


def opposed(plan: Plan) -> Plan:
    """They move one metric in opposite directions."""
    plan = replace(plan, metrics=(Metric("tickets", "Tickets a week"),))
    return changed(plan, lambda team, result: moving(result, "tickets", {ONE: 60, OTHER: 300}.get(team)))


def tension(plan: Plan) -> Plan:
    """What one moves up moves up what the other wants down."""
    speed = Metric("speed", "Speed", influences=(Influence("faults", "+"),))
    plan = replace(plan, metrics=(speed, Metric("faults", "Faults")))
    change = {ONE: ("speed", 300), OTHER: ("faults", 60)}
    return changed(plan, lambda team, result: moving(result, *change[team]) if team in change else result)


def circle(plan: Plan) -> Plan:
    """Each is to provide what it waits for the other to provide."""
    gives = {of(ONE, OTHER): of(OTHER, ONE), of(OTHER, ONE): of(ONE, OTHER)}
    return changed(plan, lambda _, result: providing(result, gives.get(result.id)))


def moving(result: KeyResult, metric: str, target: int | None) -> KeyResult:
    return replace(result, metric=metric, baseline=Decimal(200), target=Decimal(target)) if target else result


def providing(result: KeyResult, by: str | None) -> KeyResult:
    stated = frozenset({"provided_by"})
    return (
        replace(result, needs=tuple(replace(each, provided_by=by, stated=stated) for each in result.needs))
        if by
        else result
    )


@pytest.mark.parametrize(("code", "change"), [("AL601", opposed), ("AL305", circle)])
def test_what_a_check_finds_between_two_teams_is_a_clash_of_both(code: str, change: Callable[[Plan], Plan]) -> None:
    world = judged(change)
    world.agree(ONE, OTHER)

    page = look(world)

    assert clashing(page) == {(ONE, OTHER), (OTHER, ONE)}
    assert page.standings[Standing.CLASH] == 2
    # Both ways it is one clash: it is told once.
    assert [each.reason.code for each in page.first] == [code, None]


def test_a_hidden_tension_will_probably_hurt_and_is_no_clash() -> None:
    world = judged(tension)

    assert Finding.objects.filter(code="AL602", mended_at=None).exists()
    assert clashing(look(world)) == set()


def test_before_a_check_has_found_anything_nothing_clashes() -> None:
    world = build(NEEDS)
    world.apply(opposed(the_plan(NEEDS)))

    assert clashing(look(world)) == set()


def test_a_clash_that_is_accepted_is_none() -> None:
    world = judged(opposed)
    AcceptedFinding.objects.create(
        cycle=world.cycle, code="AL601", subject="tickets", reason="On purpose.", at=START, via="web"
    )

    assert clashing(look(world)) == set()


def test_a_clash_whose_check_is_off_is_none() -> None:
    world = judged(opposed)
    Organization.objects.update(checks={"off": ["AL601"]})

    assert clashing(look(world)) == set()
