"""A team that ends names its successor: its answers count on, for the items that it held."""

import pytest

from accord.domain.plan import Action, Duty, Plan
from accord.domain.plan_changes import FieldChange, PlanChanges
from accord.models import Realignment
from accord.services import doctor
from accord.services.definitions import carrying_out, definitions
from accord.services.definitions.definitions import Edit
from accord.services.plans.plan_ids import Ids
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.built_once import built_once
from tests.world import START, World, with_key_result

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
@built_once
def world() -> World:
    """Support and Finance both have a duty and an action, and all have agreed."""
    built = worlds.build()
    built.apply(shared)
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        built.agree(person, team)
    assert built.state() == "agreed"
    return built


def shared(plan: Plan) -> Plan:
    duties = (Duty("support", "Helps."), Duty("finance", "Pays."))
    actions = (Action("fix-sync", "Rebuild the sync"), Action("retag", "Tag again", "support"))
    return with_key_result(plan, duties=duties, actions=(*actions, Action("pay", "Pay it", "finance")))


def finance_ends(world: World) -> None:
    changes = PlanChanges(change=[FieldChange("team", "finance", "succeeded_by", None, "support")])
    carrying_out.take_turn()
    carrying_out.carry_out(changes, Ids.named_in(changes, world.cycle.pk), by=OPERATOR, clock=world.clock)


def test_what_both_teams_had_agreed_to_stays_agreed(world: World) -> None:
    finance_ends(world)

    assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")
    assert not Realignment.objects.exists()
    assert not list(doctor.problems(now=START))


def test_it_stays_so_while_others_answer(world: World) -> None:
    finance_ends(world)
    definitions.save(world.cycle, [Edit("key_result", "fewer-tickets", {"target": 1})], by=OPERATOR, clock=world.clock)

    world.agree("alice", "product")

    assert world.states("support") == "saaaa"


def test_what_changes_in_the_part_of_either_is_asked_of_the_successor(world: World) -> None:
    finance_ends(world)
    definitions.save(world.cycle, [Edit("action", "pay", {"title": "Pay twice"})], by=OPERATOR, clock=world.clock)
    assert world.states("support") == "asaaa"

    world.agree("bob", "support")

    assert world.states("support") == "aaaaa"


def test_what_one_of_them_had_not_agreed_to_is_asked_of_the_successor() -> None:
    world = worlds.build()
    world.apply(shared)
    for person, team in (("alice", "product"), ("bob", "support")):
        world.agree(person, team)

    finance_ends(world)

    assert world.states("support") == "assaa"


def change(world: World, *edits: Edit) -> None:
    definitions.save(world.cycle, list(edits), by=OPERATOR, clock=world.clock)


def closed_as() -> str:
    return Realignment.objects.get().state


TARGET_MOVES, TARGET_IS_BACK = (Edit("key_result", "fewer-tickets", {"target": to}) for to in (80, 60))
PAY_TWICE, PAY_IT = (Edit("action", "pay", {"title": title}) for title in ("Pay twice", "Pay it"))


@pytest.mark.parametrize(("moves", "back"), [(TARGET_MOVES, TARGET_IS_BACK), (PAY_TWICE, PAY_IT)])
def test_a_change_taken_back_after_a_team_has_ended_reverts_its_realignment(
    world: World, moves: Edit, back: Edit
) -> None:
    change(world, moves)
    finance_ends(world)
    assert closed_as() == "open"

    change(world, back)

    assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")
    assert closed_as() == "reverted"
    assert not list(doctor.problems(now=START))


@pytest.mark.parametrize("moves", [TARGET_MOVES, PAY_TWICE])
def test_what_the_ended_team_still_owed_is_answered_by_its_successor(world: World, moves: Edit) -> None:
    change(world, moves)
    finance_ends(world)

    world.agree("alice", "product")
    assert closed_as() == "open"
    world.agree("bob", "support")

    assert closed_as() == "realigned"
    assert not list(doctor.problems(now=START))


def test_what_the_ended_team_had_answered_again_counts_for_its_successor(world: World) -> None:
    change(world, PAY_TWICE)
    world.agree("carol", "finance")
    finance_ends(world)
    assert closed_as() == "open"

    world.agree("alice", "product")

    assert world.states("support") == "aaaaa"
    assert closed_as() == "realigned"


def test_what_only_the_ended_team_still_owed_does_not_get_lost_with_it(world: World) -> None:
    change(world, PAY_TWICE)
    world.agree("alice", "product")
    finance_ends(world)

    assert world.states("support") == "asaaa"
    assert closed_as() == "open"
    world.agree("bob", "support")
    assert closed_as() == "realigned"
