"""The list of a team's agreements."""

import re

import pytest
from django.test import Client

from accord.models import User
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import CLAUSES, World

pytestmark = pytest.mark.django_db
LIST = "/cycles/2026-q4/agreements/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


def sections(page: str) -> dict[str, str]:
    """What stands under each heading."""
    found = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', page, re.DOTALL)
    return {name: plain(text) for name, text in found}


def test_what_waits_for_us_comes_first_with_its_clauses_and_day(client: Client, bob: User) -> None:
    client.force_login(bob)

    page = client.get(LIST).text

    assert "1 of 1 agreement waits for Support" in plain(page)
    assert list(sections(page)) == ["us"]
    assert "All five clauses, by Mon 12 Oct" in sections(page)["us"]
    assert "Not started" in sections(page)["us"]


def test_what_we_answered_waits_for_the_others(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    client.force_login(bob)

    assert "Product: all five clauses" in sections(client.get(LIST).text)["others"]
    world.agree("alice", "product", CLAUSES[:3])
    assert "Product: clauses 4 and 5" in sections(client.get(LIST).text)["others"]
    world.agree("alice", "product")
    page = client.get(LIST).text
    assert list(sections(page)) == ["agreed"]
    assert "The one agreement of Support is agreed" in plain(page)


def test_results_of_ones_own_and_of_others(client: Client, bob: User) -> None:
    client.force_login(bob)

    assert "fewer-tickets" in client.get(f"{LIST}?which=others").text
    assert "Calendar tickets" not in plain(client.get(f"{LIST}?which=own").text)


def test_everybody_may_look_at_any_teams_list(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    assert "Waits for Support" in sections(client.get(f"{LIST}?team=support").text)["us"]
    assert client.get(f"{LIST}?team=nobody").status_code == 404


def test_key_results_nobody_shares_are_named(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    said = plain(client.get(LIST).text)

    assert "Finance has no agreement" in said
    assert "Days to close" in said


def test_who_is_in_no_team_is_led_to_the_directory(client: Client, world: World) -> None:
    client.force_login(world.account("ada", is_admin=True))

    page = client.get(LIST)

    assert page.status_code == 200
    assert 'href="/directory/"' in page.text


def test_a_stranger_signs_in_first(client: Client, world: World) -> None:
    assert client.get(LIST).headers["Location"].startswith("/sign-in/")


def test_statements_do_not_grow_with_the_list(client: Client, world: World, bob: User) -> None:
    client.force_login(bob)
    with budget("agreements"):
        assert client.get(LIST).status_code == 200

    plan = worlds.PLAN.decode()
    result = plan[plan.index("      - id: fewer-tickets") : plan.index("  - id: books")]
    more = [result.replace(": ", f": x{n}-", 1).replace("fix-sync", f"x{n}-sync") for n in range(3)]
    more = [
        each.replace("id: retag", f"id: x{n}-retag").replace("id: tags", f"id: x{n}-tags")
        for n, each in enumerate(more)
    ]
    twice = plan.replace(result, result + "".join(more))
    world.apply(lambda _: worlds.the_plan(twice.encode()))

    with budget("agreements"):
        page = client.get(LIST).text
    assert "4 of 4 agreements wait for Support" in plain(page)
