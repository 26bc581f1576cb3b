"""The Checks page in a browser: read, accepted with the keyboard alone, opened again, and a check turned off."""

import pytest
from playwright.sync_api import expect

from accord.models import AcceptedFinding, Finding, Organization, User
from tests import world as worlds
from tests.browser.check import look
from tests.browser.conftest import WAYS, WITHOUT_SCRIPTS, Browse, Way
from tests.world import World

PAGE = "/cycles/2026-q4/checks/"
NEED = "Support has not said what will provide “Correct cause tags”."


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice")


@pytest.mark.parametrize(
    "address", [PAGE, f"{PAGE}?code=AL303", f"{PAGE}?which=accepted", f"{PAGE}?which=mended", "/checks/"]
)
def test_the_pages_can_be_read_and_reached(browse: Browse, alice: User, address: str) -> None:
    look(browse(address, by=alice), WAYS if address == PAGE else ())


@pytest.mark.parametrize("way", [WAYS[0], WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_a_finding_is_accepted_by_keyboard_and_opened_again(
    browse: Browse, world: World, alice: User, way: Way
) -> None:
    page = browse(f"{PAGE}?code=AL303", by=alice, way=way)
    page.get_by_text("Accept it as it is").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Support is two people until December")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Accepted.")
    expect(page.get_by_text(NEED)).to_have_count(0)
    assert AcceptedFinding.objects.get().until == world.cycle.end
    page.get_by_role("link", name="Accepted").click()
    expect(page.get_by_text("Support is two people until December")).to_be_visible()
    if way is not WITHOUT_SCRIPTS:  # axe is a script
        look(page)
    page.get_by_role("button", name="Open it again").click()

    expect(page.get_by_role("status").first).to_contain_text("It is open again.")
    assert AcceptedFinding.objects.filter(withdrawn_at=None).count() == 0


def test_a_day_that_is_over_is_told_beside_the_field(browse: Browse, alice: User) -> None:
    number = Finding.objects.get(code="AL303", mended_at=None).pk
    page = browse(f"{PAGE}{number}/accepting/", by=alice)
    page.get_by_label("Reason").fill("Why not")
    page.get_by_label("Until").fill("2020-01-01")
    page.get_by_role("button", name="Accept until then").click()

    expect(page.get_by_role("alert")).to_contain_text("This day is over.")
    expect(page.get_by_label("Reason")).to_have_value("Why not")
    look(page, expected=("422",))


def test_an_admin_turns_a_check_off(browse: Browse, world: World) -> None:
    page = browse("/checks/AL303/", by=world.account("ada", is_admin=True))
    look(page, WAYS)
    page.get_by_label("Off").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert Organization.objects.get().checks == {"off": ["AL303"]}


def test_a_line_leads_to_where_it_is_mended(browse: Browse, alice: User) -> None:
    page = browse(f"{PAGE}?code=AL102&team=finance", by=alice)
    page.get_by_role("link", name="Open the result").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Days to close")
