"""Choosing when a team reviews: by whom, from when, and what it leaves as it is."""

from datetime import date

import pytest

from accord.domain.cadence import Cadence, Kind
from accord.domain.cadence import ReviewWeek as Week
from accord.models import Event, ReviewCadence, ReviewWeek, Team
from accord.services.reviews import cadences
from accord.services.reviews.cadences import MayNotChoose, Moved
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
FRIDAYS = Cadence(Kind.WEEKLY, weekday=4)


@pytest.fixture
def world() -> World:
    return worlds.build()  # on Monday 5 October 2026


def choose(world: World, person: str, cadence: Cadence = FRIDAYS, seen: int = 0) -> date:
    product = Team.objects.get(key="product")
    return cadences.choose(product, cadence, seen=seen, by=world.actor(person), clock=world.clock)


def test_a_lead_chooses_and_everybody_can_read_that(world: World) -> None:
    assert choose(world, "alice") == date(2026, 10, 9)

    event = Event.objects.get(kind="cadence.chosen")
    assert (event.by and event.by.key, event.team and event.team.key) == ("alice", "product")
    assert event.data["kind"] == "weekly"


@pytest.mark.parametrize("person", ["dan", "bob", "carol", "ada"])
def test_nobody_chooses_for_a_team_they_do_not_answer_for(world: World, person: str) -> None:
    world.account("ada", is_admin=True)

    with pytest.raises(MayNotChoose):
        choose(world, person)
    assert not ReviewCadence.objects.exists()


def test_a_choice_on_an_old_page_is_refused(world: World) -> None:
    choose(world, "alice")

    with pytest.raises(Moved):
        choose(world, "alice", Cadence(), seen=0)
    assert ReviewCadence.objects.count() == 1


def test_choosing_the_same_again_leaves_no_trace(world: World) -> None:
    choose(world, "alice")

    assert choose(world, "alice") == date(2026, 10, 9)
    assert ReviewCadence.objects.count() == Event.objects.filter(kind="cadence.chosen").count() == 1


def test_what_is_due_sooner_stays_due(world: World) -> None:
    choose(world, "alice")

    assert choose(world, "alice", Cadence(), seen=1) == date(2026, 10, 30)  # weekly had not begun
    ReviewCadence.objects.filter(kind="weekly").update(begins=date(2026, 10, 5), day_chosen=date(2026, 10, 1))
    assert choose(world, "alice", Cadence(Kind.DATE, day=20), seen=2) == date(2026, 10, 9)


def test_an_ended_team_chooses_nothing(world: World) -> None:
    Team.objects.filter(key="product").update(succeeded_by=Team.objects.get(key="support"))

    with pytest.raises(MayNotChoose):
        choose(world, "bob")


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "dan"])
def test_only_an_admin_chooses_the_review_week(world: World, person: str) -> None:
    with pytest.raises(MayNotChoose):
        cadences.choose_week(Week.FIRST_FULL, seen=0, by=world.actor(person), clock=world.clock)
    assert not ReviewWeek.objects.exists()


def test_the_review_week_counts_from_next_month_on(world: World) -> None:
    world.account("ada", is_admin=True)
    ada = world.actor("ada")

    assert cadences.choose_week(Week.FIRST_FULL, seen=0, by=ada, clock=world.clock) == date(2026, 11, 1)
    assert cadences.choose_week(Week.FIRST_FULL, seen=0, by=ada, clock=world.clock) == date(2026, 11, 1)
    with pytest.raises(Moved):
        cadences.choose_week(None, seen=0, by=ada, clock=world.clock)
    assert Event.objects.filter(kind="cadence.week-chosen").count() == 1
