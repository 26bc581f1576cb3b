"""Pages on paper: nothing to press, nothing cut off, everything in ink on white."""

import pytest
from playwright.sync_api import expect

from tests import reading_world
from tests.browser.conftest import Browse
from tests.browser.windows import Way
from tests.built_once import built_once
from tests.reading_world import ReadingWorld

A4 = Way("dark", 658, 971)  # between its margins, for somebody who reads in the dark
CYCLE = "/cycles/2026-q4"
AGREEMENT = f"{CYCLE}/agreements/fewer-tickets/"
CONTROLS = "button:visible, select:visible, textarea:visible, input:visible"
# What reaches over the edge of the paper is not printed.
BEYOND = """(width) => [...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && !each.closest(".vh, .scroll-x table"))
  .filter((each) => each.getBoundingClientRect().right > width + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
@built_once
def world(transactional_db: None) -> ReadingWorld:
    return reading_world.build()


@pytest.mark.parametrize(
    "address",
    [
        "/", AGREEMENT, f"{AGREEMENT}print/", f"{CYCLE}/key-results/fewer-tickets/", f"{CYCLE}/teams/product/",
        f"{CYCLE}/teams/product/reviews/", f"{CYCLE}/cascade/", f"{CYCLE}/matrix/", f"{CYCLE}/strategy/",
        "/people/alice/", "/directory/", "/activity/", f"{CYCLE}/agreements/",
    ],
)  # fmt: skip
def test_a_page_prints_without_what_one_presses_and_with_nothing_cut_off(
    browse: Browse, world: ReadingWorld, address: str
) -> None:
    page = browse(address, by=world.account("alice"), way=A4)
    expect(page.locator("main h1")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator("nav.rail")).to_be_hidden()
    expect(page.locator(CONTROLS)).to_have_count(0)
    assert page.evaluate(BEYOND, A4.width) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_clause_is_printed_one_thing_below_the_other(browse: Browse, world: ReadingWorld) -> None:
    """Chromium lays parts of a divided grid over each other."""
    page = browse(AGREEMENT, by=world.account("alice"), way=A4)
    page.emulate_media(media="print")

    assert page.locator(".clause").first.evaluate("each => getComputedStyle(each).display") == "block"
