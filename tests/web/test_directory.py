"""The directory, a person, and finding."""

import re
from html import unescape

import pytest
from django.test import Client

from accord.models import Objective, Person
from tests import world as cast
from tests.web import pseudo
from tests.web.budget import budget
from tests.world import World

PEOPLE_WROTE = [
    "Alice Adler", "Bob Berg", "Carol Cruz", "Dan Diaz", "Ada Admin", "Northwind", "Product", "Support", "Finance",
    "Q4 2026", "Rebuild the sync", "Calendar tickets, from 210 to 60 a week", "Tickets a week", "AA", "BB", "CC", "DD",
    "Close the books in five days", "Days to close", "Eliminate what frustrates customers",
]  # fmt: skip
EVERY_PAGE = [
    "/directory/", "/directory/?people=all", "/directory/?q=sup", "/directory/?q=nobody", "/people/alice/",
    "/people/dan/", "/people/ada/", "/find", "/find?q=a", "/find?q=nothing+so",
]  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return cast.build()


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.text.partition("<main")[2]).split()))


@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
@pytest.mark.parametrize("address", EVERY_PAGE)
def test_owner_other_party_and_outsider_read_the_same_pages(
    client: Client, world: World, person: str, address: str
) -> None:
    client.force_login(world.account(person))

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", EVERY_PAGE)
@pytest.mark.django_db
def test_signed_out_nobody_reads_them(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/people/nobody/", "/directory/?cycle=never"])
def test_what_is_not_there_is_not_found(client: Client, world: World, address: str) -> None:
    client.force_login(world.account("bob"))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=x", "page=-1", "page=9999999999999999999", "page=²", "team=nobody", "under=no"]
)
def test_a_garbled_address_still_shows_the_directory(client: Client, world: World, query: str) -> None:
    client.force_login(world.account("bob"))

    assert client.get(f"/directory/?{query}").status_code == 200


def test_the_directory_says_who_answers_and_whose_people_are_listed(client: Client, world: World) -> None:
    client.force_login(world.account("dan"))

    page = text(client, "/directory/")

    assert "4 teams, 5 people." in page
    assert "Product your team Alice Adler" in page
    assert "Northwind no lead of its own Nobody yet" in page
    assert "People of Product" in page
    assert "Carol" in text(client, "/directory/?team=finance").partition("People of")[2]


def test_before_there_is_a_plan_the_directory_shows_the_way(client: Client, mara: Person) -> None:
    client.force_login(mara)  # type: ignore[arg-type]

    assert "No team yet" in text(client, "/directory/")


def test_a_persons_page_has_teams_and_what_they_carry_and_no_okrs_of_their_own(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    page = text(client, "/people/dan/")

    assert "In Product." in page
    assert "Rebuild the sync" in page
    assert "Accountable for" not in page
    assert "Accountable for" in text(client, "/people/alice/")


def test_a_draft_stands_on_nobodys_page(client: Client, world: World) -> None:
    Objective.objects.filter(key="calm").update(published_at=None)
    client.force_login(world.account("bob"))

    assert "Calendar" not in text(client, "/people/alice/")
    assert "Calendar" not in text(client, "/find?q=calendar").partition("Try it")[0]


def test_what_is_looked_for_comes_back_escaped(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    page = client.get("/find", {"q": '<script>alert("x")</script>'}).text

    assert "<script>alert" not in page


def test_the_palette_gets_lines_that_lead_somewhere(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    lines = client.get("/find?q=product", headers={"HX-Request": "true"}).text

    assert "<html" not in lines
    assert "/teams/product/" in lines


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_sentence_can_be_translated(client: Client, world: World, address: str) -> None:
    client.force_login(world.account("alice"))

    with pseudo.speaking():
        page = client.get(address).text

    wrote = [*PEOPLE_WROTE, "sup", "nobody", "nothing so"]
    assert pseudo.untranslated(page, people_wrote=wrote) == []


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("directory", "/directory/"),
        ("directory: all people", "/directory/?people=all"),
        ("person", "/people/alice/"),
        ("find", "/find?q=a"),
    ],
)
def test_a_page_keeps_its_budget(client: Client, world: World, page: str, address: str) -> None:
    client.force_login(world.account("alice"))

    with budget(page):
        client.get(address)


def test_twice_the_people_take_as_many_statements(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    Person.objects.bulk_create(Person(key=f"kim-{number}", name=f"Kim {number}") for number in range(5))

    with budget("directory: all people"):
        client.get("/directory/?people=all")
