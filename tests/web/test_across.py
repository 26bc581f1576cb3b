"""Across teams, as a page: everybody reads it, and it leads to where each thing is mended."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from accord.domain.reviewing import Said
from accord.models import Review
from tests import review_world as month
from tests.built_once import built_once
from tests.review_world import publish, writing
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.web.test_directory import PEOPLE_WROTE
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/teams/north/across/"
WAY, CORRECT = "The release comes late.", "We train first."


@pytest.fixture
@built_once
def world() -> World:
    found = month.build()
    values = {"fewer-tickets": Said(Decimal(200), Decimal(2))}
    publish(found, writing(values=values, way=WAY, correct=CORRECT))
    return found


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_everybody_reads_what_is_in_the_way(client: Client, world: World, who: str) -> None:
    client.force_login(world.account(who))

    page = client.get(PAGE).text

    assert WAY in page
    assert CORRECT in page
    assert "Unlikely" in page
    assert 'href="/cycles/2026-q4/two-teams/product/support/"' in page
    assert "Support has not acknowledged what Product told it" in page


def test_how_long_reviews_took_is_said_without_a_name(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    assert "It took one minute to write." in plain(client.get(PAGE).text)
    publish(world, replace(writing(), seconds=400), by="bob", of="support")
    Review.objects.filter(team__key="product").update(seconds=200)

    assert "Half of them took 3 minutes or less to write." in plain(client.get(PAGE).text)
    review = Review.objects.get(team__key="support")
    assert "It took 7 minutes to write." in plain(client.get(f"/reviews/{review.pk}/").text)


@pytest.mark.parametrize("place", ["", "reviews/"])
def test_a_team_with_teams_below_it_leads_to_their_month_and_no_other_does(
    client: Client, world: World, place: str
) -> None:
    client.force_login(world.account("carol"))

    assert f'href="{PAGE}"' in client.get(f"/cycles/2026-q4/teams/north/{place}").text
    assert "/across/" not in client.get(f"/cycles/2026-q4/teams/product/{place}").text


def test_a_team_with_none_below_it_is_spoken_of_as_one(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    assert "Its one team has reviewed it." in plain(client.get("/cycles/2026-q4/teams/product/across/").text)
    assert "Its one team has not reviewed it yet." in plain(client.get("/cycles/2026-q4/teams/support/across/").text)


def test_a_month_nobody_reviewed_says_so(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    page = client.get(f"{PAGE}?month=2026-10").text

    assert WAY not in page
    assert "No review of this month says that anything is." in page
    assert "Nobody reviewed October" in page
    assert "No review of this month says that anybody did." in page


@pytest.mark.parametrize("text", ["november", "2026-13", "2026", "20261-01", "<script>", "9999-12", "0001-01"])
def test_a_month_that_is_none_shows_the_latest_and_is_not_found(client: Client, world: World, text: str) -> None:
    client.force_login(world.account("carol"))

    answer = client.get(PAGE, {"month": text})

    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_a_team_that_is_not_there_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))

    assert client.get("/cycles/2026-q4/teams/nobody/across/").status_code == 404


def test_every_sentence_can_be_translated(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    with pseudo.speaking():
        page = client.get(PAGE).text

    assert pseudo.untranslated(page, people_wrote=[*PEOPLE_WROTE, WAY, CORRECT, "Correct cause tags"]) == []


def test_it_keeps_its_budget(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    client.get(PAGE)

    with budget("across teams"):
        client.get(PAGE)
