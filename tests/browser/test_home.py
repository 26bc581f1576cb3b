"""Home, the directory, a person and finding, in a real browser."""

import pytest
from playwright.sync_api import expect

from accord.domain.clauses import Clause
from accord.models import Person
from accord.services.agreements import answers
from tests import world as cast
from tests.browser.check import look, said
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.built_once import built_once
from tests.world import World


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    made = cast.build()
    made.agree("alice", "product")
    (seen,) = made.seen("support", [Clause.DEPENDENCIES])
    answers.ask(made.key_result, seen, question="By when?", by=made.actor("bob"), clock=made.clock)
    answers.object_to(made.key_result, seen, reason="A week more.", by=made.actor("bob"), clock=made.clock)
    return made


@pytest.mark.parametrize(
    "address", ["/", "/directory/", "/people/dan/", "/people/ada/", "/find?q=support", "/find?q=nothing+so"]
)
def test_the_pages_are_fit_to_be_used(browse: Browse, world: World, address: str) -> None:
    look(browse(address, by=world.account("bob")), WAYS)


@pytest.mark.parametrize("person", ["alice", "dan", "carol"])
def test_home_is_fit_to_be_used_by_everybody(browse: Browse, world: World, person: str) -> None:
    look(browse("/", by=world.account(person)))


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_the_first_thing_that_needs_one_leads_to_its_clause(browse: Browse, world: World, way: Way) -> None:
    page = browse("/", by=world.account("alice"), way=way)

    expect(page.get_by_role("heading", level=1)).to_have_text("One thing needs you, Alice")
    page.get_by_role("link", name="Answer it").click()

    expect(page).to_have_url("/cycles/2026-q4/agreements/fewer-tickets/#clause-4")
    assert said(page) == []


def test_one_goes_through_what_needs_one_with_the_keyboard(browse: Browse, world: World) -> None:
    page = browse("/", by=world.account("bob"))

    page.keyboard.press("j")

    expect(page.locator(".rows a.row-title").first).to_be_focused()


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_the_directory_finds_a_person_by_part_of_the_name(browse: Browse, world: World, way: Way) -> None:
    page = browse("/directory/", by=world.account("bob"), way=way)

    page.get_by_label("Find a team or a person").fill("cruz")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Carol Cruz").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Carol Cruz")


def test_the_palette_finds_while_one_types(browse: Browse, world: World) -> None:
    page = browse("/", by=world.account("bob"))

    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("tick")
    page.locator("#palette-results").get_by_role("link", name="Tickets a week").click()

    expect(page).to_have_url("/metrics/tickets/")
    assert said(page) == []


def test_a_long_list_of_people_has_pages(browse: Browse, world: World) -> None:
    Person.objects.bulk_create(Person(key=f"kim-{number}", name=f"Kim {number:02}") for number in range(60))
    page = browse("/directory/?people=all", by=world.account("bob"))

    page.get_by_role("link", name="Further in the list").click()

    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_role("link", name="Kim 59")).to_be_visible()
