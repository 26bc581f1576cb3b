"""The cascade and the strategy in a browser: in every light and width, by keyboard, unscripted, in a large cycle."""

import re

import pytest
from playwright.sync_api import expect

from accord.models import Objective, StrategicGoal, User
from accord.queries.cascade import three_counts
from tests import reading_world
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.browser.windows import press_in_a_row
from tests.reading_world import ReadingWorld

ROOT = "/cycles/2026-q4"
TOP, BELOW, STRATEGY = f"{ROOT}/cascade/", f"{ROOT}/cascade/calm-product/", f"{ROOT}/strategy/"
PAGES = [TOP, BELOW, STRATEGY]
# Drawn from the same parts: seen in one way.
MORE = [f"{ROOT}/counted/contributions/", f"{ROOT}/counted/white-space/", f"{ROOT}/key-results/keep-uptime/helping/"]


@pytest.fixture
def world(transactional_db: None) -> ReadingWorld:
    world = reading_world.build()
    StrategicGoal.objects.create(key="sold", title="Partners sell with us")
    Objective.objects.filter(key="company").update(not_strategic_because="The landlord ends our lease.")
    return world


@pytest.fixture
def bob(world: ReadingWorld) -> User:
    return world.account("bob")


def test_pages_are_easy_to_see_and_reach(browse: Browse, bob: User) -> None:
    page = browse(PAGES[0], by=bob)
    for address in PAGES + MORE:
        page.goto(address)

        look(page, WAYS if address in PAGES else ())


def test_a_contribution_unfolds_by_keyboard_down_to_what_has_no_more(browse: Browse, bob: User) -> None:
    page = browse(TOP, by=bob)

    page.locator("summary", has_text="3 key results").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Calendar tickets, from 210 to 60")).to_be_visible()
    page.locator(".twigs summary", has_text="One key result").first.click()
    expect(page.get_by_role("link", name="Half of the handbook is rewritten").first).to_be_visible()
    look(page, WAYS)


def test_two_letters_lead_to_the_cascade_and_a_count_to_its_list(browse: Browse, bob: User) -> None:
    page = browse("/", by=bob)

    press_in_a_row(page, "gc", until_at=TOP)
    page.get_by_role("link", name="One waits for an answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contributions that wait for an answer")
    expect(page.get_by_role("link", name="Answer what is asked")).to_be_visible()


def test_white_space_leads_to_the_form_that_fills_it(browse: Browse, bob: User) -> None:
    page = browse(BELOW, by=bob, way=WITHOUT_SCRIPTS)

    page.get_by_role("link", name="Propose a contribution to Uptime stays").click()
    page.get_by_role("link", name="Propose this one Answer what is asked").click()

    expect(page.get_by_label("Key result")).to_have_value(re.compile("Uptime stays"))


def test_in_a_large_cycle_the_counts_come_after_the_page(
    browse: Browse, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(three_counts, "LARGE", 1)
    page = browse(TOP, by=bob)

    expect(page.get_by_role("link", name="2 of 3")).to_have_count(2)
    look(page)


def test_in_a_large_cycle_counts_are_one_link_away_without_scripts(
    browse: Browse, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(three_counts, "LARGE", 1)
    page = browse(TOP, by=bob, way=WITHOUT_SCRIPTS)
    look(page)

    page.get_by_role("link", name="Count it Top to bottom").click()

    expect(page.get_by_role("link", name="2 of 3")).to_have_count(2)
