"""Closing on pages: its team says how it ended, the parties say theirs."""

import pytest
from django.test import Client

from accord.models import Closing, KeyResult, Verdict
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
KEY_RESULT = "/cycles/2026-q4/key-results/fewer-tickets/"
PAGE = f"{KEY_RESULT}closing/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def close(client: Client, world: World, person: str = "alice", **typed: str) -> int:
    client.force_login(world.account(person))
    return client.post(PAGE, {"is_met": "yes", **typed}).status_code


def closed() -> int:
    return Closing.objects.get(reopened_at=None).pk


def test_the_result_says_how_it_ended_and_who_finds_otherwise(client: Client, world: World) -> None:
    close(client, world, word="58 and 55.")
    assert close(client, world, "bob", is_met="no", team="support", seen=str(closed()), word="Not in the last week.")

    said = plain(client.get(KEY_RESULT).text)

    assert "How it ended" in said
    assert "“58 and 55.”" in said
    assert "“Not in the last week.”" in said
    assert "Support finds otherwise." in said


def test_the_agreement_tells_it_quietly(client: Client, world: World) -> None:
    close(client, world)

    said = plain(client.get("/cycles/2026-q4/agreements/fewer-tickets/").text)

    assert "Product closed this key result as met" in said


def test_closing_is_offered_to_whom_it_is_for(client: Client, world: World) -> None:
    for person, offered in {"alice": True, "dan": True, "bob": False, "carol": False}.items():
        client.force_login(world.account(person))
        assert ('name="is_met"' in client.get(KEY_RESULT).text) is offered
        assert ('name="is_met"' in client.get(PAGE).text) is offered
    close(client, world)
    for person, offered in {"alice": False, "bob": True, "carol": False}.items():
        client.force_login(world.account(person))
        assert ('name="is_met"' in client.get(KEY_RESULT).text) is offered


def test_it_is_opened_again(client: Client, world: World) -> None:
    close(client, world)
    client.post(PAGE, {"reopen": "yes", "seen": str(closed())})

    assert not Closing.objects.filter(reopened_at=None).exists()
    assert close(client, world, is_met="no") == 302


def test_a_form_that_is_stale_is_refused_and_keeps_what_was_typed(client: Client, world: World) -> None:
    close(client, world)
    client.force_login(world.account("alice"))

    stale = client.post(PAGE, {"is_met": "no", "word": "71 in the last week."})

    assert stale.status_code == 409
    assert "71 in the last week." in stale.text
    assert Closing.objects.get().is_met is True


@pytest.mark.parametrize("typed", [{"is_met": ""}, {"is_met": "perhaps"}, {"is_met": "yes", "word": "x" * 10_001}])
def test_what_cannot_be_read_is_said(client: Client, world: World, typed: dict[str, str]) -> None:
    assert close(client, world, **typed) == 422
    assert not Closing.objects.exists()


@pytest.mark.parametrize(("person", "team"), [("carol", "finance"), ("carol", "support"), ("dan", "support")])
def test_nobody_speaks_for_another_team(client: Client, world: World, person: str, team: str) -> None:
    close(client, world)

    assert close(client, world, person, team=team, seen=str(closed())) == 403
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_only_its_own_people_close_it(client: Client, world: World, person: str) -> None:
    assert close(client, world, person) == 403
    assert not Closing.objects.exists()


def test_a_draft_is_not_there_and_a_stranger_signs_in(client: Client, world: World) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")
    KeyResult.objects.filter(key="fewer-tickets").update(published_at=None)
    client.force_login(world.account("bob"))
    assert client.get(PAGE).status_code == 404


def test_a_page_needs_few_statements(client: Client, world: World) -> None:
    close(client, world)

    with budget("closing"):
        client.get(PAGE)
