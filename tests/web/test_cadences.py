"""The pages on which a team's leads choose when it reviews, and an admin the review week."""

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import ReviewCadence, ReviewWeek
from tests import review_world
from tests import world as worlds
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE, WEEK, TEAM = "/teams/product/cadence/", "/review-week/", "/cycles/2026-q4/teams/product/"
TYPED = {
    "kind": "weekly",
    "weekday": "4",
    "anchor": "",
    "day": "31",
    "nth": "5",
    "at": "09:30",
    "zone": "",
    "seen": "0",
}


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 18, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def world() -> World:
    return worlds.build()


def send(client: Client, world: World, person: str, page: str = PAGE, **typed: str) -> int:
    client.force_login(world.account(person))
    return client.post(page, TYPED | typed).status_code


def read(client: Client, world: World, person: str, page: str) -> str:
    client.force_login(world.account(person))
    return plain(client.get(page).text)


def test_the_team_page_says_when_it_reviews(client: Client, world: World) -> None:
    assert "Reviews: last working day of the month, next Mon 30 Nov" in read(client, world, "carol", TEAM)


def test_what_is_published_is_due_no_more(client: Client, world: World) -> None:
    world.clock.now = datetime(2026, 11, 18, 8, tzinfo=UTC)
    review_world.publish(world)

    said = read(client, world, "alice", PAGE)
    assert "The next review is due on Thursday 31 December." in said
    assert "Mon 30 Nov" not in said
    assert "last working day of the month, next Thu 31 Dec" in read(client, world, "carol", TEAM)
    assert send(client, world, "alice", look="yes", kind="date", day="28") == 200
    looked = plain(client.post(PAGE, TYPED | {"look": "yes", "kind": "date", "day": "28"}).text)
    assert "28 Nov" not in looked.split("It would be due")[1]


def test_a_lead_chooses_and_sees_the_dates(client: Client, world: World) -> None:
    assert send(client, world, "alice") == 302

    said = read(client, world, "bob", PAGE)
    assert "Its rhythm: every Friday. The next review is due on Friday 20 November." in said
    for day in ("Fri 20 Nov", "Fri 27 Nov", "Fri 4 Dec", "Fri 11 Dec"):
        assert day in said
    assert "At 09:30 in UTC." in said
    assert "Alice Adler chose when Product reviews: every Friday, at 09:30." in read(
        client, world, "carol", "/activity/"
    )


def test_looking_at_the_dates_first_keeps_nothing(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    page = client.post(PAGE, TYPED | {"look": "yes"})
    part = client.post(PAGE, TYPED | {"look": "yes"}, headers={"HX-Request": "true"})

    assert "It would be due" in page.text
    assert "Fri 20 Nov" in plain(part.text)
    assert "<html" not in part.text
    assert not ReviewCadence.objects.exists()


@pytest.mark.parametrize("person", ["dan", "bob", "carol"])
def test_others_read_it_and_choose_nothing(client: Client, world: World, person: str) -> None:
    client.force_login(world.account(person))
    page = client.get(PAGE).text

    assert "Whoever answers for Product chooses it" in page
    assert 'name="kind"' not in page
    assert send(client, world, person) == 403
    assert send(client, world, person, look="yes") == 403
    assert not ReviewCadence.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "yearly"},
        {"kind": ""},
        {"weekday": "7"},
        {"day": "0"},
        {"nth": "x"},
        {"at": "25:00"},
        {"at": "10:00+01:00"},
        {"zone": "Mars/Olympus"},
        {"kind": "fortnightly", "anchor": "soon"},
        {"kind": "fortnightly", "anchor": "9999-12-31"},
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client: Client, world: World, typed: dict[str, str]) -> None:
    assert send(client, world, "alice", **typed) == 422
    assert not ReviewCadence.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "fortnightly", "anchor": "2026-11-23", "weekday": "2"}, "every two weeks on Wednesday"),
        ({"kind": "date", "day": "15"}, "day 15 of the month"),
        ({"kind": "date", "day": "31"}, "last day of the month"),
        ({"kind": "weekday", "nth": "2", "weekday": "1"}, "second Tuesday of the month"),
        ({"kind": "weekday", "nth": "5", "weekday": "1"}, "last Tuesday of the month"),
        ({"kind": "weekly", "zone": "America/New_York"}, "every Friday"),
    ],
)
def test_every_rhythm_can_be_chosen_and_is_said_in_words(
    client: Client, world: World, typed: dict[str, str], said: str
) -> None:
    assert send(client, world, "alice", **typed) == 302
    assert f"Its rhythm: {said}." in read(client, world, "dan", PAGE)


def test_the_form_is_filled_in_with_what_was_chosen(client: Client, world: World) -> None:
    send(client, world, "alice", kind="fortnightly", anchor="2026-11-23")
    page = client.get(PAGE).text

    assert '<option value="2026-11-23" selected>next week</option>' in page
    assert 'value="fortnightly" checked' in page
    assert 'name="seen" value="1"' in page


def test_two_leads_at_one_form_lose_nothing(client: Client, world: World) -> None:
    send(client, world, "alice")

    assert send(client, world, "alice", kind="date", day="15", seen="0") == 409
    client.force_login(world.account("alice"))
    page = client.post(PAGE, TYPED | {"kind": "date", "day": "15", "seen": "0"}).text
    assert "Somebody chose while you did" in page
    assert '<option value="15" selected>' in page
    assert 'name="seen" value="1"' in page


def test_an_admin_lays_all_monthly_reviews_into_one_week(client: Client, world: World) -> None:
    world.account("ada", is_admin=True)
    assert send(client, world, "ada", WEEK, week="first-full") == 302

    said = read(client, world, "carol", WEEK)
    assert "This month: Each team on its own day." in said
    assert "From Tuesday 1 December on: In the first full week of the month." in said
    assert "Mon 30 Nov" in read(client, world, "alice", PAGE)
    assert "Fri 11 Dec" in read(client, world, "alice", PAGE)
    assert "into the first full week of the month" in read(client, world, "bob", "/activity/")


@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
def test_nobody_else_chooses_the_week(client: Client, world: World, person: str) -> None:
    assert send(client, world, person, WEEK, week="first-full") == 403
    assert not ReviewWeek.objects.exists()


def test_a_week_that_is_none_or_was_chosen_meanwhile_is_refused(client: Client, world: World) -> None:
    world.account("ada", is_admin=True)
    assert send(client, world, "ada", WEEK, week="second") == 422
    send(client, world, "ada", WEEK, week="first-full")
    assert send(client, world, "ada", WEEK, week="last-working") == 409
    assert ReviewWeek.objects.get().week == "first-full"


@pytest.mark.parametrize("page", [PAGE, WEEK])
def test_every_sentence_can_be_translated(client: Client, world: World, page: str) -> None:
    world.account("alice", is_admin=True)
    client.force_login(world.account("alice"))
    with pseudo.speaking():
        text = client.get(page).text

    known = ["Alice Adler", "AA", "Product", "Q4 2026", "UTC"]
    assert pseudo.untranslated(text, people_wrote=known) == []


def test_a_page_needs_few_statements(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    with budget("cadence"):
        client.get(PAGE)
