"""Editing a plan in a real browser: by typing, by keyboard alone, without scripts, and with somebody else at it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.models import KeyResult, Metric, Need, Objective, User
from tests import world as worlds
from tests.browser.check import look, said
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse
from tests.world import World

IN_CYCLE = "/cycles/2026-q4"
EDIT = f"{IN_CYCLE}/edit/key-result/fewer-tickets/"
DONE = "Support counts 60 or fewer in the last two weeks of December."
OBJECTIVE = f"{IN_CYCLE}/new/objective/product/"


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice")


FORMS = (
    EDIT,
    OBJECTIVE,
    f"{IN_CYCLE}/edit/objective/calm/",
    f"{IN_CYCLE}/edit/action/retag/",
    f"{IN_CYCLE}/edit/need/tags/",
    f"{IN_CYCLE}/new/contribution/calm/",
    f"{IN_CYCLE}/drop/key-result/fewer-tickets/",
    "/new/metric/",
    "/new/milestone/",
)


def is_left(page: Page) -> None:
    """The form led on to the next page, which may take its time."""
    expect(page.locator("#edit")).to_have_count(0, timeout=30_000)


def test_the_forms_of_people_and_teams_are_fit_to_be_used(browse: Browse, world: World) -> None:
    page = browse("/directory/", by=world.account("ada", is_admin=True))
    look(page, WAYS)
    for address in ("/edit/team/product/", "/new/team/", "/edit/person/dan/", "/people/dan/"):
        page.goto(address)
        page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
        look(page, WAYS)


def test_an_admin_adds_somebody_and_says_of_which_team_they_are(browse: Browse, world: World) -> None:
    page = browse("/directory/", by=world.account("ada", is_admin=True))
    page.get_by_role("link", name="Person", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Eve Ek")
    page.get_by_label("E-mail").fill("eve@north.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Eve Ek", level=1)).to_be_visible()

    page.goto(f"{IN_CYCLE}/teams/product/")
    page.get_by_role("link", name="Change the team").click()
    page.get_by_label("Person", exact=True).nth(2).fill("Eve")
    page.get_by_role("option", name="Eve Ek").click()
    page.get_by_label("Role", exact=True).nth(2).select_option("delegate")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Product", level=1)).to_be_visible()
    expect(page.locator("#people").locator("..")).to_contain_text("Eve Ek")


def test_the_forms_are_fit_to_be_used(browse: Browse, world: World, alice: User) -> None:
    world.agree("bob", "support")
    world.agree("alice", "product")
    page = browse(EDIT, by=alice)
    for address in FORMS:
        page.goto(address)
        page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
        look(page, WAYS)
    page.goto(EDIT)
    page.get_by_label("To", exact=True).fill("80")
    page.get_by_label("By", exact=True).focus()
    expect(page.locator("#effects")).to_contain_text("One agreement goes stale")
    page.get_by_label("Metric", exact=True).fill("")
    page.get_by_label("Metric", exact=True).press_sequentially("tick")
    expect(page.get_by_role("option")).to_be_visible()
    look(page, WAYS)


def test_what_it_does_is_said_while_somebody_types_on(browse: Browse, world: World, alice: User) -> None:
    world.agree("bob", "support")
    page = browse(EDIT, by=alice)
    criteria = page.get_by_role("textbox", name="Counts as done when")

    page.get_by_label("To", exact=True).fill("80")
    criteria.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Somebody from Finance looks on, and says so in writing to all of us.", delay=20)

    expect(page.locator("#effects")).to_contain_text("One agreement goes stale; one team is asked again")
    expect(criteria).to_be_focused()
    expect(criteria).to_have_value(f"{DONE} Somebody from Finance looks on, and says so in writing to all of us.")
    assert said(page) == []


@pytest.mark.parametrize(("width", "is_below"), [(390, True), (1440, False)])
def test_what_is_said_of_the_whole_form_is_seen_where_one_writes(
    browse: Browse, world: World, alice: User, width: int, is_below: bool
) -> None:
    Metric.objects.create(key="trust", name="Trust in the calendar", definition="Asked every month.")
    page = browse(EDIT, by=alice)
    page.set_viewport_size({"width": width, "height": 800})
    way = page.get_by_role("textbox", name="How the actions get it there")
    here = page.locator(".field", has=way).locator(".is-said-here")

    way.fill("It raises trust in the calendar.")
    page.keyboard.press("Tab")

    expect(page.locator("#guidance")).to_contain_text("AL109")
    expect(here).to_have_count(1)
    expect(here).to_be_visible(visible=is_below)
    if is_below:
        expect(here).to_be_in_viewport()
        expect(page.locator("#guidance")).not_to_be_in_viewport()
        look(page, WAYS)

    way.fill("Three fixes take out 150 tickets a week.")
    page.keyboard.press("Tab")

    expect(page.locator("#guidance")).not_to_contain_text("AL109")
    expect(here).to_have_count(0)


def test_a_mark_of_wording_only_is_heard_at_once_and_keeps_the_focus(browse: Browse, world: World, alice: User) -> None:
    world.agree("bob", "support")
    page = browse(EDIT, by=alice)
    page.get_by_label("How the actions get it there").fill("Three repairs take out 150 tickets a week.")
    page.get_by_label("Why this change").focus()
    mark = page.get_by_label("How the actions get it there: wording only, the meaning stays")
    expect(page.locator("#effects")).to_contain_text("One agreement goes stale")

    mark.focus()
    page.keyboard.press("Space")

    expect(page.locator("#effects")).to_contain_text("No agreement is touched.")
    expect(mark).to_be_focused()
    expect(mark).to_be_checked()
    page.get_by_role("button", name="Save", exact=True).click()
    is_left(page)
    assert world.states("support") == "aaaaa"


def test_rows_are_added_and_removed_by_keyboard_and_enter_saves(browse: Browse, world: World, alice: User) -> None:
    page = browse(OBJECTIVE, by=alice)
    page.get_by_label("Objective", exact=True).fill("Doctors trust what the calendar says")
    page.get_by_role("button", name="Key result", exact=True).press("Enter")
    second = page.get_by_role("group", name="Key result 2")
    expect(second).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("tick")
    expect(second.get_by_role("option")).to_contain_text("Tickets from Monday to Sunday.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(second.get_by_label("Metric")).to_have_value("Tickets a week")
    second.get_by_role("button", name="Another need").press("Enter")
    expect(second.get_by_role("group", name="Need 2")).to_be_focused()
    look(page)

    page.get_by_role("button", name="Remove key result 1").press("Enter")
    left = page.get_by_role("group", name="Key result 1")
    expect(left).to_be_focused()
    expect(left.get_by_label("Metric")).to_have_value("Tickets a week")
    expect(page.get_by_label("Objective", exact=True)).to_have_value("Doctors trust what the calendar says")
    left.get_by_label("From", exact=True).first.fill("60")
    left.get_by_label("To", exact=True).fill("40")
    left.get_by_label("What", exact=True).first.fill("A list of clinics")
    left.get_by_label("From", exact=True).nth(1).fill("Support")
    left.get_by_label("To", exact=True).press("Enter")

    is_left(page)
    objective = Objective.objects.get(title="Doctors trust what the calendar says")
    assert objective.key_results.get().target == 40
    assert Need.objects.get(what="A list of clinics").provider.key == "support"
    assert said(page) == []
    page.goto(f"{IN_CYCLE}/teams/product/publish/")
    look(page)
    page.get_by_role("button", name="Publish it").press("Enter")
    expect(page.locator("main")).to_contain_text("Published. The teams it needs are asked.")
    assert Objective.objects.get(pk=objective.pk).published_at is not None


def test_a_planned_value_stays_beside_its_day_once_the_day_is_said_in_words(
    browse: Browse, world: World, alice: User
) -> None:
    page = browse(EDIT, by=alice)
    page.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
    day, value = page.locator(".row-of-path input").nth(0), page.locator(".row-of-path input").nth(1)
    day.fill("2026-11-16")
    expect(page.locator(".row-of-path time").first).to_have_text("Mon 16 Nov")
    tops = [each.evaluate("input => input.getBoundingClientRect().top") for each in (day, value)]
    assert tops[0] == tops[1]


def test_who_saves_second_sees_both_texts_and_loses_none(browse: Browse, world: World, alice: User) -> None:
    hers, his = browse(EDIT, by=alice), browse(EDIT, by=world.account("dan"))
    his.get_by_label("How the actions get it there").fill("Two fixes take out 150.")
    his.get_by_role("button", name="Save", exact=True).click()
    is_left(his)

    hers.get_by_label("How the actions get it there").fill("Four fixes do it.")
    hers.get_by_label("Why this change").fill("Dan and I counted again.")
    expect(hers.locator("#effects")).to_contain_text("Somebody saved this while you wrote.")
    hers.get_by_role("button", name="Save", exact=True).click()

    conflict = hers.get_by_role("alert", name="Dan Diaz saved this while you wrote")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("Two fixes take out 150.")
    expect(conflict).to_contain_text("Four fixes do it.")
    expect(hers.get_by_label("Why this change")).to_have_value("Dan and I counted again.")
    look(hers, expected=("409",))
    hers.get_by_role("button", name="Save", exact=True).click()
    is_left(hers)
    assert KeyResult.objects.get(key="fewer-tickets").decomposition == "Four fixes do it."


def test_a_save_that_is_refused_comes_back_in_place_and_loses_its_marks_as_it_is_mended(
    browse: Browse, world: World, alice: User
) -> None:
    world.agree("bob", "support")
    page = browse(EDIT, by=alice)
    page.evaluate("() => { window.same = true; }")
    page.get_by_label("To", exact=True).fill("about 4")
    page.get_by_label("Metric", exact=True).fill("tikets")
    page.get_by_label("To", exact=True).press("Enter")

    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    assert page.evaluate("() => window.same")
    expect(page).to_have_title(re.compile("^Error: Change the key result"))
    expect(page.get_by_label("To", exact=True)).to_have_value("about 4")
    expect(page.get_by_label("To", exact=True)).to_have_attribute("aria-invalid", "true")
    look(page, expected=("422",))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("To", exact=True)).to_be_focused()

    page.keyboard.press("Control+A")
    page.keyboard.type("80")
    page.keyboard.press("Tab")

    expect(page.get_by_label("To", exact=True)).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#target-error")).to_have_count(0)
    expect(summary.get_by_role("link")).to_have_text([re.compile("Metric: Nothing is called ‘tikets’")])
    expect(page.get_by_label("Metric", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Metric", exact=True).fill("Tickets a week")
    page.get_by_label("Metric", exact=True).press("Tab")
    expect(summary).to_have_count(0)
    expect(page.locator(".has-error")).to_have_count(0)
    look(page, expected=("422",))

    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_left(page)
    assert KeyResult.objects.get(key="fewer-tickets").target == 80


def test_what_undoes_a_yes_is_said_in_place_where_nobody_waited_for_it(
    browse: Browse, world: World, alice: User
) -> None:
    world.agree("bob", "support")
    page = browse(EDIT, by=alice)
    page.evaluate("() => { window.same = true; }")

    page.get_by_label("To", exact=True).fill("80")
    page.get_by_label("To", exact=True).press("Enter")

    told = page.get_by_role("region", name="One agreement goes stale; one team is asked again")
    expect(told).to_be_focused()
    assert page.evaluate("() => window.same")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_left(page)
    assert world.states("support") == "saaaa"


def test_a_new_objective_says_what_is_missing_as_it_is_written(browse: Browse, world: World, alice: User) -> None:
    page = browse(OBJECTIVE, by=alice)
    page.get_by_label("Objective", exact=True).fill("Doctors trust what the calendar says")
    page.get_by_label("Metric", exact=True).fill("Tickets a week")
    page.get_by_label("From", exact=True).first.fill("60")
    page.get_by_label("From", exact=True).nth(1).fill("Support")
    page.get_by_label("What", exact=True).fill("A list of clinics")
    page.get_by_label("Why", exact=False).first.focus()

    expect(page.locator("#guidance-kr1-completion_criteria")).to_contain_text("AL101")
    expect(page.locator("#guidance-kr1-need1-by")).to_contain_text("AL302")
    expect(page.locator("#effects")).to_contain_text("Once you publish, these teams are asked:")
    look(page)
    page.clock.set_fixed_time(timezone.now())  # the browser's own: of another year it would say which
    page.get_by_label("By", exact=True).first.fill("2026-12-18")
    expect(page.locator("[data-day-of=kr1-due]")).to_have_text("Fri 18 Dec")
    page.get_by_label("Counts as done when").fill("Support counts 40 or fewer.")
    page.get_by_label("Counts as done when").press("Tab")
    expect(page.locator("#guidance-kr1-completion_criteria")).to_be_empty()
    page.get_by_label("To", exact=True).fill("about 4")
    page.get_by_role("button", name="Save to the draft").last.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("What", exact=True)).to_have_value("A list of clinics")
    look(page, expected=("422",))
    page.get_by_label("To", exact=True).fill("40")
    page.get_by_label("To", exact=True).press("Enter")
    is_left(page)
    assert Objective.objects.get(title="Doctors trust what the calendar says").key_results.get().target == 40


def test_a_plan_is_edited_without_scripts(browse: Browse, world: World, alice: User) -> None:
    world.agree("bob", "support")
    page = browse(EDIT, by=alice, way=WITHOUT_SCRIPTS)
    page.get_by_label("To", exact=True).fill("80")
    page.get_by_role("button", name="See what it does").click()
    expect(page.locator("#effects")).to_contain_text("One agreement goes stale; one team is asked again")
    expect(page.get_by_label("To", exact=True)).to_have_value("80")
    page.get_by_label("Metric").fill("tikets")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is called ‘tikets’")
    page.get_by_label("Metric").fill("Tickets a week")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#effects")).to_contain_text("One agreement goes stale")
    page.get_by_role("button", name="Save", exact=True).click()
    is_left(page)
    assert world.states("support") == "saaaa"

    page.goto(f"{IN_CYCLE}/drop/action/retag/")
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("main")).to_contain_text("goes stale")
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("button", name="Drop it")).to_have_count(0)
    page.goto(f"{IN_CYCLE}/teams/product/")
    page.locator("summary", has_text="One thing was dropped lately").click()
    bring_back = page.get_by_role("button", name="Bring back Tag September again")
    bring_back.click()
    expect(bring_back).to_have_count(0)
    assert world.states("support") == "saaaa"

    page.goto("/new/metric/")
    page.get_by_label("Name", exact=True).fill("Days to an answer")
    page.get_by_label("Who keeps it").fill("Product")
    page.get_by_role("button", name="Save", exact=True).click()
    is_left(page)
    assert Metric.objects.filter(name="Days to an answer", owner__key="product").exists()
