"""Reading a team, a key result and the registry in a browser: in every light and width, by keyboard, unscripted."""

import re

import pytest
from playwright.sync_api import expect

from accord.models import User
from tests import reading_world
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.reading_world import ReadingWorld

TEAM, KEY_RESULT = "/cycles/2026-q4/teams/product/", "/cycles/2026-q4/key-results/fewer-tickets/"
PAGES = [TEAM, KEY_RESULT, "/metrics/", "/metrics/tickets/", "/milestones/beta/"]
# Other shapes of the same pages: seen in one way, they are drawn from the same parts.
MORE = [
    "/cycles/2026-q4/teams/design/",
    "/cycles/2026-q4/key-results/churn-down/",
    "/cycles/2026-q4/key-results/open-beta/",
    "/metrics/uptime/",
    "/milestones/",
    "/activity/",
    "/preferences/told/",
    "/realignments/",
    "/cycles/2026-q4/teams/product/asks/",
]


@pytest.fixture
def world(transactional_db: None) -> ReadingWorld:
    return reading_world.build()


@pytest.fixture
def bob(world: ReadingWorld) -> User:
    return world.account("bob")


def test_pages_are_easy_to_see_and_reach(browse: Browse, bob: User) -> None:
    page = browse(PAGES[0], by=bob)
    for address in PAGES + MORE:
        page.goto(address)
        page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")

        look(page, WAYS if address in PAGES else ())


def test_a_team_leads_to_its_results_its_agreements_and_its_people(browse: Browse, bob: User) -> None:
    page = browse(TEAM, by=bob)

    page.get_by_role("link", name="Yours to answer").first.click()
    expect(page).to_have_url(re.compile("/agreements/fewer-tickets/$"))
    page.go_back()
    page.get_by_role("link", name="Calendar tickets, from 210 to 60").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calendar tickets, from 210 to 60")
    page.get_by_role("link", name="Calendar tickets", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calendar tickets")


def test_numbers_unfold_by_keyboard(browse: Browse, bob: User) -> None:
    page = browse(KEY_RESULT, by=bob)
    fold = page.locator("details", has=page.locator("#numbers"))

    fold.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(fold.get_by_text("(now − start) ÷ (target − start)")).to_be_visible()


def test_everything_reads_without_scripts(browse: Browse, bob: User) -> None:
    page = browse(KEY_RESULT, by=bob, way=WITHOUT_SCRIPTS)

    page.locator("summary", has_text="check-in").click()

    expect(page.get_by_text("Two fixes are live.")).to_be_visible()
