"""Carrying over: what was not finished goes on as a draft that knows its origin; agreements are asked afresh."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accord.models import (
    Agreement,
    CarriedKeyResult,
    CarriedObjective,
    Contribution,
    Cycle,
    KeyResult,
    Objective,
    Team,
)
from accord.queries.cycles.carrying_over import supported, ways
from accord.services.cycles import carrying_over
from accord.services.cycles.carrying_over import CannotCarry
from accord.services.definitions import definitions, drafts
from accord.services.definitions.edits import ChangeRefused, CycleClosed, Edit, NotThere
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> World:
    world = worlds.build()
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    world.key_result.check_ins.create(date=date(2026, 10, 1), value="120")
    return world


def carry(world: World, *keys: str, by: str = "alice", work: bool = False, team: str = "product") -> list[str]:
    return carrying_over.carry(
        world.cycle, Cycle.objects.get(key="2027-q1"), team, keys or ["fewer-tickets"],
        with_work=work, by=world.actor(by), clock=world.clock,
    )  # fmt: skip


def carried() -> KeyResult:
    found: KeyResult = KeyResult.objects.select_related("objective", "cycle").get(cycle__key="2027-q1")
    return found


def test_a_key_result_goes_on_from_its_latest_value_as_a_draft_with_its_origin(world: World) -> None:
    assert carry(world) == ["fewer-tickets"]

    new = carried()
    assert (new.key, new.baseline, new.target, new.due) == ("fewer-tickets", Decimal(120), Decimal(60), None)
    assert (new.published_at, new.objective.published_at, new.objective.key) == (None, None, "calm")
    assert new.completion_criteria == world.key_result.completion_criteria
    assert not new.actions.exists()
    came, goes = ways(new).came_from, ways(world.key_result).goes_on
    assert (came and came.cycle, [each.cycle for each in goes]) == ("2026-q4", ["2027-q1"])


def test_work_that_is_not_done_comes_along_where_it_is_wanted_and_without_its_old_days(world: World) -> None:
    definitions.save(
        world.cycle, [Edit("action", "fix-sync", {"done": "2026-10-05"})], by=world.actor("dan"), clock=world.clock
    )

    carry(world, work=True)

    assert list(carried().actions.values_list("key", "team__key", "due")) == [("retag", "support", None)]
    need = carried().needs.get()
    assert (need.key, need.provider.key, need.by, need.promised, need.for_action) == (
        "tags",
        "support",
        None,
        None,
        None,
    )


def test_no_agreement_comes_along_and_publishing_asks_afresh(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    carry(world, work=True)
    assert Agreement.objects.count() == 1

    drafts.publish(carried().cycle, "product", by=world.actor("alice"), clock=world.clock)

    new = Agreement.objects.get(key_result=carried())
    assert new.parties.get(team__key="support").states == "ooooo"
    assert world.state() == "agreed"


def test_more_of_an_objective_joins_what_was_carried_of_it_and_nothing_is_carried_twice(world: World) -> None:
    carry(world)
    with pytest.raises(CannotCarry, match="nothing"):
        carry(world)

    other = KeyResult.objects.create(
        cycle=world.cycle,
        key="second",
        objective=world.key_result.objective,
        title="Second",
        published_at=world.clock(),
    )
    carry(world, "fewer-tickets", "second")

    assert Objective.objects.filter(cycle__key="2027-q1").count() == CarriedObjective.objects.count() == 1
    assert CarriedKeyResult.objects.filter(origin=other).count() == 1


def test_an_id_that_is_taken_there_gives_way(world: World) -> None:
    there = Cycle.objects.get(key="2027-q1")
    Objective.objects.create(cycle=there, key="calm", team=Team.objects.get(key="finance"), title="Calm")

    carry(world)

    assert carried().objective.key != "calm"
    assert CarriedObjective.objects.get().origin.key == "calm"


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_only_the_teams_own_people_carry_its_results(world: World, person: str) -> None:
    with pytest.raises(ChangeRefused):
        carry(world, by=person)
    assert not CarriedKeyResult.objects.exists()


def test_it_goes_out_of_a_closed_cycle_but_never_into_one_or_back(world: World) -> None:
    Cycle.objects.filter(key="2026-q4").update(closed_at=world.clock())
    carry(world)
    Cycle.objects.filter(key="2027-q1").update(closed_at=world.clock())

    with pytest.raises(CycleClosed):
        carry(world, "five-days", by="carol", team="finance")
    with pytest.raises(CannotCarry, match="not-later"):
        carrying_over.carry(
            carried().cycle, world.cycle, "product", ["fewer-tickets"], with_work=False,
            by=world.actor("alice"), clock=world.clock,
        )  # fmt: skip


def test_what_is_not_the_teams_is_not_there(world: World) -> None:
    with pytest.raises(NotThere):
        carry(world, "five-days")


@pytest.fixture
def contributing(world: World) -> World:
    """Finance’s objective contributes 30 tickets a week to Product’s key result, which accepted that."""
    books = Objective.objects.get(key="books")
    Contribution.objects.create(objective=books, key_result=world.key_result, share="30", status="accepted")
    return world


def carry_books(world: World) -> list[Any]:
    carry(world, "five-days", by="carol", team="finance")
    rows = Contribution.objects.filter(objective__cycle__key="2027-q1")
    return list(rows.values_list("objective__key", "key_result__key", "share", "status"))


def test_a_contribution_is_proposed_anew_where_what_it_supports_was_carried_over_and_published(
    contributing: World,
) -> None:
    carry(contributing)
    drafts.publish(carried().cycle, "product", by=contributing.actor("alice"), clock=contributing.clock)

    assert carry_books(contributing) == [("books", "fewer-tickets", Decimal(30), "proposed")]
    assert Contribution.objects.get(objective__cycle=contributing.cycle).status == "accepted"


def test_a_contribution_follows_what_it_supports_to_another_id(contributing: World) -> None:
    there = Cycle.objects.get(key="2027-q1")
    other = Objective.objects.create(cycle=there, key="other", team=Team.objects.get(key="product"), title="Other",
                                     published_at=contributing.clock())  # fmt: skip
    KeyResult.objects.create(cycle=there, key="fewer-tickets", objective=other, title="Taken")
    carry(contributing)
    Objective.objects.filter(cycle=there).update(published_at=contributing.clock())
    KeyResult.objects.filter(cycle=there, objective__key="calm").update(published_at=contributing.clock())
    new = CarriedKeyResult.objects.get().carried.key

    assert new != "fewer-tickets"
    assert carry_books(contributing) == [("books", new, Decimal(30), "proposed")]


@pytest.mark.parametrize("is_there", ["not at all", "as a draft of the other team", "dropped"])
def test_a_contribution_stays_behind_where_nothing_is_there_to_see(contributing: World, is_there: str) -> None:
    if is_there != "not at all":
        carry(contributing)
    if is_there == "dropped":
        moment = contributing.clock()
        KeyResult.objects.filter(cycle__key="2027-q1").update(published_at=moment, dropped_at=moment)

    assert carry_books(contributing) == []
    (left,) = supported(contributing.cycle, ["books"], Cycle.objects.get(key="2027-q1"), by="finance")["books"]
    assert (left.title, left.team.key, left.there) == (contributing.key_result.title, "product", None)


def test_a_contribution_that_was_declined_is_not_proposed_again(contributing: World) -> None:
    Contribution.objects.update(status="declined")
    carry(contributing)
    drafts.publish(carried().cycle, "product", by=contributing.actor("alice"), clock=contributing.clock)

    assert carry_books(contributing) == []


def test_more_of_an_objective_brings_what_it_contributes_to_only_once(contributing: World) -> None:
    carry(contributing)
    drafts.publish(carried().cycle, "product", by=contributing.actor("alice"), clock=contributing.clock)
    KeyResult.objects.create(
        cycle=contributing.cycle, key="audit", objective=Objective.objects.get(key="books"), title="Audit",
        published_at=contributing.clock(),
    )  # fmt: skip
    carry_books(contributing)

    carry(contributing, "audit", by="carol", team="finance")

    assert Contribution.objects.filter(objective__cycle__key="2027-q1").count() == 1
