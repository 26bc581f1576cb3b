"""The ways in and the pages around them, in a real browser."""

import pytest
from playwright.sync_api import expect

from accord.models import Person, User
from tests.browser.check import look, said
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.browser.windows import press_in_a_row
from tests.web.people import PASSWORD, make_account


@pytest.fixture
def mara(transactional_db: None) -> User:
    person = Person.objects.create(key="mara", name="Mara Lindqvist", email="mara@tidewell.example")
    return make_account("mara@tidewell.example", person=person, is_admin=True)


OUTSIDE = ["/sign-in/", "/password/forgotten/", "/password/forgotten/sent/", "/nowhere/", "/invitations/no-such-link/"]
INSIDE = ["/preferences/", "/password/", "/invitations/", "/first-steps/", "/nowhere/"]


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_doors_are_fit_to_be_used(browse: Browse, address: str) -> None:
    look(browse(address), WAYS, expected=("404",))


@pytest.mark.parametrize("address", INSIDE)
def test_the_pages_inside_are_fit_to_be_used(browse: Browse, mara: User, address: str) -> None:
    look(browse(address, by=mara), WAYS, expected=("404",))


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_one_signs_in_changes_a_preference_and_signs_out(browse: Browse, mara: User, way: Way) -> None:
    page = browse("/preferences/", way=way)
    page.get_by_label("Work e-mail").fill("mara@tidewell.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_text("Dark", exact=True).click()
    page.get_by_role("button", name="Keep these").click()
    expect(page.get_by_role("status")).to_have_text("Kept.")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.get_by_role("button", name="Mara Lindqvist").click()
    page.locator("#you").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert said(page) == []


def test_a_wrong_password_is_heard_and_seen(browse: Browse, mara: User) -> None:
    page = browse("/sign-in/")
    page.get_by_label("Work e-mail").fill("mara@tidewell.example")
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("don’t go together")
    expect(page.get_by_label("Work e-mail")).to_have_value("mara@tidewell.example")
    look(page, WAYS, expected=("422",))


def test_keys_lead_where_they_say(browse: Browse, mara: User) -> None:
    page = browse("/preferences/", by=mara)

    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    press_in_a_row(page, "gh", until_at="/first-steps/")


def test_single_letters_can_be_turned_off(browse: Browse, mara: User) -> None:
    User.objects.update(has_shortcuts=False)
    page = browse("/preferences/", by=mara)

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_letters_that_are_typed_into_a_field_stay_letters(browse: Browse, mara: User) -> None:
    page = browse("/preferences/", by=mara)

    page.get_by_label("Time zone").fill("")
    page.get_by_label("Time zone").press_sequentially("gh?/")

    expect(page.get_by_label("Time zone")).to_have_value("gh?/")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browse: Browse, mara: User) -> None:
    page = browse("/preferences/", by=mara)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
