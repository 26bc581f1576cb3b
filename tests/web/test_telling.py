"""How one is told, what one follows, and what happened: pages of one's own, and one that everybody reads."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from accord.domain.plan import Plan
from accord.domain.telling import Kind
from accord.models import Follow, Notice, Objective, Telling, User
from tests import world as worlds
from tests.jobs.post import letters, work
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.web.people import make_account
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db

CHOSEN = {"how": "digest", "hour": "7", "quiet_from": "19:00", "quiet_until": "07:30", "kinds": ["asked", "said"]}
KEY_RESULT = "/follows/key_result/fewer-tickets/?cycle=2026-q4"
EVERYTHING = ["/follows/team/support/", KEY_RESULT, "/follows/metric/tickets/", "/follows/person/bob/"]


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def carol(client: Client, world: World) -> User:
    """An outsider, signed in."""
    account = world.account("carol")
    client.force_login(account)
    return account


def write_a_draft(world: World) -> None:
    """Alice writes something that Product has not published."""

    def with_secret(plan: Plan) -> Plan:
        first, *rest = plan.objectives
        return replace(
            plan, objectives=(first, replace(first, id="secret", title="Buy a rival", key_results=()), *rest)
        )

    world.apply(with_secret, by="alice")
    Objective.objects.filter(key="secret").update(published_at=None)


def test_what_is_chosen_is_kept_and_shown(client: Client, carol: User) -> None:
    page = client.post("/preferences/told/", CHOSEN, follow=True).text

    assert "Kept." in page
    assert 'value="19:00"' in page
    kept = Telling.objects.get()
    assert (kept.person.key, kept.how, kept.hour) == ("carol", "digest", 7)
    assert set(kept.muted) == set(Kind) - {Kind.ASKED, Kind.SAID}


@pytest.mark.parametrize(
    "typed", [{"how": "by-pigeon"}, {"hour": "24"}, {"quiet_from": "late"}, {"quiet_until": ""}, {"hour": ""}]
)
def test_what_cannot_be_read_is_refused_with_what_was_typed(client: Client, carol: User, typed: dict[str, str]) -> None:
    response = client.post("/preferences/told/", CHOSEN | typed)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not Telling.objects.exists()


def test_an_account_that_is_no_person_is_told_nothing(client: Client, world: World) -> None:
    client.force_login(make_account("operator@north.example"))

    assert "belongs to no person" in client.get("/preferences/told/").text
    assert client.post("/preferences/told/", CHOSEN).status_code == 200
    assert client.post("/follows/team/support/").status_code == 404
    assert not Telling.objects.exists()


def test_signed_out_there_is_nothing(client: Client, world: World) -> None:
    for address in ("/preferences/told/", "/activity/"):
        assert client.get(address).status_code == 302
    for address in ("/preferences/told/", *EVERYTHING):
        assert client.post(address, CHOSEN).status_code == 302
    assert not Telling.objects.exists()
    assert not Follow.objects.exists()


@pytest.mark.parametrize("address", EVERYTHING)
def test_following_begins_and_ends_with_a_button_on_the_page(client: Client, carol: User, address: str) -> None:
    page = client.post(address, {"wants": "yes"}, follow=True)
    again = client.post(address, {"wants": "yes"}, follow=True)

    assert page.status_code == 200
    assert 'aria-pressed="true"' in page.text
    assert again.text.count('aria-pressed="true"') == 1
    assert Follow.objects.filter(person__key="carol").count() == 1
    assert "Let go" in client.get("/preferences/told/").text
    assert 'aria-pressed="true"' not in client.post(address, {"wants": "no"}, follow=True).text
    assert not Follow.objects.exists()


def test_what_is_not_there_or_not_for_the_reader_cannot_be_followed(client: Client, world: World, carol: User) -> None:
    write_a_draft(world)

    for address in ("/follows/team/nobody/", "/follows/cycle/2026-q4/", "/follows/key_result/none/?cycle=2026-q4"):
        assert client.post(address).status_code == 404
    assert not Follow.objects.exists()


def test_whoever_follows_is_told_and_sees_it_at_home(client: Client, world: World, carol: User) -> None:
    work(world.clock())
    client.post(KEY_RESULT, {"wants": "yes"})

    world.apply(lambda plan: with_key_result(plan, title="Fewer tickets"), by="alice")
    (letter,) = [each for each in letters(world.clock()) if each.to == ["carol@north.example"]]

    assert "Alice Adler changed Fewer tickets" in letter.body
    assert "You get this because you follow" in letter.body
    assert "changed Fewer tickets" in plain(client.get("/").text)


def test_whoever_follows_a_team_or_its_people_hears_nothing_of_drafts(
    client: Client, world: World, carol: User
) -> None:
    work(world.clock())
    client.post("/follows/team/product/", {"wants": "yes"})
    client.post("/follows/person/alice/", {"wants": "yes"})

    write_a_draft(world)
    work(world.clock())

    assert not Notice.objects.filter(person__key="carol").exists()


def test_everybody_reads_what_happened(client: Client, world: World) -> None:
    world.agree("bob", "support")
    for person in ("alice", "bob", "carol"):
        client.force_login(world.account(person))

        said = plain(client.get("/activity/").text)

        assert "Support agreed to all five clauses of Calendar tickets" in said
        assert "The operator added Northwind" in said


def test_it_is_narrowed_by_team_person_thing_and_kind(client: Client, world: World, carol: User) -> None:
    world.agree("bob", "support")
    agreed, added = "agreed to all five clauses", "The operator added"

    def found(query: str) -> tuple[bool, bool]:
        said = plain(client.get(f"/activity/?{query}").text)
        return agreed in said, added in said

    assert found("kind=answers") == (True, False)
    assert found("kind=changes") == (False, True)
    assert found("person=bob") == (True, False)
    assert found("team=finance") == (False, False)
    assert found("team=support") == (True, True)
    assert found("about=key_result:fewer-tickets&cycle=2026-q4") == (True, True)
    assert found("about=metric:tickets") == (False, True)
    assert found("person=dan") == (False, False)


@pytest.mark.parametrize(
    "query", ["team=none", "person=none", "about=metric:none", "about=soup", "kind=soup", "about=key_result:none"]
)
def test_what_is_not_there_is_no_page(client: Client, carol: User, query: str) -> None:
    assert client.get(f"/activity/?{query}").status_code == 404


def test_drafts_of_others_are_not_among_what_happened(client: Client, world: World, carol: User) -> None:
    write_a_draft(world)

    others = plain(client.get("/activity/?kind=changes").text)
    client.force_login(world.account("alice"))
    own = plain(client.get("/activity/?kind=changes").text)

    assert "Alice Adler added" not in others
    assert "Alice Adler added Buy a rival" in own


def test_older_pages_go_on_where_the_last_one_ended(client: Client, world: World, carol: User) -> None:
    for number in range(60):
        world.apply(lambda plan, number=number: with_key_result(plan, title=f"Title {number}."), by="alice")  # type: ignore[misc]
    first = client.get("/activity/?kind=changes").text
    older = re.search(r'href="(/activity/\?[^"]*before=\d+)" rel="next"', first)
    assert older

    second = client.get(older[1].replace("&amp;", "&")).text

    assert (first.count("<time"), second.count("<time")) == (50, 11)
    assert 'rel="next"' not in second


def test_what_happened_needs_the_same_statements_whatever_there_is(client: Client, world: World, carol: User) -> None:
    with budget("activity"):
        client.get("/activity/")
    for number in range(20):
        world.apply(lambda plan, number=number: with_key_result(plan, title=f"Title {number}."), by="alice")  # type: ignore[misc]

    with budget("activity"):
        client.get("/activity/")
