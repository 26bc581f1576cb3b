"""Answering an agreement in a real browser: two at once, by keyboard alone, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from accord.models import Answer, User
from tests import world as worlds
from tests.browser.check import look, said
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.world import CLAUSES, World, with_key_result

AGREEMENT = "/cycles/2026-q4/agreements/fewer-tickets/"


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice")


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


def states(world: World) -> tuple[str, str]:
    return world.states("product"), world.states("support")


def everything(world: World) -> None:
    """An agreement with an objection, a question, a stale part and words that changed."""
    world.agree("bob", "support")
    world.agree("alice", "product", CLAUSES[1:])
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 50 or fewer in December."))
    from accord.services.agreements import answers as service

    (fourth,) = world.seen("support", CLAUSES[3:4])
    service.object_to(world.key_result, fourth, reason="Two weeks later.", by=world.actor("bob"), clock=world.clock)
    service.ask(world.key_result, fourth, question="Why the 18th?", by=world.actor("bob"), clock=world.clock)


@pytest.mark.parametrize(
    "address",
    [
        AGREEMENT,
        f"{AGREEMENT}history/",
        f"{AGREEMENT}print/",
        "/cycles/2026-q4/agreements/",
        "/cycles/2026-q4/two-teams/support/product/",
    ],
)
def test_the_pages_are_fit_to_be_used(browse: Browse, world: World, bob: User, address: str) -> None:
    everything(world)

    page = browse(address, by=bob)
    page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")

    look(page, WAYS)


def test_two_leads_answer_at_once_and_see_each_other(browse: Browse, world: World, alice: User, bob: User) -> None:
    hers, his = browse(AGREEMENT, by=alice), browse(AGREEMENT, by=bob)
    his.get_by_label("Add to the conversation").fill("While I was typing")

    hers.get_by_role("button", name="Agree to all five").click()
    expect(hers.locator("#answer-count")).to_have_text("5 of 5 agreed.")
    expect(his.locator("#clause-1-answers")).to_contain_text("Product agreed")
    expect(his.get_by_label("Add to the conversation")).to_have_value("While I was typing")

    his.get_by_role("button", name="Agree to clauses 1, 2, 3 and 4").or_(
        his.get_by_role("button", name="Agree to all five")
    ).click()
    expect(hers.locator("#clause-5-state")).to_contain_text("Agreed")
    expect(hers.locator("#clause-1-answers")).to_contain_text("Support agreed")
    assert states(world) == ("aaaaa", "aaaaa")
    assert said(hers) + said(his) == []


def test_an_objection_reaches_the_other_while_they_read(browse: Browse, world: World, alice: User, bob: User) -> None:
    hers, his = browse(AGREEMENT, by=alice), browse(AGREEMENT, by=bob)

    fourth = his.locator("#clause-4")
    fourth.locator("summary", has_text=re.compile("^Object$")).click()
    fourth.get_by_label("What would make it a yes?").fill("Two weeks later.")
    fourth.get_by_role("button", name="Object to clause 4").click()

    expect(his.get_by_role("status").first).to_contain_text("Your objection is recorded")
    expect(hers.locator("#clause-4")).to_contain_text("“Two weeks later.”")
    expect(hers.locator("#threads")).to_contain_text("Bob Berg objected")


def test_what_changed_while_reading_is_told_then_refused_then_agreed(browse: Browse, world: World, bob: User) -> None:
    page = browse(AGREEMENT, by=bob)
    page.get_by_label("Add to the conversation").fill("Half a thought")
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 50 or fewer in December."))
    expect(page.locator("#news")).to_contain_text("Clause 1 has just changed.")

    page.get_by_role("button", name="Agree to all five").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was recorded")
    expect(page.get_by_role("alert")).to_be_focused()
    assert not Answer.objects.exists()
    look(page, expected=("409",))

    page.get_by_role("button", name="Agree to all five").click()
    expect(page.locator("#answer-count")).to_have_text("5 of 5 agreed.")
    assert world.states("support") == "aaaaa"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name is focused."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"
        )
        if focused.strip() == name:
            return
    raise AssertionError(f"Tab never reached “{name}”")


def test_everything_can_be_done_by_keyboard_alone(browse: Browse, world: World, bob: User) -> None:
    page = browse(AGREEMENT, by=bob)

    tab_to(page, "Agree to clause 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_be_focused()
    tab_to(page, "Ask or object")
    page.keyboard.press("Enter")
    tab_to(page, "Object")
    page.keyboard.press("Enter")
    expect(page.locator("details.reply[open] textarea")).to_be_focused()
    page.keyboard.type("Say who reads the tags.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Your objection is recorded")
    expect(page.get_by_role("status").first).to_be_focused()

    assert world.states("support") == "xoooo"
    page.keyboard.press("a")
    expect(page.locator("#agree-all")).to_be_focused()
    assert world.states("support") == "xoooo", "a letter alone binds nobody"
    page.keyboard.press("Enter")
    expect(page.locator("#answer-count")).to_have_text("4 of 5 agreed.")
    assert world.states("support") == "xaaaa"


def test_everything_can_be_done_without_scripts(browse: Browse, world: World, bob: User) -> None:
    page = browse(AGREEMENT, by=bob, way=WITHOUT_SCRIPTS)
    page.get_by_role("button", name="Agree to clause 2").click()
    expect(page.get_by_role("status").first).to_have_text("Your yes is recorded.")

    fourth = page.locator("#clause-4")
    fourth.locator("summary", has_text=re.compile("^Ask$")).click()
    fourth.get_by_label("Your question").fill("Why the 18th?")
    fourth.get_by_role("button", name="Send the question").click()
    expect(page.locator("#threads")).to_contain_text("Why the 18th?")

    page.get_by_label("Add to the conversation").fill("Friday would do.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#threads")).to_contain_text("Friday would do.")

    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 50 or fewer in December."))
    page.get_by_role("button", name=re.compile("^Agree to clauses")).click()
    expect(page.get_by_role("alert")).to_contain_text("It changed while you read")
    page.get_by_role("button", name=re.compile("^Agree to clauses")).click()
    expect(page.locator("#answer-count")).to_have_text("5 of 5 agreed.")
    assert world.states("support") == "aaaaa"
    assert said(page) == [
        "console error: Failed to load resource: the server responded with a status of 409 (Conflict)"
    ]
