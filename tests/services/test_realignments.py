"""Realignments in the installation: one for each change, kept in the transaction of whatever moves a part."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.clauses import Clause
from accord.domain.plan import Duty, Plan
from accord.models import Event, Party, RealignedPart, RealignedRevision, Realignment, Team
from accord.services.agreements import answers
from accord.services.realignments import realignment_deadlines, realignments
from accord.services.realignments.realignment_deadlines import CannotGoAhead
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 10, 19, 9, 0, tzinfo=UTC)  # two weeks after the cast began
EIGHTY = "Support counts 80 or fewer."


@pytest.fixture
@built_once
def world() -> World:
    """Product's result with Support and Finance as parties, agreed by all."""
    found = worlds.build()
    found.apply(three_parties)
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        found.agree(person, team)
    return found


def three_parties(plan: Plan) -> Plan:
    duties = plan.objectives[0].key_results[0].duties
    return with_key_result(plan, duties=(*duties, Duty("finance", "Pays for the tools.")))


def shared_with_nobody(plan: Plan) -> Plan:
    key_result = plan.objectives[0].key_results[0]
    actions = tuple(replace(action, team="product") for action in key_result.actions)
    needs = tuple(replace(need, declined="No time.", stated=frozenset({"declined"})) for need in key_result.needs)
    return with_key_result(plan, duties=(), actions=actions, needs=needs)


def changed(world: World, **fields: Any) -> None:
    """Apply the plan with other values in the shared key result."""
    world.apply(lambda plan: with_key_result(three_parties(plan), **fields))


def defined(plan: Plan, definition: str) -> Plan:
    return replace(three_parties(plan), metrics=(replace(plan.metrics[0], definition=definition),))


def one() -> Realignment:
    return Realignment.objects.get()


def parts(realignment: Realignment) -> set[tuple[str, int, str]]:
    """Team, clause and letter of the parts that are still in it."""
    rows = RealignedPart.objects.filter(realignment=realignment, left_at=None)
    return set(rows.values_list("team__key", "clause", "state"))


def test_a_change_of_an_agreed_clause_opens_one_realignment_with_a_deadline(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)

    assert (one().state, one().deadline) == ("open", date(2026, 10, 12))
    assert parts(one()) == {("product", 1, "s"), ("support", 1, "s"), ("finance", 1, "s")}
    told = Event.objects.get(kind="realignment.opened")
    assert (told.data["realignments"], told.data["agreements"]) == ([one().pk], 1)
    assert set(told.concerns.values_list("key", flat=True)) == {"product", "support", "finance"}


def test_a_clause_still_being_negotiated_is_simply_asked_for_again() -> None:
    world = worlds.build()
    world.agree("bob", "support")

    world.apply(lambda plan: with_key_result(plan, completion_criteria=EIGHTY))

    assert world.states("support") == "saaaa"
    assert not Realignment.objects.exists()


def test_two_changed_clauses_are_one_realignment_and_only_touched_parts_are_in_it(world: World) -> None:
    duties = (Duty("support", "Samples 50 tickets every Friday."), Duty("finance", "Pays for the tools."))
    changed(world, completion_criteria=EIGHTY, duties=duties)

    assert {(team, clause) for team, clause, _ in parts(one())} == {
        *(("product", n) for n in (1, 3)),
        *(("support", n) for n in (1, 3)),
        ("finance", 1),
    }


def test_it_is_realigned_when_all_have_agreed(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.agree("alice", "product")
    world.agree("bob", "support")
    assert one().state == "open"

    world.agree("carol", "finance")

    assert (one().state, one().closed_at) == ("realigned", world.clock.now)
    assert not RealignedPart.objects.filter(is_active=True).exists()
    assert Event.objects.get(kind="realignment.closed").data["state"] == "realigned"


def test_taking_it_back_closes_it_at_once_whatever_was_answered_in_between(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.agree("alice", "product")
    (seen,) = world.seen("support", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="No.", by=world.actor("bob"), clock=world.clock)

    world.apply(three_parties)

    assert one().state == "reverted"
    assert (world.states("finance"), world.states("support")) == ("aaaaa", "xaaaa")


def test_half_of_it_taken_back_leaves_the_other_half_to_be_answered(world: World) -> None:
    changed(world, completion_criteria=EIGHTY, decomposition="Two fixes.")
    world.apply(lambda plan: with_key_result(three_parties(plan), decomposition="Two fixes."))

    assert one().state == "open"
    for person, team in (("alice", "product"), ("bob", "support"), ("carol", "finance")):
        world.agree(person, team)
    assert one().state == "realigned"


def test_a_later_change_of_a_stale_part_joins_and_keeps_the_deadline(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.clock.now = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
    changed(world, completion_criteria="Support counts 90 or fewer.")

    assert one().deadline == date(2026, 10, 12)
    told = RealignedRevision.objects.filter(realignment=one()).order_by("id")
    assert [each.revision.after for each in told] == [EIGHTY, "Support counts 90 or fewer."]
    assert Event.objects.get(kind="realignment.joined").data["realignments"] == [one().pk]


def test_a_part_that_was_settled_and_goes_stale_again_joins_the_same(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.agree("bob", "support")
    changed(world, completion_criteria="Support counts 90 or fewer.")

    assert ("support", 1, "s") in parts(one())
    world.apply(three_parties)
    assert one().state == "reverted"


def test_a_change_of_another_agreed_clause_opens_its_own(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    changed(world, completion_criteria=EIGHTY, decomposition="Two fixes.")

    first, second = Realignment.objects.all()
    assert {clause for _, clause, _ in parts(first)} == {1}
    assert {clause for _, clause, _ in parts(second)} == {2}


def test_a_change_that_joins_one_and_touches_an_agreed_clause_does_both(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    changed(world, completion_criteria="Support counts 90 or fewer.", decomposition="Two fixes.")

    first, second = Realignment.objects.all()
    assert ({c for _, c, _ in parts(first)}, {c for _, c, _ in parts(second)}) == ({1}, {2})


def test_a_party_that_leaves_takes_its_part_along(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.agree("alice", "product")
    world.agree("bob", "support")

    world.apply(lambda plan: with_key_result(plan, completion_criteria=EIGHTY))  # the duty is gone

    first, its_going = Realignment.objects.all()
    assert first.state == "realigned"
    assert RealignedPart.objects.get(team__key="finance").left_at == world.clock.now
    assert parts(its_going) == {("product", 3, "s")}


def test_an_agreement_that_ends_withdraws_it(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)

    world.apply(shared_with_nobody)

    assert one().state == "withdrawn"
    assert not Party.objects.exists()


def test_a_closed_cycle_withdraws_it(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)

    realignments.withdraw(world.cycle, by=world.actor("ada"), now=world.clock())

    assert one().state == "withdrawn"


def test_a_party_that_comes_back_to_another_content_joins_again(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)
    world.apply(lambda plan: with_key_result(plan, completion_criteria=EIGHTY))
    changed(world, completion_criteria=EIGHTY)

    first, its_going = Realignment.objects.all()
    assert ("finance", 1, "s") in parts(first)
    assert its_going.state == "reverted"
    world.apply(three_parties)
    first.refresh_from_db()
    assert first.state == "reverted"


def test_a_difference_elsewhere_in_the_same_change_is_not_told(world: World) -> None:
    def both(plan: Plan) -> Plan:
        told = with_key_result(three_parties(plan), completion_criteria=EIGHTY)
        books = told.objectives[1]
        other = replace(books.key_results[0], title="Days to close the books")
        return replace(told, objectives=(told.objectives[0], replace(books, key_results=(other,))))

    world.apply(both)

    assert [each.revision.field for each in RealignedRevision.objects.all()] == ["completion_criteria"]


def test_a_metric_that_agreements_share_opens_one(world: World) -> None:
    world.apply(lambda plan: defined(plan, "Tickets from Sunday to Saturday."))

    assert {clause for _, clause, _ in parts(one())} == {5}
    assert [each.revision.kind for each in RealignedRevision.objects.all()] == ["metric"]


def test_wording_alone_opens_none(world: World) -> None:
    changed(world, completion_criteria="Support counts 60 or fewer, in the last two weeks of December!")

    assert world.states("support") == "aaaaa"
    assert not Realignment.objects.exists()


def test_a_change_of_nothing_agreed_costs_no_statement(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        changed(world, accountable="dan")

    assert not any("accord_realign" in query["sql"] for query in queries)


def late(world: World) -> Realignment:
    changed(world, completion_criteria=EIGHTY)
    world.agree("alice", "product")
    world.agree("bob", "support")
    world.clock.now = LATE
    return one()


def go_ahead(world: World, person: str, without: str = "finance", reason: str = "Carol is away.") -> None:
    team = Team.objects.get(key=without)
    realignment_deadlines.go_ahead(one().pk, team, reason=reason, by=world.actor(person), clock=world.clock)


def test_past_the_deadline_the_results_team_goes_ahead_without_a_party(world: World) -> None:
    late(world)

    go_ahead(world, "alice")

    assert one().state == "unanswered"
    part = RealignedPart.objects.get(team__key="finance")
    assert part.gone_ahead is not None
    assert (part.gone_ahead.reason, world.states("finance")) == ("Carol is away.", "saaaa")
    assert Event.objects.get(kind="realignment.gone-ahead").team == part.team


@pytest.mark.parametrize(
    ("person", "without", "reason", "code"),
    [
        ("alice", "finance", " \n", "no-reason"),
        ("alice", "support", "Away.", "nothing-waits"),
        ("alice", "product", "Away.", "nothing-waits"),
        ("bob", "finance", "Away.", "nothing-waits"),
        ("carol", "finance", "Away.", "nothing-waits"),
        ("dan", "finance", "Away.", "nothing-waits"),
        ("ada", "finance", "Away.", "nothing-waits"),
    ],
)
def test_nobody_else_goes_ahead(world: World, person: str, without: str, reason: str, code: str) -> None:
    late(world)

    with pytest.raises(CannotGoAhead) as refused:
        go_ahead(world, person, without, reason)

    assert (refused.value.code, one().state) == (code, "open")


def test_nobody_goes_ahead_before_the_deadline_or_after_the_end(world: World) -> None:
    late(world)
    world.clock.now = datetime(2026, 10, 12, 20, 0, tzinfo=UTC)  # still the day itself
    with pytest.raises(CannotGoAhead, match="too-early"):
        go_ahead(world, "alice")

    world.agree("carol", "finance")
    world.clock.now = LATE
    with pytest.raises(CannotGoAhead, match="closed"):
        go_ahead(world, "alice")


def test_an_objection_is_an_answer_and_nobody_goes_ahead_over_it(world: World) -> None:
    late(world)
    (seen,) = world.seen("finance", [Clause.COMPLETION_CRITERIA])
    answers.object_to(world.key_result, seen, reason="No.", by=world.actor("carol"), clock=world.clock)

    with pytest.raises(CannotGoAhead, match="nothing-waits"):
        go_ahead(world, "alice")


def test_an_answer_after_going_ahead_still_counts(world: World) -> None:
    late(world)
    go_ahead(world, "alice")

    world.agree("carol", "finance")

    assert (one().state, world.state()) == ("unanswered", "agreed")


def test_the_deadline_is_told_once_to_those_who_answer_and_to_the_team_above(world: World) -> None:
    late(world)

    assert [realignment_deadlines.escalate(now=LATE), realignment_deadlines.escalate(now=LATE)] == [1, 0]

    told = Event.objects.get(kind="realignment.deadline-passed")
    assert (told.data["asked"], told.data["things"]) == (["carol"], [["team", "finance"]])


def test_before_the_deadline_nobody_is_told(world: World) -> None:
    changed(world, completion_criteria=EIGHTY)

    assert realignment_deadlines.escalate(now=datetime(2026, 10, 12, 20, 0, tzinfo=UTC)) == 0


def test_the_number_of_statements_does_not_depend_on_how_many_parts_go_stale(world: World) -> None:
    def counted(plan: Callable[[Plan], Plan]) -> int:
        with CaptureQueriesContext(connection) as queries:
            world.apply(plan)
        return sum("accord_realign" in query["sql"] for query in queries)

    few = counted(lambda plan: with_key_result(three_parties(plan), completion_criteria=EIGHTY))
    world.apply(three_parties)
    duties = (Duty("support", "Samples 50 tickets."), Duty("finance", "Pays for some tools."))
    many = counted(
        lambda plan: with_key_result(
            defined(plan, "Another."), completion_criteria=EIGHTY, decomposition="Two fixes.", duties=duties
        )
    )

    assert len(parts(Realignment.objects.latest("id"))) > len(parts(Realignment.objects.earliest("id")))
    assert many == few
