"""What was dropped and comes back is the same thing: its row, its wording, a version that no form has seen yet."""

from dataclasses import replace
from typing import Any

import pytest

from accord import models as m
from accord.domain.plan import Contribution, Plan
from accord.services import doctor
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Conflict, Create, Drop, Edit, Invalid, Restore, Saved, Saying
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import START, World, with_key_result

pytestmark = pytest.mark.django_db
SUPPORTS = "books>fewer-tickets"
TERM = {"name": "Reopened", "definition": "Opened again within a week."}


@pytest.fixture
def world() -> World:
    return worlds.build()


def save(world: World, *said: Saying) -> Saved:
    return definitions.save(world.cycle, said, by=Actor(None, "shell"), clock=world.clock)


def everybody_agrees(world: World) -> None:
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        if m.Party.objects.filter(agreement_id=world.key_result.pk, team__key=team).exists():
            world.agree(person, team)
    assert world.state() == "agreed"


def kr(**fields: Any) -> Edit:
    return Edit("key_result", "fewer-tickets", fields)


def test_a_term_that_comes_back_reworded_is_what_was_agreed_to(world: World) -> None:
    save(world, Create("metric", "reopened", TERM))
    save(world, Edit("metric", "reopened", {"definition": "Opened again, within a week"}))
    save(world, kr(terms=["reopened"]))
    everybody_agrees(world)
    row, wording = m.Metric.objects.values_list("id", "wording").get(key="reopened")
    save(world, kr(terms=[]))
    save(world, Drop("metric", "reopened"))

    save(world, Restore("metric", "reopened"))
    save(world, kr(terms=["reopened"]))

    assert m.Metric.objects.values_list("id", "wording").get(key="reopened") == (row, wording)
    assert world.state() == "agreed"


def test_what_is_made_again_in_other_words_is_what_was_agreed_to(world: World) -> None:
    save(world, Create("metric", "reopened", TERM))
    save(world, kr(terms=["reopened"]))
    everybody_agrees(world)
    save(world, kr(terms=[]))
    save(world, Drop("metric", "reopened"))

    save(world, Create("metric", "reopened", TERM | {"definition": "opened again within a week"}))
    save(world, kr(terms=["reopened"]))

    assert world.state() == "agreed"


def test_an_action_and_duties_that_a_file_brings_back_reworded_are_what_was_agreed_to(world: World) -> None:
    everybody_agrees(world)
    save(world, Drop("key_result", "fewer-tickets"))

    def reworded(plan: Plan) -> Plan:
        (result,) = plan.objectives[0].key_results
        actions = tuple(replace(action, title=f"{action.title}.") for action in result.actions)
        duties = tuple(replace(duty, does=duty.does.upper()) for duty in result.duties)
        return with_key_result(plan, actions=actions, duties=duties)

    world.apply(reworded)

    assert (world.state(), world.states("support")) == ("agreed", "aaaaa")


def test_what_a_file_leaves_out_of_what_it_brings_back_is_gone(world: World) -> None:
    save(world, Drop("key_result", "fewer-tickets"))

    world.apply(lambda plan: with_key_result(plan, duties=()))

    assert not m.Duty.objects.exists()


def test_a_text_taken_back_to_what_it_was_before_it_came_back_counts(world: World) -> None:
    save(world, Create("metric", "reopened", TERM))
    save(world, kr(terms=["reopened"]))
    everybody_agrees(world)
    save(world, kr(terms=[]))
    save(world, Drop("metric", "reopened"))
    save(world, Create("metric", "reopened", TERM | {"definition": "Opened again within 30 days."}))
    save(world, kr(terms=["reopened"]))
    assert world.state() == "stale"

    save(world, Edit("metric", "reopened", {"definition": "Opened again within a week"}))

    assert world.state() == "agreed"


def test_a_stale_form_on_a_contribution_is_refused(world: World) -> None:
    save(world, Create("contribution", SUPPORTS, {"share": "5"}))
    save(world, Edit("contribution", SUPPORTS, {"share": "7"}, seen=1))

    with pytest.raises(Conflict) as conflict:
        save(world, Edit("contribution", SUPPORTS, {"share": "9"}, seen=1))

    (clash,) = conflict.value.clashes
    assert (clash.version, {name: (v.seen, v.theirs, v.yours) for name, v in clash.fields.items()}) == (
        2,
        {"share": (5, 7, "9")},
    )


@pytest.mark.parametrize(("kind", "key"), [("contribution", SUPPORTS), ("metric", "reopened"), ("action", "retag")])
def test_what_comes_back_has_a_version_that_no_form_has_seen(world: World, kind: str, key: str) -> None:
    save(world, Create("contribution", SUPPORTS, {"share": "5"}), Create("metric", "reopened", TERM))
    save(world, Drop(kind, key))
    save(world, Restore(kind, key))

    with pytest.raises(Conflict):
        save(world, Drop(kind, key, seen=1))


def test_what_a_file_brings_back_has_a_version_that_no_form_has_seen(world: World) -> None:
    first = m.Action.objects.get(key="retag").version
    save(world, Drop("action", "retag"))
    world.apply()

    assert m.Action.objects.get(key="retag").version > first


def test_a_contribution_needs_both_its_ends_to_come_back(world: World) -> None:
    save(world, Create("contribution", SUPPORTS, {"share": "5"}))
    save(world, Drop("contribution", SUPPORTS))
    save(world, Drop("key_result", "fewer-tickets"))

    with pytest.raises(Invalid) as problem:
        save(world, Restore("contribution", SUPPORTS))

    assert [(each.wrong.field, each.wrong.code) for each in problem.value.values] == [("key_result", "dropped")]


def test_an_id_given_to_something_else_meanwhile_is_not_given_twice(world: World) -> None:
    save(world, Create("metric", "reopened", TERM))
    save(world, Drop("metric", "reopened"))
    save(world, Create("milestone", "reopened", {"name": "The shop is open again"}))

    with pytest.raises(Invalid) as problem:
        save(world, Restore("metric", "reopened"))

    assert [(each.wrong.field, each.wrong.code) for each in problem.value.values] == [("id", "duplicate-id")]


def test_a_contribution_that_a_file_brings_back_counts_for_those_who_agreed_to_it(world: World) -> None:
    def supported(plan: Plan) -> Plan:
        *others, books = plan.objectives
        supports = (Contribution("fewer-tickets", status="accepted"),)
        return replace(plan, objectives=(*others, replace(books, contributes_to=supports)))

    world.apply(supported)
    everybody_agrees(world)
    row = m.Contribution.objects.get().pk
    world.apply()
    assert not m.Contribution.objects.exists()

    world.apply(supported)

    assert m.Contribution.objects.get().pk == row
    assert (world.state(), world.states("finance")) == ("agreed", "aaaaa")
    assert not list(doctor.problems(now=START))
