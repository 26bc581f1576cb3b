"""What a realignment means for each reader, in words; and objections to it, with theirs, for everybody who reads it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accord.domain.clauses import Clause
from accord.domain.plan import Duty, Plan
from accord.models import Realignment
from accord.services.agreements import answers
from tests import world as worlds
from tests.built_once import built_once
from tests.services.test_realignments import three_parties
from tests.web.agreement_page import plain
from tests.web.test_realignments import changed_world
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> World:
    """Product's result with Support and Finance as parties, agreed by all."""
    found = worlds.build()
    found.clock.now = timezone.now()
    found.apply(three_parties)
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        found.agree(person, team)
    return found


def read(client: Client, world: World, person: str) -> str:
    client.force_login(world.account(person))
    page = plain(client.get(f"/realignments/{Realignment.objects.latest('id').pk}/").text)
    return re.sub(r"(?<=\() | (?=[.,)])", "", page.replace("\N{NO-BREAK SPACE}", " "))


def retagged(plan: Plan, **fields: object) -> Plan:
    """The plan with other values in Support's action."""
    plan = three_parties(plan)
    fix, retag = plan.objectives[0].key_results[0].actions
    return with_key_result(plan, actions=(fix, replace(retag, **fields)))  # type: ignore[arg-type]


def promised(plan: Plan, day: date) -> Plan:
    plan = three_parties(plan)
    (need,) = plan.objectives[0].key_results[0].needs
    return with_key_result(plan, needs=(replace(need, promised=day, stated=need.stated | {"promised"}),))


def test_a_target_goes_from_the_one_agreed_to_to_the_one_of_today(client: Client, world: World) -> None:
    world.apply(lambda plan: with_key_result(three_parties(plan), target=Decimal(45)))

    page = read(client, world, "carol")

    assert "The target you agreed to goes from 60 a week to 45 a week (15 less)." in page
    assert "Nothing changes in what you do." in page


def test_whose_action_it_is_reads_of_theirs_and_the_others_whose_it_is(client: Client, world: World) -> None:
    world.apply(lambda plan: retagged(plan, due=date(2026, 11, 8)))

    assert "Your action ‘Tag September again’ is due 5 days earlier, on Sun 8 Nov." in read(client, world, "bob")
    own = read(client, world, "alice")
    assert "‘Tag September again’, which Support does, is due 5 days earlier, on Sun 8 Nov." in own
    assert "Your result." in own


def test_who_is_no_longer_asked_for_something_reads_so(client: Client, world: World) -> None:
    world.apply(lambda plan: retagged(plan, team="product"))

    page = read(client, world, "bob")

    assert "You are no longer asked for ‘Tag September again’." in page
    assert "Nothing changes in what you do." not in page


def test_a_promise_after_the_action_that_waits_for_it_is_told_as_such(client: Client, world: World) -> None:
    for day in (date(2026, 12, 2), date(2026, 12, 14)):
        world.apply(lambda plan, day=day: promised(plan, day), by="bob")  # type: ignore[misc]

    page = read(client, world, "alice")

    assert "‘Correct cause tags’ is promised 12 days later, for Mon 14 Dec." in page
    assert (
        "‘Correct cause tags’ is promised for Mon 14 Dec, 3 days after ‘Rebuild the sync’ is due, which waits for it."
        in page
    )


def test_a_definition_says_which_words_came(client: Client, world: World) -> None:
    def counts(plan: Plan) -> Plan:
        plan = three_parties(plan)
        (metric,) = plan.metrics
        return replace(plan, metrics=(replace(metric, definition="Tickets and calls from Monday to Sunday."),))

    world.apply(counts)

    assert "The definition of ‘Tickets a week’ has in it now: ‘and calls’." in read(client, world, "bob")


def test_a_duty_is_told_to_whose_it_is(client: Client, world: World) -> None:
    duties = (Duty("support", "Samples 50 tickets every Friday."), Duty("finance", "Pays for the tools."))
    world.apply(lambda plan: with_key_result(three_parties(plan), duties=duties))

    page = read(client, world, "bob")

    assert "Your duty is ‘Samples 50 tickets every Friday.’ now, not ‘Samples 100 tickets every Friday.’." in page


def test_what_was_taken_back_means_nothing_any_more(client: Client, world: World) -> None:
    world.apply(lambda plan: with_key_result(three_parties(plan), target=Decimal(45)))
    world.apply(three_parties)

    page = read(client, world, "bob")

    assert "The target you agreed to" not in page
    assert "Nothing differs any more from what you agreed to." in page


def test_whoever_is_no_party_reads_no_meaning(client: Client, world: World) -> None:
    world.apply(lambda plan: with_key_result(three_parties(plan), target=Decimal(45)))

    assert "The target you agreed to" not in read(client, world, "ada")


@pytest.mark.parametrize("person", ["alice", "carol", "ada"])
def test_everybody_reads_who_objected_and_what_would_make_it_a_yes(client: Client, person: str) -> None:
    world = changed_world(days_ago=0)
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(
        world.key_result, seen, reason="Seventy,\nnot <eighty>.", by=world.actor("bob"), clock=world.clock
    )

    page = read(client, world, person)

    assert "Support objects to clause 1. It would be a yes if: “Seventy, not &lt;eighty&gt;.” Bob Berg," in page
    assert "Answered again since." not in page


def test_an_objection_that_was_answered_again_stays_with_a_note(client: Client) -> None:
    world = changed_world(days_ago=0)
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="Seventy.", by=world.actor("bob"), clock=world.clock)
    world.agree("bob", "support", [Clause.COMPLETION_CRITERIA])

    page = read(client, world, "carol")

    assert "“Seventy.”" in page
    assert "Answered again since." in page


def test_an_objection_to_something_else_is_not_shown(client: Client) -> None:
    world = changed_world(days_ago=0)
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason="Later.", by=world.actor("bob"), clock=world.clock)

    assert "“Later.”" not in read(client, world, "alice")
