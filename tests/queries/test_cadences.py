"""When reviews are due for many teams, in few statements."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.cadence import Cadence, Kind
from accord.domain.cadence import ReviewWeek as Week
from accord.models import Organization, Team
from accord.queries.reviews import cadences
from accord.services.reviews import cadences as services
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAYS = Cadence(Kind.WEEKLY, weekday=0, at=time(9), zone="America/New_York")


@pytest.fixture
def world() -> World:
    return worlds.build()  # on Monday 5 October 2026


def team(key: str) -> Team:
    return Team.objects.get(key=key)


def choose(world: World, person: str, key: str, cadence: Cadence) -> None:
    seen = team(key).cadences.count()
    services.choose(team(key), cadence, seen=seen, by=world.actor(person), clock=world.clock)


def test_without_a_choice_it_is_the_last_working_day_on_the_organizations_clock(world: World) -> None:
    Organization.objects.update(time_zone="Europe/Berlin", holidays=["2026-10-30"])

    due = cadences.current(team("product"), datetime(2026, 10, 20, tzinfo=UTC))

    assert due is not None
    assert (due.key, due.start, due.at) == ("2026-10-29", date(2026, 10, 1), datetime(2026, 10, 29, 9, tzinfo=UTC))


def test_a_review_is_current_until_its_day_is_over_on_the_teams_clock(world: World) -> None:
    choose(world, "alice", "product", MONDAYS)

    late_on_its_day = cadences.current(team("product"), datetime(2026, 10, 13, 3, tzinfo=UTC))
    the_day_after = cadences.current(team("product"), datetime(2026, 10, 13, 5, tzinfo=UTC))

    assert late_on_its_day
    assert late_on_its_day.key == "2026-10-12"
    assert the_day_after
    assert the_day_after.key == "2026-10-19"


def test_what_is_due_between_two_moments_is_known_for_all_teams_in_three_statements(world: World) -> None:
    choose(world, "alice", "product", MONDAYS)
    choose(world, "bob", "support", Cadence(Kind.DATE, day=12, at=time(13)))
    ids = {each.pk: each.key for each in Team.objects.all()}
    start, end = datetime(2026, 10, 12, 13, tzinfo=UTC), datetime(2026, 10, 30, 10, tzinfo=UTC)

    with CaptureQueriesContext(connection) as captured:
        found = cadences.due_between(ids, start, end)

    assert len(captured) == 3
    # What is due at the first moment was told before; what is due at the last is told now.
    assert {ids[pk]: [each.key for each in due] for pk, due in found.items()} == {
        "product": ["2026-10-19", "2026-10-26"],
        "north": ["2026-10-30"],
        "finance": ["2026-10-30"],
    }


def test_a_team_that_has_ended_reviews_no_more(world: World) -> None:
    Team.objects.filter(key="support").update(succeeded_by=team("product"))

    assert cadences.current(team("support"), worlds.START) is None
    assert cadences.shown(team("support"), worlds.START) is None
    assert cadences.due_between([team("support").pk], worlds.START, datetime(2027, 1, 1, tzinfo=UTC)) == {}


def test_a_review_week_counts_from_the_next_month_on_and_what_was_chosen_last(world: World) -> None:
    world.account("ada", is_admin=True)
    services.choose_week(Week.LAST_WORKING, seen=0, by=world.actor("ada"), clock=world.clock)
    services.choose_week(Week.FIRST_FULL, seen=1, by=world.actor("ada"), clock=world.clock)
    pk = team("finance").pk

    due = cadences.due_between([pk], worlds.START, datetime(2026, 12, 31, tzinfo=UTC))[pk]

    assert [each.key for each in due] == ["2026-10-30", "2026-11-06", "2026-12-11"]
