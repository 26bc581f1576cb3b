"""What the cascade and the strategy draw, where the organization turned a check off or lives with what it finds."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import AcceptedFinding, Contribution, Cycle, Organization
from tests import reading_world

pytestmark = pytest.mark.django_db
ROOT = "/cycles/2026-q4"
TOP, COMPANY, BELOW = f"{ROOT}/cascade/", f"{ROOT}/cascade/company/", f"{ROOT}/cascade/calm-product/"
LISTED, STRATEGY = f"{ROOT}/counted/white-space/", f"{ROOT}/strategy/"
Get = Callable[[str], str]


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 15, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def get(client: Client) -> Get:
    """The main part of a page with its marks, and after it as a person reads it."""
    client.force_login(reading_world.build().account("carol"))
    Contribution.objects.filter(objective__key="calm-product").update(share=1)

    def text(address: str) -> str:
        main = client.get(address).text.partition('<header class="page-head">')[2].partition("</main>")[0]
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\N{NO-BREAK SPACE}", " ")
        return main + re.sub(r" (?=[,.])", "", said)

    return text


def test_what_is_a_finding_stands_as_one(get: Get) -> None:
    assert "White space AL401 Nobody contributes to this yet." in get(BELOW)
    assert "Promised 3 of the 4 points needed" in get(COMPANY)
    assert "is-clash" in get(BELOW)


def test_what_is_turned_off_is_told_as_a_fact_and_not_as_a_finding(get: Get) -> None:
    Organization.objects.update(checks={"off": ["AL401", "AL403", "AL502", "AL503"]})

    pages = {page: get(page) for page in (TOP, COMPANY, BELOW, LISTED, STRATEGY)}

    assert (
        "Product does this alone: no other team has an objective, an action, a duty or a promise in it." in pages[BELOW]
    )
    assert "Propose a contribution to Uptime stays" in pages[BELOW]
    assert "Promised 3 of the 4 points needed" in pages[COMPANY]
    assert "Who contributes to what is wanted at the top" in pages[TOP]
    for page in pages.values():
        assert not {"AL401", "AL403", "AL502", "AL503"} & set(re.findall(r"AL\d{3}", page))
        assert "is-clash" not in page


def test_what_is_accepted_is_drawn_as_accepted(get: Get) -> None:
    cycle = Cycle.objects.get(key="2026-q4")
    for code, subject in (("AL401", "keep-uptime"), ("AL403", "churn-down")):
        AcceptedFinding.objects.create(
            cycle=cycle, code=code, subject=subject, reason="One team is enough.", until=date(2026, 12, 5),
            at=datetime(2026, 11, 1, tzinfo=UTC),
        )  # fmt: skip

    below, company = get(BELOW), get(COMPANY)

    assert "White space, accepted AL401" in below
    assert "Until Sat 5 Dec: One team is enough." in below
    assert "Accepted. Promised 3 of the 4 points needed" in company
    assert "is-clash" not in company
    assert below.count("white-space is-calm") == 1
    assert "Accepted. Until Sat 5 Dec: One team is enough." in get(LISTED)


def test_what_is_only_worth_a_look_here_is_drawn_so(get: Get) -> None:
    Organization.objects.update(checks={"severity": {"AL401": "info", "AL403": "info"}})

    assert "White space AL401 Product does this alone" in get(BELOW)
    assert "is-clash" not in get(BELOW) + get(COMPANY)
