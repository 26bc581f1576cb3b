"""A plan file, and the installation it was applied to, are the same to every check."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from accord.domain.checks.registry import CHECKS
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Hold, KeyResult, Plan
from accord.formats.plan import read_documents
from accord.models import Cycle
from accord.queries.findings.snapshots import snapshot
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.domain.checks.random_plans import plans as random_plans
from tests.real_plan import RUST_GOALS, needs_real_plan
from tests.tried import examples
from tests.world import Clock

pytestmark = pytest.mark.django_db
OF_FILES = frozenset(check.code for check in CHECKS if not check.is_installed)


@settings(
    max_examples=examples(60, on_postgresql=20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=random_plans)
def test_whatever_is_planned_has_the_same_findings_in_the_file_and_in_the_installation(plan: Plan) -> None:
    for days in (3, 40):
        assert_same(as_files_may_be(plan), plan.cycle.start + timedelta(days=days))


@needs_real_plan
def test_a_real_plan_has_the_same_findings_in_both() -> None:
    plan = read_documents([(RUST_GOALS.name, RUST_GOALS.read_bytes())]).plan
    assert assert_same(plan, plan.cycle.start + timedelta(days=60)) > 50


def test_the_demo_has_the_same_findings_in_both() -> None:
    plan = read_documents([("tidewell.yaml", files("accord.demo").joinpath("tidewell.yaml").read_bytes())]).plan
    assert assert_same(plan, plan.cycle.start + timedelta(days=60)) > 20


def as_files_may_be(plan: Plan) -> Plan:
    """A band has a limit at least; the reader of files refuses another."""
    objectives = tuple(
        replace(each, key_results=tuple(map(_with_a_limit, each.key_results))) for each in plan.objectives
    )
    return replace(plan, objectives=objectives)


def _with_a_limit(result: KeyResult) -> KeyResult:
    return replace(result, hold=None) if result.hold == Hold() else result


def assert_same(plan: Plan, today: date) -> int:
    """The same codes, subjects, related things and facts; how many there are."""
    with transaction.atomic():
        plans.apply_plan(plan, by=Actor(None, "shell"), clock=Clock())
        from_tables = told(snapshot(Cycle.objects.get(), as_of=today))
        transaction.set_rollback(True)
    from_file = told(Snapshot(plan, as_of=today))
    assert from_tables == from_file
    return len(from_file)


def told(seen: Snapshot) -> list[Any]:
    found = findings(seen, OF_FILES)
    return sorted((each.code, each.subject, each.related, sorted(map(repr, each.facts.items()))) for each in found)
