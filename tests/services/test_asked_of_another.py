"""A need that is asked of another team, through every door: the earlier team's word ends, and the new one is asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accord.domain.plan import Plan
from accord.models import Answer, Event, HandoverStep, Need, Party, Person, Realignment, Revision, Team
from accord.queries import access
from accord.queries.asks import asks
from accord.queries.asks.asked_things import Delivered
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import ChangeRefused, Edit, Invalid
from accord.services.plans.plans import PlanRefused
from tests import world as worlds
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 4)
WORD = ("promised", "provided_by_action_id", "declined", "delivered", "received", "not_yet")
PROMISE: dict[str, Any] = {"promised": DAY, "provided_by": "retag"}
NO: dict[str, Any] = {"declined": "Nobody is free."}
EARLIER: dict[str, Any] = {"from": "support"}
OTHER: dict[str, Any] = {"from": "finance"}


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def edit(world: World, person: str, *, agree: bool = True, **fields: Any) -> definitions.Saved:
    return definitions.save(
        world.cycle, [Edit("need", "tags", fields)], by=world.actor(person), clock=world.clock, agree=agree
    )


def need() -> Need:
    found: Need = Need.objects.select_related("provider").get(key="tags")
    return found


def word() -> dict[str, Any]:
    """What is said to the need today."""
    return {name: value for name in WORD if (value := getattr(need(), name)) is not None}


def seen() -> Seen:
    last = HandoverStep.objects.filter(need=need()).order_by("-id").first()
    return Seen(need(), last.pk if last else 0)


def asked_of(world: World, team: str, person: str) -> asks.AsksPage:
    return asks.page(access.reader(world.account(person)), Team.objects.get(key=team), world.cycle, today=DAY)


@pytest.mark.parametrize("said", [PROMISE, {**PROMISE, "delivered": DAY}, NO])
@pytest.mark.parametrize("person", ["alice", "dan", "ada"])
def test_what_the_earlier_team_said_ends_whoever_of_the_asking_team_writes(
    world: World, said: dict[str, Any], person: str
) -> None:
    edit(world, "bob", **said)

    edit(world, person, **OTHER)

    assert (need().provider.key, word()) == ("finance", {})
    kept = Revision.objects.filter(kind="need", field__in=said).order_by("-id").values_list("field", "after")
    assert dict(kept[: len(said)]) == dict.fromkeys(said)


def test_a_team_that_was_not_asked_has_not_declined_and_is_party(world: World) -> None:
    edit(world, "bob", **NO)

    edit(world, "alice", **OTHER)

    assert Party.objects.get(agreement_id=world.key_result.pk, team__key="finance").states[3] == "o"
    assert [ask.team.key for ask in asked_of(world, "finance", "carol").asks] == ["product"]
    assert not asked_of(world, "support", "bob").declined


def test_it_is_asked_since_the_other_team_was_and_not_before(world: World) -> None:
    before = world.clock.now

    edit(world, "alice", **OTHER)

    (ask,) = asked_of(world, "finance", "carol").asks
    assert before < ask.since <= world.clock.now
    assert ask.answer_by is not None


@pytest.mark.parametrize("person", ["alice", "dan", "bob", "carol"])
@pytest.mark.parametrize("said", [{"promised": DAY}, {"delivered": DAY}, NO])
def test_nobody_but_the_new_teams_own_people_speaks_for_it(world: World, person: str, said: dict[str, Any]) -> None:
    with pytest.raises(ChangeRefused):
        edit(world, person, **OTHER, **said)

    assert (need().provider.key, word()) == ("support", {})


def test_who_is_in_both_teams_may_promise_with_the_asking(world: World) -> None:
    Team.objects.get(key="finance").memberships.create(person=Person.objects.get(key="alice"), role="member")
    edit(world, "bob", **PROMISE)

    edit(world, "alice", **OTHER, promised=DAY)

    assert (need().provider.key, word()) == ("finance", {"promised": DAY})


def test_an_admin_may_state_what_the_new_team_says(world: World) -> None:
    edit(world, "bob", **NO)

    edit(world, "ada", **OTHER, promised=DAY)

    assert word() == {"promised": DAY}


@pytest.mark.parametrize("cleared", [{"promised": None}, {"declined": None}, {"promised": None, "by": DAY}])
def test_nobody_ends_a_promise_without_asking_another_team(world: World, cleared: dict[str, Any]) -> None:
    edit(world, "bob", **(NO if "declined" in cleared else PROMISE))

    for fields in (cleared, {**cleared, **EARLIER}):
        with pytest.raises(ChangeRefused):
            edit(world, "alice", **fields)

    edit(world, "alice", what="Tags that are correct")
    assert word()


def test_what_is_received_needs_what_the_new_team_delivers(world: World) -> None:
    edit(world, "bob", delivered=DAY)

    with pytest.raises(Invalid):
        edit(world, "alice", **OTHER, received=DAY)


def test_what_was_missing_was_missing_from_the_earlier_teams_delivery(world: World) -> None:
    by = world.actor
    handovers.deliver(seen(), day=date(2026, 10, 5), by=by("bob"), clock=world.clock)
    handovers.not_yet(seen(), missing="Two causes.", by=by("alice"), clock=world.clock)
    assert word() == {"not_yet": "Two causes."}

    edit(world, "alice", **OTHER)
    assert word() == {}
    handovers.deliver(seen(), day=date(2026, 10, 5), by=by("carol"), clock=world.clock)
    handovers.take_back_delivery(seen(), by=by("carol"), clock=world.clock)

    assert word() == {}


def test_the_earlier_team_is_told_and_its_yes_is_asked_for_no_more(world: World) -> None:
    edit(world, "bob", **PROMISE)
    world.agree("alice", "product")
    world.agree("bob", "support")
    assert world.state() == "agreed"

    saved = edit(world, "alice", agree=False, **OTHER)

    assert world.states("support") == "aaaaa"  # it is party by its work still, and answers for nothing here
    assert Party.objects.get(agreement_id=world.key_result.pk, team__key="support").empties[3] == "1"
    assert Realignment.objects.filter(closed_at=None).count() == 1
    event = Event.objects.get(kind="change.made", change=saved.change)
    assert {"product", "support", "finance"} <= {team.key for team in event.concerns.all()}


def test_the_first_promise_of_the_new_team_is_as_asked(world: World) -> None:
    edit(world, "bob", **PROMISE)
    edit(world, "alice", **OTHER)
    world.agree("alice", "product")
    before = Answer.objects.filter(team__key="product", is_standing=True).count()

    edit(world, "carol", promised=DAY)

    assert world.states("product")[3] == "a"
    assert Answer.objects.filter(team__key="product", is_standing=True).count() == before + 1


def test_asked_of_the_earlier_team_again_its_promise_does_not_return_by_itself(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    edit(world, "bob", **PROMISE)

    edit(world, "alice", **OTHER)
    edit(world, "alice", **EARLIER)

    assert word() == {}
    assert world.states("support") == "aaaaa"  # what it had agreed to before it promised is what is written again


def of_finance(**said: Any) -> Any:
    def changed(plan: Plan) -> Plan:
        (known,) = plan.objectives[0].key_results[0].needs
        return with_key_result(plan, needs=(replace(known, provider="finance", **said, stated=frozenset(said)),))

    return changed


@pytest.mark.parametrize("said", [PROMISE, NO])
def test_a_plan_that_is_silent_leaves_alone_what_the_team_that_is_asked_has_said(
    world: World, said: dict[str, Any]
) -> None:
    edit(world, "bob", **said)
    world.apply(by="alice")
    assert set(word()) == ({"declined"} if said is NO else {"promised", "provided_by_action_id"})

    done = world.apply(of_finance(), by="alice")

    assert {change.field for change in done.changes.change} == {"from", *said}
    assert word() == {}
    assert not world.apply(of_finance(), by="alice").changes


def test_a_plan_that_repeats_the_promise_states_it_for_the_new_team(world: World) -> None:
    edit(world, "bob", promised=DAY)
    repeated = of_finance(promised=DAY)

    with pytest.raises(PlanRefused) as refused:
        world.apply(repeated, by="alice")
    world.apply(repeated, by="ada")

    assert [(each.id, each.field) for each in refused.value.changes] == [("tags", "promised")]
    assert (need().provider.key, word()) == ("finance", {"promised": DAY})


def test_where_the_earlier_team_laid_it_is_not_said_of_what_the_new_one_delivered(world: World) -> None:
    day = world.clock.now.date()
    handovers.deliver(seen(), day=day, link="https://desk.example/support", by=world.actor("bob"), clock=world.clock)
    (before,) = asked_of(world, "product", "alice").asks
    edit(world, "alice", **OTHER)

    edit(world, "ada", delivered=day)

    (after,) = asked_of(world, "product", "alice").asks
    assert isinstance(before, Delivered)
    assert isinstance(after, Delivered)
    assert (before.team.key, before.link) == ("support", "https://desk.example/support")
    assert (after.team.key, after.link) == ("finance", "")


def test_a_team_of_which_nothing_else_is_asked_is_party_no_more(world: World) -> None:
    alone = [Edit("key_result", "fewer-tickets", {"duties": []}), Edit("action", "retag", {"team": "product"})]
    definitions.save(world.cycle, alone, by=world.actor("alice"), clock=world.clock)
    edit(world, "bob", promised=DAY)
    said = [Edit("need", "tags", OTHER)]

    told = definitions.preview(world.cycle, said, by=world.actor("alice"), clock=world.clock)
    edit(world, "alice", **OTHER)

    assert ([team for _, team in told.left], [team for _, team in told.joined]) == (["support"], ["finance"])
    assert not Party.objects.filter(agreement_id=world.key_result.pk, team__key="support").exists()
    event = Event.objects.filter(kind="change.made").latest("id")
    assert "support" in {team.key for team in event.concerns.all()}
