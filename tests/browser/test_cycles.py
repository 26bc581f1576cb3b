"""Cycles in a browser: the menu, opening, grading, carrying over, closing, and a closed one that is only read."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accord.models import Cycle, Objective, StrategicGoal, User
from accord.services.cycles import cycles
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.world import World

CYCLE = "/cycles/2026-q4/"
TEAM, KEY_RESULT = f"{CYCLE}teams/product/", f"{CYCLE}key-results/fewer-tickets/"


@pytest.fixture
def world(transactional_db: None) -> World:
    """A quarter of a year, another after it, a goal that is served and one that was dropped, a contribution."""
    world = worlds.build()
    year = Cycle.objects.create(key="2026", name="2026", start=date(2026, 1, 1), end=date(2026, 12, 31))
    Cycle.objects.filter(key="2026-q4").update(parent=year, why="Calm first.\nThen growth.", success="Quiet lines.")
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    goal = StrategicGoal.objects.create(key="loved", title="The one people recommend", horizon=date(2028, 12, 31))
    StrategicGoal.objects.create(key="gone", title="Everything by telephone", dropped_at=world.clock())
    world.key_result.objective.served_goals.create(goal=goal)
    Objective.objects.get(key="books").contributions.create(key_result=world.key_result)
    world.key_result.check_ins.create(date=date(2026, 10, 1), value="120")
    return world


@pytest.fixture
def ada(world: World) -> User:
    return world.account("ada", is_admin=True)


@pytest.mark.parametrize(
    "address",
    [
        "/cycles/",
        CYCLE,
        "/cycles/2027-q1/",
        "/new/cycle/",
        f"{CYCLE}close/",
        f"{TEAM}grades/",
        f"{TEAM}carrying-over/",
        f"{CYCLE}teams/finance/carrying-over/",
        f"{CYCLE}strategy/",
        "/strategic-goals/loved/",
    ],
)
def test_the_pages_can_be_read_and_reached(browse: Browse, ada: User, address: str) -> None:
    look(browse(address, by=ada), WAYS)


def test_the_menu_leads_to_the_same_page_in_another_cycle(browse: Browse, ada: User, way: Way) -> None:
    page = browse(TEAM, by=ada, way=way)

    page.locator(".menu > summary").click()
    look(page)
    page.locator(".menu").get_by_role("link", name="Q1 2027").click()

    expect(page).to_have_url("/cycles/2027-q1/teams/product/")


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_a_cycle_is_opened_and_its_page_says_what_comes_next(browse: Browse, ada: User, way: Way) -> None:
    page = browse("/new/cycle/?cycle=2027-q1", by=ada, way=way)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Q2 2027")

    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url("/cycles/2027-q2/?saved=opened")
    expect(page.get_by_role("status")).to_contain_text("Open. 3 leads are told.")
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()


def test_days_that_another_cycle_has_are_said_beside_them_while_one_types(browse: Browse, ada: User) -> None:
    page = browse("/new/cycle/?cycle=2027-q1", by=ada)

    page.get_by_label("First day").fill("2027-03-01")
    page.get_by_label("First day").blur()

    expect(page.locator("#guidance-start")).to_contain_text("Q1 2027 shares days with it")
    look(page)


@pytest.mark.parametrize("address", [CYCLE, TEAM, KEY_RESULT, f"{CYCLE}agreements/fewer-tickets/", f"{TEAM}grades/"])
def test_a_closed_cycle_is_read_and_offers_no_form(browse: Browse, world: World, ada: User, address: str) -> None:
    world.agree("alice", "product")
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)
    fields = "main form[method=post] :is(button, textarea, select, input:not([type=hidden]))"

    pages = [browse(address, by=person) for person in (ada, world.account("bob"), world.account("alice"))]
    for page in pages:
        offered = page.locator(fields).evaluate_all("all => all.map(each => each.form.getAttribute('action'))")
        assert [each for each in offered if each != f"{CYCLE}reopening/" and "/follows/" not in each] == []
    look(pages[-1], WAYS)
