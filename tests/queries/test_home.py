"""What needs somebody, from stored standings and threads."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.models import KeyResult, Objective, Party, Team
from accord.queries import access, home, shell
from accord.queries.access import Reader
from accord.queries.home import Line
from accord.queries.telling import feed
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from tests import world as cast
from tests.world import World, with_key_result

NEEDS_OF_BOB = [Clause.COMPLETION_CRITERIA, Clause.DEPENDENCIES]


@pytest.fixture
def world(db: None) -> World:
    return cast.build()


def reader(world: World, person: str) -> Reader:
    return access.reader(world.account(person))


def lines(world: World, person: str) -> list[Line]:
    found = home.needs(reader(world, person).answers_for, world.cycle).lines
    assert len(found) == shell.counts(reader(world, person), world.cycle).needs
    return list(found)


def ask(world: World, person: str, team: str, text: str = "How many?") -> None:
    (seen,) = world.seen(team, [Clause.DEPENDENCIES])
    answers.ask(world.key_result, seen, question=text, by=world.actor(person), clock=world.clock)


def reply(world: World, person: str, team: str, clause: Clause = Clause.DEPENDENCIES) -> None:
    answers.reply(world.key_result, clause, team, text="Twelve.", by=world.actor(person), clock=world.clock)


def object_to(world: World, person: str, team: str, reason: str = "A week more.") -> None:
    (seen,) = world.seen(team, [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason=reason, by=world.actor(person), clock=world.clock)


def test_an_agreement_that_waits_is_one_line_with_its_clauses_its_day_and_what_it_asks(world: World) -> None:
    (line,) = lines(world, "bob")

    assert (line.key, line.team.name, line.clauses, line.is_own) == ("fewer-tickets", "Product", [1, 2, 3, 4, 5], False)
    assert line.answer_by == date(2026, 10, 12)
    assert line.asked
    assert (line.asked.kind, line.asked.text, line.asked.by) == ("need", "Correct cause tags", date(2026, 12, 18))


def test_the_own_team_is_asked_too_and_an_outsider_is_not(world: World) -> None:
    (line,) = lines(world, "alice")

    assert line.is_own
    assert lines(world, "carol") == []
    assert lines(world, "dan") == []


def test_what_is_agreed_needs_nobody_until_it_changes(world: World) -> None:
    world.agree("bob", "support")
    assert lines(world, "bob") == []

    world.apply(lambda plan: cast.with_key_result(plan, completion_criteria="Support counts 50 or fewer."))

    (line,) = lines(world, "bob")
    assert (line.stale, line.open, line.opens_at) == ({1}, set(), 1)


def test_a_question_of_another_party_needs_the_own_team_until_it_replies(world: World) -> None:
    world.agree("alice", "product")
    ask(world, "bob", "support", "How many of them?")

    (line,) = lines(world, "alice")
    assert line.question
    assert (line.question.text, line.question.team.name, line.opens_at) == ("How many of them?", "Support", 4)

    reply(world, "alice", "product", Clause.DECOMPOSITION)
    assert len(lines(world, "alice")) == 1, "a reply in another clause is none"
    reply(world, "alice", "product")
    assert lines(world, "alice") == []

    ask(world, "bob", "support", "And of the others?")
    assert len(lines(world, "alice")) == 1


def test_a_question_of_the_own_team_needs_the_other_parties(world: World) -> None:
    world.agree("bob", "support")
    ask(world, "alice", "product")

    assert [line.question is not None for line in lines(world, "bob")] == [True]
    assert all(line.question is None for line in lines(world, "alice"))

    reply(world, "bob", "support")
    assert lines(world, "bob") == []


def test_an_objection_needs_the_team_whose_result_it_is_until_it_is_a_yes(world: World) -> None:
    world.agree("alice", "product")
    object_to(world, "bob", "support")

    (line,) = lines(world, "alice")
    assert [(said.text, said.clause) for said in line.objections] == [("A week more.", 4)]
    assert line.clauses == []

    world.agree("bob", "support", [Clause.DEPENDENCIES])
    assert lines(world, "alice") == []


def test_what_was_objected_to_and_is_written_anew_needs_the_team_that_objected(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    object_to(world, "bob", "support")

    world.apply(lambda plan: needed(plan, date(2026, 12, 21)))

    (line,) = lines(world, "bob")
    assert (line.clauses, line.moved, line.opens_at) == ([4], {4}, 4)
    assert [line.objections for line in lines(world, "alice")] in ([], [[]])
    assert lines(world, "carol") == []

    object_to(world, "bob", "support", "Two weeks more.")
    assert lines(world, "bob") == []
    (line,) = lines(world, "alice")
    assert [said.text for said in line.objections] == ["Two weeks more."]

    world.apply()
    (line,) = lines(world, "bob")
    assert line.moved == {4}


def test_an_objection_needs_nobody_else_but_is_told_where_something_waits_anyhow(world: World) -> None:
    object_to(world, "alice", "product")

    (line,) = lines(world, "bob")
    assert [said.team.name for said in line.objections] == ["Product"]

    world.agree("bob", "support")
    assert lines(world, "bob") == []


def test_an_objection_of_a_team_that_is_no_party_any_more_is_not_told(world: World) -> None:
    world.agree("alice", "product")
    object_to(world, "bob", "support")

    world.apply(without_support)

    assert [line.objections for line in lines(world, "alice")] == [[]]


def needed(plan: Plan, by: date) -> Plan:
    need = plan.objectives[0].key_results[0].needs[0]
    return with_key_result(plan, needs=(replace(need, by=by),))


def without_support(plan: Plan) -> Plan:
    (key_result,) = plan.objectives[0].key_results
    actions = tuple(replace(action, team="product") for action in key_result.actions)
    needs = tuple(replace(need, provider="finance") for need in key_result.needs)
    return cast.with_key_result(plan, duties=(), actions=actions, needs=needs)


def test_overdue_and_next_deadline_are_told_apart(world: World) -> None:
    needs = home.needs(reader(world, "bob").answers_for, world.cycle)

    assert (needs.overdue(date(2026, 10, 12)), needs.next_deadline(date(2026, 10, 12))) == ([], date(2026, 10, 12))
    assert len(needs.overdue(date(2026, 10, 13))) == 1
    assert needs.next_deadline(date(2026, 10, 13)) is None


def test_who_answers_for_a_team_without_a_lead_stands_above_it(world: World) -> None:
    Team.objects.create(key="tags", name="Tags", code="TAG", parent=Team.objects.get(key="support"))

    assert [person.name for person in home.who_answers(["tags"])] == ["Bob Berg"]


@pytest.mark.parametrize("many", [1, 12])
def test_what_needs_somebody_takes_as_many_statements_for_one_agreement_as_for_many(world: World, many: int) -> None:
    world.apply(lambda plan: with_copies(plan, many))

    with CaptureQueriesContext(connection) as captured:
        found = home.needs({"support"}, world.cycle)

    assert len(found.lines) == many + 1
    assert len(captured) == 3


def with_copies(plan: Plan, count: int) -> Plan:
    """The shared key result that many times more, each with its own duty of the other team."""
    first, *rest = plan.objectives
    (original,) = first.key_results
    copies = [replace(original, id=f"copy-{number}", actions=(), needs=(), accountable=None) for number in range(count)]
    return replace(plan, objectives=(replace(first, key_results=(original, *copies)), *rest))


def test_the_page_holds_twenty_lines_and_the_count_all_of_them(world: World) -> None:
    world.apply(lambda plan: with_copies(plan, 24))

    assert len(home.needs({"support"}, world.cycle).lines) == home.LINES
    assert shell.counts(reader(world, "bob"), world.cycle) == shell.Counts(needs=25, agreements=25, asks=26)


def test_around_somebody_is_what_others_did_newest_first(world: World) -> None:
    world.agree("bob", "support")
    world.agree("alice", "product")
    ask(world, "bob", "support")

    told = [str(each.sentence) for each in feed.around(reader(world, "alice"), most=10)]

    assert told == [
        "Support asked something about clause 4 of Calendar tickets, from 210 to 60 a week.",
        "Support agreed to all five clauses of Calendar tickets, from 210 to 60 a week.",
        "The operator added Northwind and 22 more things. One agreement opened.",
    ]
    assert feed.around(reader(world, "carol"), most=10) == []


def test_around_somebody_drafts_of_others_have_no_name(world: World) -> None:
    world.agree("bob", "support")
    world.apply(lambda plan: cast.with_key_result(plan, completion_criteria="Support counts 50 or fewer."))
    Objective.objects.update(published_at=None)

    ((of_bob,), (of_dan,)) = (feed.around(reader(world, person), most=1) for person in ("bob", "dan"))

    assert str(of_bob.sentence) == "The operator changed one thing. One agreement went stale."
    assert "Calendar tickets" in str(of_dan.sentence)


def test_what_one_change_made_stale_is_one_line_however_many_agreements(world: World) -> None:
    """Two results of Product count the same metric; Support agreed to both, and its yes to both is undone at once."""
    first = replace(cast.the_plan().objectives[0].key_results[0])
    second = replace(first, id="fewer-calls", title="Calls, from 90 to 40 a week", actions=(), needs=())

    def two(plan: Plan) -> Plan:
        objective, *rest = plan.objectives
        return replace(plan, objectives=(replace(objective, key_results=(first, second)), *rest))

    world.apply(two)
    for key_result in KeyResult.objects.filter(key__in=["fewer-tickets", "fewer-calls"]):
        for person, team in (("bob", "support"), ("alice", "product")):
            party = Party.objects.get(agreement_id=key_result.pk, team__key=team)
            seen = [Seen(team, clause, party.fingerprints[clause.number - 1]) for clause in Clause]
            answers.agree(key_result, seen, by=world.actor(person), clock=world.clock)
    assert lines(world, "bob") == []

    world.account("ada", is_admin=True)
    edit = Edit("metric", "tickets", {"definition": "Tickets of one working week."})
    definitions.save(world.cycle, [edit], by=world.actor("ada"), clock=world.clock, agree=False)

    (line,) = lines(world, "bob")
    assert line.change is not None
    assert line.change.by == "Ada Admin"
    assert line.change.keys == {"fewer-tickets", "fewer-calls"}
