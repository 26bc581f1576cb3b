"""Accepting what the checks find while somebody else does so, or mends it, or with odd characters: nothing is lost."""

import pytest
from django.test import Client

from accord.models import AcceptedFinding, Finding
from accord.services.findings import accepting
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/checks/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def alice(client: Client, world: World) -> Client:
    client.force_login(world.account("alice"))
    return client


@pytest.fixture
def number(world: World) -> int:
    return Finding.objects.get(code="AL303", mended_at=None).pk


def send(client: Client, number: int, **more: str) -> tuple[int, str]:
    typed = {f"reason-{number}": "We live with it.", f"until-{number}": "2026-12-31"}
    response = client.post(f"{PAGE}{number}/accepting/", typed | more)
    return response.status_code, plain(response.text)


def test_who_accepts_second_sees_who_was_first_and_keeps_what_was_typed(
    alice: Client, world: World, number: int
) -> None:
    made = accepting.accept(number, reason="Dan knows.", until=None, by=world.actor("dan"), clock=world.clock)

    status, page = send(alice, number)
    assert status == 409
    assert "Dan Diaz has accepted it already. What you write takes the place of “Dan knows.”" in page
    assert (
        'value="We live with it."'
        in alice.post(f"{PAGE}{number}/accepting/", {f"reason-{number}": "We live with it."}).text
    )

    status, _ = send(alice, number, seen=str(made.pk))
    assert status == 302
    assert AcceptedFinding.objects.get(withdrawn_at=None).reason == "We live with it."


def test_what_was_mended_meanwhile_is_said_to_be(alice: Client, world: World, number: int) -> None:
    Finding.objects.filter(pk=number).update(mended_at=world.clock())

    assert send(alice, number)[0] == 302
    shown = alice.get(f"{PAGE}{number}/accepting/", follow=True)
    assert "It was mended meanwhile. There is nothing left to accept." in plain(shown.text)
    assert alice.get(f"{PAGE}{number + 1000}/accepting/").status_code == 404


def test_characters_that_no_database_takes_are_left_out(alice: Client, number: int) -> None:
    typed = {f"reason-{number}": "We live\x00 with it.", f"until-{number}": "2026-12-31\x00"}

    assert send(alice, number, **typed)[0] == 302
    assert AcceptedFinding.objects.get(withdrawn_at=None).reason == "We live with it."
    assert alice.get(PAGE, {"team": "\x00"}).status_code == 200
