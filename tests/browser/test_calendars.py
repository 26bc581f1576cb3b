"""When a team reviews, and addresses for calendars, as a browser shows them."""

import re

import pytest
from playwright.sync_api import expect

from accord.models import CalendarFeed, ReviewCadence, User
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.world import World

PAGE = "/teams/product/cadence/"


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice", is_admin=True)


@pytest.mark.parametrize("address", [PAGE, "/review-week/", "/preferences/calendars/"])
def test_the_pages_can_be_read_and_reached(browse: Browse, alice: User, address: str) -> None:
    look(browse(address, by=alice), WAYS)


def test_what_is_chosen_shows_its_fields_and_its_dates(browse: Browse, alice: User) -> None:
    page = browse(PAGE, by=alice)
    expect(page.get_by_label("Weekday", exact=True)).to_be_hidden()

    page.get_by_role("radio", name="Every week").check()
    page.get_by_label("Weekday", exact=True).select_option("Friday")

    expect(page.locator("#coming")).to_contain_text("It would be due")
    expect(page.locator("#coming li").last).to_contain_text("Fri")
    assert not ReviewCadence.objects.exists()
    page.get_by_role("button", name="Review so from now on").click()
    expect(page.locator(".lede")).to_contain_text("every Friday")
    look(page)


def test_without_scripts_the_dates_can_be_seen_first(browse: Browse, alice: User) -> None:
    page = browse(PAGE, by=alice, way=WITHOUT_SCRIPTS)

    page.get_by_role("radio", name="Every week").check()
    page.get_by_role("button", name="See the dates first").click()

    expect(page.locator("#coming")).to_contain_text("It would be due")
    expect(page.get_by_role("radio", name="Every week")).to_be_checked()
    assert not ReviewCadence.objects.exists()


def test_an_address_is_shown_once(browse: Browse, alice: User) -> None:
    page = browse("/preferences/calendars/", by=alice)
    page.locator("#product").get_by_role("button", name="Make an address").click()

    shown = page.locator("#product").get_by_label("Copy it now")
    expect(shown).to_have_value(re.compile(r"/calendar/[\w-]{43,}\.ics$"))
    look(page, WAYS)
    page.goto("/preferences/calendars/")
    expect(page.get_by_label("Copy it now")).to_have_count(0)
    assert CalendarFeed.objects.get().team_id
