"""The Checks page: what it lists for whom, what one does there, and what it says where nothing is found."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import AcceptedFinding, Cycle, Finding, Objective, Organization, Team
from accord.services.cycles import cycles
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.findings import accepting
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/checks/"
NEED = "Support has not said what will provide “Correct cause tags”."


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 18, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    return world


def read(client: Client, world: World, person: str = "alice", page: str = PAGE) -> str:
    client.force_login(world.account(person))
    return plain(client.get(page).text)


def the_need() -> Finding:
    return Finding.objects.get(code="AL303", mended_at=None)


def send(client: Client, world: World, person: str = "alice", **typed: str) -> int:
    number = the_need().pk
    client.force_login(world.account(person))
    fields = {f"{name}-{number}": value for name, value in typed.items()}
    return client.post(f"{PAGE}{number}/accepting/", fields).status_code


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "ada"])
def test_everybody_in_the_organization_reads_what_is_found(client: Client, world: World, person: str) -> None:
    text = read(client, world, person)

    assert "will break the plan" in text
    assert NEED in text


ASKERS = "Ask the team to name its action, key result or milestone that provides it, or find another way."


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("alice", ASKERS),
        ("carol", ASKERS),
        ("bob", "Name your action, key result or milestone that provides it, or say no, so that they can look"),
    ],
)
def test_the_team_that_is_asked_reads_what_it_can_do_itself(
    client: Client, world: World, person: str, said: str
) -> None:
    text = read(client, world, person, f"{PAGE}?severity=error")

    assert said in text
    assert (ASKERS in text) == (said == ASKERS)


def test_who_said_no_is_not_told_to_ask(client: Client, world: World) -> None:
    no = Edit("need", "tags", {"declined": "No capacity before January."})
    definitions.save(world.cycle, [no], by=world.actor("bob"), clock=world.clock)

    assert "You said no: help them to find another way." in read(client, world, "bob", f"{PAGE}?severity=error")
    assert ASKERS in read(client, world, "alice", f"{PAGE}?severity=error")


def test_who_will_provide_it_is_told_to_promise_a_date_and_who_asks_to_ask_for_one(
    client: Client, world: World
) -> None:
    named = Edit("need", "tags", {"provided_by": "retag"})
    definitions.save(world.cycle, [named], by=world.actor("bob"), clock=world.clock)

    assert "Promise a date." in read(client, world, "bob", f"{PAGE}?severity=warning")
    assert "Ask for a date." in read(client, world, "alice", f"{PAGE}?severity=warning")


def test_nobody_else_does(client: Client, world: World) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_readers_own_come_first_in_their_severity(client: Client, world: World) -> None:
    for person, first, second in (("alice", "Product", "Finance"), ("carol", "Finance", "Product")):
        text = read(client, world, person).rpartition("Could break")[2]
        assert 0 < text.index(first) < text.index(second)


def test_it_is_for_one_team_where_one_is_chosen(client: Client, world: World) -> None:
    text = read(client, world, "alice", f"{PAGE}?team=finance")

    assert NEED not in text
    assert "Days to close" in text
    assert NEED in read(client, world, "alice", f"{PAGE}?team=mine")
    assert client.get(f"{PAGE}?team=nobody-has-this").status_code == 404


def test_one_codes_findings_stand_on_a_page_of_their_own(client: Client, world: World) -> None:
    text = read(client, world, "bob", f"{PAGE}?code=AL303")

    assert "Needs that nobody provides" in text
    assert NEED in text
    assert "Days to close" not in text


def test_a_code_that_is_none_shows_everything(client: Client, world: World) -> None:
    assert NEED in read(client, world, "bob", f"{PAGE}?code=AL999&page=x&team=")


def test_what_is_another_teams_to_accept_has_no_form(client: Client, world: World) -> None:
    assert "Accept until then" not in read(client, world, "carol", f"{PAGE}?code=AL303")
    assert "Accept until then" in read(client, world, "dan", f"{PAGE}?code=AL303")


def test_accepted_it_moves_to_its_own_list_with_reason_and_day(client: Client, world: World) -> None:
    assert send(client, world, reason="Support is slow.", until="2026-11-30") == 302

    assert NEED not in read(client, world)
    text = read(client, world, "carol", f"{PAGE}?which=accepted")
    assert NEED in text
    assert "Support is slow." in text
    assert "Accepted by Alice Adler" in text
    assert "30 Nov" in text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"reason": " ", "until": "2026-11-30"}, "Say why it may stay."),
        ({"reason": "Why.", "until": "2026-11-17"}, "This day is over."),
        ({"reason": "Why.", "until": "soon"}, "Choose the last day"),
        ({}, "Choose the last day"),
        ({"reason": "x" * 2_001, "until": "2026-11-30"}, "at most 2,000 characters"),
    ],
)
def test_what_cannot_be_accepted_comes_back_with_what_was_typed(
    client: Client, world: World, typed: dict[str, str], wrong: str
) -> None:
    number = the_need().pk
    client.force_login(world.account("alice"))
    response = client.post(f"{PAGE}{number}/accepting/", {f"{name}-{number}": value for name, value in typed.items()})

    assert response.status_code == 422
    assert wrong in plain(response.text)
    assert typed.get("reason", "").strip() in response.text
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_others_may_not_accept_it(client: Client, world: World, person: str) -> None:
    assert send(client, world, person, reason="Why.", until="2026-11-30") == 403
    assert not AcceptedFinding.objects.exists()


def test_it_is_opened_again_by_those_who_may(client: Client, world: World) -> None:
    by = world.actor("alice")
    number = accepting.accept(the_need().pk, reason="Why.", until=date(2026, 11, 30), by=by, clock=world.clock).pk
    address = f"{PAGE}accepted/{number}/"
    client.force_login(world.account("carol"))
    assert client.post(address).status_code == 403
    client.force_login(world.account("alice"))
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302

    assert NEED in read(client, world)
    assert client.post(address).headers["Location"].endswith("saved=open-already")


def test_what_was_mended_says_when(client: Client, world: World) -> None:
    assert "Nothing was mended yet" in read(client, world, "carol", f"{PAGE}?which=mended")
    Finding.objects.filter(pk=the_need().pk).update(mended_at=datetime(2026, 11, 17, 9, tzinfo=UTC))

    text = read(client, world, "carol", f"{PAGE}?which=mended")
    assert NEED in text
    assert "1 mended in Q4 2026" in text


def test_where_nothing_is_found_it_says_what_will_stand_there(client: Client, world: World) -> None:
    Finding.objects.all().delete()

    assert "The checks find nothing" in read(client, world)
    assert "with the way to mend it" in read(client, world)


def test_a_closed_cycle_is_read_and_offers_no_form(client: Client, world: World) -> None:
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)

    text = read(client, world)
    assert NEED in text
    assert "Accept until then" not in text
    assert send(client, world, reason="Why.", until="2026-11-30") in {403, 409}


def test_many_findings_of_one_code_are_folded_and_counted(client: Client, world: World) -> None:
    with_more(world, 69)

    text = read(client, world, "carol", f"{PAGE}?team=finance")
    assert "67 more AL202" in text
    first = read(client, world, "carol", f"{PAGE}?code=AL202&team=finance")
    assert "1 to 50 of 70" in first
    assert "51 to 70 of 70" in read(client, world, "carol", f"{PAGE}?code=AL202&team=finance&page=2")


def with_more(world: World, number: int) -> None:
    """That many more findings of Finance's, as they are kept."""
    cycle, objective = Cycle.objects.get(), Objective.objects.get(key="books")
    Finding.objects.bulk_create(
        Finding(
            cycle=cycle,
            code="AL202",
            kind="key_result",
            subject=f"made-up-{place}",
            content="",
            team=objective.team,
            objective=objective,
            found_at=world.clock(),
        )
        for place in range(number)
    )


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("checks", PAGE),
        ("checks of a code", f"{PAGE}?code=AL303"),
        ("checks accepted", f"{PAGE}?which=accepted"),
        ("checks mended", f"{PAGE}?which=mended"),
        ("all checks", "/checks/"),
        ("one check", "/checks/AL303/"),
    ],
)
def test_statements_stay_within_their_budget(client: Client, world: World, name: str, page: str) -> None:
    by = world.actor("carol")
    other = Finding.objects.get(code="AL202", mended_at=None)
    accepting.accept(other.pk, reason="Why.", until=date(2026, 11, 30), by=by, clock=world.clock)
    client.force_login(world.account("alice"))
    client.get("/preferences/")

    with budget(name):
        client.get(page)
    with_more(world, 40)
    with budget(name):
        client.get(page)


def test_every_check_is_listed_with_what_it_looks_for(client: Client, world: World) -> None:
    text = read(client, world, "carol", "/checks/")

    assert "50 checks read every plan" in text
    assert "Needs that nobody provides" in text
    assert "is it agreed, and still agreed?" in text


def test_a_check_says_when_it_speaks_and_how_to_mend_it(client: Client, world: World) -> None:
    text = read(client, world, "carol", "/checks/AL303/")

    assert "See the one it finds" in text
    assert "find another way" in text
    assert "An admin can turn it off" in text
    assert client.get("/checks/AL999/").status_code == 404
    assert client.get("/checks/al303/").status_code == 404


def test_an_admin_turns_it_off_and_on(client: Client, world: World) -> None:
    client.force_login(world.account("ada"))
    assert client.post("/checks/AL303/", {"weighs": "off", "seen": "1"}).status_code == 302

    assert NEED not in read(client, world)
    assert "It is off" in read(client, world, "carol", "/checks/AL303/")
    assert "This check is off" in read(client, world, "carol", f"{PAGE}?code=AL303")
    client.force_login(world.account("ada"))
    assert client.post("/checks/AL303/", {"weighs": "info", "seen": "2"}).status_code == 302
    assert "Usually: Will break" in read(client, world, "carol", "/checks/AL303/")


def test_others_may_not_and_nonsense_is_refused(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    assert client.post("/checks/AL303/", {"weighs": "off", "seen": "1"}).status_code == 403
    client.force_login(world.account("ada"))
    assert client.post("/checks/AL303/", {"weighs": "fatal", "seen": "1"}).status_code == 422
    assert client.post("/checks/AL303/", {"weighs": "off", "seen": "99"}).status_code == 409

    assert Organization.objects.get().checks == {}


def test_the_key_result_and_its_agreement_say_what_is_found(client: Client, world: World) -> None:
    for page in ("/cycles/2026-q4/key-results/fewer-tickets/", "/cycles/2026-q4/agreements/fewer-tickets/"):
        assert NEED in read(client, world, "bob", page)
    send(client, world, reason="Support is slow.", until="2026-11-30")
    assert "Until Mon 30 Nov: Support is slow." in read(
        client, world, "bob", "/cycles/2026-q4/key-results/fewer-tickets/"
    )


def test_beside_a_result_that_was_read_before_everything_is_called_as_it_is_now(client: Client, world: World) -> None:
    page = "/cycles/2026-q4/key-results/fewer-tickets/"
    assert NEED in read(client, world, page=page)

    Team.objects.filter(name="Support").update(name="Customer Care")

    text = read(client, world, page=page)
    assert NEED not in text
    assert NEED.replace("Support", "Customer Care") in text


def test_beside_a_result_a_reader_is_led_to_what_is_theirs_to_mend(client: Client, world: World) -> None:
    page = "/cycles/2026-q4/key-results/fewer-tickets/"
    ours, theirs = read(client, world, "alice", page), read(client, world, "bob", page)

    assert "Answer it" in theirs
    assert "Answer it" not in ours
    assert read(client, world, "alice", page).count("Answer it") == 0
