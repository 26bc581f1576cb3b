"""A team that has ended, the team that carries on, and whoever was in it: each leads to the other."""

import pytest
from django.test import Client

from accord.models import Team
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.world import World


@pytest.fixture
def here(db: None) -> World:
    """Finance has ended, and Support carries on; Carol was in Finance, and is in no other team."""
    world = worlds.build()
    Team.objects.filter(key="finance").update(succeeded_by=Team.objects.get(key="support"))
    return world


def page(client: Client, here: World, address: str, reader: str = "carol") -> str:
    client.force_login(here.account(reader))
    return client.get(address).text


def test_a_team_that_has_ended_leads_to_its_successor_and_back(client: Client, here: World) -> None:
    ended = page(client, here, "/cycles/2026-q4/teams/finance/")
    heir = page(client, here, "/cycles/2026-q4/teams/support/")

    assert "This team has ended. Support carries on and answers for it." in plain(ended)
    assert "It carries on for Finance ." in plain(heir)
    assert 'href="/cycles/2026-q4/teams/finance/"' in heir.partition('id="main"')[2]
    assert "carries on" not in plain(page(client, here, "/cycles/2026-q4/teams/product/"))


def test_nobody_is_asked_to_write_for_a_team_that_has_ended(client: Client, here: World) -> None:
    Team.objects.filter(key="product").update(succeeded_by=Team.objects.get(key="finance"))
    Team.objects.filter(key="finance").update(succeeded_by=None)
    Team.objects.filter(key="north").update(succeeded_by=Team.objects.get(key="support"))

    ended = plain(page(client, here, "/cycles/2026-q4/teams/north/"))

    assert "A team that has ended writes none." in ended
    assert "will stand here, with who it takes" not in ended
    assert "Nobody is in it any more." in ended


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "Finance has ended, Carol Support carries on and answers for it."),
        ("/cycles/2026-q4/agreements/", "Finance has ended Support carries on and answers for it."),
        ("/people/carol/", "In no team now: Finance has ended, and Support carries on."),
    ],
)
def test_whose_team_has_ended_is_told_so_and_who_carries_on(
    client: Client, here: World, address: str, said: str
) -> None:
    text = plain(page(client, here, address))

    assert said in text
    assert "no team yet" not in text.lower()
