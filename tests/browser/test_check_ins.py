"""Checking in with the keyboard, in place and without script, in a real browser."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.models import CheckIn, Cycle
from accord.services import check_ins
from tests import world as cast
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.built_once import built_once
from tests.world import World

RESULT = "/cycles/2026-q4/key-results/fewer-tickets/"
BOTH = pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    made = cast.build()
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=80), end=date(today.year + 1, 12, 31))
    made.key_result.refresh_from_db()
    made.clock.now = timezone.now()
    for days, value, level in ((60, 190, 8), (40, 181, 8)):
        check_ins.check_in(
            made.key_result, value=Decimal(value), confidence=Decimal(level), day=today - timedelta(days=days),
            by=made.actor("dan"), clock=made.clock,
        )  # fmt: skip
    return made


@pytest.mark.parametrize(
    "address",
    ["/", "/numbers/", RESULT, f"{RESULT}check-in/", f"{RESULT}check-ins/", "/cycles/2026-q4/teams/product/"],
)
def test_the_pages_are_fit_to_be_used(browse: Browse, world: World, address: str) -> None:
    look(browse(address, by=world.account("alice")), WAYS)


def look_where_scripts_run(page: Page, way: Way, *, expected: tuple[str, ...] = ()) -> None:
    """What looks at a page is a script itself."""
    if way is not WITHOUT_SCRIPTS:
        look(page, expected=expected)


@BOTH
def test_one_checks_in_from_home_with_the_keyboard(browse: Browse, world: World, way: Way) -> None:
    page = browse("/", by=world.account("alice"), way=way)
    expect(page.get_by_text("Stale since").first).to_be_visible()

    page.get_by_role("link", name="Check in Calendar tickets").press("Enter")
    value = page.get_by_label("Value now, a week")
    expect(value).to_be_focused()
    look_where_scripts_run(page, way)
    page.keyboard.type("150")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(value).to_have_count(0)
    expect(page.get_by_role("heading", name="Your numbers")).to_be_visible()
    expect(page.get_by_text("Stale since")).to_have_count(0)
    row = CheckIn.objects.latest("date")
    assert (row.value, row.confidence) == (150, 8)
    look_where_scripts_run(page, way)


@BOTH
def test_what_cannot_be_read_is_said_where_it_was_typed(browse: Browse, world: World, way: Way) -> None:
    page = browse("/cycles/2026-q4/teams/product/", by=world.account("dan"), way=way)
    page.get_by_role("link", name="Check in Calendar tickets").click()
    page.get_by_label("Value now, a week").fill("many")
    page.get_by_label("Could slip").check()
    page.get_by_role("button", name="Save check-in").click()

    expect(page.get_by_text("Write a number in the way you have chosen").first).to_be_visible()
    expect(page.get_by_label("Value now, a week")).to_have_value("many")
    expect(page.get_by_label("Could slip")).to_be_checked()
    look_where_scripts_run(page, way, expected=("422",))


def test_what_is_refused_on_a_page_of_its_own_is_what_has_the_focus(browse: Browse, world: World) -> None:
    page = browse(f"{RESULT}check-in/", by=world.account("dan"))
    expect(page.get_by_label("Value now, a week")).to_be_focused()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.get_by_label("Value now, a week").fill("many")
    page.get_by_role("button", name="Save check-in").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Value now, a week")).to_have_value("many")
    assert not [each for each in said if "utofocus" in each]


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2]], ids=["light", "phone"])
def test_a_chart_cuts_nothing_off_its_numbers(browse: Browse, world: World, way: Way) -> None:
    check_ins.check_in(
        world.key_result, value=Decimal(1_234_500), day=timezone.localdate(), by=world.actor("dan"), clock=world.clock
    )
    page = browse(RESULT, by=world.account("dan"), way=way)

    drawing = page.locator(".chart svg")
    expect(drawing.get_by_text("1,500,000")).to_be_visible()
    paper = drawing.bounding_box()
    words = [each.bounding_box() for each in drawing.locator("text").all()]
    assert paper
    assert all(
        box and paper["x"] <= box["x"] and box["x"] + box["width"] <= paper["x"] + paper["width"] for box in words
    )


def test_where_numbers_come_from_unfolds_by_the_link_in_a_list(browse: Browse, world: World) -> None:
    page = browse("/cycles/2026-q4/teams/product/", by=world.account("bob"))
    page.get_by_role("link", name="stale since").click()

    expect(page.get_by_text("(181 − 210) ÷ (60 − 210) = 19.33%")).to_be_visible()
    expect(page.get_by_text("Entered: Dan Diaz").first).to_be_visible()
