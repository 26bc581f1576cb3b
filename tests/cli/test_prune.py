"""`--prune`: what a plan no longer names goes, of its own cycle; what others need stays."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accord.domain.plan import Contribution, Cycle, Influence, Metric, MetricValue, Milestone, Plan
from accord.models import KeyResult, Objective, Person, Team, Use
from accord.models import Metric as MetricRow
from accord.services import doctor
from accord.services.definitions.definitions import Drop, Invalid, Restore, save
from tests import world as worlds
from tests.cli.plan_files import ADA, ALICE, write
from tests.cli.shell import accord, accord_json
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
NEXT = Cycle("2027-q1", "Q1 2027", date(2027, 1, 1), date(2027, 3, 31))


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def books_only(plan: Plan) -> Plan:
    return replace(plan, objectives=plan.objectives[1:], metrics=())


def supporting(plan: Plan) -> Plan:
    books = replace(plan.objectives[1], contributes_to=(Contribution("fewer-tickets", Decimal(5), "accepted"),))
    return replace(plan, objectives=(plan.objectives[0], books))


def removed(path: str, *options: str, command: str = "apply") -> list[tuple[str, str]]:
    code = 0 if command == "apply" else 1
    found = accord_json(command, path, *ADA, "--prune", *options, code=code)
    return [(each["kind"], each["id"]) for each in found["remove"]]


def test_without_it_nothing_is_taken_away(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, books_only)

    assert accord_json("plan", path)["remove"] == []
    assert accord_json("apply", path, *ADA)["remove"] == []
    assert Objective.objects.live().count() == 2


def test_objectives_and_below_go_and_the_metric_nothing_refers_to(world: World, tmp_path: Path) -> None:
    gone = [
        ("objective", "calm"),
        ("key_result", "fewer-tickets"),
        ("action", "fix-sync"),
        ("action", "retag"),
        ("need", "tags"),
        ("metric", "tickets"),
    ]
    path = write(tmp_path, books_only)

    assert removed(path, command="plan") == gone
    assert removed(path) == gone
    assert removed(path) == []
    assert not MetricRow.objects.exists()
    assert [each.key for each in Objective.objects.live()] == ["books"]


def test_it_names_all_that_goes_and_says_which_agreement_ends(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, books_only)

    said = accord("plan", path, "--prune").stdout

    assert said.startswith("Applying this would mean: 6 removed, 1 agreement ends.")
    assert "No agreement any more\n  x fewer-tickets: product, support\n" in said
    for line in ("objective calm", "key result fewer-tickets", "action fix-sync", "need tags", "metric tickets"):
        assert f"  - {line}\n" in said
    assert "What stands in a plan again comes back as the same, with its agreements." in said
    ended = accord_json("plan", path, "--prune", code=1)["ended"]
    assert ended == [{"key_result": "fewer-tickets", "parties": ["product", "support"]}]


def test_what_comes_back_stands_where_it_stood(world: World, tmp_path: Path) -> None:
    before = accord("export").stdout
    removed(write(tmp_path, books_only))

    accord_json("apply", write(tmp_path), *ADA)

    assert accord("export").stdout == before


def test_people_and_teams_and_accounts_stay(world: World, tmp_path: Path) -> None:
    def nobody(plan: Plan) -> Plan:
        finance = tuple(replace(team, members=()) for team in plan.teams if team.id == "finance")
        books = replace(plan.objectives[1], key_results=(replace(plan.objectives[1].key_results[0], accountable=None),))
        return replace(plan, people=(), teams=(replace(finance[0], parent=None),), objectives=(books,), metrics=())

    assert ("membership", "finance>carol") in removed(write(tmp_path, nobody))
    assert (Person.objects.count(), Team.objects.count()) == (5, 4)


def test_what_comes_back_is_what_it_was(world: World, tmp_path: Path) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    rows = (KeyResult.objects.get(key="fewer-tickets").pk, MetricRow.objects.get().pk)
    removed(write(tmp_path, books_only))

    accord_json("apply", write(tmp_path), *ADA)

    assert (KeyResult.objects.get(key="fewer-tickets").pk, MetricRow.objects.get().pk) == rows
    assert world.state() == "agreed"
    assert accord_json("plan", write(tmp_path), "--prune")["change"] == []


def test_some_of_an_objective_may_go(world: World, tmp_path: Path) -> None:
    key_result = the_plan().objectives[0].key_results[0]
    path = write(tmp_path, lambda plan: with_key_result(plan, actions=key_result.actions[:1]))

    assert removed(path) == [("action", "retag")]


def test_what_another_cycle_refers_to_stays(world: World, tmp_path: Path) -> None:
    world.apply(lambda plan: replace(plan, cycle=NEXT))

    assert ("metric", "tickets") not in removed(write(tmp_path, books_only))
    assert Objective.objects.live().filter(cycle__key="2027-q1").count() == 2
    assert removed(write(tmp_path, lambda plan: replace(books_only(plan), cycle=NEXT)))[-1] == ("metric", "tickets")


def test_a_metric_stays_that_one_that_stays_moves(world: World, tmp_path: Path) -> None:
    moved = Metric("churn", "Churn", influences=(Influence("sales", "-"),))
    circle = (
        Metric("left", "Left", influences=(Influence("right", "+"),)),
        Metric("right", "Right", influences=(Influence("left", "+"),)),
    )
    tickets = replace(the_plan().metrics[0], influences=(Influence("churn", "+"),))
    world.apply(lambda plan: replace(plan, metrics=(tickets, moved, Metric("sales", "Sales"), *circle)))
    world.apply(lambda plan: replace(plan, metrics=(tickets, moved, Metric("sales", "Sales"))))

    def without(plan: Plan) -> Plan:
        key_result = replace(plan.objectives[0].key_results[0], metric=None, baseline=None, target=None)
        return replace(with_key_result(plan, **_fields(key_result)), metrics=())

    assert removed(write(tmp_path), "--expect", accord_json("plan", write(tmp_path), code=1)["state"]) == [
        ("metric", "churn"),
        ("metric", "sales"),
        ("metric", "left"),
        ("metric", "right"),
    ]
    assert removed(write(tmp_path, without)) == [("metric", "tickets")]


def _fields(key_result: Any) -> dict[str, Any]:
    return {name: getattr(key_result, name) for name in ("metric", "baseline", "target")}


def test_a_metric_with_a_history_stays(world: World, tmp_path: Path) -> None:
    values = (MetricValue("tickets", date(2026, 9, 30), Decimal(210)),)
    world.apply(lambda plan: replace(plan, metric_values=values))

    assert ("metric", "tickets") not in removed(write(tmp_path, books_only))


def test_guardrails_terms_and_milestones_keep_what_they_name(world: World, tmp_path: Path) -> None:
    beta, other = Milestone("beta", "Beta"), Milestone("other", "Other")
    calls = Metric("calls", "Calls")

    def named(plan: Plan) -> Plan:
        plan = with_key_result(plan, guardrails=("calls",), terms=("beta",))
        return replace(plan, milestones=(beta, other), metrics=(*plan.metrics, calls))

    world.apply(named)
    world.apply(lambda plan: replace(named(plan), milestones=(beta,)))
    kept = write(tmp_path, lambda plan: replace(named(plan), milestones=(beta,)))

    assert removed(kept) == [("milestone", "other")]
    assert removed(write(tmp_path, books_only))[-3:] == [
        ("metric", "tickets"), ("metric", "calls"), ("milestone", "beta"),
    ]  # fmt: skip
    assert not Use.objects.exists()


def test_drafts_stay_and_what_they_refer_to(world: World, tmp_path: Path) -> None:
    Objective.objects.filter(key="calm").update(published_at=None)

    assert removed(write(tmp_path, books_only)) == []
    assert Objective.objects.live().count() == 2


def test_a_draft_goes_with_what_it_stands_under(world: World, tmp_path: Path) -> None:
    KeyResult.objects.filter(key="fewer-tickets").update(published_at=None)

    assert removed(write(tmp_path, lambda plan: replace(books_only(plan), metrics=plan.metrics))) == [
        ("objective", "calm"),
        ("key_result", "fewer-tickets"),
        ("action", "fix-sync"),
        ("action", "retag"),
        ("need", "tags"),
    ]
    assert list(doctor.problems(now=worlds.START)) == []


def test_one_removal_without_right_refuses_all(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, lambda plan: replace(plan, objectives=plan.objectives[:1]))

    done = accord("apply", path, *ALICE, "--prune")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "objective books" in done.stderr
    assert "key_result five-days" in done.stderr
    assert Objective.objects.live().count() == 2


def test_what_is_pruned_may_be_taken_back_only_as_the_plan_had_it(world: World, tmp_path: Path) -> None:
    removed(write(tmp_path, books_only))
    plan_without = write(tmp_path, lambda plan: with_key_result(plan, metric=None, baseline=None, target=None))

    accord_json("apply", plan_without, *ADA)

    assert KeyResult.objects.get(key="fewer-tickets").metric is None


def test_what_is_brought_back_on_its_page_is_measured_as_before(world: World, tmp_path: Path) -> None:
    beta = Milestone("beta", "Beta")
    world.apply(
        lambda plan: replace(with_key_result(plan, guardrails=("tickets",), terms=("beta",)), milestones=(beta,))
    )
    removed(write(tmp_path, books_only))
    back = Restore("objective", "calm")

    with pytest.raises(Invalid) as refused:
        save(world.cycle, [back], by=world.actor("ada"), clock=world.clock)
    assert {(each.wrong.field, each.wrong.about) for each in refused.value.values} == {
        ("metric", "tickets"), ("guardrails", "tickets"), ("terms", "beta"),
    }  # fmt: skip

    registry = [Restore("metric", "tickets"), Restore("milestone", "beta")]
    save(world.cycle, registry, by=world.actor("ada"), clock=world.clock)
    save(world.cycle, [back], by=world.actor("ada"), clock=world.clock)

    key_result = KeyResult.objects.select_related("metric").get(key="fewer-tickets")
    assert key_result.metric is not None
    assert key_result.metric.key == "tickets"
    assert list(key_result.uses.values_list("kind", "metric__key", "milestone__key")) == [
        ("guardrail", "tickets", None), ("term", None, "beta"),
    ]  # fmt: skip
    assert list(doctor.problems(now=worlds.START)) == []


def test_contributions_go_with_their_objective_and_do_not_come_back_by_themselves(world: World, tmp_path: Path) -> None:
    world.apply(supporting)
    gone = removed(write(tmp_path, lambda plan: replace(plan, objectives=plan.objectives[:1])))
    assert gone == [("objective", "books"), ("contribution", "books>fewer-tickets"), ("key_result", "five-days")]

    accord_json("apply", write(tmp_path), *ADA)
    assert accord_json("plan", write(tmp_path))["remove"] == []


def test_an_objective_dropped_on_its_page_comes_back_with_what_the_plan_says_alone(
    world: World, tmp_path: Path
) -> None:
    world.apply(supporting)
    save(world.cycle, [Drop("objective", "books")], by=world.actor("carol"), clock=world.clock)

    accord_json("apply", write(tmp_path), *ADA)

    assert accord("plan", write(tmp_path)).stdout == "Nothing to change.\n"


def test_taking_away_and_drafting_at_once_is_refused(world: World, tmp_path: Path) -> None:
    done = accord("apply", write(tmp_path), *ADA, "--prune", "--draft")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "--prune" in done.stderr
