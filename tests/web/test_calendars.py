"""Calendars under secret addresses: who gets one, what stands in it, and that nothing else gets out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from accord.domain.cadence import Cadence, Kind
from accord.models import CalendarFeed, Cycle, KeyResult, Need, Objective, Team, User
from accord.services import organization
from accord.services.people import feeds
from accord.services.reviews import cadences
from tests import reading_world
from tests.reading_world import ReadingWorld
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget

pytestmark = pytest.mark.django_db
PAGE = "/preferences/calendars/"
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOW):
        yield


@pytest.fixture
def world() -> ReadingWorld:
    return reading_world.build()


def make(client: Client, world: ReadingWorld, person: str, team: str = "") -> str:
    """Press the button; the path of the address that the page shows."""
    client.force_login(world.account(person))
    page = client.post(PAGE, {"make": "yes", "team": team})
    assert page.status_code == 200, page.status_code
    address = page.text.split('readonly value="')[1].split('"')[0]
    return urlsplit(address).path


def events(path: str) -> dict[str, Any]:
    """What a calendar program reads: no session, no cookie."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return {str(each["uid"]).split("@")[0]: each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def summaries(path: str) -> set[str]:
    return {str(each["summary"]) for each in events(path).values()}


def test_a_persons_calendar_has_what_waits_for_them_and_what_they_carry(client: Client, world: ReadingWorld) -> None:
    found = summaries(make(client, world, "alice"))

    assert {"Review of Product", "Key result: Calendar tickets, from 210 to 60", "Milestone: Public beta"} <= found
    assert any(each.startswith("Product answers: ") for each in found)
    assert summaries(make(client, world, "dan")) >= {"Action: Rebuild the sync", "Review of Product"}
    assert not any("answers" in each for each in summaries(make(client, world, "dan")))  # a member answers for nobody


def test_a_promise_is_in_the_calendars_of_both_teams_and_of_no_third(client: Client, world: ReadingWorld) -> None:
    gives = events(make(client, world, "bob", "support"))["promise.2026-q4.tags"]
    takes = events(make(client, world, "alice", "product"))["promise.2026-q4.tags"]

    assert str(gives["summary"]) == "Promised to Product: Correct cause tags"
    assert str(takes["summary"]) == "Support promised: Correct cause tags"
    assert gives.decoded("dtstart") == takes.decoded("dtstart") == date(2026, 12, 5)
    assert str(gives["url"]).endswith("/cycles/2026-q4/key-results/fewer-tickets/#tags")
    assert "promise.2026-q4.tags" in events(make(client, world, "bob"))
    assert "promise.2026-q4.tags" not in events(make(client, world, "carol"))
    assert "promise.2026-q4.tags" not in events(make(client, world, "carol", "finance"))


def test_what_moves_keeps_its_name_and_counts_its_moves(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice", "product")
    before = events(path)

    world.define("bob", "need", "tags", "promised", date(2026, 12, 7))
    world.define("alice", "milestone", "beta", "date", date(2026, 12, 2))

    after = events(path)
    for uid, day in (("promise.2026-q4.tags", date(2026, 12, 7)), ("milestone.beta", date(2026, 12, 2))):
        assert after[uid].decoded("dtstart") == day
        assert after[uid]["sequence"] > before[uid]["sequence"]
        assert after[uid].decoded("last-modified") > before[uid].decoded("last-modified")
    assert before.keys() == after.keys()


def test_a_key_result_without_a_day_moves_with_its_cycle(client: Client, world: ReadingWorld) -> None:
    path, uid = make(client, world, "alice"), "key_result.2026-q4.fewer-tickets"
    before = events(path)[uid]
    Cycle.objects.update(end=date(2026, 12, 31), version=2)

    after = events(path)[uid]

    assert (before.decoded("dtstart"), after.decoded("dtstart")) == (date(2026, 12, 30), date(2026, 12, 31))
    assert after["sequence"] > before["sequence"]


def test_a_review_stands_at_its_hour_on_the_teams_clock_and_moves_with_it(client: Client, world: ReadingWorld) -> None:
    path, uid = make(client, world, "alice", "product"), "review.product.2026-11.1"
    before = events(path)[uid]

    by = world._actor("alice")
    berlin = Cadence(Kind.LAST_WORKING_DAY, zone="Europe/Berlin")
    cadences.choose(world.team("product"), berlin, seen=0, by=by, clock=lambda: NOW)

    after = events(path)[uid]
    assert before.decoded("dtstart") == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert after.decoded("dtstart").astimezone(UTC) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert after["sequence"] > before["sequence"]
    assert str(after["description"]) == "About 31 Oct to 30 Nov."
    assert str(after["url"]).endswith("/cycles/2026-q4/teams/product/reviews/")


def test_reviews_keep_their_names_when_a_team_moves_them_and_what_was_due_before_stays(
    client: Client, world: ReadingWorld
) -> None:
    path, by = make(client, world, "alice", "product"), world._actor("alice")
    before = events(path)

    def choose(seen: int, cadence: Cadence) -> dict[str, Any]:
        cadences.choose(world.team("product"), cadence, seen=seen, by=by, clock=lambda: NOW)
        return events(path)

    moved = choose(0, Cadence(Kind.DATE, day=27))
    assert moved.keys() == before.keys()
    november, december = "review.product.2026-11.1", "review.product.2026-12.1"
    assert moved[november].decoded("dtstart") == datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert moved[december]["sequence"] == before[december]["sequence"] + 1
    assert moved["review.product.2026-10.1"] == before["review.product.2026-10.1"]

    oftener = choose(1, Cadence(Kind.WEEKLY, weekday=4))
    assert "review.product.2026-12.4" in oftener
    back = choose(2, Cadence(Kind.LAST_WORKING_DAY))
    assert back.keys() == before.keys()
    for each in (november, december):
        assert moved[each]["sequence"] < oftener[each]["sequence"] < back[each]["sequence"]
        assert back[each].decoded("dtstart") == before[each].decoded("dtstart")


def test_another_zone_of_the_organization_moves_what_is_past_too_and_counts_as_a_move(
    client: Client, world: ReadingWorld
) -> None:
    path = make(client, world, "alice", "product")
    before = events(path)
    User.objects.filter(person__key="alice").update(is_admin=True)

    berlin = organization.Chosen("Europe/Berlin", 5, frozenset())
    organization.change(berlin, seen=1, by=world._actor("alice"), clock=lambda: NOW)

    after = events(path)
    moved = {uid for uid in before if before[uid]["dtstart"] != after[uid]["dtstart"]}
    assert {"review.product.2026-10.1", "review.product.2026-12.1"} <= moved
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in moved)
    assert all(after[uid].decoded("last-modified") > before[uid].decoded("last-modified") for uid in moved)


def test_reviews_begin_with_the_first_cycle_and_lead_to_their_own(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice", "product")
    Cycle.objects.update(start=date(2026, 10, 31), end=date(2026, 12, 30))
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2026, 12, 31), end=date(2027, 3, 31))

    found = {str(each["uid"]).split("@")[0]: str(each["url"]) for each in events(path).values()}

    reviews = sorted(uid for uid in found if uid.startswith("review."))
    assert reviews[0] == "review.product.2026-11.1"
    assert "/cycles/2026-q4/" in found["review.product.2026-11.1"]
    assert "/cycles/2027-q1/" in found["review.product.2026-12.1"]


def test_what_is_done_delivered_dropped_or_a_draft_is_not_there(client: Client, world: ReadingWorld) -> None:
    team, person, dan = (
        make(client, world, "alice", "product"),
        make(client, world, "alice"),
        make(client, world, "dan"),
    )
    assert "promise.2026-q4.tags" in events(team)
    assert "action.2026-q4.retag" not in events(dan)  # done

    Need.objects.filter(key="tags").update(delivered=date(2026, 11, 17))
    assert "promise.2026-q4.tags" not in events(team)
    Need.objects.filter(key="tags").update(delivered=None)
    world.make_draft("calm-product")
    assert not events(team).keys() & {"promise.2026-q4.tags", "milestone.open"}
    assert "key_result.2026-q4.fewer-tickets" not in events(person)
    assert "action.2026-q4.fix-sync" not in events(dan)


def test_a_closed_cycle_asks_nothing_more(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice")
    Cycle.objects.update(closed_at=NOW)

    assert {uid.partition(".")[0] for uid in events(path)} == {"review"}


def test_reading_leaves_no_cookie_no_trace_and_no_copy(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice")
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(path)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    assert not answer.cookies
    assert not [q for q in captured if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE", "BEGIN"}]


def test_what_has_not_changed_is_not_sent_again(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice")
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    packed = Client().get(path, headers={"If-None-Match": f"W/{first.headers['ETag']}", "Accept-Encoding": "gzip"})

    assert (again.status_code, again.content) == (304, b"")
    assert packed.status_code == 304
    assert again.headers["Cache-Control"].startswith("private")
    world.define("alice", "milestone", "beta", "date", date(2026, 12, 2))
    assert Client().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_wrong_ended_and_replaced_addresses_look_alike(client: Client, world: ReadingWorld) -> None:
    old = make(client, world, "alice")
    new = make(client, world, "alice")
    number = CalendarFeed.objects.get(ended_at=None).pk
    answers = [Client().get(old), Client().get("/calendar/nobody-has-this.ics")]
    assert Client().get(new).status_code == 200
    client.post(PAGE, {"end": str(number)})
    answers.append(Client().get(new))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_who_leaves_takes_their_addresses_with_them(client: Client, world: ReadingWorld) -> None:
    own, team = make(client, world, "dan"), make(client, world, "dan", "product")

    world.team("product").memberships.filter(person__key="dan").delete()
    assert (Client().get(own).status_code, Client().get(team).status_code) == (200, 404)
    User.objects.filter(person__key="dan").update(is_active=False)
    assert Client().get(own).status_code == 404


def test_only_a_hash_is_kept(client: Client, world: ReadingWorld) -> None:
    token = make(client, world, "alice").removeprefix("/calendar/").removesuffix(".ics")

    assert len(token) >= 43  # 256 bits
    kept = CalendarFeed.objects.get()
    assert token not in str(vars(kept))
    assert token not in client.get(PAGE).text


@pytest.mark.parametrize(("person", "team"), [("carol", "product"), ("bob", "product"), ("dan", "finance")])
def test_nobody_gets_another_teams_calendar(client: Client, world: ReadingWorld, person: str, team: str) -> None:
    client.force_login(world.account(person))

    assert client.post(PAGE, {"make": "yes", "team": team}).status_code == 403
    assert not CalendarFeed.objects.exists()


def test_a_lead_ends_what_a_member_made_for_the_team_and_nothing_else(client: Client, world: ReadingWorld) -> None:
    own, team = make(client, world, "dan"), make(client, world, "dan", "product")
    numbers = {feed.team_id: feed.pk for feed in CalendarFeed.objects.all()}

    for person, number, status in [
        ("bob", numbers[world.team("product").pk], 403),
        ("carol", numbers[None], 403),
        ("alice", numbers[None], 403),
        ("alice", numbers[world.team("product").pk], 302),
    ]:
        client.force_login(world.account(person))
        assert client.post(PAGE, {"end": str(number)}).status_code == status
    assert (Client().get(own).status_code, Client().get(team).status_code) == (200, 404)


def test_the_page_says_what_there_is(client: Client, world: ReadingWorld) -> None:
    make(client, world, "dan", "product")
    client.force_login(world.account("alice"))
    said = plain(client.get(PAGE).text)

    assert "Whoever has an address can read it without signing in." in said
    assert "Dan Diaz’s address, made on Wed 18 Nov" in said
    assert "Product" in said
    assert "Finance" not in said
    assert client.get("/preferences/").text.count(PAGE) == 1
    assert f"{PAGE}#product" in client.get("/cycles/2026-q4/teams/product/").text
    assert f"{PAGE}#finance" not in client.get("/cycles/2026-q4/teams/finance/").text


def test_an_account_without_a_person_has_no_calendar(client: Client, world: ReadingWorld, admin: User) -> None:
    client.force_login(admin)

    assert "belongs to no person" in client.get(PAGE).text
    assert client.post(PAGE, {"make": "yes"}).status_code == 403


def test_a_calendar_costs_the_same_however_much_is_in_it(client: Client, world: ReadingWorld) -> None:
    path, team = make(client, world, "alice"), make(client, world, "alice", "product")
    Client().get(path)
    with budget("calendar of a person"):
        Client().get(path)
    with budget("calendar of a team"):
        Client().get(team)
    need = Need.objects.get(key="tags")
    Need.objects.bulk_create(
        Need(cycle=need.cycle, key=f"n{n}", key_result=need.key_result, provider=need.provider, what="x",
             promised=date(2026, 12, 1)) for n in range(9)
    )  # fmt: skip
    with budget("calendar of a team"):
        assert len(Calendar.from_ical(Client().get(team).content).walk("VEVENT")) > 9


def test_every_sentence_can_be_translated(client: Client, world: ReadingWorld) -> None:
    make(client, world, "dan", "product")
    client.force_login(world.account("alice"))
    with pseudo.speaking():
        page = client.post(PAGE, {"make": "yes"}).text

    assert (
        pseudo.untranslated(page, people_wrote=["Alice Adler", "AA", "Product", "Design", "Dan Diaz", "Q4 2026"]) == []
    )


def test_making_ends_the_one_before_in_one_step(world: ReadingWorld) -> None:
    alice = world.account("alice").person
    assert alice
    feeds.make(alice, now=NOW)
    feeds.make(alice, now=NOW)
    feeds.make(alice, Team.objects.get(key="product"), now=NOW)

    assert CalendarFeed.objects.filter(ended_at=None, team=None).count() == 1
    assert CalendarFeed.objects.filter(ended_at=None).count() == 2


def test_what_people_write_is_text_in_a_calendar(client: Client, world: ReadingWorld) -> None:
    path = make(client, world, "alice")
    KeyResult.objects.filter(key="fewer-tickets").update(title="A; b, c\r\nATTACH:x\\n")

    (event,) = [each for uid, each in events(path).items() if uid.endswith("fewer-tickets")]
    assert str(event["summary"]) == "Key result: A; b, c ATTACH:x\\n"
    assert "attach" not in event
    assert Objective.objects.exists()
