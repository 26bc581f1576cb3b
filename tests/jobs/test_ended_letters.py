"""What ends between two teams is told to the other one: a promise that nobody waits for, and a no to what was asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accord.domain.plan import Plan
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Drop, Edit
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import html, letters, said, work
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db

RESULT = "Calendar tickets, from 210 to 60 a week"
PROMISE: dict[str, Any] = {"promised": date(2026, 12, 4), "provided_by": "retag"}


@pytest.fixture
@built_once
def world() -> World:
    """Support has promised what Product asks of it; what was told of that is read."""
    world = worlds.build()
    for person in ("alice", "bob", "carol", "dan"):
        world.account(person)
    save(world, "bob", Edit("need", "tags", PROMISE))
    work(world.clock())
    return world


def save(world: World, person: str, *said: Any, agree: bool = True) -> None:
    definitions.save(world.cycle, said, by=world.actor(person), clock=world.clock, agree=agree)


def subjects(world: World) -> dict[str, str]:
    return {letter.to[0].partition("@")[0]: str(letter.subject) for letter in letters(world.clock())}


def test_whoever_promised_hears_that_another_team_is_asked_now(world: World) -> None:
    save(world, "alice", Edit("need", "tags", {"from": "finance"}))

    told = {letter.to[0]: letter for letter in letters(world.clock())}

    letter = told["bob@north.example"]
    assert letter.subject == "Product no longer needs ‘Correct cause tags’ from you"
    for text in (said(str(letter.body)), said(html(letter))):
        assert f"‘Correct cause tags’ for {RESULT} is asked of Finance now" in text
        assert "There is nothing you have to do." in text


def test_so_they_do_where_a_plan_file_asks_another_team(world: World) -> None:
    def of_finance(plan: Plan) -> Plan:
        (key_result,) = plan.objectives[0].key_results
        need = replace(key_result.needs[0], provider="finance")
        return with_key_result(plan, needs=(need, *key_result.needs[1:]))

    world.apply(of_finance)

    told = {letter.to[0]: letter for letter in letters(world.clock())}
    assert told["bob@north.example"].subject == "Product no longer needs ‘Correct cause tags’ from you"
    assert "is asked of Finance now" in said(str(told["bob@north.example"].body))


def test_so_does_whoever_delivered_without_a_promise() -> None:
    world = worlds.build()
    world.account("bob")
    save(world, "bob", Edit("need", "tags", {"delivered": date(2026, 10, 4)}), agree=False)
    work(world.clock())

    save(world, "alice", Edit("need", "tags", {"from": "finance"}))

    assert "Product no longer needs ‘Correct cause tags’ from you" in subjects(world).values()


@pytest.mark.parametrize("dropped", [Drop("need", "tags"), Drop("key_result", "fewer-tickets")])
def test_whoever_promised_hears_that_it_is_not_needed_any_more(world: World, dropped: Drop) -> None:
    save(world, "alice", dropped)

    (letter,) = letters(world.clock())

    assert letter.to == ["bob@north.example"]
    assert "‘Correct cause tags’" in said(str(letter.body))
    assert "is not needed any more" in said(str(letter.body))


def test_who_promised_nothing_and_agreed_to_nothing_hears_of_no_end() -> None:
    world = worlds.build()
    world.account("bob")
    work(world.clock())

    save(world, "alice", Edit("need", "tags", {"from": "finance"}))

    assert not [subject for subject in subjects(world).values() if "no longer needs" in subject]


def test_what_is_asked_again_before_the_letter_goes_out_is_not_mailed(world: World) -> None:
    save(world, "alice", Edit("need", "tags", {"from": "finance"}))
    save(world, "alice", Edit("need", "tags", {"from": "support"}))

    assert not [subject for subject in subjects(world).values() if "no longer needs" in subject]


def test_whoever_asked_hears_the_no_and_why(world: World) -> None:
    save(world, "bob", Edit("need", "tags", {"declined": "Nobody is free before January."}))

    (letter,) = [each for each in letters(world.clock()) if each.to == ["alice@north.example"]]

    assert letter.subject == "Support says no to ‘Correct cause tags’"
    assert "“Nobody is free before January.”" in said(str(letter.body))
    assert "“Nobody is free before January.”" in said(html(letter))


def test_a_team_that_lets_go_of_its_own_ask_tells_itself_nothing(world: World) -> None:
    save(world, "alice", Drop("need", "tags"))

    assert "dan" not in subjects(world)
