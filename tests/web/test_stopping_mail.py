"""Stopping mail by the link in it: it works signed out, asks first, and stops one kind for one person."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accord.models import Person, Telling
from tests import world as worlds
from tests.jobs.post import letters, work
from tests.world import World

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def link(world: World) -> str:
    """The link in the letter that asks Bob."""
    letter = next(each for each in letters(world.clock()) if each.to == ["bob@north.example"])
    found = re.fullmatch(
        re.escape(f"<{settings.ACCORD_URL}") + r"(/mail/stop/\S+/)>", letter.extra_headers["List-Unsubscribe"]
    )
    assert found
    return found[1]


def muted(person: str) -> list[str]:
    return [kind for kept in Telling.objects.filter(person__key=person) for kind in kept.muted]


def test_looking_at_the_link_stops_nothing(client: Client, link: str) -> None:
    page = client.get(link)

    assert page.status_code == 200
    assert "Stop this mail?" in page.text
    assert not Telling.objects.exists()


def test_one_click_in_the_mail_program_stops_this_kind_and_no_other(link: str, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link, ONE_CLICK).status_code == 200

    assert muted("bob") == ["asked"]
    world.agree("bob", "support")
    world.agree("alice", "product")
    work(world.clock())
    world.apply(lambda plan: worlds.with_key_result(plan, title="Fewer tickets"), by="dan")
    assert [letter.to for letter in letters(world.clock())] == [["alice@north.example"]]


def test_stopping_twice_is_stopping_once(client: Client, link: str) -> None:
    client.post(link, ONE_CLICK)

    again = client.post(link, ONE_CLICK)

    assert "No more of these" in again.text
    assert muted("bob") == ["asked"]


def test_somebody_else_who_is_signed_in_stops_it_for_whom_it_was_sent_to(
    client: Client, link: str, world: World
) -> None:
    client.force_login(world.account("carol"))

    client.post(link, ONE_CLICK)

    assert (muted("bob"), muted("carol")) == (["asked"], [])


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "x/", lambda link: "/mail/stop/nothing/"])
def test_a_link_that_was_not_made_here_stops_nothing(client: Client, link: str, change: Callable[[str], str]) -> None:
    assert client.get(change(link)).status_code == 404
    assert client.post(change(link), ONE_CLICK).status_code == 404
    assert not Telling.objects.exists()


def test_it_still_works_where_the_persons_id_has_changed_since(client: Client, link: str) -> None:
    Person.objects.filter(key="bob").update(key="robert")

    assert client.post(link, ONE_CLICK).status_code == 200
    assert muted("robert") == ["asked"]
