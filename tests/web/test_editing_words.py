"""Every sentence of the pages on which plans are edited can be translated."""

import pytest
from django.test import Client

from tests import world as worlds
from tests.web import pseudo
from tests.web.editing_form import form_of
from tests.web.test_agreement_words import PEOPLE_WROTE
from tests.world import World

pytestmark = pytest.mark.django_db

CYCLE = "/cycles/2026-q4"
WRITTEN = [
    *PEOPLE_WROTE, "Dan Diaz", "DD", "Carol Cruz", "CC", "Ada Admin", "AA", "Finance", "FIN",
    "AL106", "AL101", "AL102", "AL201", "AL202",
    "AL203", "AL301", "AL302", "AL103", "AL104", "AL107", "Half as many", "about 4", "260", "210", "60",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.mark.parametrize(
    "address",
    [
        f"{CYCLE}/edit/key-result/fewer-tickets/", f"{CYCLE}/edit/objective/calm/", f"{CYCLE}/edit/action/retag/",
        f"{CYCLE}/edit/need/tags/", f"{CYCLE}/new/key-result/calm/", f"{CYCLE}/new/action/fewer-tickets/",
        f"{CYCLE}/new/need/fewer-tickets/", f"{CYCLE}/new/contribution/calm/", f"{CYCLE}/new/objective/product/",
        "/edit/metric/tickets/", "/new/metric/", "/new/milestone/", f"{CYCLE}/drop/action/retag/",
    ],
)  # fmt: skip
def test_no_sentence_of_a_form_is_left_out(client: Client, world: World, address: str) -> None:
    client.force_login(world.account("ada", is_admin=True))

    with pseudo.speaking():
        page = client.get(address).text

    assert pseudo.untranslated(page, people_wrote=WRITTEN) == []


def test_no_sentence_of_what_it_does_is_left_out(client: Client, world: World) -> None:
    world.agree("bob", "support")
    client.force_login(world.account("alice"))
    address = f"{CYCLE}/edit/key-result/fewer-tickets/"
    given = form_of(client.get(address).text)
    wrong = {"target": ["260"], "completion_criteria": [""], "accountable": [""]}

    with pseudo.speaking():
        looked = client.post(address, given | wrong | {"save": "yes"}).text
        refused = client.post(address, given | {"target": ["about 4"], "metric": ["Half as many"], "save": "yes"}).text

    assert pseudo.untranslated(looked, people_wrote=WRITTEN) == []
    assert pseudo.untranslated(refused, people_wrote=WRITTEN) == []


@pytest.mark.parametrize("address", [f"{CYCLE}/edit/key-result/fewer-tickets/", "/edit/milestone/none/"])
def test_no_sentence_to_those_whose_it_is_not_is_left_out(client: Client, world: World, address: str) -> None:
    client.force_login(world.account("carol"))

    with pseudo.speaking():
        page = client.get(address).text

    assert pseudo.untranslated(page, people_wrote=WRITTEN) == []
