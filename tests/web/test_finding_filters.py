"""The Checks page by team, severity and code: they combine, hold on every page and list, and stand in the address."""

import re
from html import unescape

import pytest
from django.test import Client

from accord.models import Finding, Organization, Team
from tests import world as worlds
from tests.web.test_findings import with_more
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/checks/"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def alice(client: Client, world: World) -> Client:
    client.force_login(world.account("alice"))
    return client


def found(page: str) -> set[str]:
    return set(re.findall(r'class="rule-code"[^>]*>.*?(AL\d{3})</a>', page, re.S))


def link(page: str, words: str) -> str:
    (href,) = re.findall(rf'<a[^>]*href="([^"]*)"[^>]*>{words}', page)
    return unescape(href)


def test_what_is_chosen_combines(alice: Client) -> None:
    everything = found(alice.get(PAGE).text)
    grave = found(alice.get(PAGE, {"severity": "error"}).text)
    grave_of_team = alice.get(PAGE, {"severity": "error", "team": "product"}).text

    assert grave < everything
    assert found(grave_of_team) <= grave
    for chosen in ("error", "product"):
        assert f'<option value="{chosen}" selected>' in grave_of_team
    assert "Nothing is open here" in alice.get(PAGE, {"severity": "error", "code": "AL202"}).text


def test_how_grave_is_as_the_organization_says(alice: Client) -> None:
    assert "AL303" in found(alice.get(PAGE, {"severity": "error"}).text)

    Organization.objects.update(checks={"severity": {"AL303": "info"}})

    assert "AL303" not in found(alice.get(PAGE, {"severity": "error"}).text)
    assert "AL303" in found(alice.get(PAGE, {"severity": "info"}).text)


def test_what_was_mended_is_found_by_its_code_and_team(alice: Client, world: World) -> None:
    Finding.objects.filter(code__in=["AL303", "AL202"]).update(mended_at=world.clock())
    listed = {"which": "mended"}

    assert alice.get(PAGE, listed).text.count('class="row-title"') == 2
    of_code = alice.get(PAGE, {**listed, "code": "AL303"}).text
    assert of_code.count('class="row-title"') == 1
    assert '<option value="AL303" selected>' in of_code
    assert "Nothing was mended yet" in alice.get(PAGE, {**listed, "code": "AL303", "severity": "info"}).text
    assert "Nothing was mended yet" in alice.get(PAGE, {**listed, "code": "AL303", "team": "support"}).text


def test_what_is_chosen_holds_in_every_list_and_on_every_page(alice: Client, world: World) -> None:
    with_more(world, 120)
    chosen = {"code": "AL202", "severity": "warning", "team": "product"}
    Finding.objects.update(team=Team.objects.get(key="product"))

    first = alice.get(PAGE, chosen).text
    second = alice.get(PAGE + link(first, "Further in the list")).text

    for page in (first, second):
        for name, value in chosen.items():
            assert f'<option value="{value}" selected>' in page
            assert f"{name}={value}" in link(page, "Mended")
    assert "51 to 100 of" in re.sub(r"\s+", " ", second)
    assert f"{PAGE}?" in link(first, "Accepted")
    assert link(first, "Show all") == PAGE


def test_nonsense_in_the_address_shows_everything(alice: Client) -> None:
    said = alice.get(PAGE, {"severity": "awful", "code": "AL000", "page": "-1"})

    assert said.status_code == 200
    assert found(said.text) == found(alice.get(PAGE).text)
