"""A review written and published by keyboard alone, with its presses counted; an update acknowledged in the same way.

Nothing is clicked, filled or focused by the test itself: it only presses keys, and looks at where it is.
"""

import time
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.domain.plan import KeyResult, Plan
from accord.domain.reviewing import Said
from accord.models import CheckIn, Cycle, Review, Update
from accord.models import KeyResult as Stored
from tests import review_world as month
from tests.browser.check import said
from tests.browser.conftest import Browse
from tests.built_once import built_once
from tests.review_world import publish, writing
from tests.world import World

OTHERS = {
    "first-reply": ("Median time to a first reply", 95),
    "one-talk": ("Settled in one conversation", 70),
    "come-back": ("Tickets that come back", 16),
    "right-tag": ("Tickets with the right tag", 88),
    "read-notes": ("Notes that are read", 6),
}
WAY = "The release comes late."
FOCUS = """() => {
  const on = document.activeElement, style = getComputedStyle(on), box = on.getBoundingClientRect();
  const around = getComputedStyle(on.closest("label") ?? on);
  const drawn = [style, around].some((each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0);
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return on === document.body || (drawn && inside) ? "" : on.outerHTML.slice(0, 200);
}"""


class Keyboard:
    """Presses keys, counts them, and after each looks whether one sees where one is."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.began = page, 0, time.monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def move(self, key: str, until: str, most: int = 12) -> None:
        """Press a key until the element with this selector has the focus."""
        target = self.page.locator(until)
        for _ in range(most):
            self.press(key)
            assert self.page.evaluate(FOCUS) == "", "one does not see where one is"
            if target.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{until} is more than {most} presses of {key} away")

    def come_to(self, heading: str) -> None:
        """Another page stands there, and listens to its keys."""
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()
        self.page.wait_for_load_state()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.presses += len(text)

    def tell(self, what: str) -> None:
        seconds = time.monotonic() - self.began
        print(f"\n{what}: {self.presses} presses, {seconds:.1f} s by a script")  # noqa: T201 (read with -s)


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    """Product has six key results, each with a value of the day before yesterday."""
    made = month.build()
    made.apply(six)
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=40), end=today + timedelta(days=40))
    made.clock.now = timezone.now()
    values = {"fewer-tickets": 131, **{key: value for key, (_, value) in OTHERS.items()}}
    rows = {row.key: row for row in Stored.objects.filter(key__in=values)}
    CheckIn.objects.bulk_create(
        CheckIn(key_result=rows[key], date=today - timedelta(days=2), value=value, confidence=8)
        for key, value in values.items()
    )
    return made


def six(plan: Plan) -> Plan:
    more = tuple(
        KeyResult(id=key, title=title, baseline=Decimal(0), target=Decimal(100)) for key, (title, _) in OTHERS.items()
    )
    first, *rest = plan.objectives
    return replace(plan, objectives=(replace(first, key_results=(*first.key_results, *more)), *rest))


def test_with_nothing_special_it_is_published_in_a_few_presses(browse: Browse, world: World) -> None:
    page = browse("/", by=world.account("alice"))
    keys = Keyboard(page)

    keys.press("r")
    keys.come_to("Reviews of Product")
    keys.press("w")
    keys.come_to("Where are we?")
    keys.move("p", "button[name=publish]", most=1)
    keys.press("Enter")

    landed(page)
    keys.tell("With nothing special, from home to published")
    assert keys.presses <= 15
    assert CheckIn.objects.count() == len(OTHERS) + 1


def test_two_numbers_three_words_and_a_sentence_are_written_by_keyboard(browse: Browse, world: World) -> None:
    page = browse("/", by=world.account("alice"))
    keys = Keyboard(page)

    keys.press("Control+k")
    keys.type("write")
    expect(page.locator("#palette-results a")).to_have_text(["Write this month’s review"])
    keys.move("Tab", "#palette-results a")
    keys.press("Enter")
    keys.come_to("Where are we?")
    write(keys)

    landed(page)
    keys.tell("Two numbers, three words, one sentence, from home to published")
    assert keys.presses <= 120
    document = Review.objects.get().document
    assert document is not None
    assert document["texts"]["way"] == WAY
    latest = {row.key_result.key: (row.value, row.confidence) for row in CheckIn.objects.order_by("date")}
    assert latest["fewer-tickets"] == (120, 5)
    assert (latest["first-reply"], latest["one-talk"]) == ((97, 8), (70, 2))
    assert latest["read-notes"] == (6, 5)


def write(keys: Keyboard) -> None:
    """Down the form: the first two numbers, words on the first, the third and the last, then what is in the way."""
    keys.move("Tab", "#value-fewer-tickets", most=40)
    keys.type("120")  # what stands there is selected by coming to it
    keys.move("Tab", "#sure-fewer-tickets")
    keys.press("ArrowRight")
    keys.move("Tab", "#value-first-reply")
    keys.type("97")
    keys.move("Tab", "#sure-one-talk")
    keys.press("ArrowRight", "ArrowRight")
    keys.move("Tab", "#sure-read-notes")
    keys.press("ArrowRight")
    keys.move("Tab", "#way")
    keys.type(WAY)
    keys.move("Tab", "button[name=publish]")
    keys.press("Enter")


def landed(page: Page) -> None:
    """Published: one is told so where one is, and sees it."""
    expect(page.get_by_role("status")).to_contain_text("Published.")
    expect(page.get_by_role("status")).to_be_focused()
    assert page.evaluate(FOCUS) == ""
    assert Review.objects.get().published_at is not None
    assert said(page) == []


def test_an_update_is_acknowledged_with_a_letter_and_enter(browse: Browse, world: World) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    page = browse("/", by=world.account("bob"))
    keys = Keyboard(page)

    keys.move("j", f'a[href="/updates/{Update.objects.get().pk}/"] >> nth=0')
    keys.press("Enter")
    keys.come_to("Product tells Support")
    keys.press("a", "Enter")

    expect(page.get_by_text("Bob Berg acknowledged it")).to_be_visible()
    keys.tell("An update, from home to acknowledged")
    assert keys.presses <= 6
    assert said(page) == []
