"""The review's form offers what the checks find and may be worth a sentence; nobody has to write it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import AcceptedFinding, Finding, Organization, Review
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.findings import judging
from tests import review_world as month
from tests.web import pseudo
from tests.web.agreement_page import plain
from tests.web.review_form import form_in
from tests.world import World

pytestmark = pytest.mark.django_db
WRITE = "/cycles/2026-q4/teams/product/reviews/writing/"
STALE = "AL902"


@pytest.fixture
def world() -> World:
    return month.build()  # on Thursday 26 November; all that Product shares is agreed


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with patch("django.utils.timezone.now", side_effect=lambda: world.clock.now):
        yield


def edit(world: World, kind: str, key: str, values: dict[str, object], by: str) -> None:
    definitions.save(world.cycle, [Edit(kind, key, values)], by=world.actor(by), clock=world.clock)


def target_moves(world: World) -> None:
    edit(world, "key_result", "fewer-tickets", {"target": Decimal(80)}, "dan")


def worth(client: Client, world: World, person: str = "alice", page: str = WRITE) -> str:
    """The part of the form that says what may be worth a word; nothing where there is none."""
    client.force_login(world.account(person))
    text = client.get(page).text
    begin = text.find('id="happened"')
    return text[begin : text.index("</section>", begin)] if begin >= 0 else ""


def test_an_agreement_that_went_stale_is_offered_with_a_way_there(client: Client, world: World) -> None:
    assert STALE not in worth(client, world)

    target_moves(world)

    said = worth(client, world)
    assert f"?code={STALE}" in said
    assert "Calendar tickets" in plain(said)
    assert "Will break" in said
    assert 'href="/' in said


def test_it_stands_in_no_other_teams_form(client: Client, world: World) -> None:
    target_moves(world)

    assert STALE not in worth(client, world, "bob", WRITE.replace("product", "support"))


def test_of_one_agreement_it_is_said_once(client: Client, world: World) -> None:
    target_moves(world)
    world.clock.now = world.clock.now.replace(month=12, day=9)
    judging.judge(now=world.clock.now)
    assert set(Finding.objects.filter(mended_at=None, key_result=world.key_result).values_list("code", flat=True)) >= {
        STALE, "AL904",
    }  # fmt: skip

    said = worth(client, world)

    assert [code for code in ("AL902", "AL903", "AL904") if f"?code={code}" in said] == ["AL904"]


def test_a_need_that_the_form_tells_already_is_not_told_twice(client: Client, world: World) -> None:
    edit(world, "need", "tags", {"promised": date(2026, 12, 23)}, "bob")
    assert Finding.objects.filter(code="AL304", subject="tags", mended_at=None).exists()

    said = plain(worth(client, world))

    assert said.count("Correct cause tags") == 1


def test_a_result_without_a_value_for_a_month_is_offered(client: Client, world: World) -> None:
    judging.judge(now=world.clock.now)

    assert "AL801" in worth(client, world)


def test_what_is_accepted_or_weighs_little_or_is_off_is_left_out(client: Client, world: World) -> None:
    target_moves(world)
    finding = Finding.objects.get(code=STALE, mended_at=None)
    accepted = AcceptedFinding.objects.create(
        cycle=world.cycle, code=STALE, subject=finding.subject, reason="Known.", at=world.clock.now, via="web"
    )
    assert STALE not in worth(client, world)

    accepted.delete()
    for checks in ({"severity": {STALE: "info"}}, {"off": [STALE]}):
        Organization.objects.update(checks=checks)
        assert STALE not in worth(client, world)


def test_it_is_published_without_a_word_on_it(client: Client, world: World) -> None:
    target_moves(world)
    client.force_login(world.account("alice"))

    answer = client.post(WRITE, form_in(client.get(WRITE).text) | {"publish": "yes"})

    assert answer.status_code == 302
    review = Review.objects.get()
    assert (review.doing, review.way, review.correct) == ("", "", "")


def test_more_than_six_are_counted(client: Client, world: World) -> None:
    product = month.team()
    Finding.objects.bulk_create(
        Finding(
            cycle=world.cycle, code="AL801", kind="key_result", subject=f"result-{number}", team=product,
            content="", found_at=world.clock.now, facts={"latest": None, "days": None},
        )
        for number in range(9)
    )  # fmt: skip

    said = worth(client, world)

    assert said.count("?code=AL801") == 6
    assert "3 more that the checks find" in said


def test_every_sentence_can_be_translated(client: Client, world: World) -> None:
    target_moves(world)
    with pseudo.speaking():
        said = worth(client, world)

    known = ["Calendar tickets, from 210 to 60 a week", "Support", "Product", "SUP", "PRO", STALE]
    assert pseudo.untranslated(f"<section {said}</section>", people_wrote=known) == []
