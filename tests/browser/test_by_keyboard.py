"""The pages about the whole by keyboard: nothing under a bar, from entry to entry, and on from what was done."""

import re

import pytest
from playwright.sync_api import expect

from accord.models import User
from tests import reading_world
from tests.browser.conftest import WAYS, Browse
from tests.reading_world import ReadingWorld

ROOT = "/cycles/2026-q4"
PHONE = min(WAYS, key=lambda way: way.width)
MOST_STOPS = 300
# The element that has the focus, and whether something else lies over it; nothing once the page is left.
SEEN = """() => {
  const element = document.activeElement;
  if (element === document.body || element.dataset.walked) return null;
  element.dataset.walked = "yes";
  const boxes = [...element.getClientRects(), element.getBoundingClientRect()];
  const box = boxes.find((each) => each.width && each.height);
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 1), innerWidth - 1);
  const over = document.elementFromPoint(x, Math.min(box.top + box.height / 2, innerHeight - 1));
  const seen = over && (element.contains(over) || over.contains(element));
  return { name: element.outerHTML.slice(0, 90), seen: !!seen, inside: !!element.closest("main") };
}"""


@pytest.fixture
def world(transactional_db: None) -> ReadingWorld:
    return reading_world.build()


@pytest.fixture
def bob(world: ReadingWorld) -> User:
    return world.account("bob")


@pytest.mark.parametrize("address", [f"{ROOT}/strategy/", f"{ROOT}/checks/", f"{ROOT}/teams/support/"])
def test_on_a_phone_nothing_that_has_the_focus_lies_under_the_bar(browse: Browse, bob: User, address: str) -> None:
    page = browse(address, by=bob, way=PHONE)
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN)
        if stop is None:
            break
        stops.append(stop)

    assert sum(stop["inside"] for stop in stops) > 10
    assert [stop["name"] for stop in stops if stop["inside"] and not stop["seen"]] == []


def test_j_and_k_go_through_the_cascade_also_where_it_is_unfolded(browse: Browse, bob: User) -> None:
    page = browse(f"{ROOT}/cascade/", by=bob)
    twig = page.locator(".twigs > li", has=page.locator("summary", has_text="3 key results")).first
    twig.locator("summary").first.focus()
    page.keyboard.press("Enter")
    inside = twig.locator(".branch [data-entry]").first
    expect(inside).to_be_visible()

    page.keyboard.press("j")
    expect(inside).to_be_focused()
    page.keyboard.press("k")
    expect(twig.locator("[data-entry]").first).to_be_focused()


def test_j_goes_through_findings_to_where_each_is_mended(browse: Browse, bob: User) -> None:
    page = browse(f"{ROOT}/checks/", by=bob)
    ways = page.locator(".finding > [data-entry]")

    page.keyboard.press("j")
    expect(ways.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(ways.nth(1)).to_be_focused()


def test_whoever_accepts_a_finding_stays_with_what_they_looked_at_and_goes_on_there(browse: Browse, bob: User) -> None:
    page = browse(f"{ROOT}/checks/?team=support", by=bob)
    page.locator("summary", has_text="Accept it as it is").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Until the new desk is there")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"checks/\?team=support&saved=accepted$"))
    expect(page.get_by_role("status").first).to_be_focused()
    page.get_by_role("link", name="Accepted").click()
    page.get_by_role("button", name="Open it again").click()

    expect(page).to_have_url(re.compile(r"checks/\?team=support&which=accepted&saved=taken-back$"))
    expect(page.get_by_role("status").first).to_be_focused()
