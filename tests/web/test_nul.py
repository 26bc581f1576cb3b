"""A character that PostgreSQL takes in no text is left out wherever somebody sends it."""

import pytest
from django.test import Client

from accord.models import KeyResult, Person
from tests import world as worlds
from tests.web.editing_form import form_of
from tests.world import World

pytestmark = pytest.mark.django_db
CYCLE = "/cycles/2026-q4"
EDIT = f"{CYCLE}/edit/key-result/fewer-tickets/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def alice(client: Client, world: World) -> Client:
    client.force_login(world.account("alice"))
    return client


@pytest.mark.parametrize(
    "address",
    [
        f"{CYCLE}/key-results/fewer%00-tickets/",
        f"{CYCLE}/teams/%00/",
        "/cycles/%00/matrix/",
        "/people/ali%00ce/",
        "/metrics/%00/",
    ],
)
def test_no_address_holds_it(alice: Client, address: str) -> None:
    assert alice.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/find?q=%00tick",
        f"{CYCLE}/matrix/?team=sup%00port",
        f"{CYCLE}/agreements/?team=sup%00port",
        "/activity/?team=%00",
        "/choose/metric/?q=ti%00",
        "/directory/?q=%00",
        "/metrics/?q=%00&owner=%00",
        f"{CYCLE}/checks/?team=%00",
    ],
)
def test_what_is_asked_for_is_read_without_it(alice: Client, address: str) -> None:
    assert alice.get(address).status_code == 200


def test_what_is_typed_is_read_without_it(alice: Client) -> None:
    form = form_of(alice.get(EDIT).text)

    sent = alice.post(
        EDIT,
        form | {"title": ["Ti\x00ckets"], "guardrails": ["\x00"], "accountable": ["Dan\x00 Diaz"], "save": ["yes"]},
    )

    assert sent.status_code == 302
    found = KeyResult.objects.get(key="fewer-tickets")
    assert (found.title, found.accountable) == ("Tickets", Person.objects.get(key="dan"))
