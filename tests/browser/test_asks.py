"""Asks, handing over and closing in a real browser: seen in every light and width, answered by keyboard, unscripted."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.models import Closing, HandoverStep, Need, User
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from accord.services.cycles import closing
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.built_once import built_once
from tests.world import World

SUPPORT, PRODUCT = "/cycles/2026-q4/teams/support/asks/", "/cycles/2026-q4/teams/product/asks/"
HANDOVER = "/cycles/2026-q4/needs/tags/handover/"
KEY_RESULT = "/cycles/2026-q4/key-results/fewer-tickets/"


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    found = worlds.build()
    made = [
        Create("contribution", "books>fewer-tickets", {"share": 20}),
        Create("need", "sample", {"key_result": "fewer-tickets", "from": "support", "what": "A weekly sample"}),
        Create("need", "words", {"key_result": "fewer-tickets", "from": "support", "what": "The words", "by": LATER}),
        Create("objective", "tidy", {"team": "support", "title": "Answer what is asked"}),
        Create("key_result", "ten", {"objective": "tidy", "title": "Ten chapters are rewritten"}),
    ]
    definitions.save(found.cycle, made[:1], by=found.actor("carol"), clock=found.clock)
    definitions.save(found.cycle, made[1:3], by=found.actor("alice"), clock=found.clock)
    definitions.save(found.cycle, made[3:], by=found.actor("bob"), clock=found.clock)
    return found


LATER = date(2026, 12, 4)


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


def deliver(world: World, need: str = "words") -> None:
    handovers.deliver(
        Seen(Need.objects.get(key=need), 0),
        day=timezone.localdate(),
        link="https://desk.example/words",
        by=world.actor("bob"),
        clock=timezone.now,
    )


def close(world: World) -> None:
    closed = closing.close(
        world.key_result, grade=Decimal(1), word="58, then 55.", by=world.actor("alice"), clock=timezone.now
    )
    closing.judge(
        world.key_result, "support", is_met=False, word="Not in the last week.", seen=closed.pk,
        by=world.actor("bob"), clock=timezone.now,
    )  # fmt: skip


def ask(page: Page, need: str) -> "Page":
    return page.locator(f"[data-ask={need}]")  # type: ignore[return-value]


def test_pages_are_easy_to_see_and_reach(browse: Browse, world: World, bob: User) -> None:
    page = browse(SUPPORT, by=bob)
    look(page, WAYS)
    page.goto(SUPPORT)
    ask(page, "tags").get_by_label("Promise another date").check()
    ask(page, "words").get_by_label("Decline").check()
    ask(page, "sample").get_by_label("Promise a date").check()
    ask(page, "sample").get_by_label("What provides it?").select_option("new action")
    look(page, WAYS)
    deliver(world)
    close(world)
    more = [PRODUCT, HANDOVER.replace("tags", "words"), KEY_RESULT, f"{KEY_RESULT}closing/"]
    for address, person in [(each, "alice") for each in more] + [(KEY_RESULT, "bob")]:
        page = browse(address, by=world.account(person))
        page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
        look(page, WAYS)


def test_a_later_day_shows_its_finding_and_the_button_says_the_day(browse: Browse, bob: User) -> None:
    page = browse(SUPPORT, by=bob)
    asked = ask(page, "tags")
    expect(asked.get_by_label("Promised for")).to_be_hidden()

    asked.get_by_label("Promise another date").check()
    asked.get_by_label("Promised for").fill("2026-12-23")
    asked.get_by_label("Promised for").blur()
    expect(asked.get_by_text("5 days after Product needs it.")).to_be_visible()
    asked.get_by_label("A word with it").fill("Three can come this week.")
    asked.get_by_role("button", name="Promise Wed 23 Dec").click()

    expect(page.get_by_text("Your promise is recorded.")).to_be_visible()
    expect(page.get_by_text("Correct cause tags, Wed 23 Dec")).to_be_visible()
    assert Need.objects.get(key="tags").promised == date(2026, 12, 23)


def test_an_answer_is_given_by_keyboard(browse: Browse, bob: User) -> None:
    page = browse(SUPPORT, by=bob)
    asked = ask(page, "words")

    asked.get_by_label("Promise it").focus()
    page.keyboard.press("Space")
    asked.get_by_role("button", name="Promise Fri 4 Dec").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your promise is recorded.")).to_be_visible()
    assert Need.objects.get(key="words").promised == LATER


def test_everything_is_answered_without_scripts(browse: Browse, world: World, bob: User) -> None:
    page = browse(SUPPORT, by=bob, way=WITHOUT_SCRIPTS)
    asked = ask(page, "sample")
    asked.get_by_label("Promise a date").check()
    asked.get_by_label("Promised for").fill("2026-12-09")
    asked.get_by_label("What provides it?").select_option("new action")
    asked.get_by_label("What you will do").fill("Draw the sample")
    asked.get_by_role("button", name="Promise this date").click()
    expect(page.get_by_text("A weekly sample, Wed 9 Dec")).to_be_visible()

    sample = page.locator("li", has_text="A weekly sample")
    sample.locator("summary", has_text="Delivered").click()
    sample.get_by_role("button", name="Say that it is delivered").click()
    expect(sample.get_by_role("button", name="Say that it is delivered")).to_have_count(0)
    assert HandoverStep.objects.get().need.key == "sample"
    page = browse(KEY_RESULT, by=world.account("alice"), way=WITHOUT_SCRIPTS)
    page.get_by_role("button", name="Received").click()
    expect(page.get_by_role("button", name="Take back that it is received")).to_be_visible()
    assert Need.objects.get(key="sample").received
    page.locator("summary", has_text="Close it").click()
    page.get_by_label("How much of it was reached").fill("0.3")
    page.get_by_role("button", name="Close it so").click()
    expect(page.get_by_role("button", name="Close it so")).to_have_count(0)
    assert Closing.objects.get().is_met is False
