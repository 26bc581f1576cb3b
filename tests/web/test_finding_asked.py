"""What the checks find that waits for a team's answer: it is among that team's own, and leads to the answer."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from accord.domain.plan import Objective
from accord.domain.reviewing import Said
from accord.services.definitions import definitions
from accord.services.definitions.edits import Create
from accord.services.findings import judging
from tests import review_world
from tests import world as worlds
from tests.review_world import publish, update, writing
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/checks/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def lines(client: Client, world: World, person: str, severity: str) -> list[tuple[str, str, str]]:
    """The code of each line with its button's words and address, in the order of the page."""
    client.force_login(world.account(person))
    page = client.get(PAGE, {"severity": severity}).text
    return [
        (code, words.strip(), unescape(href))
        for code, href, words in re.findall(
            r'class="rule-code".*?(AL\d{3})</a>.*?data-entry href="([^"]*)">([^<]*)<', page, re.S
        )
    ]


def test_a_contribution_that_is_proposed_is_answered_by_whoever_is_asked(client: Client, world: World) -> None:
    proposed = Create("contribution", "books>fewer-tickets", {"share": "5"})
    definitions.save(world.cycle, [proposed], by=world.actor("carol"), clock=world.clock)
    result = ("AL404", "Open the result", "/cycles/2026-q4/key-results/fewer-tickets/")

    (asked,) = lines(client, world, "alice", "info")
    assert asked[:2] == ("AL404", "Answer it")
    page, _, place = asked[2].partition("#")
    assert f'id="{place}"' in client.get(page).text
    assert lines(client, world, "carol", "info") == [result]
    assert lines(client, world, "bob", "info") == [result]


def test_what_waits_for_a_teams_yes_is_among_its_own(client: Client, world: World) -> None:
    own = Objective("help", "support", "Help within a day")
    world.apply(lambda plan: replace(plan, objectives=(*plan.objectives, own)))

    def codes(person: str) -> list[str]:
        return [code for code, *_ in lines(client, world, person, "warning")]

    assert codes("bob").index("AL901") < codes("bob").index("AL402")
    assert codes("carol").index("AL901") > codes("carol").index("AL402")


def test_an_update_is_read_by_whoever_it_was_written_to() -> None:
    world = review_world.build()
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    world.clock.now += timedelta(days=8)
    judging.judge(now=world.clock.now)
    reviews = "/cycles/2026-q4/teams/product/reviews/"

    for person, words, href in (
        ("bob", "Read it", f"/updates/{update().pk}/"),
        ("carol", "Open the reviews", reviews),
    ):
        client = Client()
        assert ("AL803", words, href) in lines(client, world, person, "info")
        assert client.get(href).status_code == 200
