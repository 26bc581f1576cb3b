"""The yes that comes with saving in one's own lines, and the standing yes of an ask: every "if" of the law."""

from typing import Any

import pytest

from accord.domain.clauses import Clause
from accord.models import Act, Answer, Party
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Edit, Saved, Saying
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World

pytestmark = pytest.mark.django_db
TAGS = "tags"


@pytest.fixture
@built_once
def world() -> World:
    """Both parties have agreed to everything."""
    built = worlds.build()
    built.agree("alice", "product")
    built.agree("bob", "support")
    return built


def save(world: World, person: str, *said: Saying, agree: bool = True) -> Saved:
    return definitions.save(world.cycle, said, by=world.actor(person), clock=world.clock, agree=agree)


def kr(**fields: Any) -> Edit:
    return Edit("key_result", "fewer-tickets", fields)


def need(**fields: Any) -> Edit:
    return Edit("need", TAGS, fields)


def both(world: World) -> tuple[str, str]:
    return world.states("product"), world.states("support")


def parties(key: str) -> dict[str, str]:
    return dict(Party.objects.filter(agreement__key_result__key=key).values_list("team__key", "states"))


def standing() -> list[tuple[str, str, int]]:
    found = Answer.objects.filter(is_standing=True).order_by("id")
    return [(each.act.by.key, each.team.key, each.clause) for each in found.select_related("act__by", "team")]


# The yes of whoever saves


def test_what_a_lead_writes_in_the_teams_own_result_is_its_yes(world: World) -> None:
    done = save(world, "alice", kr(target=50, decomposition="Two fixes."))

    assert both(world) == ("aaaaa", "ssaaa")
    assert {part.clause for part in done.agreed} == {1, 2}
    act = Act.objects.latest("id")
    assert (act.by.key, act.at, act.seen) == (
        "alice",
        done.change and done.change.at,
        done.change and done.change.revisions.last(),
    )


def test_it_is_not_where_the_person_unticks_it(world: World) -> None:
    assert not save(world, "alice", kr(target=50), agree=False).agreed
    assert both(world) == ("saaaa", "saaaa")


def test_it_is_not_where_the_person_answers_for_nobody(world: World) -> None:
    save(world, "dan", kr(target=50))
    assert both(world) == ("saaaa", "saaaa")


def test_the_owner_of_a_metric_agrees_to_its_definition(world: World) -> None:
    save(world, "bob", Edit("metric", "tickets", {"definition": "Counted on Sundays."}))
    assert both(world) == ("aaaas", "aaaaa")


def test_a_party_that_writes_the_definition_of_nobody_agrees_to_nothing_by_that(world: World) -> None:
    save(world, "bob", Edit("metric", "tickets", {"owner": None}))
    save(world, "bob", Edit("metric", "tickets", {"definition": "Counted on Sundays."}))
    assert both(world) == ("aaaas", "aaaas")


def test_only_what_the_change_alters_is_agreed_to() -> None:
    built = worlds.build()
    save(built, "alice", kr(target=50))
    assert both(built) == ("aoooo", "ooooo")


def test_a_part_that_the_team_objects_to_stays_objected(world: World) -> None:
    (seen,) = world.seen("product", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="Not so.", by=world.actor("alice"), clock=world.clock)

    save(world, "alice", kr(target=50))

    assert both(world) == ("xaaaa", "saaaa")


def test_a_new_result_is_agreed_to_by_the_lead_who_makes_it(world: World) -> None:
    duties = [{"team": "support", "does": "Helps."}]
    save(world, "alice", Create("key_result", "more", {"objective": "calm", "title": "More", "duties": duties}))
    assert parties("more") == {"product": "aaaaa", "support": "oaoaa"}


def test_what_comes_back_needs_no_new_yes(world: World) -> None:
    save(world, "alice", kr(target=50))
    count = Answer.objects.count()
    save(world, "alice", kr(target=60))
    assert both(world) == ("aaaaa", "aaaaa")
    assert Answer.objects.count() == count


# The standing yes of an ask


def test_a_first_promise_in_time_is_agreed_to_by_the_asking_team(world: World) -> None:
    save(world, "bob", need(promised="2026-12-18", provided_by="retag"))

    assert both(world) == ("aaaaa", "aaaaa")
    assert standing() == [("alice", "product", 4)]


def test_so_is_one_without_a_day_it_is_needed_by(world: World) -> None:
    save(world, "alice", need(by=None))
    world.agree("bob", "support")
    save(world, "bob", need(promised="2027-06-30"))
    assert both(world) == ("aaaaa", "aaaaa")


def test_a_promise_after_the_day_it_is_needed_by_is_asked(world: World) -> None:
    save(world, "bob", need(promised="2026-12-19"))
    assert both(world) == ("aaasa", "aaaaa")
    assert not standing()


def test_a_second_promise_is_asked(world: World) -> None:
    save(world, "bob", need(promised="2026-12-18"))
    save(world, "bob", need(promised="2026-12-11"))
    assert both(world) == ("aaasa", "aaaaa")


def test_a_promise_taken_back_and_given_anew_is_no_first_one(world: World) -> None:
    save(world, "bob", need(promised="2026-12-18"))
    save(world, "bob", need(promised=None))
    save(world, "bob", need(promised="2026-12-11"))
    assert both(world) == ("aaasa", "aaaaa")


def test_a_promise_is_asked_where_the_asking_team_had_not_agreed_before() -> None:
    built = worlds.build()
    built.agree("bob", "support")
    save(built, "bob", need(promised="2026-12-18"))
    assert both(built) == ("ooooo", "aaaaa")


def test_a_promise_is_asked_where_the_change_alters_something_else_of_the_part(world: World) -> None:
    otherwise = need(promised="2026-12-18", what="Other tags")
    definitions.save(world.cycle, [otherwise], by=Actor(None, "shell"), clock=world.clock)

    assert both(world) == ("aaasa", "aaasa")
    assert not standing()


def test_it_holds_also_where_the_provider_agrees_to_nothing_by_promising(world: World) -> None:
    save(world, "bob", need(promised="2026-12-18"), agree=False)
    assert both(world) == ("aaaaa", "aaasa")


def contributed(world: World) -> None:
    save(world, "carol", Create("contribution", "books>fewer-tickets", {"share": "5"}))


def test_a_contribution_taken_as_proposed_is_agreed_to_by_the_contributing_team(world: World) -> None:
    duty = {"team": "finance", "does": "Pays."}
    save(world, "alice", kr(duties=[{"team": "support", "does": "Samples 100 tickets every Friday."}, duty]))
    seen = [Seen("finance", c, p) for c, p in zip(Clause, fingerprints("finance"), strict=True)]
    answers.agree(world.key_result, seen, by=world.actor("carol"), clock=world.clock)
    contributed(world)

    save(world, "alice", Edit("contribution", "books>fewer-tickets", {"status": "accepted"}))

    assert parties("fewer-tickets")["finance"] == "aaaaa"
    assert parties("fewer-tickets")["product"] == "aaaaa"
    assert ("carol", "finance", 4) in standing()


def test_a_new_partys_other_parts_are_open(world: World) -> None:
    give_a_yes_elsewhere(world)
    contributed(world)
    save(world, "alice", Edit("contribution", "books>fewer-tickets", {"status": "accepted"}))
    assert parties("fewer-tickets")["finance"] == "ooaao"


def test_a_contribution_taken_otherwise_than_proposed_is_asked(world: World) -> None:
    give_a_yes_elsewhere(world)
    contributed(world)
    operator = Actor(None, "shell")
    both_fields = Edit("contribution", "books>fewer-tickets", {"status": "accepted", "share": "3"})
    definitions.save(world.cycle, [both_fields], by=operator, clock=world.clock)
    assert parties("fewer-tickets")["finance"] == "ooaoo"


def test_where_nobody_has_ever_agreed_it_is_in_the_name_of_whoever_proposed_it_for_the_team(world: World) -> None:
    contributed(world)
    save(world, "alice", Edit("contribution", "books>fewer-tickets", {"status": "accepted"}))
    assert parties("fewer-tickets")["finance"] == "ooaao"
    assert standing() == [("carol", "finance", 4)]


def test_where_only_the_operator_proposed_it_the_team_is_asked(world: World) -> None:
    proposed = Create("contribution", "books>fewer-tickets", {"share": "5"})
    definitions.save(world.cycle, [proposed], by=Actor(None, "shell"), clock=world.clock)
    save(world, "alice", Edit("contribution", "books>fewer-tickets", {"status": "accepted"}))
    assert parties("fewer-tickets")["finance"] == "ooaoo"
    assert not standing()


def give_a_yes_elsewhere(world: World) -> None:
    """Carol agrees for Finance in another agreement, so that there is somebody in whose name it says yes."""
    save(world, "carol", Edit("key_result", "five-days", {"duties": [{"team": "support", "does": "Helps."}]}))
    assert parties("five-days")["finance"] == "aaaaa"


def fingerprints(team: str) -> tuple[str, ...]:
    return Party.objects.get(agreement__key_result__key="fewer-tickets", team__key=team).fingerprints
