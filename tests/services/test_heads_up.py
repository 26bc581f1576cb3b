"""Heads-up: who builds on something without being bound by its agreement hears of a change, once."""

from dataclasses import replace

import pytest

from accord.domain.plan import Contribution, Plan
from accord.models import Event
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> World:
    """Finance's result receives a contribution from the objective of Product's."""
    found = worlds.build()
    found.apply(lambda plan: contributing(plan, "five-days"))
    return found


def contributing(plan: Plan, to: str) -> Plan:
    first, *rest = plan.objectives
    return replace(plan, objectives=(replace(first, contributes_to=(Contribution(to, status="accepted"),)), *rest))


def rewrite(world: World, text: str, to: str = "five-days") -> None:
    world.apply(lambda plan: with_key_result(contributing(plan, to), completion_criteria=text))


def told() -> list[set[str]]:
    found = Event.objects.filter(kind="change.heads-up").order_by("id")
    return [set(event.concerns.values_list("key", flat=True)) for event in found]


def test_a_team_one_step_downstream_hears_of_a_change(world: World) -> None:
    rewrite(world, "Eighty or fewer.")

    assert told() == [{"finance"}]
    event = Event.objects.get(kind="change.heads-up")
    assert event.data["things"] == [["key_result", "fewer-tickets"]]


def test_wording_alone_is_no_reason(world: World) -> None:
    rewrite(world, "Support counts 60 or fewer, in the last two weeks of December!")

    assert told() == []


def test_parties_are_told_of_the_change_itself(world: World) -> None:
    before = told()
    world.apply(lambda plan: with_key_result(plan, decomposition="Two fixes."))
    rewrite(world, "Eighty or fewer.")

    assert all("support" not in teams for teams in told()[len(before) :])
