"""As somebody writes: the checks themselves, with what the organization thinks of them, beside the field they mean."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from django.test import Client

from accord.models import AcceptedFinding, Metric, Milestone, Need, Organization
from tests import world as worlds
from tests.web.editing_form import form_of
from tests.world import START, World

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
RESULT = "/cycles/2026-q4/edit/key-result/fewer-tickets/"
ACTION = "/cycles/2026-q4/edit/action/retag/"
NEED = "/cycles/2026-q4/edit/need/tags/"


@pytest.fixture
def here() -> World:
    return worlds.build()


@pytest.fixture
def alice(client: Client, here: World) -> Client:
    client.force_login(here.account("alice"))
    return client


def looked(client: Client, page: str, **typed: str | Sequence[str]) -> str:
    """What comes back while somebody writes."""
    given = form_of(client.get(page).text) | {
        name: [text] if isinstance(text, str) else text for name, text in typed.items()
    }
    return client.post(page, given | {"look": "yes"}, headers=HTMX).text


def beside(part: str, field: str) -> str:
    found = re.search(rf'id="guidance-{field}" hx-swap-oob="true">(.*?)</div>', part, re.S)
    assert found
    return found[1]


def box(part: str) -> str:
    """What stands beside the form."""
    found = re.search(r'<section[^>]*id="guidance".*?</section>', part, re.S)
    assert found
    return found[0]


def test_a_term_that_is_not_tied_is_said_once_it_is_written_and_mended_once_it_is_tied(alice: Client) -> None:
    Metric.objects.create(key="trust", name="Trust in the calendar", definition="Asked every month.")

    written = looked(alice, RESULT, decomposition="It raises trust-in the Calendar.")

    assert "AL109" in box(written)
    assert "Mended" not in written
    tied = looked(alice, RESULT, decomposition="It raises trust in the calendar.", terms=["Trust in the calendar"])
    assert "AL109" not in tied


def test_what_stands_there_and_goes_is_said_to_be_mended(alice: Client) -> None:
    Need.objects.update(completion_criteria=None)
    assert "AL301" in beside(looked(alice, NEED), "completion_criteria")

    mended = beside(looked(alice, NEED, completion_criteria="All 18 causes."), "completion_criteria")

    assert re.search(r"Mended\..*<del>.*</del>.*AL301", mended, re.S)


def test_a_name_with_two_meanings_is_said_beside_it(client: Client, here: World) -> None:
    Milestone.objects.create(key="launch", name="Launch", definition="The day it is sold.", date=date(2026, 12, 1))
    client.force_login(here.account("ada", is_admin=True))

    said = looked(client, "/new/milestone/", name="Take-off", aliases="LAUNCH")

    assert "AL108" in beside(said, "name")
    assert "AL108" not in looked(client, "/new/milestone/", name="Take-off", aliases="Start")


def test_what_a_later_day_does_to_those_who_wait_is_said_beside_it(client: Client, here: World) -> None:
    client.force_login(here.account("bob"))
    Need.objects.update(promised=date(2026, 11, 20), provided_by_action=here.key_result.actions.get(key="retag"))

    said = beside(looked(client, ACTION, due="2026-12-01"), "due")

    assert "AL306" in said
    assert "11 days later" in said


def test_what_is_off_is_not_said_and_what_weighs_less_weighs_less_here_too(alice: Client) -> None:
    assert "Will break" in beside(looked(alice, RESULT, completion_criteria=""), "completion_criteria")

    Organization.objects.update(checks={"severity": {"AL101": "info"}})
    assert "Worth a look" in beside(looked(alice, RESULT, completion_criteria=""), "completion_criteria")

    Organization.objects.update(checks={"off": ["AL101"]})
    assert not beside(looked(alice, RESULT, completion_criteria=""), "completion_criteria").strip()


def test_what_is_accepted_is_said_without_alarm(alice: Client, here: World) -> None:
    AcceptedFinding.objects.create(
        cycle=here.cycle, code="AL101", subject="fewer-tickets", reason="Support writes them.", until=None, at=START
    )

    said = beside(looked(alice, RESULT, completion_criteria=""), "completion_criteria")

    assert "Accepted." in said
    assert "Support writes them." in said
    assert "Will break" not in said


def test_nothing_is_said_of_a_form_nobody_has_begun(alice: Client) -> None:
    page = alice.get("/cycles/2026-q4/new/objective/product/").text
    assert not re.findall(r"AL\d{3}", page)


def test_a_new_objective_is_told_what_it_serves_nothing_of_until_it_says_so(alice: Client) -> None:
    new = "/cycles/2026-q4/new/objective/product/"
    typed: Mapping[str, str] = {"title": "Doctors trust the calendar", "results": "", "look": "yes"}

    said = alice.post(new, typed, headers=HTMX).text

    assert {"AL402", "AL501"} <= set(re.findall(r"AL\d{3}", box(said)))
    helping = alice.post(new, {**typed, "helps-key_result": "five-days"}, headers=HTMX).text
    assert "AL402" not in box(helping)
