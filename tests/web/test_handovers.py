"""Handing over on pages: each team says its own, stale forms are refused, and nothing typed is lost."""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.domain.handover import Step
from accord.models import HandoverStep, Need
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/needs/tags/handover/"
KEY_RESULT = "/cycles/2026-q4/key-results/fewer-tickets/"
DAY = "2026-11-20"


@pytest.fixture
def world() -> World:
    return worlds.build()


def need() -> Need:
    return Need.objects.get(key="tags")


def last_step() -> int:
    step = HandoverStep.objects.order_by("-id").first()
    return step.pk if step else 0


def say(client: Client, world: World, person: str, step: str, typed: Mapping[str, str] | None = None) -> HttpResponse:
    client.force_login(world.account(person))
    response = client.post(PAGE, {"seen": str(last_step()), "step": step, **(typed or {})})
    assert isinstance(response, HttpResponse)
    return response


def deliver(world: World) -> None:
    handovers.deliver(
        Seen(need(), last_step()), day=timezone.localdate(), link="", by=world.actor("bob"), clock=timezone.now
    )


def test_it_is_delivered_with_a_day_and_where_it_is(client: Client, world: World) -> None:
    typed = {"day": DAY, "link": "https://desk.example/tags", "back": "key_result"}

    said = say(client, world, "bob", "delivered", typed)

    assert said.headers["Location"] == f"{KEY_RESULT}#tags"
    page = plain(client.get(PAGE).text)
    assert "Bob Berg delivered it for Support." in page
    assert "https://desk.example/tags" in page


def test_not_yet_says_which_criterion_is_missing(client: Client, world: World) -> None:
    deliver(world)

    refused = say(client, world, "alice", "not-yet", {"missing": "  "})
    assert refused.status_code == 422
    say(client, world, "alice", "not-yet", {"missing": "Two causes have no tag."})

    assert need().not_yet == "Two causes have no tag."
    assert "Two causes have no tag." in plain(client.get(KEY_RESULT).text)


def test_it_is_received_from_the_page_of_asks(client: Client, world: World) -> None:
    deliver(world)
    client.force_login(world.account("alice"))
    asks = "/cycles/2026-q4/teams/product/asks/"
    assert "Support asks: have you received ‘Correct cause tags’?" in plain(client.get(asks).text)

    said = say(client, world, "alice", "received", {"back": "asks:product"})

    assert said.headers["Location"] == asks
    assert need().received == timezone.localdate()
    assert "have you received" not in plain(client.get(asks).text)


def test_each_page_offers_what_its_reader_may_say(client: Client, world: World) -> None:
    both = "/cycles/2026-q4/two-teams/{}/"
    pages = {"alice": both.format("product/support"), "bob": both.format("support/product"), "carol": KEY_RESULT}
    offered = {"alice": [], "bob": ["delivered"], "carol": []}
    after = {"alice": ["received", "not-yet"], "bob": ["delivery-taken-back"], "carol": []}

    for expected in (offered, after):
        for person, page in pages.items():
            client.force_login(world.account(person))
            for address in (page, KEY_RESULT, PAGE):
                text = client.get(address).text
                found = [step for step in Step if f'name="step" value="{step}"' in text]
                assert sorted(found) == sorted(expected[person]), (person, address)
        if expected is offered:
            deliver(world)


@pytest.mark.parametrize(("person", "may"), [("bob", True), ("alice", False), ("carol", False)])
def test_whoever_has_promised_is_led_to_change_it(client: Client, world: World, person: str, may: bool) -> None:
    client.force_login(world.account(person))
    way = "/cycles/2026-q4/teams/support/asks/?change=tags#need-tags"

    assert (way in client.get(PAGE).text) == may
    deliver(world)
    assert way not in client.get(PAGE).text


def test_a_form_that_is_stale_is_refused_and_keeps_what_was_typed(client: Client, world: World) -> None:
    deliver(world)
    client.force_login(world.account("alice"))
    typed = {"seen": "0", "step": "not-yet", "missing": "Two causes have no tag."}

    stale = client.post(PAGE, typed)

    assert stale.status_code == 409
    assert "Something was said while you wrote" in plain(stale.text)
    assert "Two causes have no tag." in stale.text
    assert need().delivered is not None


@pytest.mark.parametrize(
    "typed",
    [
        {"step": "delivered", "day": "soon"},
        {"step": "delivered", "day": ""},
        {"step": "delivered", "day": "2999-01-01"},
        {"step": "delivered", "day": DAY, "link": "javascript:alert(1)"},
        {"step": "delivered", "day": DAY, "link": "//desk.example"},
        {"step": "delivered", "day": DAY, "link": "https://"},
        {"step": "delivered", "day": DAY, "link": "https://[bad"},
        {"step": "delivered", "day": DAY, "link": "https://desk.example/" + "x" * 2_000},
        {"step": "delivered", "day": DAY, "link": "https://desk.example/\x01"},
        {"step": "handed"},
        {"step": ""},
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_recorded(
    client: Client, world: World, typed: Mapping[str, str]
) -> None:
    client.force_login(world.account("bob"))

    assert client.post(PAGE, {"seen": "0", **typed}).status_code == 422
    assert not HandoverStep.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_step_that_is_none_is_a_stale_one(client: Client, world: World, seen: str) -> None:
    client.force_login(world.account("bob"))

    assert client.post(PAGE, {"seen": seen, "step": "delivered", "day": DAY}).status_code == 409


@pytest.mark.parametrize("person", ["alice", "carol", "dan"])
def test_only_the_provider_delivers(client: Client, world: World, person: str) -> None:
    assert say(client, world, person, "delivered", {"day": DAY}).status_code == 403
    assert not HandoverStep.objects.exists()


def test_a_stranger_signs_in_first_and_what_is_not_there_is_not_found(client: Client, world: World) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")
    assert client.post(PAGE, {"step": "delivered"}).headers["Location"].startswith("/sign-in/")
    client.force_login(world.account("bob"))
    assert client.get("/cycles/2026-q4/needs/nothing/handover/").status_code == 404


def test_back_leads_only_to_pages_of_accord(client: Client, world: World) -> None:
    said = say(client, world, "bob", "delivered", {"day": DAY, "back": "https://elsewhere.example/"})

    assert said.headers["Location"] == PAGE


def test_a_page_needs_few_statements(client: Client, world: World) -> None:
    deliver(world)
    client.force_login(world.account("alice"))

    with budget("handover"):
        client.get(PAGE)
