"""Realignments as pages: the difference as each reader's team agreed to it, and the answers to it."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.models import Answer, Message, RealignedPart, Realignment
from tests import world as worlds
from tests.built_once import built_once
from tests.services.test_realignments import EIGHTY, changed, defined, three_parties
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(seen|last_revision)" value="([^"]*)">')
OF = "2026-q4/fewer-tickets"


@pytest.fixture
def world() -> World:
    """Product's result with Support and Finance as parties, agreed by all, then changed just now."""
    return changed_world(days_ago=0)


@pytest.fixture
def late_world() -> World:
    """The same, changed so long ago that the deadline has passed."""
    return changed_world(days_ago=30)


@built_once
def changed_world(days_ago: int) -> World:
    found = worlds.build()
    found.clock.now = timezone.now() - timedelta(days=days_ago)
    found.apply(three_parties)
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        found.agree(person, team)
    changed(found, completion_criteria=EIGHTY)
    return found


def address() -> str:
    return f"/realignments/{Realignment.objects.earliest('id').pk}/"


def read(client: Client, world: World, person: str) -> str:
    client.force_login(world.account(person))
    response = client.get(address())
    assert response.status_code == 200
    return response.text


def press(client: Client, page: str, button: str, value: str, **typed: str) -> HttpResponse:
    data: dict[str, object] = {"seen": [], button: value, **typed}
    for name, hidden in HIDDEN.findall(page):
        data[name] = [*data["seen"], hidden] if name == "seen" else hidden  # type: ignore[misc]
    response = client.post(f"{address()}answers/", data)
    assert isinstance(response, HttpResponse)
    return response


def part(page: str) -> str:
    found = re.search(r'<option value="(\w+ \d [0-9a-f]{64})"', page)
    assert found
    return found[1]


def state() -> str:
    return Realignment.objects.earliest("id").state


def test_a_party_reads_what_it_agreed_to_beside_what_is_written_now(client: Client, world: World) -> None:
    page = read(client, world, "bob")

    assert "The operator’s change touches one agreement" in plain(page)
    assert "<del>Support counts 60 or fewer in the last two weeks of December.</del>" in page
    assert f"<ins>{EIGHTY}</ins>" in page
    assert "As Bob Berg, for Support" in plain(page)


def test_whoever_answers_for_no_party_reads_and_cannot_answer(client: Client, world: World) -> None:
    page = read(client, world, "dan")
    assert 'name="agree"' not in page

    page = read(client, world, "ada")
    assert ("None of your teams has a part in it" in plain(page), 'name="agree"' in page) == (True, False)


def test_nobody_reads_who_has_not_signed_in(client: Client, world: World) -> None:
    assert client.get(address()).status_code == 302
    assert client.get("/realignments/").status_code == 302
    assert client.post(f"{address()}answers/", {"agree": "all"}).status_code == 302
    assert client.post(f"{address()}going-ahead/", {"without": "finance"}).status_code == 302


def test_one_press_agrees_to_all_that_is_shown(client: Client, world: World) -> None:
    changed(world, completion_criteria="Support counts 90 or fewer.", decomposition="Two fixes.")
    before = Answer.objects.count()
    answered = press(client, read(client, world, "bob"), "agree", "all")

    assert (answered.status_code, Answer.objects.count() - before) == (302, 1)
    assert world.states("support") == "asaaa"


def test_when_all_have_agreed_the_page_says_so(client: Client, world: World) -> None:
    for person in ("alice", "bob", "carol"):
        press(client, read(client, world, person), "agree", "all")

    assert state() == "realigned"
    page = read(client, world, "bob")
    assert ("Agreed again" in plain(page), 'name="agree"' in page) == (True, False)


def test_a_yes_to_what_has_moved_since_is_refused_with_the_difference_and_what_was_typed(
    client: Client, world: World
) -> None:
    page = read(client, world, "bob")
    changed(world, completion_criteria="Support counts 90 or fewer.")

    refused = press(client, page, "agree", "all", **{f"text-{OF}": "A thought."})

    assert refused.status_code == 409
    assert "It changed while you read" in plain(refused.text)
    assert "<ins>Support counts 90 or fewer.</ins>" in refused.text
    assert "A thought." in refused.text
    assert world.states("support") == "saaaa"


def test_a_party_asks_and_objects(client: Client, world: World) -> None:
    page = read(client, world, "bob")
    text, which = f"text-{OF}", f"part-{OF}"

    press(client, page, "ask", OF, **{which: part(page), text: "Which tickets?"})
    assert Message.objects.get().text == "Which tickets?"

    press(client, page, "object", OF, **{which: part(page), text: "Seventy."})
    assert (world.states("support"), state()) == ("xaaaa", "open")


def test_an_objection_without_a_word_is_asked_again(client: Client, world: World) -> None:
    page = read(client, world, "bob")

    refused = press(client, page, "object", OF, **{f"part-{OF}": part(page)})

    assert refused.status_code == 422
    assert "Say what would make it a yes." in refused.text


@pytest.mark.parametrize("person", ["alice", "carol", "dan", "ada"])
def test_nobody_answers_for_anothers_team(client: Client, world: World, person: str) -> None:
    page = read(client, world, "bob")
    before = Answer.objects.count()
    client.force_login(world.account(person))

    assert press(client, page, "agree", "all").status_code == 403
    assert Answer.objects.count() == before


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"agree": "nonsense"},
        {"agree": "all", "seen": "x"},
        {"ask": OF, f"part-{OF}": "support 9 0"},
        {"object": "/", "part-/": "support 1 " + "0" * 64},
    ],
)
def test_what_no_page_of_accord_sends_is_not_read(client: Client, world: World, data: dict[str, str]) -> None:
    client.force_login(world.account("bob"))

    assert client.post(f"{address()}answers/", data).status_code == 422


def test_what_it_does_not_touch_cannot_be_answered_there(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    seen = f"2026-q4/five-days finance 1 {'0' * 64}"

    assert client.post(f"{address()}answers/", {"agree": "all", "seen": seen}).status_code == 404
    assert client.get("/realignments/999999/").status_code == 404
    assert client.post("/realignments/999999/going-ahead/", {"without": "finance"}).status_code == 404


def test_past_the_deadline_only_the_results_team_may_go_ahead(client: Client, late_world: World) -> None:
    assert "Go ahead without Finance" in plain(read(client, late_world, "alice"))
    assert "Go ahead without" not in plain(read(client, late_world, "bob"))
    body = {"without": "finance", "reason-finance": "Carol is away."}
    assert client.post(f"{address()}going-ahead/", body).status_code == 403


def test_before_the_deadline_nobody_is_offered_to_go_ahead(client: Client, world: World) -> None:
    assert "Go ahead without" not in plain(read(client, world, "alice"))
    body = {"without": "finance", "reason-finance": "Carol is away."}
    assert client.post(f"{address()}going-ahead/", body).status_code == 403


def test_going_ahead_needs_a_reason_that_stays_at_the_clause(client: Client, late_world: World) -> None:
    for person in ("alice", "bob"):
        press(client, read(client, late_world, person), "agree", "all")
    client.force_login(late_world.account("alice"))

    refused = client.post(f"{address()}going-ahead/", {"without": "finance"})
    assert (refused.status_code, state()) == (422, "open")

    client.post(f"{address()}going-ahead/", {"without": "finance", "reason-finance": "Carol is away."})
    assert state() == "unanswered"
    assert "Carol is away." in read(client, late_world, "bob")


def test_the_list_has_what_waits_for_us_first(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    assert "One change waits for your answer" in plain(client.get("/realignments/").text)

    press(client, read(client, world, "bob"), "agree", "all")
    page = plain(client.get("/realignments/").text)
    assert "No change waits for you" in page
    assert "Must answer: Product and Finance." in page

    world.apply(three_parties)
    assert "Taken back" in plain(client.get("/realignments/?state=reverted").text)
    assert "Nothing here." in plain(client.get("/realignments/?state=open").text)


def test_somebody_in_no_team_reads_those_of_everybody(client: Client, world: World) -> None:
    client.force_login(world.account("ada"))

    assert "Nothing here." in plain(client.get("/realignments/").text)
    assert "The operator’s change of" in plain(client.get("/realignments/?of=all").text)


def test_the_statements_of_the_pages_are_counted(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    client.get(address())

    with budget("realignment"):
        client.get(address())
    with budget("realignments"):
        client.get("/realignments/")


def test_more_parts_need_no_more_statements(client: Client, world: World) -> None:
    changed(world, completion_criteria="Support counts 90 or fewer.")
    world.apply(
        lambda plan: with_key_result(
            defined(plan, "Another."), completion_criteria="Support counts 95 or fewer.", decomposition="Two."
        )
    )
    client.force_login(world.account("bob"))
    assert RealignedPart.objects.count() > 3

    with budget("realignment"):
        client.get(f"/realignments/{Realignment.objects.latest('id').pk}/")


def test_the_agreement_leads_to_the_change_and_keeps_why_somebody_was_not_waited_for(
    client: Client, late_world: World
) -> None:
    client.force_login(late_world.account("alice"))
    agreement = "/cycles/2026-q4/agreements/fewer-tickets/"
    assert f'href="{address()}"' in client.get(agreement).text

    for without in ("support", "finance"):
        client.post(f"{address()}going-ahead/", {"without": without, f"reason-{without}": f"No word from {without}."})
    page = client.get(agreement).text
    assert "Gone ahead without Finance" in plain(page)
    assert "No word from finance." in page

    late_world.agree("carol", "finance")
    assert "No word from finance." not in client.get(agreement).text
