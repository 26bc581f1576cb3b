"""A realignment as a page of its own, in every state it can be in, for its own team and for another party."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accord.domain.clauses import Clause
from accord.models import Realignment
from accord.services.agreements import answers
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, Browse
from tests.built_once import built_once
from tests.services.test_realignments import EIGHTY, three_parties
from tests.world import World, with_key_result

CAST = (("alice", "product"), ("bob", "support"), ("carol", "finance"))


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    """One that was taken back, one agreed again, one past its deadline with an objection in it, and one of today."""
    found = worlds.build()
    found.apply(three_parties)
    agree(found)
    at(found, days_ago=60)
    found.apply(lambda plan: with_key_result(three_parties(plan), target=Decimal(45)))
    found.apply(three_parties)
    at(found, days_ago=50)
    found.apply(lambda plan: with_key_result(three_parties(plan), completion_criteria=EIGHTY))
    agree(found)
    at(found, days_ago=30)
    ninety = "Support counts 90 or fewer."
    found.apply(lambda plan: with_key_result(three_parties(plan), completion_criteria=ninety, target=Decimal(90)))
    (seen,) = found.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(found.key_result, seen, reason="Seventy.\nNot ninety.", by=found.actor("bob"), clock=found.clock)
    at(found, days_ago=0)
    found.apply(
        lambda plan: with_key_result(
            three_parties(plan), completion_criteria=ninety, target=Decimal(90), decomposition="Two fixes take out 120."
        )
    )
    return found


def agree(world: World) -> None:
    for person, team in CAST:
        world.agree(person, team)


def at(world: World, *, days_ago: int) -> None:
    world.clock.now = timezone.now() - timedelta(days=days_ago, minutes=30)


def test_a_realignment_is_readable_in_every_state(browse: Browse, world: World) -> None:
    found = list(Realignment.objects.order_by("id").values_list("id", "state"))
    assert [state for _, state in found] == ["reverted", "realigned", "open", "open"]

    for (number, _), person in zip(found, ("bob", "alice", "alice", "bob"), strict=True):
        look(browse(f"/realignments/{number}/", by=world.account(person)), WAYS)


def test_past_the_deadline_the_form_and_the_objection_stand_there(browse: Browse, world: World) -> None:
    late = Realignment.objects.filter(state="open").earliest("id").pk

    page = browse(f"/realignments/{late}/", by=world.account("alice"))

    expect(page.get_by_role("button", name="Go ahead without Finance")).to_be_visible()
    expect(page.get_by_text("“Seventy.\nNot ninety.”")).to_be_visible()
    page.get_by_text("Answer one agreement at a time, ask or object").click()
    look(page)
    page.get_by_role("button", name="Go ahead without Finance").click()
    expect(page.get_by_text("Say why it can’t wait. It stays beside the clause.").first).to_be_visible()
    look(page, expected=("422",))
