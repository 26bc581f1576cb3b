"""What a published review tells other teams: what they share, asked to be acknowledged only where it matters."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain import updating
from accord.domain.kept import read
from accord.domain.reviewing import Said, Texts
from accord.domain.updating import Content, Promise
from accord.models import Event, Membership, Need, Party, Person, Team, Update
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.reviews import updates
from accord.services.reviews.updates import AlreadyAnswered, MayNotAnswer
from tests import review_world as month
from tests.review_world import DECEMBER, publish, update, writing
from tests.world import World

pytestmark = pytest.mark.django_db
ON_TRACK = {"fewer-tickets": Said(Decimal(110), Decimal(8))}


@pytest.fixture
def world() -> World:
    return month.build()


def content(to: str = "support") -> Content:
    return read(Content, update(to).content)


def edit(world: World, kind: str, key: str, fields: dict[str, object], *, by: str = "alice") -> None:
    definitions.save(world.cycle, [Edit(kind, key, fields)], by=world.actor(by), clock=world.clock)


def acknowledge(world: World, *, by: str = "bob", answer: str = "") -> Update:
    return updates.acknowledge(update().pk, answer=answer, by=world.actor(by), clock=world.clock)


def test_a_party_is_told_the_value_the_gap_and_the_confidence_of_what_it_shares(world: World) -> None:
    publish(world, writing(values=ON_TRACK))

    (shared,) = content().results
    assert (shared.key, shared.value, shared.gap, shared.confidence) == (
        "fewer-tickets", Decimal(110), Decimal(50), Decimal(8),
    )  # fmt: skip


def test_where_nothing_is_at_risk_nothing_is_asked(world: World) -> None:
    publish(world, writing(values=ON_TRACK, way="The release."))

    assert (update().asks, update().answer_by) == (False, None)
    assert (content().way, content().correct) == ("", "")


def test_who_publishes_has_read_it_for_the_other_teams_they_answer_for(world: World) -> None:
    Membership.objects.create(team=Team.objects.get(key="support"), person=Person.objects.get(key="alice"), role="lead")

    publish(world, writing(values={"fewer-tickets": Said(Decimal(200))}))

    told = update()
    assert (told.asks, told.waits) == (True, False)
    assert told.acknowledged_by == Person.objects.get(key="alice")
    assert told.acknowledged_at == told.review.published_at
    assert not Event.objects.filter(kind="update.acknowledged").exists()


def test_who_is_only_a_member_of_the_other_team_has_not_read_it_for_that_team(world: World) -> None:
    Membership.objects.create(team=Team.objects.get(key="support"), person=Person.objects.get(key="alice"))

    publish(world, writing(values={"fewer-tickets": Said(Decimal(200))}))

    assert update().waits


def test_a_correction_reaches_whoever_shares_a_result_though_nothing_is_at_risk(world: World) -> None:
    publish(world, writing(values=ON_TRACK, way="The release.", correct="We train first."))

    assert (content().way, content().correct) == ("", "We train first.")
    assert (update().asks, update().answer_by) == (True, date(2026, 12, 3))


def test_a_correction_reaches_whoever_waits_for_something(world: World) -> None:
    publish(world, writing(correct="We answer twice a day."), by="bob", of="support")

    assert content("product").results == ()
    assert content("product").correct == "We answer twice a day."


def test_a_correction_is_nothing_to_a_team_that_has_nothing_of_ours() -> None:
    asked = Promise("need", "tags", "Tags", "fewer-tickets", "Fewer tickets", "asked")

    assert updating.content(Content(expected=(asked,)), Texts(correct="We train first.")).correct == ""


@pytest.mark.parametrize(
    "values", [{"fewer-tickets": Said(Decimal(200))}, {"fewer-tickets": Said(Decimal(100), Decimal(2))}]
)
def test_what_is_at_risk_is_told_with_what_is_in_the_way_and_asks(world: World, values: dict[str, Said]) -> None:
    publish(world, writing(values=values, way="The release.", correct="We train first."))

    assert (content().way, content().correct) == ("The release.", "We train first.")
    assert (update().asks, update().answer_by) == (True, date(2026, 12, 3))


def test_a_promise_that_moved_is_told_with_the_day_it_was_for_and_asks(world: World) -> None:
    edit(world, "need", "tags", {"promised": date(2026, 12, 10)}, by="bob")
    publish(world, of="support", by="bob")
    edit(world, "need", "tags", {"promised": date(2026, 12, 18)}, by="bob")
    world.clock.now = DECEMBER
    publish(world, of="support", by="bob")

    told = {each.key: each for each in content("product").promises}
    assert (told["tags"].promised, told["tags"].promised_before) == (date(2026, 12, 18), date(2026, 12, 10))
    assert update("product").asks


def test_what_was_told_before_is_no_news(world: World) -> None:
    publish(world, writing(values=ON_TRACK))
    assert update().has_news

    publish(world, writing(edition=2, doing="Well."))

    assert not update().has_news
    assert [each.is_new for each in content().results] == [False]


def test_a_promise_that_is_kept_is_told_once(world: World) -> None:
    need = Need.objects.get(key="tags")
    handovers.deliver(Seen(need, 0), day=date(2026, 11, 20), by=world.actor("bob"), clock=world.clock)
    last = need.steps.get().pk
    handovers.receive(Seen(need, last), by=world.actor("alice"), clock=world.clock)

    publish(world, of="support", by="bob")
    assert ("tags", "received") in {(each.key, each.standing) for each in content("product").promises}
    publish(world, writing(edition=2, doing="Well."), of="support", by="bob")
    assert "tags" not in {each.key for each in content("product").promises}


def test_wording_is_told_old_beside_new_in_the_next_update_and_not_in_the_one_after(world: World) -> None:
    edit(world, "key_result", "fewer-tickets", {"decomposition": "Three fixes: take out 150 tickets a week!"})
    edit(world, "key_result", "fewer-tickets", {"decomposition": "Three fixes take out 150 tickets, a week."})

    publish(world, writing(values=ON_TRACK))
    told = [(each.field, each.before, each.after) for each in content().reworded]
    publish(world, writing(edition=2, doing="Well."))

    assert told == [
        ("decomposition", "Three fixes take out 150 tickets a week.", "Three fixes take out 150 tickets, a week.")
    ]
    assert content().reworded == ()


def test_what_means_something_else_is_no_wording(world: World) -> None:
    edit(world, "key_result", "fewer-tickets", {"decomposition": "Four fixes take out 150 tickets a week."})

    publish(world, writing(values=ON_TRACK))

    assert content().reworded == ()


def test_acknowledging_is_one_act_and_the_second_finds_it_done(world: World) -> None:
    publish(world)

    done = acknowledge(world)

    assert (done.acknowledged_by and done.acknowledged_by.key, done.answer) == ("bob", "")
    with pytest.raises(AlreadyAnswered):
        acknowledge(world)
    assert Event.objects.get(kind="update.acknowledged").team == done.team


def test_an_answer_acknowledges_and_goes_to_the_writing_team(world: World) -> None:
    publish(world)

    done = acknowledge(world, answer=" We can wait. \r\n")

    assert (done.answer, done.acknowledged_at) == ("We can wait.", done.answered_at)
    event = Event.objects.get(kind="update.answered")
    assert {team.key for team in event.concerns.all()} == {"product", "support"}


def test_an_answer_can_follow_and_is_given_once(world: World) -> None:
    publish(world)
    acknowledge(world)

    acknowledge(world, answer="We can wait.")

    with pytest.raises(AlreadyAnswered):
        acknowledge(world, answer="We cannot.")
    assert update().answer == "We can wait."


@pytest.mark.parametrize("person", ["alice", "carol", "dan", "ada"])
def test_only_whoever_answers_for_the_team_acknowledges(world: World, person: str) -> None:
    publish(world)

    with pytest.raises(MayNotAnswer):
        acknowledge(world, by=person)
    assert update().acknowledged_at is None


def test_the_statements_of_publishing_do_not_grow_with_teams(world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        publish(world)
    others = [Team(key=f"t{number}", name=f"Team {number}", code=f"T{number}", parent=None) for number in range(12)]
    Team.objects.bulk_create(others)
    agreement = world.key_result.agreement
    blank = {f"fingerprint_{number}": "" for number in range(1, 6)}
    Party.objects.bulk_create(
        [
            Party(agreement=agreement, team=each, is_own=False, states="aaaaa", empties="00000", **blank)
            for each in others
        ]
    )

    with CaptureQueriesContext(connection) as many:
        publish(world, writing(edition=2, doing="Well."))

    assert Update.objects.count() == 14
    # Rows are inserted by one statement for all; a driver may count each.
    assert len(many) <= len(few) + 2, "\n".join(query["sql"][:150] for query in many)
