"""A month across teams: who reviewed, what is at risk and shared, who waits for whom, and what nobody answered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.handover import Handover
from accord.domain.reviewing import Said
from accord.models import Update
from accord.queries.reviews.across import Across, across
from accord.queries.teams.team_trees import with_all_below
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.reviews import updates
from tests import review_world as month
from tests.review_world import publish, team, update, writing
from tests.world import World

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def world() -> World:
    return month.build()


def look(world: World, of: str = "north", *, in_month: date | None = None, today: date | None = None) -> Across:
    return across(team(of), world.cycle, month=in_month, today=today or month.today(world))


def test_teams_below_stand_with_how_far_below_they_are(world: World) -> None:
    found = with_all_below(team("north").pk)

    assert {(each.team.key, each.depth) for each in found} == {
        ("north", 0), ("product", 1), ("support", 1), ("finance", 1),
    }  # fmt: skip
    assert [each.team.key for each in with_all_below(team("support").pk)] == ["support"]


def test_an_ended_team_is_left_out(world: World) -> None:
    team("finance").__class__.objects.filter(key="finance").update(succeeded_by=team("support"))

    assert "finance" not in {each.team.key for each in with_all_below(team("north").pk)}


def test_who_reviewed_stands_beside_who_has_not_and_until_when(world: World) -> None:
    published = publish(world, writing(way="The release comes late.", correct="We train first."))

    page = look(world)

    by_team = {each.team.key: each for each in page.teams}
    assert page.month == NOVEMBER
    assert by_team["product"].number == published.pk
    assert [each.team.key for each in page.in_the_way] == ["product"]
    assert by_team["support"].number is None
    assert by_team["support"].due == date(2026, 11, 30)
    assert not by_team["support"].is_late(date(2026, 11, 30))
    assert by_team["support"].is_late(date(2026, 12, 1))


def test_the_month_is_the_latest_that_anybody_reviewed_unless_one_is_asked_for(world: World) -> None:
    assert look(world, today=date(2026, 12, 3)).month == date(2026, 12, 1)
    publish(world)

    assert look(world, today=date(2026, 12, 3)).month == NOVEMBER
    assert look(world, in_month=date(2026, 10, 1)).published == []


def test_a_result_at_risk_stands_there_only_where_another_team_shares_it(world: World) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    publish(world, writing(values={"half": Said(Decimal(1), Decimal(1))}), by="bob", of="support")

    [risk] = look(world).risks

    assert (risk.team.key, risk.result.key) == ("product", "fewer-tickets")
    assert [other.key for other in risk.others] == ["support"]


def test_who_waits_for_whom_is_seen_from_both_sides_and_late_is_pressing(world: World) -> None:
    for of in ("north", "product", "support"):
        [wait] = look(world, of).waits
        assert (wait.taker.key, wait.giver.key) == ("product", "support")
        assert wait.standing is not Handover.LATE

    assert look(world, "finance").waits == []
    assert [wait.standing for wait in look(world, today=date(2026, 12, 28)).pressing] == [Handover.LATE]


def test_a_month_that_is_past_tells_what_its_reviews_said_and_not_what_is_so_today(world: World) -> None:
    publish(world)
    edits = [Edit("key_result", "fewer-tickets", {"target": Decimal(70)})]
    definitions.save(world.cycle, edits, by=world.actor("alice"), clock=world.clock)
    world.clock.now = month.DECEMBER
    assert [wait.standing for wait in look(world).pressing] == [Handover.LATE]
    publish(world)

    then = look(world, in_month=NOVEMBER)

    assert [(wait.taker.key, wait.giver.key, wait.standing) for wait in then.waits] == [
        ("product", "support", Handover.ASKED)
    ]
    assert (then.unanswered.owing, then.unanswered.overdue) == ([], [])
    assert len(look(world).unanswered.overdue) == 1


def test_an_update_that_nobody_acknowledged_is_unanswered_until_somebody_does(world: World) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))

    [unread] = look(world).unanswered.unread
    assert (unread.writer.key, unread.reader.key) == ("product", "support")
    updates.acknowledge(update().pk, by=world.actor("bob"), clock=world.clock)

    assert len(look(world).unanswered) == 0


def test_of_what_a_team_was_told_anew_only_the_last_is_unanswered(world: World) -> None:
    values = {"fewer-tickets": Said(Decimal(200), Decimal(2))}
    publish(world, writing(values=values))
    publish(world, writing(values=values, edition=2))

    [unread] = look(world).unanswered.unread
    assert unread.number == Update.objects.latest("pk").pk


def test_a_team_that_owes_an_answer_and_a_realignment_past_its_deadline_are_named(world: World) -> None:
    edits = [Edit("key_result", "fewer-tickets", {"target": Decimal(70)})]
    definitions.save(world.cycle, edits, by=world.actor("alice"), clock=world.clock)
    later = month.today(world) + timedelta(days=14)

    assert len(look(world).unanswered) == 0
    found = look(world, today=later).unanswered

    assert [(each.team.key, each.agreements) for each in found.owing] == [("support", 1)]
    assert [each.key for each in found.overdue[0].waits_for] == ["support"]
    assert found.overdue[0].by == "Alice Adler"


def test_the_number_of_statements_does_not_grow_with_what_there_is(world: World) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    with CaptureQueriesContext(connection) as with_one:
        look(world)
    publish(world, by="bob", of="support")

    with CaptureQueriesContext(connection) as with_two:
        look(world)

    assert len(with_two) <= len(with_one) == 15
