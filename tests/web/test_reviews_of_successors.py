"""A team that ended is carried on by another: what it left is reviewed, told, waited for and reminded of there."""

from collections.abc import Iterator
from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client

from accord.domain.kept import read
from accord.domain.plan_changes import FieldChange, PlanChanges
from accord.domain.reviewing import Document
from accord.models import Need, Organization, Update
from accord.queries import access, shell
from accord.queries.people import calendar_things, feeds
from accord.queries.reviews import across, review_reminders
from accord.services.definitions import carrying_out
from accord.services.people import feeds as feed_services
from accord.services.plans.plan_ids import Ids
from accord.services.telling.events import Actor
from tests import review_world as month
from tests.review_world import publish, team, writing
from tests.web.agreement_page import plain
from tests.world import World

pytestmark = pytest.mark.django_db
WRITE = "/cycles/2026-q4/teams/finance/reviews/writing/"


@pytest.fixture
def world() -> World:
    """Support has reviewed November, and ends on the day: Finance carries on its work."""
    built = month.build()
    publish(built, writing(correct="We train first."), by="bob", of="support")
    publish(built, writing(correct="We ask less."))
    changes = PlanChanges(change=[FieldChange("team", "support", "succeeded_by", None, "finance")])
    carrying_out.take_turn()
    ids = Ids.named_in(changes, built.cycle.pk)
    carrying_out.carry_out(changes, ids, by=Actor(None, "shell"), clock=built.clock)
    return built


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with patch("django.utils.timezone.now", side_effect=lambda: world.clock.now):
        yield


def test_its_results_and_needs_are_in_the_review_of_who_carries_it_on(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    assert "Half is rewritten" in plain(client.get(WRITE).text)

    review = publish(world, by="carol", of="finance")

    document = read(Document, review.document or {})
    assert {each.key for each in document.results} == {"five-days", "half"}
    (told,) = [each for each in Update.objects.filter(review=review) if each.team.key == "product"]
    assert [each["key"] for each in told.content["promises"]] == ["tags", "retag"]


def test_what_others_told_it_is_acknowledged_there(client: Client, world: World) -> None:
    client.force_login(world.account("carol"))
    assert "Product tells Support how it is doing" in plain(client.get("/").text)

    update = Update.objects.get(team__key="support", review__team__key="product")
    client.post(f"/updates/{update.pk}/", {"answer": ""})

    update.refresh_from_db()
    assert update.acknowledged_by == world.account("carol").person


def test_what_the_two_had_told_each_other_waits_no_more(client: Client, world: World) -> None:
    told = Update.objects.get(team__key="product", review__team__key="support")
    Update.objects.filter(pk=told.pk).update(team=team("finance"))
    client.force_login(world.account("carol"))

    home = plain(client.get("/").text)
    assert "Support tells Finance" not in home
    assert "One thing needs you, Carol" in home
    assert shell.counts(access.reader(world.account("carol")), world.cycle).needs == 1
    page = across.across(team("north"), world.cycle, today=date(2026, 12, 30))
    assert [(each.writer.key, each.reader.key) for each in page.unanswered.unread] == [("product", "support")]


def test_a_team_that_only_carries_on_is_asked_for_the_review(client: Client, world: World) -> None:
    team("finance").objectives.all().update(published_at=None)
    world.clock.now = world.clock.now.replace(day=30)
    client.force_login(world.account("carol"))

    assert WRITE in client.get("/").text
    found = review_reminders.due(Organization.objects.get(), world.clock.now.replace(day=27))
    assert found
    assert team("finance").pk in {number for each in found[1].values() for number in each.data["teams"]}
    assert [each.team.key for each in across.across(team("north"), world.cycle, today=date(2026, 11, 30)).teams] == [
        "product", "finance",
    ]  # fmt: skip


def test_its_promises_stand_in_the_calendar_of_who_carries_it_on(world: World) -> None:
    Need.objects.filter(key="tags").update(promised=date(2026, 12, 5))
    carol = world.account("carol").person
    assert carol
    token = feed_services.make(carol, team("finance"), now=world.clock.now)
    feed = feeds.opened(token)
    assert feed

    things = calendar_things.things(feed, now=world.clock.now)

    assert ("given", "2026-q4.tags") in {(each.kind, each.key) for each in things}
    assert not [each for each in things if each.kind == "review" and each.team == "support"]


def test_nobody_is_offered_to_choose_when_an_ended_team_reviews(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    page = plain(client.get("/teams/support/cadence/").text)

    assert "This team has ended and reviews no more." in page
    assert "Whoever answers for" not in page
