"""Changing what holds for the whole organization: by whom, what it moves, and what it leaves as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accord.domain.plan import Plan
from accord.models import Change, Event, Organization, Revision, Team
from accord.queries import access, calendar
from accord.queries.reviews import cadences
from accord.services import organization
from accord.services.organization import Chosen, MayNotChange, Moved
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
CHRISTMAS, NEW_YEAR = date(2026, 12, 25), date(2027, 1, 1)
UTC_FIVE = Chosen("UTC", 5, frozenset())
BERLIN = Chosen("Europe/Berlin", 3, frozenset({CHRISTMAS}))


@pytest.fixture
def world() -> World:
    world = worlds.build()  # on Monday 5 October 2026
    world.account("ada", is_admin=True)
    return world


def change(world: World, wanted: Chosen = BERLIN, *, person: str = "ada", seen: int = 1) -> bool:
    return organization.change(wanted, seen=seen, by=world.actor(person), clock=world.clock)


def test_what_changed_is_kept_with_who_changed_it(world: World) -> None:
    assert change(world)

    written = Revision.objects.filter(kind="organization", field__isnull=False)
    assert {each.field: (each.before, each.after) for each in written} == {
        "time_zone": ("UTC", "Europe/Berlin"),
        "answer_days": (5, 3),
        "holidays": ([], ["2026-12-25"]),
    }
    event = Event.objects.get(kind="organization.changed")
    assert (event.by and event.by.key, event.change) == ("ada", Change.objects.latest("id"))
    assert event.data == {"time_zone": "Europe/Berlin", "answer_days": 3, "added": ["2026-12-25"], "taken_out": []}


def test_bands_and_limit_are_kept_like_the_calendar(world: World) -> None:
    assert change(world, replace(UTC_FIVE, on_track_within=5, most_minutes=90))

    event = Event.objects.get(kind="organization.changed")
    assert event.data == {"on_track_within": 5, "behind_within": 25, "most_minutes": 90}
    written = Revision.objects.filter(kind="organization", field__isnull=False)
    assert {each.field: (each.before, each.after) for each in written} == {
        "on_track_within": (10, 5),
        "most_minutes": (None, 90),
    }


@pytest.mark.parametrize(("on_track", "behind"), [(25, 25), (30, 25), (10, 101)])
def test_the_database_holds_bands_in_order(world: World, on_track: int, behind: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(world, replace(UTC_FIVE, on_track_within=on_track, behind_within=behind))


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "dan"])
def test_nobody_but_an_admin_changes_it(world: World, person: str) -> None:
    with pytest.raises(MayNotChange):
        change(world, person=person)
    assert Organization.objects.get().version == 1


def test_the_operator_may(world: World) -> None:
    assert organization.change(BERLIN, seen=1, by=Actor(None, "shell"), clock=world.clock)


def test_who_looked_at_another_version_is_refused(world: World) -> None:
    change(world)

    with pytest.raises(Moved):
        change(world, Chosen("UTC", 5, frozenset()), seen=1)
    assert Organization.objects.get().answer_days == 3


def test_the_same_again_leaves_no_trace(world: World) -> None:
    change(world)

    assert not change(world, seen=1)
    assert Event.objects.filter(kind="organization.changed").count() == 1
    assert Organization.objects.get().version == 2


def test_past_holidays_are_neither_added_nor_taken_away(world: World) -> None:
    Organization.objects.update(holidays=["2026-10-02"])

    change(world, Chosen("UTC", 5, frozenset({date(2026, 10, 1), CHRISTMAS})))

    assert Organization.objects.get().holidays == ["2026-10-02", "2026-12-25"]


def test_what_was_to_be_answered_by_a_day_stays_so_through_every_later_change(world: World) -> None:
    asked = [world.clock()]
    by = [calendar.answer_date(asked[0])]
    for seen, wanted in enumerate(
        (
            Chosen("UTC", 1, frozenset()),
            Chosen("Pacific/Auckland", 2, frozenset({date(2026, 10, 7)})),
            Chosen("UTC", 20, frozenset()),
        ),
        start=1,
    ):
        change(world, wanted, seen=seen)
        asked.append(world.clock())
        by.append(calendar.answer_date(asked[-1]))

    then = calendar.Calendars()

    assert [then.answer_by(moment) for moment in asked] == by
    assert len(set(by)) == 4


def test_deadlines_that_were_given_stay(world: World) -> None:
    given = {party.pk: party.answer_by for party in world.key_result.agreement.parties.all()}

    change(world)

    assert {party.pk: party.answer_by for party in world.key_result.agreement.parties.all()} == given
    assert any(given.values())


def test_reviews_from_today_on_follow_it(world: World) -> None:
    product = Team.objects.get(key="product")
    before = cadences.history([product.pk])[product.pk]
    last = date(2026, 12, 31)
    now = datetime(2026, 10, 5, 12, tzinfo=UTC)

    def coming() -> list[date]:
        return [due.day for due in cadences.page(access.reader(world.account("alice")), product, now).coming]

    assert last in coming()

    change(world, Chosen("UTC", 5, frozenset({last})))

    assert last - timedelta(days=1) in [
        due.day for due in cadences.page(access.reader(world.account("alice")), product, now).coming
    ]
    after = cadences.history([product.pk])[product.pk]
    assert len(after.chosen_at) > len(before.chosen_at)


def test_a_plan_that_is_applied_leaves_all_of_it_alone(world: World) -> None:
    change(world, replace(BERLIN, behind_within=30, most_minutes=60))

    def renamed(plan: Plan) -> Plan:
        return replace(plan, organization=replace(plan.organization, name="Northwind Ltd"))

    world.apply(renamed)

    kept = Organization.objects.get()
    assert (kept.name, kept.time_zone, kept.answer_days) == ("Northwind Ltd", "Europe/Berlin", 3)
    assert kept.holidays == ["2026-12-25"]
    assert (kept.on_track_within, kept.behind_within, kept.most_minutes) == (10, 30, 60)
