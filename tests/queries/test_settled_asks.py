"""What was asked of somebody by mail and needs no answer any more, part by part and moment by moment."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from accord.domain.clauses import Clause
from accord.domain.telling import Kind
from accord.models import Event, Notice, Outbox, Party, Person, Team
from accord.queries.asks.settled_asks import SettledAsks, settled_asks
from accord.services.telling import events
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World

pytestmark = pytest.mark.django_db
CRITERIA = [Clause.COMPLETION_CRITERIA]


@pytest.fixture
@built_once
def world() -> World:
    """Support stands agreed to everything; nothing of it was ever mailed."""
    world = worlds.build()
    Notice.objects.all().delete()
    world.agree("bob", "support", [clause for clause in Clause if clause not in CRITERIA])
    return world


def happened(world: World, at: datetime) -> Event:
    return events.record("change.made", by=world.actor("dan"), at=at, data={})


def notice(world: World, kind: Kind, effect: str, data: dict[str, object], *, is_sent: bool = True) -> Notice:
    at = world.clock()
    message = Outbox.objects.create(
        effect=effect, kind="letter", made_at=at, due_at=at, done_at=at if is_sent else None
    )
    return Notice.objects.create(
        person=Person.objects.get(key="bob"), event=happened(world, at), kind=kind.value, effect=effect, data=data,
        made_at=at, message=message,
    )  # fmt: skip


def asked(world: World, clauses: Sequence[Clause] = CRITERIA, *, is_sent: bool = True) -> None:
    team = Team.objects.get(key="support").pk
    parts = {str(world.key_result.pk): {str(team): [clause.number for clause in clauses]}}
    notice(world, Kind.ASKED, f"asked:{world.clock.now}", {"parts": parts}, is_sent=is_sent)


def settled(world: World) -> SettledAsks:
    return settled_asks(notice(world, Kind.ASKED, f"settled:{world.clock.now}", {"settled": [world.key_result.pk]}))


def no_longer_waits() -> None:
    Party.objects.filter(team__key="support").update(waits=False)


def test_what_was_mailed_and_waits_no_more_holds_again(world: World) -> None:
    asked(world)
    no_longer_waits()

    assert settled(world) == SettledAsks(holding=frozenset({world.key_result.pk}))


def test_what_still_waits_is_asked_in_a_message_of_its_own(world: World) -> None:
    asked(world)

    assert settled(world) == SettledAsks()


def test_what_was_never_mailed_is_not_told_to_be_over(world: World) -> None:
    asked(world, is_sent=False)
    no_longer_waits()

    assert settled(world) == SettledAsks()


def test_who_answered_before_it_was_settled_hears_nothing(world: World) -> None:
    asked(world)
    world.agree("bob", "support", CRITERIA)

    assert settled(world) == SettledAsks()


def test_an_answer_from_before_the_ask_does_not_count(world: World) -> None:
    world.agree("bob", "support", CRITERIA)
    asked(world)

    assert settled(world) == SettledAsks(holding=frozenset({world.key_result.pk}))


def test_one_of_two_asked_clauses_that_was_answered_leaves_the_other(world: World) -> None:
    asked(world, [Clause.COMPLETION_CRITERIA, Clause.DEFINITIONS])
    world.agree("bob", "support", CRITERIA)

    assert settled(world) == SettledAsks(holding=frozenset({world.key_result.pk}))


def test_a_team_that_is_bound_no_more_has_left(world: World) -> None:
    asked(world)
    Party.objects.filter(team__key="support").delete()

    assert settled(world) == SettledAsks(left=frozenset({world.key_result.pk}))


def test_another_result_that_was_settled_says_nothing_of_this_one(world: World) -> None:
    asked(world)
    no_longer_waits()
    other = notice(world, Kind.ASKED, "other", {"settled": [world.key_result.pk + 1]})

    assert settled_asks(other) == SettledAsks()
