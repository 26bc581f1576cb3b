"""The organization's calendar in a browser: read, mended, changed, with and without scripts."""

import pytest
from playwright.sync_api import expect

from accord.models import Organization, User
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.world import World

PAGE = "/organization/"


@pytest.fixture
def world(transactional_db: None) -> World:
    world = worlds.build()
    Organization.objects.update(holidays=["2020-12-25", "2030-12-25", "2030-12-28"])
    return world


@pytest.fixture
def ada(world: World) -> User:
    return world.account("ada", is_admin=True)


def test_the_page_can_be_read_and_reached(browse: Browse, world: World, ada: User) -> None:
    page = browse(PAGE, by=ada)
    page.get_by_text("One that is past").click()
    look(page, WAYS)

    look(browse(PAGE, by=world.account("alice")), WAYS)


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_a_line_that_cannot_be_read_is_mended_where_it_stands(browse: Browse, ada: User, way: Way) -> None:
    page = browse(PAGE, by=ada, way=way)
    holidays = page.get_by_role("textbox", name="Holidays")
    holidays.fill("2030-12-25\n26.12.2030")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Line 2: “26.12.2030” is no day.")
    expect(holidays).to_have_value("2030-12-25\n26.12.2030")
    look(page, expected=("422",))
    holidays.fill("2030-12-25\n2030-12-26")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert Organization.objects.get().holidays == ["2020-12-25", "2030-12-25", "2030-12-26"]


def test_bands_that_do_not_fit_are_mended_beside_their_field(browse: Browse, ada: User) -> None:
    page = browse(PAGE, by=ada)
    page.get_by_label("Behind down to").fill("10")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Write more than 10")
    look(page, WAYS, expected=("422",))
    page.get_by_label("Behind down to").fill("20")
    page.get_by_label("Most minutes a month").fill("90")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert (Organization.objects.get().behind_within, Organization.objects.get().most_minutes) == (20, 90)


def test_what_somebody_saved_meanwhile_stands_beside_what_one_wrote(browse: Browse, ada: User) -> None:
    page = browse(PAGE, by=ada)
    Organization.objects.update(answer_days=3, version=2)

    page.get_by_label("Working days to answer").fill("7")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing of yours is lost.")
    look(page, WAYS, expected=("409",))
