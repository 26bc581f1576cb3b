"""Asks: what other teams ask of one, answered on one page; who may not answer reads it."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from accord.models import Action, Answer, Change, Contribution, Need, Organization, User
from accord.queries import access
from accord.services.definitions import definitions
from accord.services.definitions.edits import Create, Edit
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/teams/support/asks/"
ANSWER = f"{PAGE}needs/tags/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(client: Client, world: World) -> User:
    account = world.account("bob")
    client.force_login(account)
    return account


def need() -> Need:
    return Need.objects.get(key="tags")


def answer(client: Client, typed: Mapping[str, str], *, address: str = ANSWER) -> HttpResponse:
    sent = {"seen": str(need().version), "yes": "yes", "word": "", **typed}
    response = client.post(address, sent)
    assert isinstance(response, HttpResponse)
    return response


def propose(world: World) -> None:
    """Finance offers to contribute to Product's key result."""
    create = Create("contribution", "books>fewer-tickets", {"share": 20})
    definitions.save(world.cycle, [create], by=world.actor("carol"), clock=world.clock)


def edit(world: World, kind: str, key: str, person: str, **fields: object) -> None:
    definitions.save(world.cycle, [Edit(kind, key, fields)], by=world.actor(person), clock=world.clock)


def test_each_ask_says_who_what_for_and_until_when(client: Client, bob: User) -> None:
    with budget("asks"):
        page = client.get(PAGE)

    said = plain(page.text)
    assert "One team asks something of Support" in said
    assert "Product asks: can you provide ‘Correct cause tags’ by Fri 18 Dec?" in said
    assert "Every calendar ticket carries one of the 18 causes." in said
    assert "Since Mon 5 Oct" in said
    assert "Answer by Mon 12 Oct" in said
    assert "Product gives you 2 parts in Calendar tickets, from 210 to 60 a week" in said


def test_the_rail_counts_what_is_asked(client: Client, bob: User) -> None:
    assert "Asks2 need you" in plain(client.get("/").text).replace(" 2 ", "2 ")
    assert client.get("/asks/").headers["Location"] == PAGE


def test_a_promise_as_asked_is_a_yes_of_both(client: Client, world: World, bob: User) -> None:
    world.agree("alice", "product")

    answered = answer(client, {"answer": "as-asked", "provided_by": "retag", "word": "Three come this week."})

    assert answered.headers["Location"] == f"{PAGE}?done=promised"
    assert need().promised == date(2026, 12, 18)
    assert need().provided_by_action == Action.objects.get(key="retag")
    assert Change.objects.latest("id").reason == "Three come this week."
    assert (world.states("support")[3], world.states("product")[3]) == ("a", "a")


def test_a_later_day_is_a_yes_of_the_provider_alone(client: Client, world: World, bob: User) -> None:
    world.agree("alice", "product")

    answer(client, {"answer": "another-day", "promised": "2026-12-23"})

    assert need().promised == date(2026, 12, 23)
    assert (world.states("support")[3], world.states("product")[3]) == ("a", "s")


def test_a_yes_that_was_unticked_is_none(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "as-asked", "yes": ""})

    assert need().promised is not None
    assert world.states("support")[3] == "o"


def test_a_new_action_is_made_with_the_promise(client: Client, world: World, bob: User) -> None:
    create = [
        Create("objective", "tidy", {"team": "support", "title": "Answer what is asked"}),
        Create("key_result", "ten", {"objective": "tidy", "title": "Ten chapters"}),
    ]
    definitions.save(world.cycle, create, by=world.actor("bob"), clock=world.clock)
    typed = {"answer": "as-asked", "provided_by": "new action", "title": "Tag again", "key_result": "ten"}
    before = Change.objects.count()

    answer(client, typed)

    made = Action.objects.get(title="Tag again")
    assert need().provided_by_action == made
    assert (made.key_result.key, made.due) == ("ten", date(2026, 12, 18))
    assert Change.objects.count() == before + 1


def test_a_no_needs_its_reason(client: Client, bob: User) -> None:
    refused = answer(client, {"answer": "decline", "word": " \n "})
    assert refused.status_code == 422
    assert "Say why not: it helps them plan." in refused.text
    assert need().declined is None

    answer(client, {"answer": "decline", "word": "No capacity before January."})
    assert need().declined == "No capacity before January."
    said = plain(client.get(PAGE).text)
    assert "Declined this cycle" in said
    assert "“No capacity before January.”" in said


def test_what_was_promised_stands_beside_it(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "another-day", "promised": "2026-12-23"})

    said = plain(client.get(PAGE).text)

    assert "can you provide" not in said
    assert "Correct cause tags, Wed 23 Dec" in said
    assert "5 days late" in said


def test_a_promise_can_be_changed_until_it_is_delivered(client: Client, world: World, bob: User) -> None:
    world.agree("alice", "product")
    answer(client, {"answer": "as-asked"})
    assert f'href="{PAGE}?change=tags#need-tags"' in client.get(PAGE).text

    form = plain(client.get(f"{PAGE}?change=tags").text)
    assert "Change what you promised Product: ‘Correct cause tags’" in form
    assert "Product sees the difference and is asked again." in form
    word = "Two readers are ill."
    answered = answer(client, {"answer": "another-day", "promised": "2026-12-22", "provided_by": "retag", "word": word})

    assert answered.headers["Location"] == f"{PAGE}?done=promised"
    assert (need().promised, need().provided_by_action) == (date(2026, 12, 22), Action.objects.get(key="retag"))
    assert Change.objects.latest("id").reason == word
    assert (world.states("support")[3], world.states("product")[3]) == ("a", "s")
    edit(world, "need", "tags", "bob", delivered=date(2026, 10, 9))
    page = client.get(f"{PAGE}?change=tags").text
    assert "Change this promise" not in page
    assert "Change what you promised" not in page
    assert answer(client, {"answer": "as-asked", "word": "Too late."}).status_code == 409
    assert need().promised == date(2026, 12, 22)


def test_a_promise_is_taken_back_with_its_reason(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "as-asked"})

    answer(client, {"answer": "decline", "word": "The readers left."})

    assert need().declined == "The readers left."


@pytest.mark.parametrize("person", ["alice", "carol"])
def test_others_change_no_promise(client: Client, world: World, bob: User, person: str) -> None:
    answer(client, {"answer": "as-asked"})
    client.force_login(world.account(person))

    page = client.get(f"{PAGE}?change=tags").text

    assert "Change what you promised" not in page
    assert "Change this promise" not in page
    assert answer(client, {"answer": "another-day", "promised": "2026-12-22"}).status_code == 403
    assert need().promised == date(2026, 12, 18)


def test_what_is_asked_otherwise_is_promised_anew(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "as-asked"})
    edit(world, "need", "tags", "alice", by=date(2026, 12, 4))

    said = plain(client.get(PAGE).text)

    assert "can you provide ‘Correct cause tags’ by Fri 4 Dec?" in said
    assert "What they ask for has changed since." in said
    answer(client, {"answer": "as-asked"})
    assert need().promised == date(2026, 12, 4)
    assert "can you provide" not in plain(client.get(PAGE).text)


def test_a_promise_that_fits_another_day_stands(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "another-day", "promised": "2026-12-23"})
    edit(world, "need", "tags", "alice", by=date(2026, 12, 23))

    said = plain(client.get(PAGE).text)

    assert "can you provide" not in said
    assert "Correct cause tags, Wed 23 Dec" in said


def test_the_finding_stands_beside_a_late_day_and_blocks_nothing(client: Client, bob: User) -> None:
    typed = {"answer": "another-day", "promised": "2026-12-23", "look": "yes"}
    sent = {"seen": str(need().version), "yes": "yes", **typed}

    looked = client.post(ANSWER, sent, headers={"HX-Request": "true"})

    said = plain(looked.text)
    assert "Will break. 5 days after Product needs it." in said
    assert "AL304" in said
    assert "Promise Wed 23 Dec" in said
    assert "<html" not in looked.text
    assert need().promised is None


def test_a_late_day_is_as_grave_as_the_organization_says(client: Client, bob: User) -> None:
    late = {"answer": "another-day", "promised": "2026-12-23", "look": "yes", "seen": str(need().version)}
    said = []
    for checks in ({"severity": {"AL304": "info"}}, {"off": ["AL304"]}):
        Organization.objects.update(checks=checks)
        said.append(plain(client.post(ANSWER, late, headers={"HX-Request": "true"}).text))

    assert "Worth a look. 5 days after Product needs it." in said[0]
    assert "AL304" not in said[1]


def test_whoever_wrote_on_something_old_sees_both_and_loses_no_typing(client: Client, world: World, bob: User) -> None:
    seen = str(need().version)
    edit(world, "need", "tags", "alice", by=date(2026, 12, 4))

    stale = answer(client, {"answer": "as-asked", "seen": seen, "word": "Gladly, all of it."})

    assert stale.status_code == 409
    assert need().promised is None
    assert "Gladly, all of it." in stale.text
    assert "This was changed while you wrote." in plain(stale.text)
    assert "by Fri 4 Dec?" in plain(stale.text)
    assert f'name="seen" value="{need().version}"' in stale.text


def test_whoever_answers_what_was_answered_already_loses_no_typing(client: Client, world: World, bob: User) -> None:
    seen = str(need().version)
    answer(client, {"answer": "as-asked"})

    late = answer(client, {"answer": "decline", "word": "We cannot do this.", "seen": seen})

    assert late.status_code == 409
    assert "Change what you promised Product" in plain(late.text)
    assert "This was changed while you wrote." in plain(late.text)
    assert "We cannot do this." in late.text
    assert need().declined is None


def test_whoever_answers_what_was_declined_meanwhile_loses_no_typing(client: Client, world: World, bob: User) -> None:
    answer(client, {"answer": "decline", "word": "Nobody is free."})

    late = answer(client, {"answer": "another-day", "promised": "2026-12-22", "word": "Gladly, later."})

    assert late.status_code == 409
    assert "This is no longer asked" in plain(late.text)
    assert "Gladly, later." in late.text
    assert need().promised is None


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"answer": "maybe"},
        {"answer": "another-day"},
        {"answer": "another-day", "promised": "soon"},
        {"answer": "another-day", "promised": "0000-00-00"},
        {"answer": "as-asked", "provided_by": "fix-sync"},
        {"answer": "as-asked", "provided_by": "\x00'; DROP"},
        {"answer": "as-asked", "provided_by": "new action"},
        {"answer": "as-asked", "provided_by": "new action", "title": "x", "key_result": "fewer-tickets"},
        {"answer": "as-asked", "word": "x" * 10_001},
        {"answer": "decline", "word": "\x00"},
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client: Client, bob: User, typed: Mapping[str, str]) -> None:
    refused = answer(client, typed)

    assert refused.status_code == 422
    assert 'id="errors"' in refused.text
    assert (need().promised, need().declined) == (None, None)


@pytest.mark.parametrize("seen", ["", "-1", "9" * 40, "x"])
def test_a_version_that_is_none_is_a_stale_one(client: Client, bob: User, seen: str) -> None:
    assert answer(client, {"answer": "as-asked", "seen": seen}).status_code == 409
    assert need().promised is None


@pytest.mark.parametrize("person", ["alice", "carol", "dan"])
def test_who_is_not_of_the_team_reads_and_cannot_answer(client: Client, world: World, person: str) -> None:
    client.force_login(world.account(person))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "can you provide ‘Correct cause tags’" in plain(page.text)
    assert 'name="answer"' not in page.text
    assert answer(client, {"answer": "as-asked"}).status_code == 403
    assert need().promised is None


def test_a_stranger_signs_in_first(client: Client, world: World) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")
    assert answer(client, {"answer": "as-asked"}).headers["Location"].startswith("/sign-in/")
    assert need().promised is None


def test_a_contribution_is_accepted_and_brings_a_party(client: Client, world: World) -> None:
    propose(world)
    client.force_login(world.account("alice"))
    page = client.get("/cycles/2026-q4/teams/product/asks/")
    assert "Finance proposes to contribute to your Calendar tickets" in plain(page.text)
    assert "Finance becomes party to the agreement" in plain(page.text)

    accept = {"accept": "yes", "share": "20", "yes": "yes"}
    client.post("/cycles/2026-q4/teams/product/asks/contributions/books/fewer-tickets/", accept)

    assert Contribution.objects.get().status == "accepted"
    assert world.states("product")[3] == "a"
    assert world.states("finance")  # a party from now on


def test_a_contribution_is_declined_with_the_reason(client: Client, world: World) -> None:
    propose(world)
    client.force_login(world.account("alice"))
    address = "/cycles/2026-q4/teams/product/asks/contributions/books/fewer-tickets/"

    assert client.post(address, {"decline": "yes", "share": "20", "reason": " "}).status_code == 422
    client.post(address, {"decline": "yes", "share": "20", "reason": "Too small to count."})

    assert Contribution.objects.get().status == "declined"
    assert Change.objects.latest("id").reason == "Too small to count."
    assert "“Too small to count.”" in plain(client.get("/cycles/2026-q4/teams/product/asks/").text)


def test_a_contribution_that_changed_meanwhile_is_not_accepted(client: Client, world: World) -> None:
    propose(world)
    edit(world, "contribution", "books>fewer-tickets", "carol", share=5)
    client.force_login(world.account("alice"))
    address = "/cycles/2026-q4/teams/product/asks/contributions/books/fewer-tickets/"

    assert client.post(address, {"accept": "yes", "share": "20"}).status_code == 409
    assert Contribution.objects.get().status == "proposed"


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_a_contribution_is_the_results_team_to_accept(client: Client, world: World, person: str) -> None:
    propose(world)
    client.force_login(world.account(person))
    address = "/cycles/2026-q4/teams/product/asks/contributions/books/fewer-tickets/"

    assert client.post(address, {"accept": "yes", "share": "20"}).status_code == 403
    assert Contribution.objects.get().status == "proposed"
    assert not Answer.objects.exists()


def test_nothing_asked_says_what_will_stand_here(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    said = plain(client.get("/cycles/2026-q4/teams/finance/asks/").text)

    assert "Nothing is asked of Finance" in said
    assert "What others need will stand here" in said


@pytest.mark.parametrize("address", ["/cycles/2026-q4/teams/nobody/asks/", "/cycles/never/teams/support/asks/"])
def test_a_page_that_is_none_is_not_found(client: Client, bob: User, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_page_of_a_cycle_that_closed_takes_no_answer(client: Client, world: World, bob: User) -> None:
    access.cycles()[0].__class__.objects.update(closed_at=world.clock())

    assert answer(client, {"answer": "as-asked"}).status_code == 409
    assert need().promised is None
