"""Closing: a team says how its key result ended, each party says its own, and nothing goes stale."""

from decimal import Decimal

import pytest

from accord.domain.grading import WrongGrade
from accord.models import Closing, Cycle, Event, KeyResult, Verdict
from accord.services.cycles import closing
from accord.services.cycles.closing import MayNotClose, Moved
from accord.services.definitions.edits import CycleClosed
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def close(world: World, by: str = "alice", *, grade: str = "1.0", word: str = "") -> Closing:
    return closing.close(world.key_result, grade=Decimal(grade), word=word, by=world.actor(by), clock=world.clock)


def judge(
    world: World, by: str = "bob", team: str = "support", *, is_met: bool = True, word: str = "", seen: int = 0
) -> Verdict:
    on_screen = seen or Closing.objects.latest("pk").pk
    return closing.judge(
        world.key_result, team, is_met=is_met, word=word, seen=on_screen, by=world.actor(by), clock=world.clock
    )


def test_a_team_closes_its_result_and_each_party_says_its_own(world: World) -> None:
    close(world, grade="0.9", word=" 71 in the last week. ")
    judge(world, is_met=True, word="Good enough for us.")

    ended = Closing.objects.get()
    assert (ended.is_met, ended.grade, ended.by.key) == (False, Decimal("0.9"), "alice")
    assert ended.word == "71 in the last week."
    said = ended.verdicts.get()
    assert (said.team.key, said.is_met, said.word) == ("support", True, "Good enough for us.")


def test_every_party_sees_how_it_ended(world: World) -> None:
    close(world)
    judge(world, is_met=False)

    kinds = ["key-result.closed", "key-result.judged"]
    for event in Event.objects.filter(kind__in=kinds):
        assert {team.key for team in event.concerns.all()} == {"product", "support"}
    assert Event.objects.get(kind=kinds[1]).data["differs"] is True


def test_a_party_may_say_otherwise_later_and_the_first_word_stays(world: World) -> None:
    close(world)
    judge(world, is_met=False)
    judge(world, is_met=True)

    assert list(Verdict.objects.values_list("is_met", flat=True)) == [False, True]


def test_closing_makes_nothing_stale(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")

    close(world)
    judge(world, is_met=False)
    closing.reopen(world.key_result, seen=Closing.objects.get().pk, by=world.actor("alice"), clock=world.clock)

    assert (world.states("product"), world.states("support")) == ("aaaaa", "aaaaa")


def test_what_was_closed_is_opened_and_closed_again(world: World) -> None:
    first = close(world)
    with pytest.raises(Moved):
        close(world, grade="0.9")

    closing.reopen(world.key_result, seen=first.pk, by=world.actor("dan"), clock=world.clock)
    again = close(world, grade="0.4")

    with pytest.raises(Moved):
        judge(world, seen=first.pk)
    with pytest.raises(Moved):
        closing.reopen(world.key_result, seen=first.pk, by=world.actor("alice"), clock=world.clock)
    assert Closing.objects.get(reopened_at=None) == again
    assert Closing.objects.get(reopened_by__key="dan") == first


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_only_the_results_own_people_close_it(world: World, person: str) -> None:
    with pytest.raises(MayNotClose, match="not-own"):
        close(world, by=person)
    first = close(world)
    with pytest.raises(MayNotClose, match="not-own"):
        closing.reopen(world.key_result, seen=first.pk, by=world.actor(person), clock=world.clock)
    assert Closing.objects.get().reopened_at is None


@pytest.mark.parametrize(
    ("person", "team", "code"),
    [
        ("carol", "support", "may-not-answer"),
        ("alice", "support", "may-not-answer"),
        ("carol", "finance", "not-a-party"),
        ("alice", "product", "not-a-party"),
    ],
)
def test_a_verdict_is_given_by_who_answers_for_a_party(world: World, person: str, team: str, code: str) -> None:
    close(world)

    with pytest.raises(MayNotClose, match=code):
        judge(world, by=person, team=team)
    assert not Verdict.objects.exists()


def test_a_draft_and_a_result_of_a_closed_cycle_are_not_closed(world: World) -> None:
    KeyResult.objects.filter(pk=world.key_result.pk).update(published_at=None)
    with pytest.raises(Moved):
        close(world)
    KeyResult.objects.filter(pk=world.key_result.pk).update(published_at=world.clock())
    Cycle.objects.update(closed_at=world.clock())
    with pytest.raises(CycleClosed):
        close(world)


@pytest.mark.parametrize("grade", ["-0.1", "1.1", "0.75", "10"])
def test_a_grade_is_a_tenth_from_nothing_to_all(world: World, grade: str) -> None:
    with pytest.raises(WrongGrade):
        close(world, grade=grade)
    assert not Closing.objects.exists()
