"""The matrix in a browser: seen in every light and width, by keyboard, with groups that open in place."""

import re

import pytest
from playwright.sync_api import Page, expect

from accord.models import User
from tests import matrix_world
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.built_once import built_once
from tests.matrix_world import MatrixWorld

PAGE = "/cycles/2026-q4/matrix/"
SMALL = Way("light", 390, 844)


@pytest.fixture
@built_once
def world(transactional_db: None) -> MatrixWorld:
    world = matrix_world.build()
    world.agree("making-1", "selling-1")
    world.agree("selling-1", "making-1", "selling-1")
    world.agree("running-1", "making-1")
    world.object("running-1", "making-1", "making-1", "Two of the three.")
    return world


@pytest.fixture
def big(transactional_db: None) -> MatrixWorld:
    """36 teams, each of which needs the next, in three departments."""
    keys = [f"{department}-{n}" for department in matrix_world.DEPARTMENTS for n in range(1, 13)]
    return matrix_world.build(dict.fromkeys(zip(keys, [*keys[1:], keys[0]], strict=True), 1), each=12)


@pytest.fixture
def bob(world: MatrixWorld) -> User:
    return world.account("bob")


def test_it_is_easy_to_see_and_reach(browse: Browse, bob: User) -> None:
    page = browse(PAGE, by=bob)

    look(page, WAYS)
    page.goto(f"{PAGE}?team=making-3")
    look(page)


def test_with_groups_too(browse: Browse, big: MatrixWorld) -> None:
    page = browse(PAGE, by=big.account("bob"))

    look(page, WAYS)
    page.goto(f"{PAGE}?open=making&open=selling")
    look(page, WAYS)


def test_a_cell_leads_to_the_two_teams(browse: Browse, bob: User, way: Way) -> None:
    page = browse(PAGE, by=bob, way=way)

    page.get_by_role("link", name="Making 1 needs 2 things from Selling 1; both have agreed").click()

    expect(page).to_have_url(re.compile("/two-teams/(making-1/selling-1|selling-1/making-1)/$"))


def test_a_group_opens_and_closes_by_keyboard_and_the_way_back_leads_through_both(
    browse: Browse, big: MatrixWorld
) -> None:
    page = browse(PAGE, by=big.account("bob"))

    page.locator("#of-making").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"\?open=making#at-making$"))
    expect(page.locator("#of-making")).to_be_focused()
    expect(page.get_by_role("link", name="Making 1 needs 1 thing from Making 2", exact=False)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#of-making")).to_have_attribute("href", re.compile("open=making"))
    expect(page.locator("#of-making")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("link", name="Making 1 needs 1 thing from Making 2", exact=False)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_cell_of_groups_opens_them_and_the_focus_stays_there(browse: Browse, big: MatrixWorld) -> None:
    page = browse(PAGE, by=big.account("bob"))

    page.get_by_role("link", name="Making (12 teams) need 11 things from each other", exact=False).press("Enter")

    expect(page.locator("#of-making")).to_be_focused()


def test_heads_stay_where_they_are_while_the_rest_moves(browse: Browse, big: MatrixWorld) -> None:
    page = browse(f"{PAGE}?open=making&open=selling&open=running", by=big.account("bob"))
    box = page.locator(".matrix-box")
    column, row = page.locator(".matrix-column").first, page.locator("tbody th[scope=row]").last
    top, left = y_of(page, column), x_of(page, row)

    box.evaluate("box => box.scrollTo(200, 300)")

    assert box.evaluate("box => [box.scrollLeft > 0, box.scrollTop > 0]") == [True, True]
    assert (y_of(page, column), x_of(page, row)) == (top, left)


def test_what_has_the_focus_is_not_under_the_heads(browse: Browse, big: MatrixWorld) -> None:
    page = browse(f"{PAGE}?open=making&open=selling&open=running", by=big.account("bob"))
    box, head = page.locator(".matrix-box"), page.locator("tbody th[scope=row]").last
    cell = page.locator(".matrix tbody td:has(a):not(.total)").nth(1).get_by_role("link")
    box.evaluate(
        "(box, by) => box.scrollBy(...by)", [x_of(page, cell) - x_of(page, box), y_of(page, cell) - y_of(page, box)]
    )

    cell.focus()

    assert x_of(page, cell) >= head.evaluate("head => head.getBoundingClientRect().right")
    assert y_of(page, cell) >= page.locator(".matrix thead").evaluate("head => head.getBoundingClientRect().bottom")


def y_of(page: Page, it: object) -> float:
    return it.evaluate("element => element.getBoundingClientRect().top")  # type: ignore[attr-defined,no-any-return]


def x_of(page: Page, it: object) -> float:
    return it.evaluate("element => element.getBoundingClientRect().left")  # type: ignore[attr-defined,no-any-return]


def test_choosing_a_team_shows_it_at_once_and_keeps_the_focus(browse: Browse, bob: User) -> None:
    page = browse(PAGE, by=bob)

    page.get_by_label("Show", exact=True).first.focus()
    page.get_by_label("Show", exact=True).first.select_option("selling-1")

    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"team=selling-1"))
    expect(page.locator("#show")).to_be_focused()


def test_everything_works_without_scripts(browse: Browse, big: MatrixWorld) -> None:
    page = browse(PAGE, by=big.account("bob"), way=WITHOUT_SCRIPTS)

    page.locator("#of-making").click()
    expect(page.get_by_role("link", name="Making 1 needs 1 thing from Making 2", exact=False)).to_be_visible()
    page.locator("#show").select_option("selling-1")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("tbody tr")).to_have_count(2)


def test_on_a_phone_it_is_a_list_for_each_team_with_the_state_in_words(browse: Browse, bob: User) -> None:
    page = browse(PAGE, by=bob, way=SMALL)

    cell = page.get_by_role("link", name="Running 1 needs 3 things from Making 1", exact=False)
    words = cell.evaluate("cell => ['::before', '::after'].map(part => getComputedStyle(cell, part).content)")

    assert words == ['"Making 1"', '"Objected"']
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
