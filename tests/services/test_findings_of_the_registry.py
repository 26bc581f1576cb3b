"""A metric or milestone that changes is felt wherever it is used, in every open cycle, and judged nowhere else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accord.domain.plan import Cycle as CycleSaid
from accord.domain.plan import Plan
from accord.models import Cycle, Finding, Unjudged
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Edit
from accord.services.findings import findings, judging
from accord.services.telling.events import Actor
from tests.built_once import built_once
from tests.services.stored_findings import wrong
from tests.world import World, build

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
@built_once
def north() -> World:
    """The first cycle, and a later one with the same shared key result under other ids; Support agreed in the first."""
    made = build()
    made.agree("bob", "support")
    made.apply(in_the_next_cycle)
    judging.judge(now=made.clock.now)
    return made


def test_another_definition_makes_agreements_stale_in_every_open_cycle(north: World) -> None:
    north.cycle = Cycle.objects.get(key="2027-q1")
    save(north, Edit("metric", "tickets", {"definition": "Tickets on working days."}))
    assert found("AL902") == {"fewer-tickets"}
    right(north)


def test_a_metric_that_is_turned_is_judged_where_it_is_measured(north: World) -> None:
    save(north, Edit("metric", "tickets", {"better": "higher"}))
    assert {tuple(named) for named in marked().values()} == {("metric_keys",)}
    judging.judge(now=north.clock.now)
    assert found("AL106") == {"fewer-tickets", "next-tickets"}
    right(north)


def test_a_milestone_on_another_day_is_judged_where_it_is_measured_and_where_it_provides(north: World) -> None:
    save(north, Create("milestone", "cut-over", {"name": "Cut-over", "date": "2026-12-01", "definition": "It runs."}))
    save(north, Edit("key_result", "five-days", {"milestone": "cut-over", "due": "2026-12-10"}))
    save(north, Edit("need", "tags", {"provided_by": "cut-over", "promised": "2026-12-15"}))
    judging.judge(now=north.clock.now)
    assert not found("AL110") | found("AL306")
    save(north, Edit("milestone", "cut-over", {"date": "2026-12-20"}))
    judging.judge(now=north.clock.now)
    assert (found("AL110"), found("AL306")) == ({"five-days"}, {"tags"})
    right(north)


@pytest.mark.parametrize("text", ["The désk-lOAD falls.", "The DESK   load falls.", "DESK-load"])
def test_a_new_name_is_found_however_a_text_writes_it_and_no_other_text_is_judged(north: World, text: str) -> None:
    save(north, Edit("key_result", "five-days", {"completion_criteria": text}))
    save(north, Edit("action", "retag", {"title": "The desk loads them"}))
    judging.judge(now=north.clock.now)
    save(north, Create("metric", "load", {"name": "Load", "aliases": ["Work"]}))
    judging.judge(now=north.clock.now)
    Finding.objects.create(
        cycle=north.cycle, code="AL109", kind="key_result", subject="fewer-tickets", found_at=north.clock.now,
        key_result=north.key_result,
    )  # fmt: skip
    save(north, Edit("metric", "load", {"aliases": ["Desk load"]}))
    judging.judge(now=north.clock.now)
    assert found("AL109") == {"five-days", "fewer-tickets"}  # the last is wrong, and nobody looked there


def test_so_many_agreements_that_the_worker_judges_them_are_judged_by_name(
    north: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_STANDING", 0)
    save(north, Edit("metric", "tickets", {"unit": "a day"}))
    assert marked()["AL902"] == {"standing": [north.key_result.pk]}
    assert not found("AL902")
    judging.judge(now=north.clock.now)
    assert found("AL902") == {"fewer-tickets"}
    right(north)


def in_the_next_cycle(plan: Plan) -> Plan:
    objective = plan.objectives[0]
    (one,) = objective.key_results
    actions = tuple(replace(each, id=f"next-{each.id}", due=None) for each in one.actions)
    result = replace(one, id="next-tickets", actions=actions, needs=())
    cycle = CycleSaid("2027-q1", "Q1 2027", date(2027, 1, 1), date(2027, 3, 31), plan.cycle.brief)
    return replace(plan, cycle=cycle, objectives=(replace(objective, id="next-calm", key_results=(result,)),))


def save(world: World, said: Any) -> None:
    definitions.save(world.cycle, [said], by=OPERATOR, clock=world.clock)


def marked() -> dict[str, Any]:
    codes: dict[str, Any] = Unjudged.objects.latest("id").codes
    return codes


def found(code: str) -> set[str]:
    return set(Finding.objects.filter(code=code, mended_at=None).values_list("subject", flat=True))


def right(world: World) -> None:
    """In every cycle what is stored is what a full run finds, once the worker has come by."""
    judging.judge(now=world.clock.now)
    for cycle in Cycle.objects.all():
        assert not wrong(cycle, world.clock.now.date(), settled_alone=False), cycle.key
