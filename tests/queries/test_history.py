"""The history of an agreement: all that explains how its clauses came to say what they say, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import Contribution, Duty, KeyResult, Milestone, Need, Objective, Plan
from accord.queries.agreements.history import history
from tests import world as worlds
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
Change = Callable[[Plan], Plan]


@pytest.fixture
def world() -> World:
    return worlds.build()


def told_by(world: World, change: Change) -> list[tuple[str, str, str | None]]:
    """Kind, id and field of what the history tells anew when the plan is applied, changed."""
    before = {entry.id for entry in history(world.key_result)}
    world.apply(change)
    return [(entry.kind, entry.key, entry.field) for entry in history(world.key_result) if entry.id not in before]


def supported(status: str | None, title: str = "Help") -> Change:
    given = (Contribution("fewer-tickets", Decimal(40), status),) if status else ()
    objective = Objective("help", "support", title, contributes_to=given)
    return lambda plan: replace(plan, objectives=(*plan.objectives, objective))


def test_a_contribution_is_told_once_it_has_been_accepted(world: World) -> None:
    assert told_by(world, supported("proposed")) == []
    assert told_by(world, supported("accepted")) == [
        ("objective", "help", None),
        ("contribution", "help>fewer-tickets", None),
        ("contribution", "help>fewer-tickets", "status"),
    ]


def test_a_contribution_that_is_gone_is_told_to_its_end(world: World) -> None:
    world.apply(supported("accepted"))

    assert ("contribution", "help>fewer-tickets", None) in told_by(world, supported(None))


def test_the_title_of_what_contributes_is_told(world: World) -> None:
    world.apply(supported("accepted"))

    assert told_by(world, supported("accepted", "Help more")) == [("objective", "help", "title")]


def provided(title: str = "Tags are right") -> Change:
    """The need is provided by a key result of Support, measured by a milestone."""
    asked = worlds.the_plan().objectives[0].key_results[0].needs[0]
    need = replace(asked, provided_by="tagged", stated=frozenset({"provided_by"}))
    providing = Objective("right", "support", "Right", key_results=(KeyResult("tagged", title, milestone="trained"),))
    trained = Milestone("trained", "Training ends", definition="All agents trained.", date=date(2026, 12, 16))

    def change(plan: Plan) -> Plan:
        changed = with_key_result(plan, needs=(need,))
        return replace(changed, objectives=(*changed.objectives, providing), milestones=(trained,))

    return change


def test_what_provides_a_need_and_what_measures_that_is_told(world: World) -> None:
    told = told_by(world, provided())

    assert set(told) == {
        ("key_result", "tagged", None),
        ("milestone", "trained", None),
        ("need", "tags", "provided_by"),
    }
    assert told_by(world, provided("All tags are right")) == [("key_result", "tagged", "title")]


def test_the_end_of_the_cycle_is_told_where_nothing_else_says_when(world: World) -> None:
    def later(plan: Plan) -> Plan:
        return replace(plan, cycle=replace(plan.cycle, end=date(2027, 1, 15)))

    def with_a_date(plan: Plan) -> Plan:
        return with_key_result(later(plan), due=date(2026, 12, 31))

    assert told_by(world, later) == [("cycle", "2026-q4", "end")]
    assert ("cycle", "2026-q4", "end") not in told_by(world, with_a_date)


def test_other_teams_business_is_not_told(world: World) -> None:
    def elsewhere(plan: Plan) -> Plan:
        books = replace(plan.objectives[1], title="Close the books in four days")
        return replace(plan, objectives=(plan.objectives[0], books))

    assert told_by(world, elsewhere) == []


def test_a_duty_is_told_as_in_the_file(world: World) -> None:
    duty = Duty("support", "Samples 100 tickets every Friday")

    world.apply(lambda plan: with_key_result(plan, duties=(duty,)))

    entry = history(world.key_result)[-1]
    assert (entry.field, entry.substantive) == ("duties", False)
    assert entry.after == [{"team": "support", "does": "Samples 100 tickets every Friday"}]


@pytest.mark.parametrize(("before", "after"), [(None, "No capacity before January."), ("No.", None)])
def test_a_need_that_is_declined_stays_in_the_history(world: World, before: Any, after: Any) -> None:
    need: Need = worlds.the_plan().objectives[0].key_results[0].needs[0]
    stated = frozenset({"declined"})
    if before:
        world.apply(lambda plan: with_key_result(plan, needs=(replace(need, declined=before, stated=stated),)))

    assert told_by(
        world, lambda plan: with_key_result(plan, needs=(replace(need, declined=after, stated=stated),))
    ) == [("need", "tags", "declined")]
