"""A yes that holds again by itself is told by mail to whoever had been mailed for an answer, and to nobody else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.domain.telling import Choice, How
from accord.models import Person, Realignment
from accord.services.agreements import answers
from accord.services.people import preferences
from accord.services.telling import following
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import later, letters, said, to, work
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db

RESULT = "Calendar tickets, from 210 to 60 a week"


@pytest.fixture
@built_once
def world() -> World:
    """Everybody has an account and stands agreed; what was told of that is read."""
    world = worlds.build()
    for person in ("alice", "bob", "carol", "dan"):
        world.account(person)
    world.agree("bob", "support")
    world.agree("alice", "product")
    work(world.clock())
    return world


def less(plan: Plan) -> Plan:
    return with_key_result(plan, target=Decimal(80))


def subjects(world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter in letters(world.clock()):
        found.setdefault(letter.to[0].partition("@")[0], []).append(str(letter.subject))
    return found


def test_whoever_was_mailed_hears_that_their_yes_holds_again(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())

    world.apply(by="dan")
    told = {letter.to[0]: letter for letter in letters(world.clock())}

    assert Realignment.objects.get().state == "reverted"
    assert sorted(told) == ["alice@north.example", "bob@north.example"]
    letter = told["bob@north.example"]
    assert letter.subject == f"Your yes to {RESULT} holds again"
    assert "what you agreed to is what is written again" in said(str(letter.body))
    assert "There is nothing you have to do." in letter.body


def test_whoever_was_never_mailed_of_the_change_hears_nothing(world: World) -> None:
    world.apply(less, by="dan")
    world.apply(by="dan")

    assert subjects(world) == {}


def test_whoever_objected_hears_that_it_is_written_anew(world: World) -> None:
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="80 would be a yes.", by=world.actor("bob"), clock=world.clock)
    work(world.clock())
    letters(world.clock())

    world.apply(less, by="dan")

    (letter,) = to(world.clock(), "bob")
    assert letter.subject == f"{RESULT} changed after your objection"
    assert "Dan Diaz changed on Mon 5 Oct" in said(str(letter.body))
    assert "Your objection stands until you answer. If it is a yes now, agree." in letter.body
    assert "/agreements/fewer-tickets/" in letter.body

    world.apply(lambda plan: with_key_result(plan, weight=Decimal(2), target=Decimal(80)), by="dan")
    assert "bob" not in subjects(world), "what Support objects to is as it was told"


def test_an_objection_answered_before_the_letter_goes_needs_none(world: World) -> None:
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="80 would be a yes.", by=world.actor("bob"), clock=world.clock)
    work(world.clock())
    letters(world.clock())

    world.apply(less, by="dan")
    world.agree("bob", "support", [Clause.COMPLETION_CRITERIA])

    assert not any("objection" in subject for subject in subjects(world).get("bob", []))


def test_a_mail_of_an_earlier_change_does_not_count(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())
    world.agree("bob", "support", [Clause.COMPLETION_CRITERIA])
    world.agree("alice", "product", [Clause.COMPLETION_CRITERIA])
    work(world.clock())
    world.apply(lambda plan: with_key_result(plan, target=Decimal(90)), by="dan")
    world.apply(less, by="dan")

    assert subjects(world) == {}


def test_who_is_told_only_in_accord_is_not_mailed_of_it_either(world: World) -> None:
    preferences.choose_telling(Person.objects.get(key="bob"), Choice(How.IN_ACCORD))
    world.apply(less, by="dan")
    work(world.clock())
    preferences.choose_telling(Person.objects.get(key="bob"), Choice())

    world.apply(by="dan")

    assert sorted(subjects(world)) == ["alice"]


def test_whoever_took_it_back_is_not_told(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())

    world.apply(by="alice")

    assert sorted(subjects(world)) == ["bob"]


def test_what_is_asked_anew_before_the_mail_goes_out_is_only_asked(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())
    world.apply(by="dan")
    world.apply(lambda plan: with_key_result(plan, target=Decimal(90)), by="dan")

    found = subjects(world)

    assert [subject for subject in found["bob"] if "holds again" in subject] == []
    assert len(found["bob"]) == 1


def test_a_team_that_is_no_party_any_more_hears_that_nothing_waits_for_it(world: World) -> None:
    def without_support(plan: Plan) -> Plan:
        result = plan.objectives[0].key_results[0]
        actions = tuple(replace(action, team="product") for action in result.actions)
        needs = tuple(replace(need, declined="No time.", stated=frozenset({"declined"})) for need in result.needs)
        return with_key_result(plan, duties=(), actions=actions, needs=needs)

    world.apply(less, by="dan")
    work(world.clock())

    world.apply(without_support)

    (letter,) = [each for each in letters(world.clock()) if each.to == ["bob@north.example"]]
    assert letter.subject == "Product no longer needs ‘Tag September again’ from you"
    assert "What was asked of you needs no answer any more." in said(str(letter.body))


def test_who_also_follows_it_is_told_of_the_change_where_there_was_no_mail(world: World) -> None:
    bob = Person.objects.get(key="bob")
    following.follow(world.key_result, by=bob, now=world.clock())
    world.apply(less, by="dan")
    world.apply(by="dan")

    (subject,) = {subject for subject in subjects(world)["bob"] if "holds again" in subject}

    assert subject.startswith("Dan Diaz changed")


def test_a_day_later_it_stands_in_the_days_mail(world: World) -> None:
    preferences.choose_telling(Person.objects.get(key="bob"), Choice(How.DIGEST, hour=8))
    world.apply(less, by="dan")
    now = world.clock()
    work(now)
    (asked,) = [letter for letter in letters(later(now, days=1)) if letter.to == ["bob@north.example"]]
    assert "touches an agreement of yours" in asked.body

    world.clock.now = later(now, days=1)
    world.apply(by="dan")
    work(world.clock())
    (digest,) = [letter for letter in letters(later(now, days=2)) if letter.to == ["bob@north.example"]]

    assert f"Your yes to {RESULT} holds again" in digest.body
