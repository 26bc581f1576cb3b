"""Checking in: one value a day, from those who may, and never silently rewritten."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accord.domain.check_ins import Unfit
from accord.models import CheckIn, Cycle, Event, KeyResult, Objective
from accord.services import check_ins
from accord.services.check_ins import CycleClosed, MayNotCheckIn, Moved, NotThere, ResultClosed, Unsaid
from accord.services.cycles import closing
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)


@pytest.fixture
def world() -> World:
    return worlds.build()


def check_in(world: World, value: object = 180, *, by: str = "dan", day: date = DAY, **said: Any) -> CheckIn:
    key_result = said.pop("key_result", world.key_result)
    return check_ins.check_in(
        key_result, value=Decimal(str(value)), day=day, by=world.actor(by), clock=world.clock, **said
    )


def correct(world: World, row: CheckIn, value: object, *, by: str = "dan", **said: Any) -> CheckIn:
    seen = said.pop("seen", row.mark)
    return check_ins.correct(
        row.pk, value=Decimal(str(value)), seen=seen, by=world.actor(by), clock=world.clock, **said
    )


def take_back(world: World, row: CheckIn, *, by: str = "dan", seen: str | None = None) -> None:
    check_ins.take_back(row.pk, seen=row.mark if seen is None else seen, by=world.actor(by), clock=world.clock)


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="check-in.").order_by("id").values_list("kind", flat=True))


def test_a_check_in_keeps_what_was_said_by_whom_and_when(world: World) -> None:
    check_in(world, "180.25", confidence=Decimal(5), note=" Two fixes\r\nare live. ")

    row = CheckIn.objects.get()
    assert (row.value, row.confidence, row.note) == (Decimal("180.25"), Decimal(5), "Two fixes\nare live.")
    assert (row.date, row.by and row.by.key, row.by_email, row.at, row.via) == (
        DAY, "dan", "dan@north.example", world.clock.now, "web",
    )  # fmt: skip


def test_the_event_holds_all_that_a_sentence_says(world: World) -> None:
    check_in(world, confidence=Decimal(8))

    event = Event.objects.get(kind="check-in.made")
    assert event.data == {
        "day": "2026-10-05", "value": "180", "confidence": "8", "note": "", "measure": "number", "unit": "a week",
    }  # fmt: skip
    assert [team.key for team in event.concerns.all()] == ["product"]


def test_a_second_of_the_same_day_takes_its_place_and_activity_tells_both(world: World) -> None:
    check_in(world, 180, by="dan", note="Counted twice.")
    check_in(world, 175, by="alice")

    row = CheckIn.objects.get()
    assert (row.value, row.by and row.by.key, row.note) == (Decimal(175), "alice", None)
    first, second = Event.objects.filter(kind="check-in.made").order_by("id")
    assert (first.data["value"], first.data["note"]) == ("180", "Counted twice.")
    assert second.data["was"] == {"value": "180", "confidence": None, "note": "Counted twice."}


def test_what_another_said_that_day_is_not_replaced_unseen(world: World) -> None:
    first = check_in(world, 180, by="dan", seen="")

    with pytest.raises(Moved) as refused:
        check_in(world, 175, by="alice", seen="")

    assert refused.value.now == first
    assert check_in(world, 175, by="alice", seen=first.mark).value == 175


@pytest.mark.parametrize("by", ["alice", "dan"])
def test_the_teams_people_check_in(world: World, by: str) -> None:
    assert check_in(world, by=by).by_id


@pytest.mark.parametrize("by", ["bob", "carol"])
def test_a_party_and_an_outsider_do_not(world: World, by: str) -> None:
    with pytest.raises(MayNotCheckIn):
        check_in(world, by=by)

    assert not CheckIn.objects.exists()
    assert kinds() == []


def test_whoever_is_accountable_checks_in_from_another_team(world: World) -> None:
    KeyResult.objects.filter(pk=world.key_result.pk).update(accountable=world.actor("bob").person_id)

    assert check_in(world, by="bob").by_id


def test_what_is_over_or_not_yet_begun_takes_no_check_in(world: World) -> None:
    Cycle.objects.update(closed_at=timezone.now())
    with pytest.raises(CycleClosed):
        check_in(world)

    Cycle.objects.update(closed_at=None)
    Objective.objects.filter(key="calm").update(published_at=None)
    with pytest.raises(NotThere):
        check_in(world)

    Objective.objects.filter(key="calm").update(published_at=timezone.now())
    KeyResult.objects.filter(pk=world.key_result.pk).update(dropped_at=timezone.now())
    with pytest.raises(NotThere):
        check_in(world)


def test_a_result_that_its_team_has_closed_takes_no_check_in_until_it_is_opened_again(world: World) -> None:
    closed = closing.close(world.key_result, grade=Decimal("0.7"), by=world.actor("alice"), clock=world.clock)
    with pytest.raises(ResultClosed):
        check_in(world)

    closing.reopen(world.key_result, seen=closed.pk, by=world.actor("alice"), clock=world.clock)
    assert check_in(world).value == 180


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (DAY + timedelta(days=2), Unfit.IN_THE_FUTURE),
        (date(2026, 8, 30), Unfit.TOO_EARLY),
    ],
)
def test_a_day_that_has_not_been_or_is_long_before_the_start_is_refused(world: World, day: date, code: Unfit) -> None:
    with pytest.raises(Unsaid) as refused:
        check_in(world, day=day)

    assert refused.value.code is code


def test_a_percentage_stays_between_0_and_100(world: World) -> None:
    five_days = KeyResult.objects.get(key="five-days")
    with pytest.raises(Unsaid) as refused:
        check_in(world, "100.5", by="carol", key_result=five_days)

    assert refused.value.code is Unfit.NOT_A_PERCENTAGE
    assert check_in(world, "62.5", by="carol", key_result=five_days).value == Decimal("62.5")


def test_a_correction_says_the_new_value_and_activity_the_old_one(world: World) -> None:
    row = check_in(world, 108, confidence=Decimal(8))

    correct(world, row, 180, confidence=Decimal(5), note="A digit was lost.")

    assert CheckIn.objects.get().value == 180
    event = Event.objects.get(kind="check-in.corrected")
    assert (event.data["value"], event.data["was"]["value"], event.data["was"]["confidence"]) == ("180", "108", "8")


def test_what_was_taken_back_is_gone_and_activity_tells_what_it_said(world: World) -> None:
    take_back(world, check_in(world, 108))

    assert not CheckIn.objects.exists()
    assert Event.objects.get(kind="check-in.taken-back").data["value"] == "108"


def test_another_persons_check_in_is_put_right_by_them_or_by_who_leads(world: World) -> None:
    by_alice = check_in(world, 108, by="alice")
    with pytest.raises(MayNotCheckIn):
        correct(world, by_alice, 180, by="dan")
    with pytest.raises(MayNotCheckIn):
        take_back(world, by_alice, by="bob")

    by_dan = check_in(world, 90, by="dan", day=DAY - timedelta(days=1))
    assert correct(world, by_dan, 180, by="alice").value == 180


def test_what_moved_since_it_was_on_the_form_is_not_put_right(world: World) -> None:
    row = check_in(world, 108)
    seen = row.mark
    check_in(world, 109)

    with pytest.raises(Moved):
        correct(world, row, 180, seen=seen)
    with pytest.raises(Moved):
        take_back(world, row, seen=seen)
    assert CheckIn.objects.get().value == 109


def test_a_file_that_says_otherwise_is_nobodys_word(world: World) -> None:
    from dataclasses import replace

    from accord.domain.plan import CheckIn as InAFile

    check_in(world, 180)
    world.apply(lambda plan: replace(plan, check_ins=(InAFile("fewer-tickets", DAY, Decimal(170)),)))

    row = CheckIn.objects.get()
    assert (row.value, row.by, row.at, row.via) == (Decimal(170), None, None, None)


def test_progress_makes_no_agreement_stale(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")

    take_back(world, check_in(world, 60))

    assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")
