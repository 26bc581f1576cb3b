"""Reviews in a real browser: fit to be used, written by keyboard, kept by themselves, and worked without scripts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accord.domain.reviewing import Said
from accord.models import CheckIn, Cycle, Review, Update
from tests import review_world as month
from tests.browser.check import look, said
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.review_world import publish, writing
from tests.world import World

LIST = "/cycles/2026-q4/teams/product/reviews/"
WRITE = f"{LIST}writing/"


@pytest.fixture
def world(transactional_db: None) -> World:
    made = month.build()
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=40), end=today + timedelta(days=40))
    made.clock.now = timezone.now()
    day = today - timedelta(days=2)
    CheckIn.objects.create(key_result=made.key_result, date=day, value="131", note="Two fixes are live.")
    return made


@pytest.mark.parametrize("page", ["write", "list", "published", "update"])
def test_the_pages_are_fit_to_be_used(browse: Browse, world: World, page: str) -> None:
    person = "bob" if page == "update" else "alice"
    if page != "write":
        values = {"fewer-tickets": Said(Decimal(200), Decimal(2), "Every second one follows a release.")}
        publish(world, writing(title="Slower", doing="Well.", way="The release.", correct="We train.", values=values))
    address = {
        "write": lambda: WRITE,
        "list": lambda: LIST,
        "published": lambda: f"/reviews/{Review.objects.get().pk}/",
        "update": lambda: f"/updates/{Update.objects.get().pk}/",
    }[page]()

    look(browse(address, by=world.account(person)), WAYS)


def test_nothing_but_the_paper_is_printed(browse: Browse, world: World) -> None:
    review = publish(world, writing(title="Slower"))
    page = browse(f"/reviews/{review.pk}/", by=world.account("alice"))

    page.emulate_media(media="print")

    assert page.get_by_role("article").evaluate("paper => paper.getBoundingClientRect().top") == 0


def test_what_each_team_reads_comes_as_one_reaches_it(browse: Browse, world: World) -> None:
    page = browse(WRITE, by=world.account("alice"))

    page.get_by_role("heading", name="Each team reads only what concerns it").scroll_into_view_if_needed()

    expect(page.get_by_role("table").last).to_contain_text("Support")
    look(page, WAYS)


def test_it_is_written_by_keyboard_alone_and_kept_by_itself(browse: Browse, world: World) -> None:
    page = browse(WRITE, by=world.account("alice"))

    page.get_by_label("Value now, a week").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("120")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Likely", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Could slip")).to_be_checked()

    expect(page.locator("#kept")).to_have_text("Saved a moment ago")
    expect(page.locator("#gap-fewer-tickets")).to_have_text("Gap: 60 a week to go")
    expect(page.locator("#beside")).to_contain_text("Could slip")
    expect(page.get_by_label("Could slip")).to_be_focused()  # nothing takes the focus from whoever types
    page.get_by_role("button", name="Publish to one team").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Published.")
    assert said(page) == []


def test_enter_in_a_field_saves_and_publishes_nothing(browse: Browse, world: World) -> None:
    page = browse(WRITE, by=world.account("alice"), way=WITHOUT_SCRIPTS)

    page.get_by_label("Value now, a week").fill("120")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Reviews of Product")
    assert Review.objects.get().published_at is None


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_an_update_is_acknowledged_from_home(browse: Browse, world: World, way: Way) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    page = browse("/", by=world.account("bob"), way=way)

    page.get_by_role("link", name="Product tells Support how it is doing").click()
    page.get_by_role("button", name="We have read it").click()

    expect(page.get_by_text("Bob Berg acknowledged it")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Acknowledged.")).to_be_focused()
    assert said(page) == []


def test_the_letter_r_leads_to_the_reviews(browse: Browse, world: World) -> None:
    page = browse("/", by=world.account("alice"))

    page.keyboard.press("r")

    expect(page.get_by_role("heading", level=1)).to_have_text("Reviews of Product")


def test_what_is_typed_outlives_a_session_and_is_kept_once_one_is_signed_in_again(browse: Browse, world: World) -> None:
    account = world.account("alice")
    account.set_password("a long way home")
    account.save()
    page = browse(WRITE, by=account)
    Session.objects.all().delete()

    page.get_by_label("What do we correct?").fill("We train first.")

    expect(page.locator("#signed-out").filter(has_text="You have been signed out.")).to_be_visible()
    expect(page.get_by_label("What do we correct?")).to_have_value("We train first.")
    expect(page.get_by_label("What do we correct?")).to_be_focused()
    assert not Review.objects.exists()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    door = opened.value
    door.get_by_label("Work e-mail").fill(account.email)
    door.get_by_label("Password").fill("a long way home")
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("navigation", name="Main")).to_be_visible()
    door.close()
    with page.expect_response(lambda response: response.ok and "release." in (response.request.post_data or "")):
        page.get_by_label("What’s in our way?").fill("The release.")
    expect(page.locator("#kept")).to_have_text("Saved a moment ago")
    expect(page.get_by_text("You have been signed out.")).to_be_hidden()
    kept = Review.objects.get()
    assert (kept.way, kept.correct) == ("The release.", "We train first.")
    page.get_by_role("button", name="Publish to one team").click()
    expect(page.get_by_role("status")).to_contain_text("Published.")
