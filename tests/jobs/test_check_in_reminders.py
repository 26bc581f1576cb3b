"""Reminders of values: by the metric's frequency, at the person's hour, in one mail, once, and not if it was said."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from accord.domain.telling import Choice, How, Kind, Quiet
from accord.models import Cycle, KeyResult, Membership, Notice, Person
from accord.services import check_ins
from accord.services.cycles import closing
from accord.services.people import preferences
from accord.services.telling import telling
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import html, said, to, work
from tests.world import World

pytestmark = pytest.mark.django_db

# The cast's cycle begins on Thu 1 October; the metric is weekly, so its first value is expected on Thu 8 October.
DUE = datetime(2026, 10, 8, 8, tzinfo=UTC)
SUBJECT = "How far is “Calendar tickets, from 210 to 60 a week”?"


@pytest.fixture
@built_once
def world() -> World:
    world = worlds.build()
    for person in ("alice", "bob", "carol", "dan"):
        world.account(person)
    work(world.clock())
    return world


def remind(now: datetime) -> int:
    """What the worker does every ten minutes; how many are told of numbers anew."""
    before = Notice.objects.filter(kind=Kind.CHECK_IN).count()
    telling.remind(now=now)
    return Notice.objects.filter(kind=Kind.CHECK_IN).count() - before


def mails(moment: datetime, person: str) -> list[str]:
    """What arrives, reminders settled a little before as the worker does."""
    remind(moment - timedelta(minutes=20))
    return [subject for letter in to(moment, person) if (subject := str(letter.subject)).startswith("How far")]


def check_in(world: World, day: date, value: int = 180) -> None:
    moment = datetime.combine(day, time(7), tzinfo=UTC)
    check_ins.check_in(world.key_result, value=Decimal(value), day=day, by=world.actor("dan"), clock=lambda: moment)


def choose(person: str, choice: Choice) -> None:
    preferences.choose_telling(Person.objects.get(key=person), choice)


def live_in(person: str, zone: str) -> None:
    account = Person.objects.get(key=person).account
    account.time_zone = zone
    account.save()


def test_whoever_is_accountable_is_reminded_when_a_value_is_expected(world: World) -> None:
    assert mails(DUE - timedelta(days=1), "alice") == []
    remind(DUE - timedelta(minutes=20))

    (letter,) = [each for each in to(DUE, "alice") if each.subject == SUBJECT]

    for text in (said(str(letter.body)), said(html(letter))):
        assert "A new value is expected." in text
        assert "no value yet" in text
    assert "/cycles/2026-q4/key-results/fewer-tickets/check-in/" in str(letter.body)
    assert to(DUE, "dan") == []


def test_however_often_it_is_looked_for_it_is_told_once_a_period(world: World) -> None:
    found = [remind(DUE - timedelta(minutes=minutes)) for minutes in (70, 50, 40, 30, 20, 10)]
    assert sum(found) == 1
    assert [letter.subject for letter in to(DUE, "alice")] == [SUBJECT]

    for day in range(1, 7):
        assert mails(DUE + timedelta(days=day), "alice") == []
    assert mails(DUE + timedelta(days=7), "alice") == [SUBJECT]


def test_somebody_who_just_did_it_spares_the_mail(world: World) -> None:
    remind(DUE - timedelta(minutes=20))
    check_in(world, date(2026, 10, 8))

    assert to(DUE, "alice") == []
    assert mails(DUE + timedelta(days=6), "alice") == []
    assert mails(DUE + timedelta(days=7), "alice") == [SUBJECT]


def test_a_day_on_which_nobody_works_waits_for_the_next(world: World) -> None:
    check_in(world, date(2026, 10, 3))  # a Saturday: the next is expected on the next

    assert mails(datetime(2026, 10, 10, 8, tzinfo=UTC), "alice") == []
    assert mails(datetime(2026, 10, 11, 8, tzinfo=UTC), "alice") == []
    assert mails(datetime(2026, 10, 12, 8, tzinfo=UTC), "alice") == [SUBJECT]


def test_it_comes_at_the_persons_own_hour_in_their_zone_and_not_in_quiet_hours(world: World) -> None:
    live_in("alice", "America/New_York")
    choose("alice", Choice(hour=7, quiet=Quiet(time(6), time(9))))
    seven_there = datetime(2026, 10, 8, 11, tzinfo=UTC)

    assert remind(DUE - timedelta(minutes=20)) == 0
    assert mails(seven_there, "alice") == []
    assert [each.subject for each in to(seven_there + timedelta(hours=2), "alice")] == [SUBJECT]


def test_all_numbers_of_a_person_come_in_one_mail(world: World) -> None:
    KeyResult.objects.filter(key="five-days").update(accountable=world.actor("alice").person_id)
    a_month_on = datetime(2026, 11, 2, 8, tzinfo=UTC)  # both are expected by then, and 5 November is the first of one

    assert mails(a_month_on, "alice") == ["How far are 2 of your numbers?"]


def test_where_nobody_is_accountable_whoever_answers_for_the_team_is_asked(world: World) -> None:
    KeyResult.objects.filter(key="fewer-tickets").update(accountable=None)

    assert mails(DUE, "dan") == []
    assert Notice.objects.get(kind=Kind.CHECK_IN).person.key == "alice"

    Membership.objects.filter(person__key="alice").delete()
    assert mails(DUE + timedelta(days=7), "dan") == []


@pytest.mark.parametrize("over", ["cycle", "result", "dropped"])
def test_what_is_over_is_asked_of_nobody(world: World, over: str) -> None:
    if over == "cycle":
        Cycle.objects.update(closed_at=DUE)
    elif over == "result":
        closing.close(world.key_result, grade=Decimal("0.7"), by=world.actor("alice"), clock=world.clock)
    else:
        KeyResult.objects.filter(pk=world.key_result.pk).update(dropped_at=DUE)

    assert mails(DUE, "alice") == []


def test_what_is_over_before_the_hour_strikes_is_not_mailed_any_more(world: World) -> None:
    remind(DUE - timedelta(minutes=20))
    closing.close(world.key_result, grade=Decimal(1), by=world.actor("alice"), clock=world.clock)

    assert [each.subject for each in to(DUE, "alice") if each.subject == SUBJECT] == []


def test_it_can_be_switched_off_alone_and_goes_into_a_days_mail(world: World) -> None:
    choose("alice", Choice(muted=frozenset({Kind.CHECK_IN.value})))
    assert mails(DUE, "alice") == []

    choose("alice", Choice(How.DIGEST))
    remind(DUE + timedelta(days=7, minutes=-20))
    (digest,) = to(DUE + timedelta(days=7), "alice")
    assert digest.subject.startswith("Your day in Accord")
    assert "How far is" in str(digest.body)


def test_a_worker_that_stood_still_makes_up_for_it_on_the_next_working_day(world: World) -> None:
    assert mails(DUE + timedelta(days=1), "alice") == [SUBJECT]
