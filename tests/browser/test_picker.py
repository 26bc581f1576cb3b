"""A field in which a thing is found by typing, in a real browser: what may be meant, chosen by keyboard alone."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accord.models import Metric, Need, User
from tests import world as worlds
from tests.browser.check import look, said
from tests.browser.conftest import Browse
from tests.browser.test_editing import EDIT, IN_CYCLE, is_left
from tests.world import World


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice")


def test_what_was_chosen_stays_chosen_while_a_letter_is_still_looked_for(
    browse: Browse, world: World, alice: User
) -> None:
    page = browse(EDIT, by=alice)
    metric = page.get_by_label("Metric", exact=True)
    metric.fill("")
    metric.press_sequentially("tic")
    expect(page.get_by_role("option")).to_be_visible()
    page.get_by_role("option").evaluate("option => option.classList.add('is-of-three-letters')")

    page.keyboard.type("k")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".is-of-three-letters")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(metric).to_have_value("Tickets a week")


def test_a_field_that_finds_things_says_that_one_is_signed_out(browse: Browse, world: World, alice: User) -> None:
    page = browse(f"{IN_CYCLE}/new/need/fewer-tickets/", by=alice)
    Session.objects.all().delete()

    page.get_by_label("From", exact=True).press("o")

    expect(page.locator("#signed-out").filter(has_text="You have been signed out.")).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_be_focused()


def test_a_thing_is_found_by_keyboard_alone(browse: Browse, world: World, alice: User) -> None:
    page = browse(f"{IN_CYCLE}/new/need/fewer-tickets/", by=alice)
    team = page.get_by_label("From", exact=True)

    team.focus()
    expect(team).to_have_role("combobox")
    expect(team).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("o")
    expect(team).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option")).to_have_text(["Northwind", re.compile("Product"), re.compile("Support")])
    expect(page.locator(".picker [role=status]").first).to_have_text("3 fit. Arrow keys choose.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(team).to_have_attribute("aria-activedescendant", re.compile("."))
    active = page.locator(f"#{team.get_attribute('aria-activedescendant')}")
    expect(active).to_contain_text("Product")
    expect(active).to_have_attribute("aria-selected", "true")
    look(page)

    page.keyboard.press("Escape")
    expect(team).to_have_attribute("aria-expanded", "false")
    expect(team).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(team).to_have_value("o")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Support")
    page.keyboard.press("Enter")
    expect(team).to_have_value("Support")
    expect(team).to_have_attribute("aria-expanded", "false")
    expect(team).to_be_focused()
    page.get_by_label("What", exact=True).fill("A word list")
    page.get_by_label("What", exact=True).press("Tab")
    expect(page.locator("#effects")).to_contain_text("To be answered: clause 4")
    page.get_by_role("button", name="Save", exact=True).press("Enter")

    is_left(page)
    assert Need.objects.get(what="A word list").provider.key == "support"
    assert said(page) == []


def test_what_a_metric_moves_is_found_by_typing(browse: Browse, world: World) -> None:
    Metric.objects.create(key="close", name="Days to close", definition="Working days.")
    page = browse("/edit/metric/tickets/", by=world.account("bob"))
    expect(page.get_by_role("region", name="What a change would touch")).to_contain_text("One is measured by it")
    row = page.get_by_role("group", name="What it moves")
    row.get_by_label("Metric").first.press_sequentially("days")
    expect(row.get_by_role("option", name="Days to close")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    row.get_by_label("Which way").first.select_option("The opposite way")
    row.get_by_label("After how many days").first.fill("14")
    look(page)
    page.get_by_role("button", name="Save", exact=True).press("Enter")

    is_left(page)
    expect(page.locator("main")).to_contain_text("Days to close")
    assert said(page) == []
