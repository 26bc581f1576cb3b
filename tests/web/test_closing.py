"""Closing on pages: its team says how it ended, the parties say theirs."""

from datetime import date

import pytest
from django.test import Client

from accord.models import Closing, Event, KeyResult, Objective, Verdict
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
    return client.post(PAGE, {"grade": "1.0", **typed}).status_code


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


def test_what_one_sends_twice_is_said_once_and_nobody_was_quicker(client: Client, world: World) -> None:
    assert [close(client, world, grade="0.9", word="Near.") for _ in range(2)] == [302, 302]
    assert close(client, world, "dan", grade="0.9", word="Near.") == 409
    number = str(closed())
    party = {"is_met": "no", "team": "support", "seen": number}
    assert [close(client, world, "bob", **party) for _ in range(2)] == [302, 302]
    assert [close(client, world, seen=number, reopen="yes") for _ in range(2)] == [302, 302]
    assert close(client, world, "dan", seen=number, reopen="yes") == 409

    told = Event.objects.filter(kind__startswith="key-result.").values_list("kind", flat=True)
    assert sorted(told) == ["key-result.closed", "key-result.judged", "key-result.reopened"]


def test_the_agreement_tells_it_quietly(client: Client, world: World) -> None:
    close(client, world)

    said = plain(client.get("/cycles/2026-q4/agreements/fewer-tickets/").text)

    assert "Product closed this key result as met" in said


def test_closing_is_offered_to_whom_it_is_for(client: Client, world: World) -> None:
    for person, offered in {"alice": True, "dan": True, "bob": False, "carol": False}.items():
        client.force_login(world.account(person))
        assert ('name="grade"' in client.get(KEY_RESULT).text) is offered
        assert ('name="grade"' in client.get(PAGE).text) is offered
    close(client, world)
    for person, offered in {"alice": False, "bob": True, "carol": False}.items():
        client.force_login(world.account(person))
        assert ('name="is_met"' in client.get(KEY_RESULT).text) is offered


@pytest.mark.parametrize(
    ("ambition", "grade", "said"),
    [
        ("committed", "0.9", "Look back at it together"),
        ("aspirational", "0.7", "0.7 and more is a success"),
        ("aspirational", "0.6", "0.7 would have been a success"),
    ],
)
def test_a_grade_means_what_was_aspired_to(client: Client, world: World, ambition: str, grade: str, said: str) -> None:
    Objective.objects.update(ambition=ambition)
    close(client, world, grade=grade)

    page = plain(client.get(KEY_RESULT).text)

    assert grade in page
    assert said in page


def test_the_grade_that_progress_suggests_stands_in_the_form(client: Client, world: World) -> None:
    world.key_result.check_ins.create(date=date(2026, 10, 30), value="120")
    client.force_login(world.account("alice"))

    assert 'name="grade" inputmode="decimal" autocomplete="off" required value="0.6"' in client.get(PAGE).text


def test_it_is_opened_again(client: Client, world: World) -> None:
    close(client, world)
    client.post(PAGE, {"reopen": "yes", "seen": str(closed())})

    assert not Closing.objects.filter(reopened_at=None).exists()
    assert close(client, world, grade="0,3") == 302


def test_a_form_that_is_stale_is_refused_and_keeps_what_was_typed(client: Client, world: World) -> None:
    close(client, world)
    client.force_login(world.account("alice"))

    stale = client.post(PAGE, {"grade": "0.9", "word": "71 in the last week."})

    assert stale.status_code == 409
    assert "71 in the last week." in stale.text
    assert Closing.objects.get().is_met is True


@pytest.mark.parametrize(
    "typed", [{"grade": ""}, {"grade": "most"}, {"grade": "1.2"}, {"grade": "0.75"}, {"word": "x" * 10_001}]
)
def test_what_cannot_be_read_is_said(client: Client, world: World, typed: dict[str, str]) -> None:
    assert close(client, world, **typed) == 422
    assert not Closing.objects.exists()


@pytest.mark.parametrize(("person", "team"), [("carol", "finance"), ("carol", "support"), ("dan", "support")])
def test_nobody_speaks_for_another_team(client: Client, world: World, person: str, team: str) -> None:
    close(client, world)

    assert close(client, world, person, team=team, is_met="yes", seen=str(closed())) == 403
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
