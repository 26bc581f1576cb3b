"""`accord export`: what is written, applied to an empty installation, is written again byte for byte."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from accord.domain import plan as p
from accord.formats.plan import read_documents
from accord.formats.plan.writing import write_yaml
from accord.models import CheckIn, KeyResult, Need, Objective
from accord.queries import access
from accord.queries.plans.plan_export import exported
from accord.services.definitions.definitions import Drop, save
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.cli.shell import accord, accord_json
from tests.formats import generated
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")
TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"


@pytest.fixture
def world() -> World:
    return worlds.build()


@contextmanager
def empty_installation() -> Iterator[None]:
    """Nothing of what is done in it stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported_after(plan: p.Plan) -> bytes:
    with empty_installation():
        plans.apply_plan(plan, by=OPERATOR, clock=worlds.Clock())
        return write_yaml(exported(access.cycle(plan.cycle.id, today=plan.cycle.start)).plan)


def read(data: bytes) -> p.Plan:
    return read_documents([("plan.yaml", data)]).plan


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=generated.plans())
def test_what_is_exported_is_exported_again_byte_for_byte(plan: p.Plan) -> None:
    written = exported_after(plan)

    assert exported_after(read(written)) == written


@pytest.mark.parametrize(
    "path", [pytest.param(TIDEWELL, id="demo"), pytest.param(RUST_GOALS, id="real", marks=needs_real_plan)]
)
def test_real_plans_come_out_as_they_went_in(path: Path) -> None:
    plan = read(path.read_bytes())
    written = exported_after(plan)

    assert exported_after(read(written)) == written
    assert {each.id for each in read(written).objectives} == {each.id for each in plan.objectives}
    assert read(written).people == plan.people
    assert len(read(written).check_ins) == len(plan.check_ins)


def test_the_export_of_the_demo_changes_nothing_there() -> None:
    plan = read(TIDEWELL.read_bytes())
    plans.apply_plan(plan, by=OPERATOR, clock=worlds.Clock())
    written = write_yaml(exported(access.cycle(today=plan.cycle.start)).plan)

    assert not plans.apply_plan(read(written), by=OPERATOR, clock=worlds.Clock()).changes


def test_both_formats_say_the_same(world: World) -> None:
    as_yaml, as_json = (accord("export", "--format", name) for name in ("yaml", "json"))

    assert (as_yaml.exit_code, as_json.exit_code) == (0, 0)
    assert read(as_yaml.stdout_bytes) == read_documents([("plan.json", as_json.stdout_bytes)]).plan == the_plan()
    assert list(orjson.loads(as_json.stdout_bytes)) == [
        "accord", "organization", "cycle", "people", "teams", "metrics", "objectives",
    ]  # fmt: skip
    assert accord("export").stdout_bytes == as_yaml.stdout_bytes


def test_drafts_and_what_was_dropped_are_not_in_it(world: World) -> None:
    world.apply(lambda plan: replace(plan, objectives=(plan.objectives[0], _supports(plan.objectives[1]))))
    Objective.objects.filter(key="books").update(published_at=None)
    save(world.cycle, [Drop("action", "fix-sync")], by=world.actor("alice"), clock=world.clock)

    done = accord("export")
    plan = read(done.stdout_bytes)

    assert [each.id for each in plan.objectives] == ["calm"]
    key_result = plan.objectives[0].key_results[0]
    assert [each.id for each in key_result.actions] == ["retag"]
    assert key_result.needs[0].for_action is None
    assert done.stderr == "2 drafts were left out: drafts are their team's own.\n"


def _supports(objective: p.Objective) -> p.Objective:
    return replace(objective, contributes_to=(p.Contribution("fewer-tickets", Decimal(5), "accepted"),))


def test_answers_and_progress_are_in_it(world: World) -> None:
    need = the_plan().objectives[0].key_results[0].needs[0]
    answered = replace(
        need, promised=date(2026, 12, 17), provided_by="retag", stated=frozenset({"promised", "provided_by"})
    )
    plan = with_key_result(the_plan(), needs=(answered,))
    values = (p.MetricValue("tickets", date(2026, 9, 30), Decimal("210.50")),)
    check_ins = (
        p.CheckIn("five-days", date(2026, 10, 4), Decimal(7), note="Slow:\nnobody was there."),
        p.CheckIn("fewer-tickets", date(2026, 10, 5), Decimal(200), Decimal(6)),
        p.CheckIn("fewer-tickets", date(2026, 10, 4), Decimal(205)),
    )
    world.apply(
        lambda _: replace(
            plan,
            objectives=(plan.objectives[0], _supports(plan.objectives[1])),
            check_ins=check_ins,
            metric_values=values,
            checks=p.Checks(("AL604",), {"AL701": "info"}),
        )
    )

    text = accord("export").stdout

    assert "promised: 2026-12-17\n            provided_by: retag\n" in text
    assert "contributes_to:\n      - {key_result: fewer-tickets, share: 5, status: accepted}\n" in text
    assert text.endswith(
        "check_ins:\n"
        "  - {key_result: fewer-tickets, date: 2026-10-04, value: 205}\n"
        "  - {key_result: fewer-tickets, date: 2026-10-05, value: 200, confidence: 6}\n"
        "  - key_result: five-days\n"
        "    date: 2026-10-04\n"
        "    value: 7\n"
        "    note: |-\n"
        "      Slow:\n"
        "      nobody was there.\n"
        "\n"
        "metric_values:\n"
        "  - {metric: tickets, date: 2026-09-30, value: 210.5}\n"
        "\n"
        "checks:\n"
        "  off: [AL604]\n"
        "  severity:\n"
        "    AL701: info\n"
    )


BROKEN: dict[str, Callable[[], object]] = {
    "control characters": lambda: KeyResult.objects.filter(key="five-days").update(title="Days\x85 to close\x9f"),
    "a provider that is gone": lambda: (
        Need.objects.update(provided_by_key_result=KeyResult.objects.get(key="five-days"))
        and KeyResult.objects.filter(key="five-days").update(dropped_at=worlds.START)
    ),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_what_no_file_may_hold_is_left_out(world: World, spoil: Callable[[], object]) -> None:
    spoil()

    assert {each.id for each in read(accord("export").stdout_bytes).objectives} == {"calm", "books"}


def test_values_from_before_a_milestone_measured_it_are_left_out(world: World) -> None:
    five_days = KeyResult.objects.get(key="five-days")
    CheckIn.objects.create(key_result=five_days, date=date(2026, 10, 4), value=35)
    CheckIn.objects.create(key_result=five_days, date=date(2026, 10, 5), value=1)
    shipped = p.Milestone("shipped", "Shipped", date=date(2026, 12, 1))

    def measured(plan: p.Plan) -> p.Plan:
        books = plan.objectives[1]
        return replace(
            plan,
            milestones=(shipped,),
            objectives=(
                plan.objectives[0],
                replace(books, key_results=(replace(books.key_results[0], milestone="shipped"),)),
            ),
        )

    world.apply(measured)

    assert [each.value for each in read(accord("export").stdout_bytes).check_ins] == [1]


def test_another_cycle_is_exported_by_its_id(world: World) -> None:
    later = replace(the_plan(), cycle=p.Cycle("2027-q1", "Q1 2027", date(2027, 1, 1), date(2027, 3, 31)), objectives=())
    world.apply(lambda _: later)

    assert read(accord("export", "--cycle", "2027-q1").stdout_bytes) == later
    assert read(accord("export", "--cycle", "2026-q4").stdout_bytes) == the_plan()
    for wrong in ("2028-q1", ""):
        missing = accord("export", "--cycle", wrong)
        assert (missing.exit_code, missing.stdout) == (2, "")
        assert f"no cycle “{wrong}”. These are there: 2027-q1, 2026-q4." in missing.stderr


def test_an_installation_without_a_plan_says_so() -> None:
    done = accord("export")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is no cycle yet" in done.stderr


def test_what_a_later_plan_adds_stands_after_what_was_there(world: World) -> None:
    first = p.Objective("added", "finance", "Added later")
    world.apply(lambda plan: replace(plan, objectives=(first, *plan.objectives)))

    assert [each.id for each in read(accord("export").stdout_bytes).objectives] == ["calm", "books", "added"]


def test_an_action_that_moved_away_from_a_need_is_waited_for_nowhere(world: World) -> None:
    def moved(plan: p.Plan) -> p.Plan:
        action, *stay = plan.objectives[0].key_results[0].actions
        calm, books = with_key_result(plan, needs=(), actions=tuple(stay)).objectives
        days = replace(books.key_results[0], actions=(action,))
        return replace(plan, objectives=(calm, replace(books, key_results=(days,))))

    world.apply(moved)

    written = read(accord("export").stdout_bytes)
    assert [need.for_action for need in written.objectives[0].key_results[0].needs] == [None]
    assert not world.apply(lambda _: written).changes
    content = accord_json("agreement", "show", "fewer-tickets")["content"]["dependencies"]
    assert ["for" in need for need in content["needs"]] == [False]
