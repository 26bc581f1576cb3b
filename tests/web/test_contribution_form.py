"""Two people at the form of one contribution: the one who comes second sees both shares and loses nothing."""

import pytest
from django.test import Client

from accord.models import Contribution
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Edit
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.web.editing_form import form_of
from tests.world import World

pytestmark = pytest.mark.django_db
KEY = "books>fewer-tickets"
EDIT = f"/cycles/2026-q4/edit/contribution/{KEY}/"


def world_with_a_contribution() -> World:
    world = worlds.build()
    contribution = Create("contribution", KEY, {"share": "5"})
    definitions.save(world.cycle, [contribution], by=Actor(None, "shell"), clock=world.clock)
    return world


def test_a_stale_form_on_a_contribution_is_refused_with_both_shares(client: Client) -> None:
    world = world_with_a_contribution()
    client.force_login(world.account("carol"))
    mine = form_of(client.get(EDIT).text)
    edit = Edit("contribution", KEY, {"share": "7"})
    definitions.save(world.cycle, [edit], by=Actor(None, "shell"), clock=world.clock)

    response = client.post(EDIT, mine | {"share": ["9"], "save": "yes"})

    assert response.status_code == 409
    assert {"7", "9"} <= {word.strip(".,<>\"'") for word in response.text.replace(">", " ").replace("<", " ").split()}
    assert Contribution.objects.get().share == 7
