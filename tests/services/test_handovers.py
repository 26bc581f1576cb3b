"""Handing over: the provider delivers, the other team receives or says what is missing, and nothing goes stale."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accord.models import Event, HandoverStep, Need
from accord.services.asks import handovers
from accord.services.asks.handovers import MayNotSay, Moved, Seen, Unfit
from accord.services.telling.events import Actor, NobodyActs
from tests import world as worlds
from tests.world import CLAUSES, World

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)
Say = Callable[..., HandoverStep]


@pytest.fixture
def world() -> World:
    return worlds.build()


def need() -> Need:
    return Need.objects.get(key="tags")


def seen() -> Seen:
    last = HandoverStep.objects.filter(need=need()).order_by("-id").first()
    return Seen(need(), last.pk if last else 0)


def deliver(world: World, by: str = "bob", at: Seen | None = None, day: date = DAY, link: str = "") -> HandoverStep:
    return handovers.deliver(at or seen(), day=day, link=link, by=world.actor(by), clock=world.clock)


def receive(world: World, by: str = "alice", at: Seen | None = None) -> HandoverStep:
    return handovers.receive(at or seen(), by=world.actor(by), clock=world.clock)


def not_yet(world: World, by: str = "alice", at: Seen | None = None, missing: str = "Two causes.") -> HandoverStep:
    return handovers.not_yet(at or seen(), missing=missing, by=world.actor(by), clock=world.clock)


def take_back_delivery(world: World, by: str = "bob", at: Seen | None = None) -> HandoverStep:
    return handovers.take_back_delivery(at or seen(), by=world.actor(by), clock=world.clock)


def take_back_receipt(world: World, by: str = "alice", at: Seen | None = None) -> HandoverStep:
    return handovers.take_back_receipt(at or seen(), by=world.actor(by), clock=world.clock)


def test_what_is_delivered_and_received_is_kept_with_who_when_and_where(world: World) -> None:
    deliver(world, link=" https://desk.example/tags ")
    receive(world)

    assert (need().delivered, need().received) == (DAY, DAY)
    steps = HandoverStep.objects.values_list("kind", "team__key", "by__key", "link")
    assert list(steps) == [
        ("delivered", "support", "bob", "https://desk.example/tags"),
        ("received", "product", "alice", ""),
    ]


def test_both_teams_see_each_step(world: World) -> None:
    deliver(world)

    event = Event.objects.get(kind="need.delivered")
    assert {team.key for team in event.concerns.all()} == {"product", "support"}
    assert event.team is not None
    assert event.team.key == "support"
    assert event.key_result == world.key_result


def test_what_is_missing_is_delivered_again_and_stays_readable(world: World) -> None:
    deliver(world)
    not_yet(world, missing=" Two causes\r\nhave no tag. ")

    assert (need().delivered, need().not_yet) == (None, "Two causes\nhave no tag.")
    deliver(world)
    assert (need().delivered, need().not_yet) == (DAY, None)
    assert HandoverStep.objects.get(kind="not-yet").missing == "Two causes\nhave no tag."


def test_a_delivery_is_taken_back_until_it_is_received(world: World) -> None:
    deliver(world)
    not_yet(world)
    deliver(world)
    take_back_delivery(world)
    assert (need().delivered, need().not_yet) == (None, "Two causes.")

    deliver(world)
    receive(world)
    with pytest.raises(Moved):
        take_back_delivery(world)


def test_what_was_received_can_be_taken_back(world: World) -> None:
    deliver(world)
    receive(world)
    take_back_receipt(world)

    assert (need().delivered, need().received) == (DAY, None)


def test_progress_makes_nothing_stale(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")

    for step in (deliver, not_yet, deliver, receive, take_back_receipt, take_back_delivery):
        step(world)
        assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")
    assert world.states("product") == world.states("support") == "a" * len(CLAUSES)


@pytest.mark.parametrize(
    ("before", "step", "others"),
    [
        ((), deliver, ("alice", "carol")),
        ((deliver,), take_back_delivery, ("alice", "carol")),
        ((deliver,), receive, ("bob", "carol")),
        ((deliver,), not_yet, ("bob", "carol")),
        ((deliver, receive), take_back_receipt, ("bob", "carol")),
    ],
)
def test_each_step_is_one_teams_to_say(world: World, before: tuple[Say, ...], step: Say, others: tuple[str]) -> None:
    for earlier in before:
        earlier(world)

    for person in others:
        with pytest.raises(MayNotSay):
            step(world, by=person)
    step(world)
    assert HandoverStep.objects.count() == len(before) + 1


def test_whoever_is_in_the_team_may_say_it(world: World) -> None:
    deliver(world)

    receive(world, by="dan")

    assert need().received == DAY


@pytest.mark.parametrize("step", [receive, not_yet, take_back_delivery, take_back_receipt])
def test_nothing_is_said_of_what_was_never_delivered(world: World, step: Say) -> None:
    with pytest.raises(Moved):
        step(world)
    assert not HandoverStep.objects.exists()


def test_whoever_saw_something_else_is_told_so(world: World) -> None:
    at_first = seen()
    deliver(world)
    on_screen = seen()
    take_back_delivery(world)
    deliver(world)

    for stale in (at_first, on_screen):
        with pytest.raises(Moved):
            receive(world, at=stale)
    assert need().received is None


def test_what_was_declined_is_not_handed_over(world: World) -> None:
    Need.objects.update(declined="No capacity.")

    with pytest.raises(Moved):
        deliver(world)


def test_a_draft_and_a_dropped_need_are_not_handed_over(world: World) -> None:
    at = seen()
    Need.objects.update(dropped_at=world.clock())

    with pytest.raises(Moved):
        deliver(world, at=at)


def test_a_day_to_come_and_nothing_missing_are_not_taken(world: World) -> None:
    with pytest.raises(Unfit, match="in-the-future"):
        deliver(world, day=DAY + timedelta(days=2))
    deliver(world, day=DAY + timedelta(days=1))
    with pytest.raises(Unfit, match="nothing-missing"):
        not_yet(world, missing=" \n ")
    assert need().delivered == DAY + timedelta(days=1)


def test_the_operator_hands_nothing_over(world: World) -> None:
    with pytest.raises((MayNotSay, NobodyActs)):
        handovers.deliver(seen(), day=DAY, by=Actor(None, "shell"), clock=world.clock)
