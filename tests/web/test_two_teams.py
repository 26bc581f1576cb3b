"""The two of us: one page for every two teams."""

import pytest
from django.test import Client

from accord.models import User
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import CLAUSES, World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/two-teams/support/product/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


def test_what_is_open_between_us_and_what_waits_for_me(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support", CLAUSES[:3])
    client.force_login(bob)

    with budget("two teams"):
        page = client.get(PAGE)

    said = plain(page.text)
    assert "One agreement binds both. 2 things are open. One waits for you." in said
    assert "Support has not answered clauses 4 and 5 of" in said
    assert "Product has not answered clauses 1, 2, 3, 4 and 5 of" in said
    assert page.text.count("is-primary") == 1


def test_needs_stand_under_who_has_them(client: Client, bob: User) -> None:
    client.force_login(bob)

    said = plain(client.get(PAGE).text)

    assert said.index("needs from Product") < said.index("Nothing in this cycle.") < said.index("needs from Support")
    assert said.index("needs from Support") < said.index("Correct cause tags")
    assert "Needed by Fri 18 Dec" in said
    assert "Promised Nothing yet" in said
    assert "Yours to answer" in said


def test_the_readers_own_team_stands_first(client: Client, world: World, bob: User) -> None:
    client.force_login(bob)
    other_way = "/cycles/2026-q4/two-teams/product/support/"

    assert client.get(other_way).headers["Location"] == PAGE
    client.force_login(world.account("carol"))
    page = client.get(other_way)
    assert page.status_code == 200
    assert "Product and Support" in plain(page.text)
    assert "is-primary" not in page.text


def test_two_teams_with_nothing_between_them_are_told_so(client: Client, world: World, bob: User) -> None:
    client.force_login(bob)

    said = plain(client.get("/cycles/2026-q4/two-teams/support/finance/").text)

    assert "No agreement binds both of them yet." in said


@pytest.mark.parametrize("address", ["support/support", "support/nobody", "nobody/support"])
def test_a_pair_that_is_none_is_not_found(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)

    assert client.get(f"/cycles/2026-q4/two-teams/{address}/").status_code == 404


def test_a_stranger_signs_in_first(client: Client, world: World) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")
