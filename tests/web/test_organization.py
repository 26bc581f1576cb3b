"""The page on which an admin sets what holds for all teams, and everybody reads it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import Event, Organization
from accord.services import check_ins
from tests import world as worlds
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/organization/"
BOUNDS = {"on_track_within": "10", "behind_within": "25", "most_minutes": ""}
CALENDAR = {"time_zone": "Europe/Berlin", "answer_days": "3", "holidays": "2026-12-25\r\n\r\n2027-01-01\r\n"}
TYPED = CALENDAR | BOUNDS | {"seen": "1"}


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 18, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    return world


def send(client: Client, world: World, person: str = "ada", **typed: str) -> int:
    client.force_login(world.account(person))
    return client.post(PAGE, TYPED | typed).status_code


def sent(client: Client, world: World, **typed: str) -> str:
    client.force_login(world.account("ada"))
    return client.post(PAGE, TYPED | typed).text


def say(world: World, value: Decimal) -> None:
    by, now = world.actor("alice"), datetime(2026, 11, 18, 9, tzinfo=UTC)
    check_ins.check_in(world.key_result, value=value, confidence=None, day=now.date(), by=by, clock=lambda: now)


def pace_told(client: Client, world: World, page: str) -> str:
    said = re.search(r"(?:% done,|Pace) (on track|behind|at risk)", read(client, world, "carol", page), re.IGNORECASE)
    assert said
    return said[1].lower()


def read(client: Client, world: World, person: str, page: str = PAGE) -> str:
    client.force_login(world.account(person))
    return plain(client.get(page).text)


def test_an_admin_sets_the_calendar_and_everybody_reads_it(client: Client, world: World) -> None:
    assert send(client, world) == 302

    kept = Organization.objects.get()
    assert (kept.time_zone, kept.answer_days, kept.version) == ("Europe/Berlin", 3, 2)
    assert kept.holidays == ["2026-12-25", "2027-01-01"]
    for person in ("ada", "alice", "carol", "dan"):
        said = read(client, world, person)
        assert "What is asked now should be answered by Monday 23 November." in said
        assert "Fri 25 Dec" in said
        assert "Fri 1 Jan 2027" in said
    told = read(client, world, "bob", "/activity/")
    assert "Ada Admin changed what holds for the whole organization. Its time zone is Europe/Berlin now." in told
    assert "There are 3 working days to answer. 2 holidays were added." in told


def test_an_admin_sets_the_bands_of_pace_and_every_page_judges_by_them(client: Client, world: World) -> None:
    say(world, Decimal(120))  # 60% of the way
    pages = ["/cycles/2026-q4/key-results/fewer-tickets/", "/cycles/2026-q4/teams/product/"]
    assert [pace_told(client, world, page) for page in pages] == ["on track", "on track"]

    assert send(client, world, on_track_within="0", behind_within="1") == 302

    say(world, Decimal(150))  # 40% of the way, where 53% are expected
    assert [pace_told(client, world, page) for page in pages] == ["at risk", "at risk"]
    told = read(client, world, "bob", "/activity/?kind=organization")
    assert "Down to 0 points short of the plan is on track now, down to 1 behind." in told
    assert "checked in" not in told


def test_the_limit_of_minutes_may_be_set_and_taken_away(client: Client, world: World) -> None:
    assert send(client, world, most_minutes="90") == 302
    assert Organization.objects.get().most_minutes == 90
    assert "90 minutes a month for each person" in read(client, world, "carol")

    assert send(client, world, most_minutes=" ", seen="2") == 302
    assert Organization.objects.get().most_minutes is None
    assert "No limit is set" in read(client, world, "carol")
    told = read(client, world, "bob", "/activity/")
    assert "There is no limit any more to the minutes a month" in told
    assert "should take each person 90 minutes a month at most." in told


def test_what_a_change_does_is_said_before_it_is_saved(client: Client, world: World) -> None:
    said = read(client, world, "ada")

    assert "Days already given to answer by stay as they are" in said
    assert "reviews from today on follow it" in said


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "dan"])
def test_others_read_it_and_change_nothing(client: Client, world: World, person: str) -> None:
    client.force_login(world.account(person))
    page = client.get(PAGE).text

    assert "Whoever runs Accord here changes it." in page
    assert 'name="time_zone"' not in page
    assert send(client, world, person) == 403
    assert Organization.objects.get().version == 1


def test_who_has_not_signed_in_neither_reads_nor_changes_it(client: Client, world: World) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, TYPED).status_code == 302
    assert Organization.objects.get().version == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time_zone": "Mars/Olympus"}, "Accord knows no such zone."),
        ({"time_zone": ""}, "Accord knows no such zone."),
        ({"time_zone": "../../etc/passwd"}, "Accord knows no such zone."),
        ({"answer_days": "0"}, "Write a whole number from 1 to 20."),
        ({"answer_days": "21"}, "Write a whole number from 1 to 20."),
        ({"answer_days": "2.5"}, "Write a whole number from 1 to 20."),
        ({"answer_days": "²"}, "Write a whole number from 1 to 20."),
        ({"answer_days": ""}, "Write a whole number from 1 to 20."),
        (
            {"holidays": "2026-12-25\n25.12.26"},
            "Line 2: “25.12.26” is no day. Write it like 2026-12-25,",
        ),
        ({"holidays": "2027-02-30"}, "Line 1: “2027-02-30” is no day."),
        ({"holidays": "2026-W52-5"}, "Line 1: “2026-W52-5” is no day."),
        ({"holidays": "2026-12-24\n\n2026-12-25 Christmas"}, "Line 3: “2026-12-25 Christmas” is no day."),
        (
            {"holidays": "2026-12-25\n2026-12-26\n2026-12-25"},
            "Line 3: Fri 25 Dec 2026 stands in line 1 already. Take one of the two out.",
        ),
        ({"holidays": "2026-11-17"}, "Line 1: Tue 17 Nov 2026 is past, and what was reckoned then stays."),
        ({"on_track_within": "-10"}, "Write a whole number from 0 to 99."),
        ({"on_track_within": "0.1"}, "Write a whole number from 0 to 99."),
        ({"behind_within": "101"}, "Write a whole number from 1 to 100."),
        ({"behind_within": "10"}, "Write more than 10: what is short by no more than that is on track."),
        ({"on_track_within": "40"}, "Write more than 40: what is short by no more than that is on track."),
        ({"most_minutes": "0"}, "Write a whole number from 1 to 9999."),
        ({"most_minutes": "an hour"}, "Write a whole number from 1 to 9999."),
        ({"holidays": "3026-12-25"}, "is more than ten years ahead. Look at the year."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    client: Client, world: World, typed: dict[str, str], said: str
) -> None:
    assert send(client, world, **typed) == 422
    assert said in plain(sent(client, world, **typed))
    assert Organization.objects.get().version == 1


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(client: Client, world: World) -> None:
    holidays = "Christmas\n2026-12-26\n26 Dec\n2026-12-26"
    page = sent(client, world, holidays=holidays, answer_days="many")

    assert "4 things to mend" in page
    assert holidays in page
    assert 'value="many"' in page
    assert 'value="Europe/Berlin"' in page
    for line in (1, 3, 4):
        assert f"Line {line}: " in page


def test_too_many_holidays_are_refused(client: Client, world: World) -> None:
    days = [f"{year}-{month:02}-{day:02}" for year in (2027, 2028) for month in range(1, 13) for day in range(1, 19)]

    assert send(client, world, holidays="\n".join(days)) == 422


def test_a_calendar_that_was_changed_meanwhile_is_shown_beside_what_was_typed(client: Client, world: World) -> None:
    send(client, world)

    answer = client.post(PAGE, TYPED | {"answer_days": "7", "holidays": "2026-12-31"})

    said = plain(answer.text)
    assert answer.status_code == 409
    assert "You saved this in another window" in said
    assert "theirs" not in said.lower()
    assert "2026-12-25 2027-01-01" in said
    assert "2026-12-31" in answer.text
    assert 'value="7"' in answer.text
    assert 'name="seen" value="2"' in answer.text
    assert Organization.objects.get().answer_days == 3
    assert send(client, world, answer_days="7", holidays="2026-12-31", seen="2") == 302
    assert Organization.objects.get().holidays == ["2026-12-31"]


def test_another_admin_who_changed_it_meanwhile_is_named(client: Client, world: World) -> None:
    send(client, world)
    client.force_login(world.account("bob", is_admin=True))

    said = plain(client.post(PAGE, TYPED | {"answer_days": "7"}).text)

    assert "Ada Admin saved this while you wrote" in said
    assert "Theirs, saved" in said


@pytest.mark.parametrize("seen", ["", "-1", "0", "x", "9" * 30])
def test_a_form_that_says_no_version_of_ours_changes_nothing(client: Client, world: World, seen: str) -> None:
    assert send(client, world, seen=seen) == 409
    assert not Event.objects.filter(kind="organization.changed").exists()


def test_past_holidays_fold_away_and_stay(client: Client, world: World) -> None:
    Organization.objects.update(holidays=["2026-10-03", "2026-11-02", "2026-12-24"])

    page = read(client, world, "ada")
    assert "2 that are past" in page
    assert send(client, world, holidays="2026-12-31\n2026-11-02") == 302
    assert Organization.objects.get().holidays == ["2026-10-03", "2026-11-02", "2026-12-31"]


def test_a_zone_that_is_no_longer_offered_can_stay(client: Client, world: World) -> None:
    Organization.objects.update(time_zone="Etc/GMT-1")

    assert send(client, world, time_zone="Etc/GMT-1") == 302
    assert Organization.objects.get().answer_days == 3


def test_it_stands_among_the_admins_own_pages_and_nobody_elses(client: Client, world: World) -> None:
    link = f'<li><a href="{PAGE}"><svg'
    client.force_login(world.account("ada"))
    assert link in client.get("/preferences/").text
    client.force_login(world.account("alice"))
    assert link not in client.get("/preferences/").text


def test_before_there_is_an_organization_there_is_no_page(client: Client, world: World) -> None:
    Organization.objects.all().delete()
    client.force_login(world.account("ada"))

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, TYPED).status_code == 404


@pytest.mark.parametrize("person", ["ada", "alice"])
def test_every_sentence_can_be_translated(client: Client, world: World, person: str) -> None:
    Organization.objects.update(holidays=["2026-10-03", "2026-12-26"])
    client.force_login(world.account(person))
    with pseudo.speaking():
        text = client.get(PAGE).text

    known = ["Alice Adler", "AA", "Ada Admin", "Product", "Q4 2026", "UTC"]
    assert pseudo.untranslated(text, people_wrote=known) == []


def test_every_sentence_of_a_refusal_can_be_translated(client: Client, world: World) -> None:
    wrong = {"time_zone": "x", "answer_days": "0", "holidays": "?\n2026-12-25\n2026-12-25\n2026-01-01\n3026-01-01"}
    with pseudo.speaking():
        refused = sent(client, world, **wrong)
        moved = sent(client, world, seen="0")

    known = ["Ada Admin", "AA", "Product", "Q4 2026", "UTC", "Europe/Berlin", "1 Jan"]
    for text in (refused, moved):
        assert pseudo.untranslated(text, people_wrote=known) == []


def test_the_page_needs_few_statements(client: Client, world: World) -> None:
    client.force_login(world.account("ada"))

    with budget("organization"):
        client.get(PAGE)
