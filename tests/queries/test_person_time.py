"""A person's time: what is carried by the team it is for, and the days that asks for, as the plan says them."""

from datetime import date
from decimal import Decimal

import pytest

from accord.models import Cycle, Membership
from accord.queries.names import TeamName
from accord.queries.people import person_time
from accord.queries.people.persons import Carried
from tests import world

pytestmark = pytest.mark.django_db
DATA, SUPPORT = TeamName("data", "Data", "DAT"), TeamName("support", "Support", "SUP")
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _world() -> None:
    world.build()


def action(title: str, team: TeamName, due: date | None, effort: str | None = None, state: str = "") -> Carried:
    days = None if effort is None else Decimal(effort)
    return Carried("action", title, due, team, "kr", "Result", state=state, effort=days)


def time_of(*carried: Carried, today: date = TODAY) -> person_time.PersonTime:
    cycle = Cycle(key="q", name="Q4", start=date(2026, 10, 1), end=date(2026, 12, 31))
    return person_time.person_time(carried, cycle, today=today)


def test_a_week_two_teams_want_whole_is_crowded() -> None:
    found = time_of(
        action("Rank", DATA, date(2026, 11, 27), "5"),
        action("Train", SUPPORT, date(2026, 11, 27), "2"),
    )

    [week] = found.crowded
    assert (week.monday, week.days, week.over) == (date(2026, 11, 23), Decimal(7), Decimal(2))
    assert found.biggest == [DATA, SUPPORT]
    assert found.team("support") == SUPPORT


def test_weeks_begin_with_the_present_one_while_the_cycle_runs_and_with_the_first_afterwards() -> None:
    work = action("Rank", DATA, date(2026, 11, 27), "5")

    assert time_of(work).weeks[0].monday == date(2026, 11, 16)
    assert time_of(work, today=date(2027, 2, 1)).weeks[0].monday == date(2026, 9, 28)


def test_what_is_done_asks_for_nothing_and_what_says_no_effort_is_counted_apart() -> None:
    found = time_of(
        action("Done", DATA, date(2026, 11, 27), "5", state="done"),
        action("Unsized", DATA, date(2026, 11, 27)),
        action("Undated", DATA, None, "3"),
    )

    assert (found.weeks, found.unsized) == ([], 1)
    assert [each.title for pull in found.pulls for each in pull.carried] == ["Done", "Unsized", "Undated"]


def test_who_leads_the_team_that_asks_is_told() -> None:
    membership = Membership.objects.filter(role="lead").select_related("team", "person").first()
    assert membership is not None
    team = TeamName(membership.team.key, membership.team.name, membership.team.code)

    [pull] = time_of(action("Rank", team, date(2026, 11, 27))).pulls

    assert membership.person.name in pull.led_by


def test_the_line_of_time_reaches_as_far_as_what_is_carried() -> None:
    found = time_of(action("Late", DATA, date(2026, 9, 1)), action("Far", DATA, date(2027, 3, 1)))

    assert (found.start, found.end) == (date(2026, 8, 31), date(2027, 3, 1))
