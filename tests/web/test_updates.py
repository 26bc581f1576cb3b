"""Updates on pages: everybody reads them, whoever answers for the team says so once, and it is seen by both."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.domain.reviewing import Said
from accord.models import Cycle, Event, Party, Update
from accord.services.definitions.definitions import Edit, save
from tests import review_world as month
from tests.built_once import built_once
from tests.review_world import publish, update, writing
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> World:
    made = month.build()
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=40), end=today + timedelta(days=40))
    made.clock.now = timezone.now()
    values = {"fewer-tickets": Said(Decimal(200), Decimal(2))}
    publish(made, writing(values=values, way="The release.", correct="We train first."))
    return made


def page_of() -> str:
    return f"/updates/{update().pk}/"


def say(client: Client, world: World, person: str, answer: str = "") -> HttpResponse:
    client.force_login(world.account(person))
    response = client.post(page_of(), {"answer": answer})
    assert isinstance(response, HttpResponse)
    return response


def test_it_tells_what_is_shared_and_what_is_in_the_way(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    page = plain(client.get(page_of()).text)

    assert "Product tells Support" in page
    assert "at 200 a week, 140 a week to go, unlikely" in page
    assert "The release." in page
    assert "We train first." in page
    assert "We have read it" in page


def test_on_home_it_stands_where_its_day_puts_it(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    an_update = "Product tells Support how it is doing"
    soon, later = timezone.localdate() + timedelta(days=1), timezone.localdate() + timedelta(days=2)
    raised = [Edit("key_result", "fewer-tickets", {"target": Decimal(90)})]
    save(world.cycle, raised, by=world.actor("alice"), clock=world.clock)

    Party.objects.filter(is_own=False).update(answer_by=later)
    Update.objects.update(answer_by=soon)
    assert titles(client)[:-1] == [an_update]

    Party.objects.filter(is_own=False).update(answer_by=soon)
    Update.objects.update(answer_by=later)
    assert titles(client)[1:] == [an_update]


def titles(client: Client) -> list[str]:
    """What needs somebody, in the order of home."""
    needed = client.get("/").text.partition('id="needs"')[2].partition("</section>")[0]
    return [plain(each) for each in re.findall(r'<a class="row-title"[^>]*>(.*?)</a>', needed, re.DOTALL)]


def test_one_click_acknowledges_it_and_both_sides_see_it(client: Client, world: World) -> None:
    said = say(client, world, "bob")

    assert said.headers["Location"] == f"{page_of()}?saved=acknowledged"
    assert "Bob Berg acknowledged it" in plain(client.get(page_of()).text)
    client.force_login(world.account("alice"))
    assert "Acknowledged" in plain(client.get(f"/reviews/{update().review_id}/").text)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "Acknowledged. Product sees that you have read it."),
        ("We can wait.", "Your answer has gone to Product."),
    ],
)
def test_what_was_done_is_said_where_the_focus_goes(client: Client, world: World, answer: str, said: str) -> None:
    client.force_login(world.account("bob"))

    page = client.post(page_of(), {"answer": answer}, follow=True).text

    assert said in plain(page)
    assert re.search(r'<p class="note is-agreed" role="status" tabindex="-1" autofocus>', page)
    assert said not in plain(client.get(page_of()).text)


def test_an_answer_is_read_by_the_team_that_wrote(client: Client, world: World) -> None:
    say(client, world, "bob", "We can wait.")

    client.force_login(world.account("alice"))
    assert "We can wait." in plain(client.get(f"/reviews/{update().review_id}/").text)


def test_what_somebody_of_the_team_said_meanwhile_is_shown_and_no_typing_is_lost(client: Client, world: World) -> None:
    say(client, world, "bob", "We can wait.")

    refused = say(client, world, "bob", "We cannot.")

    assert refused.status_code == 409
    page = plain(refused.text)
    assert "Somebody of your team has said it meanwhile" in page
    assert "We can wait." in page
    assert "We cannot." in page


@pytest.mark.parametrize("answer", ["", "We can wait.\r\nA week."])
def test_what_is_sent_twice_is_said_once(client: Client, world: World, answer: str) -> None:
    first = say(client, world, "bob", answer)

    again = say(client, world, "bob", answer)

    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    assert Event.objects.filter(kind__startswith="update.").count() == 1


def test_in_a_closed_cycle_it_is_read_and_not_answered(client: Client, world: World) -> None:
    Cycle.objects.update(closed_at=world.clock())
    client.force_login(world.account("bob"))

    assert "We have read it" not in client.get(f"/updates/{update().pk}/").text
    refused = say(client, world, "bob", "We can wait.")

    assert refused.status_code == 409
    assert "This cycle is closed" in refused.text
    assert update().acknowledged_at is None


@pytest.mark.parametrize("person", ["alice", "carol", "dan"])
def test_others_read_it_and_say_nothing(client: Client, world: World, person: str) -> None:
    client.force_login(world.account(person))
    assert "We have read it" not in client.get(page_of()).text

    assert say(client, world, person).status_code == 403
    assert update().acknowledged_at is None


def test_an_answer_that_is_too_long_is_not_taken(client: Client, world: World) -> None:
    assert say(client, world, "bob", "x" * 10_001).status_code == 422
    assert update().acknowledged_at is None


def test_what_is_not_acknowledged_in_time_is_seen_by_both(client: Client, world: World) -> None:
    Update.objects.update(answer_by=timezone.localdate() - timedelta(days=1))

    for person in ("alice", "bob"):
        client.force_login(world.account(person))
        assert "Unread since" in plain(client.get(f"/reviews/{update().review_id}/").text)


@pytest.fixture
def old(world: World) -> Update:
    """An update that another edition took the place of."""
    first = update()
    publish(world, writing(edition=2, doing="Well."))
    return first


def test_in_the_place_of_an_older_update_stands_the_newer_one(client: Client, world: World, old: Update) -> None:
    client.force_login(world.account("bob"))

    page = client.get(f"/updates/{old.pk}/").text

    assert f'<a href="{page_of()}">Read the newer update</a>' in page
    assert "We have read it" not in page
    assert "Asked until" not in plain(page)
    assert "We have read it" in client.get(page_of()).text


def test_the_older_review_asks_nobody_any_more(client: Client, world: World, old: Update) -> None:
    Update.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    client.force_login(world.account("alice"))

    page = client.get(f"/reviews/{old.review_id}/").text

    assert f'href="{page_of()}"' in page
    assert "Told anew since" in page
    assert "Unread since" not in plain(page)


def test_an_answer_to_an_older_update_is_not_taken_and_not_lost(client: Client, world: World, old: Update) -> None:
    client.force_login(world.account("bob"))

    refused = client.post(f"/updates/{old.pk}/", {"answer": "We can wait."})

    assert refused.status_code == 409
    assert "We can wait." in plain(refused.text)
    assert "Product has told you anew meanwhile" in plain(refused.text)
    assert not Update.objects.exclude(acknowledged_at=None).exists()


def test_an_update_that_is_none_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    assert client.get("/updates/999999/").status_code == 404


def test_a_page_needs_few_statements(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    client.get(page_of())

    with budget("update"):
        client.get(page_of())
