"""Applying a plan: all of it or nothing, and the same plan again changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from accord.domain import descriptions
from accord.domain.clauses import Clause
from accord.domain.plan import Contribution, Duty, Need, Plan
from accord.models import (
    Agreement,
    Answer,
    Change,
    Content,
    Cycle,
    Event,
    KeyResult,
    Organization,
    Party,
    Revision,
)
from accord.models import (
    Contribution as ContributionRow,
)
from accord.models import (
    Need as NeedRow,
)
from accord.queries.plans import plan_items
from accord.services.plans import plans
from accord.services.plans.plans import PlanRefused, StateMoved
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
Edit = Callable[[Plan], Plan]


@pytest.fixture
def world() -> World:
    return worlds.build()


def test_the_installation_holds_what_the_plan_says(world: World) -> None:
    planned = {(thing.kind, thing.id): thing.fields for thing in descriptions.described(the_plan())}
    held = {key: thing.fields for key, thing in plan_items.described(world.cycle).items()}

    assert held == planned


def test_the_same_plan_again_changes_nothing(world: World) -> None:
    before = (Revision.objects.count(), Event.objects.count(), Change.objects.count(), Content.objects.count())

    assert not world.apply().changes
    assert (Revision.objects.count(), Event.objects.count(), Change.objects.count(), Content.objects.count()) == before


@needs_real_plan
def test_the_real_plan_opens_39_agreements() -> None:
    plan = worlds.the_plan(RUST_GOALS.read_bytes())
    clock = worlds.Clock()
    plans.apply_plan(plan, by=Actor(None, "shell"), clock=clock)

    assert Agreement.objects.count() == 39
    parties = set(Party.objects.filter(agreement__key_result__key="gpu-offload-expose-experimental-llvm-features-fo")
                  .values_list("team__key", flat=True))  # fmt: skip
    assert parties == {"compiler", "lang"}
    assert not plans.apply_plan(plan, by=Actor(None, "shell"), clock=clock).changes


EDITS: dict[str, tuple[Edit, str]] = {
    "criteria": (lambda plan: with_key_result(plan, completion_criteria="Eighty or fewer."), "saaaa"),
    "decomposition": (lambda plan: with_key_result(plan, decomposition="Two fixes are enough."), "asaaa"),
    "duty": (lambda plan: with_key_result(plan, duties=(Duty("support", "Samples fifty."),)), "aasaa"),
    "definition": (lambda plan: replace(plan, metrics=(replace(plan.metrics[0], counts="Chat too."),)), "aaaas"),
    "objective's title": (
        lambda plan: replace(plan, objectives=(replace(plan.objectives[0], title="Please"), *plan.objectives[1:])),
        "saaaa",
    ),
    "why": (
        lambda plan: replace(plan, objectives=(replace(plan.objectives[0], why="Because."), *plan.objectives[1:])),
        "aaaaa",
    ),
    "cycle's end": (lambda plan: replace(plan, cycle=replace(plan.cycle, end=date(2027, 1, 15))), "saaaa"),
    "a typo": (
        lambda plan: with_key_result(
            plan, completion_criteria="Support counts 60 or fewer, in the last two weeks of December"
        ),
        "aaaaa",
    ),
}


@pytest.mark.parametrize(("edit", "states"), EDITS.values(), ids=EDITS)
def test_a_change_makes_exactly_the_touched_parts_stale(world: World, edit: Edit, states: str) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")

    world.apply(edit)

    assert (world.states("product"), world.states("support")) == (states, states)


@pytest.mark.parametrize(("edit", "states"), EDITS.values(), ids=EDITS)
def test_what_is_taken_back_is_agreed_again_by_itself(world: World, edit: Edit, states: str) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    world.apply(edit)

    world.apply()

    assert world.state() == "agreed"
    assert Answer.objects.count() == 10


def test_an_action_of_another_team_concerns_only_that_team(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    plan = the_plan()
    own, theirs = plan.objectives[0].key_results[0].actions

    world.apply(lambda plan: with_key_result(plan, actions=(replace(own, due=date(2026, 12, 12)), theirs)))

    assert (world.states("product"), world.states("support")) == ("asaaa", "aaaaa")


def test_wording_keeps_its_class_through_several_changes(world: World) -> None:
    world.agree("bob", "support")
    first = "Support counts 60 or fewer in the last two weeks of December."
    for text in ["support counts 60 or fewer in the last two weeks of December", first + "!", first]:
        applied = world.apply(lambda plan, text=text: with_key_result(plan, completion_criteria=text))  # type: ignore[misc]
        assert [told.substantive for told in applied.told] == [False]

    assert world.states("support") == "aaaaa"
    assert KeyResult.objects.get(key="fewer-tickets").wording == {}


def test_a_duty_reworded_and_taken_back_stays_agreed(world: World) -> None:
    world.agree("bob", "support")
    for does in ["Samples 100 tickets, every Friday", "Samples 50.", "samples 100 tickets every Friday"]:
        world.apply(lambda plan, does=does: with_key_result(plan, duties=(Duty("support", does),)))  # type: ignore[misc]

    assert world.states("support") == "aaaaa"


def test_a_decline_takes_the_promise_back_and_the_party_leaves_with_it(world: World) -> None:
    def only(need: Need) -> Edit:
        return lambda plan: with_key_result(plan, actions=(), duties=(), needs=(need,))

    plan = the_plan()
    need = replace(plan.objectives[0].key_results[0].needs[0], for_action=None)
    world.apply(only(replace(need, promised=date(2026, 12, 18), stated=frozenset({"promised"}))))
    assert NeedRow.objects.get().promised == date(2026, 12, 18)

    world.apply(only(replace(need, declined="No one is free.", stated=frozenset({"declined"}))))

    row = NeedRow.objects.get()
    assert (row.promised, row.declined) == (None, "No one is free.")


def test_what_the_file_leaves_out_of_the_providers_side_stays(world: World) -> None:
    plan = the_plan()
    need = plan.objectives[0].key_results[0].needs[0]
    promised = replace(need, promised=date(2026, 12, 17), stated=frozenset({"promised"}))
    world.apply(lambda plan: with_key_result(plan, needs=(promised,)))

    assert not world.apply().changes
    assert NeedRow.objects.get().promised == date(2026, 12, 17)


def test_a_contribution_that_a_plan_no_longer_names_is_gone(world: World) -> None:
    def contributing(plan: Plan) -> Plan:
        supports = (Contribution("fewer-tickets", status="accepted"),)
        return replace(plan, objectives=(plan.objectives[0], replace(plan.objectives[1], contributes_to=supports)))

    world.apply(contributing)
    assert Party.objects.filter(team__key="finance").exists()

    applied = world.apply()

    assert [thing.id for thing in applied.changes.remove] == ["books>fewer-tickets"]
    assert not ContributionRow.objects.exists()
    assert not Party.objects.filter(team__key="finance").exists()


@pytest.mark.parametrize(
    ("person", "edit", "refused"),
    [
        ("alice", EDITS["criteria"][0], None),
        ("dan", EDITS["criteria"][0], None),
        ("bob", EDITS["criteria"][0], ("key_result", "fewer-tickets", "completion_criteria")),
        ("carol", EDITS["criteria"][0], ("key_result", "fewer-tickets", "completion_criteria")),
        ("bob", EDITS["definition"][0], None),
        ("alice", EDITS["definition"][0], ("metric", "tickets", "counts")),
        ("alice", EDITS["cycle's end"][0], ("cycle", "2026-q4", "end")),
    ],
)
def test_a_person_applies_only_their_own_sides(
    world: World, person: str, edit: Edit, refused: tuple[str, str, str] | None
) -> None:
    if refused is None:
        assert world.apply(edit, by=person).changes
        return
    before = Change.objects.count()
    with pytest.raises(PlanRefused) as refusal:
        world.apply(edit, by=person)
    assert [(r.kind, r.id, r.field) for r in refusal.value.changes] == [refused]
    assert Change.objects.count() == before


def test_all_refused_changes_are_named_and_none_is_applied(world: World) -> None:
    def both(plan: Plan) -> Plan:
        return EDITS["definition"][0](EDITS["criteria"][0](plan))

    with pytest.raises(PlanRefused) as refusal:
        world.apply(both, by="carol")

    assert {(r.kind, r.field) for r in refusal.value.changes} == {
        ("key_result", "completion_criteria"),
        ("metric", "counts"),
    }
    assert not Revision.objects.filter(field__isnull=False).exists()


def test_a_plan_of_another_organization_is_refused(world: World) -> None:
    plan = replace(the_plan(), organization=replace(the_plan().organization, id="south"))
    with pytest.raises(PlanRefused, match="other-organization"):
        plans.apply_plan(plan, by=Actor(None, "shell"), clock=world.clock)
    assert Organization.objects.get().key == "north"


def test_a_closed_cycle_takes_no_plan(world: World) -> None:
    Cycle.objects.update(closed_at=world.clock())
    with pytest.raises(PlanRefused, match="cycle-closed"):
        world.apply(EDITS["criteria"][0])


def test_an_expected_state_that_has_moved_is_refused(world: World) -> None:
    state = world.apply().state
    world.agree("bob", "support", [Clause.DEFINITIONS])

    with pytest.raises(StateMoved):
        plans.apply_plan(the_plan(), by=Actor(None, "shell"), clock=world.clock, expect=state)


def test_a_failure_half_way_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Revision.objects.count(), KeyResult.objects.get(key="fewer-tickets").completion_criteria)

    def fail(*args: object, **named: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("accord.services.definitions.carrying_out.announce", fail)
    with pytest.raises(RuntimeError):
        world.apply(EDITS["criteria"][0])

    assert (Revision.objects.count(), KeyResult.objects.get(key="fewer-tickets").completion_criteria) == before


def test_a_change_to_what_is_not_agreed_yet_reaches_its_party(world: World) -> None:
    world.apply(EDITS["criteria"][0])

    event = Event.objects.filter(kind="change.made").order_by("-id")[0]
    assert set(event.concerns.values_list("key", flat=True)) == {"product", "support"}


def test_a_change_that_no_agreement_holds_concerns_no_party(world: World) -> None:
    world.apply(EDITS["why"][0])

    assert not Event.objects.order_by("-id")[0].concerns.exists()
