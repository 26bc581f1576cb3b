"""What a team's page says of its reviews: the latest in its first words, and the one to write now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from accord.domain.reviewing import Said
from accord.services.reviews import updates
from tests import review_world as month
from tests.review_world import publish, update, writing
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/teams/product/"
WRITE = f"{PAGE}reviews/writing/"
AT_RISK = {"fewer-tickets": Said(Decimal(200), Decimal(2))}


@pytest.fixture
def world() -> World:
    return month.build()  # on Thursday 26 November; the review is due on Monday


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with patch("django.utils.timezone.now", side_effect=lambda: world.clock.now):
        yield


def read(client: Client, world: World, person: str = "alice") -> str:
    client.force_login(world.account(person))
    return client.get(PAGE).text


def on(world: World, month: int, day: int, year: int = 2026) -> None:
    world.clock.now = datetime(year, month, day, 9, tzinfo=UTC)


def test_the_teams_people_are_offered_the_review_and_others_are_not(client: Client, world: World) -> None:
    on(world, 11, 16)
    publish(world)
    on(world, 11, 26)

    for person in ("bob", "carol"):
        assert WRITE not in read(client, world, person)


@pytest.mark.parametrize(
    ("day", "words", "is_filled"),
    [
        ((10, 20), "Write October review", False),
        ((10, 26), "Write October review", True),
        ((11, 5), "Write the review that is late", True),
        ((11, 20), "Write November review", False),
        ((12, 31), "Write the review that is late", False),
    ],
)
def test_the_one_to_write_is_named(
    client: Client, world: World, day: tuple[int, int], words: str, *, is_filled: bool
) -> None:
    on(world, *day)

    page = read(client, world)

    if day == (12, 31):  # November's can no longer be made up for: it is December's turn
        words, is_filled = "Write December review", True
    assert f">{words}</a>" in page
    assert (f'<a class="button is-primary" href="{WRITE}">' in page) is is_filled


def test_once_it_is_published_the_latest_stands_there_in_its_first_words(client: Client, world: World) -> None:
    publish(world, writing(values=AT_RISK, doing="Replies got faster because the tags got better."))

    page = read(client, world, "carol")
    assert "“Replies got faster because the tags got better.”" in plain(page)
    assert "November review . Published Thu 26 Nov. 0 of one team acknowledged it." in plain(page)
    assert WRITE not in read(client, world)

    updates.acknowledge(update().pk, by=world.actor("bob"), clock=world.clock)
    assert "1 of one team acknowledged it." in plain(read(client, world, "bob"))


def test_a_review_without_a_word_and_without_an_ask_says_when_it_was(client: Client, world: World) -> None:
    publish(world)

    page = plain(read(client, world))

    assert "Latest review November review . Published" in page
    assert "acknowledged it" not in page


def test_a_draft_is_told_to_nobody(client: Client, world: World) -> None:
    month.save(world, writing(doing="Not finished."))

    for person in ("alice", "bob"):
        assert "Not finished." not in read(client, world, person)


def test_a_cycle_that_is_over_offers_nothing(client: Client, world: World) -> None:
    on(world, 2, 20, 2027)

    assert WRITE not in read(client, world)


def test_every_sentence_can_be_translated(client: Client, world: World) -> None:
    publish(world, writing(values=AT_RISK, doing="Wir kommen gut voran."))
    with pseudo.speaking():
        text = read(client, world)

    section = text[text.index('<h2 class="section-head" id="latest-review"') : text.index('<section id="people"')]
    assert pseudo.untranslated(section, people_wrote=["Wir kommen gut voran."]) == []
