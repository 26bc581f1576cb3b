"""Answering: a yes binds exactly what was on the screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from accord.domain.clauses import Clause
from accord.models import Act, Answer, Content, Event, Message, Party
from accord.services.agreements import answers
from accord.services.agreements.answers import CannotAnswer, NothingSaid, Outdated, Seen
from tests import world as worlds
from tests.world import CLAUSES, World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def test_a_published_plan_opens_an_agreement_with_its_parties(world: World) -> None:
    parties = Party.objects.filter(agreement_id=world.key_result.pk).values_list("team__key", "is_own", "states")

    assert set(parties) == {("product", True, "ooooo"), ("support", False, "ooooo")}
    assert world.state() == "open"


def test_a_key_result_nobody_shares_has_no_agreement(world: World) -> None:
    assert not Party.objects.filter(agreement__key_result__key="five-days").exists()


def test_agreeing_binds_my_team_and_leaves_a_trace(world: World) -> None:
    answered = world.agree("bob", "support")

    assert world.states("support") == "aaaaa"
    assert [a.fingerprint for a in answered.answers] == [s.fingerprint for s in world.seen("support")]
    event = Event.objects.get(kind="part.agreed")
    assert (event.by.key if event.by else None, event.data["clauses"]) == ("bob", [1, 2, 3, 4, 5])


def test_the_last_yes_makes_the_agreement_agreed(world: World) -> None:
    world.agree("bob", "support")
    assert world.state() == "open"

    answered = world.agree("alice", "product")

    assert world.state() == "agreed"
    assert answered.touched.completed == {world.key_result.pk}


def test_agreeing_twice_records_nothing_more(world: World) -> None:
    world.agree("bob", "support")

    assert world.agree("bob", "support").act is None
    assert (Act.objects.count(), Answer.objects.count()) == (1, 5)


def test_what_was_agreed_can_be_read_back_word_for_word(world: World) -> None:
    signed = world.agree("bob", "support").answers[0].fingerprint
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 80 or fewer."))

    assert "60 or fewer in the last two weeks" in Content.objects.get(fingerprint=signed).body


def test_a_yes_to_a_text_that_has_moved_is_refused_and_records_nothing(world: World) -> None:
    seen = world.seen("support")
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 80 or fewer."))

    with pytest.raises(Outdated) as refused:
        answers.agree(world.key_result, seen, by=world.actor("bob"), clock=world.clock)

    assert [was.clause for was, _ in refused.value.parts] == [Clause.COMPLETION_CRITERIA]
    assert not Answer.objects.exists()


def test_an_objection_stands_until_the_party_answers_again(world: World) -> None:
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason="The 18th is too soon.", by=world.actor("bob"), clock=world.clock)
    assert (world.states("support"), world.state()) == ("oooxo", "objected")

    answers.agree(world.key_result, world.seen("support"), by=world.actor("bob"), clock=world.clock, to_all=True)
    assert world.states("support") == "aaaxa"

    world.agree("bob", "support", [Clause.DEPENDENCIES])
    assert world.states("support") == "aaaaa"


def test_a_question_changes_no_standing(world: World) -> None:
    world.agree("bob", "support")
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])

    answers.ask(
        world.key_result, seen, question="Does it have to be the 18th?", by=world.actor("bob"), clock=world.clock
    )

    assert world.states("support") == "aaaaa"
    assert Message.objects.get().text == "Does it have to be the 18th?"


Act_ = Callable[[World, str, str], object]


def agree(world: World, person: str, team: str) -> object:
    seen = _seen(world, team)
    return answers.agree(world.key_result, [seen], by=world.actor(person), clock=world.clock)


def object_to(world: World, person: str, team: str) -> object:
    seen = _seen(world, team)
    return answers.object_to(world.key_result, seen, reason="No.", by=world.actor(person), clock=world.clock)


def ask(world: World, person: str, team: str) -> object:
    return answers.ask(world.key_result, _seen(world, team), question="Why?", by=world.actor(person), clock=world.clock)


def reply(world: World, person: str, team: str) -> object:
    return answers.reply(world.key_result, CLAUSES[0], team, text="Because.", by=world.actor(person), clock=world.clock)


def _seen(world: World, team: str) -> Seen:
    party = Party.objects.filter(agreement_id=world.key_result.pk, team__key=team).first()
    return Seen(team, CLAUSES[0], party.fingerprint_1 if party else "0" * 64)


@pytest.mark.parametrize("act", [agree, object_to, ask, reply])
@pytest.mark.parametrize(
    ("person", "team", "refusal"),
    [
        ("alice", "product", None),
        ("bob", "support", None),
        ("alice", "support", "may-not-answer"),
        ("bob", "product", "may-not-answer"),
        ("dan", "product", "may-not-answer"),
        ("carol", "product", "may-not-answer"),
        ("carol", "finance", "not-a-party"),
        ("ada", "support", "may-not-answer"),
    ],
)
def test_only_who_may_answer_for_a_party_answers(
    world: World, act: Act_, person: str, team: str, refusal: str | None
) -> None:
    if refusal is None:
        act(world, person, team)
        assert Answer.objects.exists() or Message.objects.exists()
        return
    with pytest.raises(CannotAnswer) as refused:
        act(world, person, team)
    assert (refused.value.code, refused.value.team) == (refusal, team)
    assert not Answer.objects.exists()
    assert not Message.objects.exists()


def test_objecting_without_a_word_is_refused(world: World) -> None:
    with pytest.raises(NothingSaid):
        answers.object_to(
            world.key_result, _seen(world, "support"), reason=" \r\n", by=world.actor("bob"), clock=world.clock
        )


def test_asking_nothing_is_refused(world: World) -> None:
    with pytest.raises(NothingSaid):
        answers.ask(world.key_result, _seen(world, "support"), question="", by=world.actor("bob"), clock=world.clock)


def test_replying_nothing_is_refused(world: World) -> None:
    with pytest.raises(NothingSaid):
        answers.reply(world.key_result, CLAUSES[0], "support", text="  ", by=world.actor("bob"), clock=world.clock)


def test_each_part_is_asked_for_from_the_day_it_is_as_it_is(world: World) -> None:
    first = Party.objects.get(agreement_id=world.key_result.pk, team__key="support")
    assert first.answer_by == date(2026, 10, 12)  # Monday, five working days after Monday the 5th
    world.agree("bob", "support", [Clause.DECOMPOSITION, Clause.RESPONSIBILITIES])

    world.clock.now = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Eighty or fewer."))

    asks = Party.objects.get(pk=first.pk).asks
    assert [ask and ask[1] for ask in asks] == ["2026-11-24", None, None, "2026-10-12", "2026-10-12"]


def test_what_is_agreed_is_no_longer_asked_for(world: World) -> None:
    world.agree("bob", "support")

    party = Party.objects.get(agreement_id=world.key_result.pk, team__key="support")
    assert (party.asks, party.asked_at, party.answer_by) == ([None] * 5, None, None)
