"""Whatever happens to an organization, in whatever order: what is stored of findings is what a full run finds."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accord import models as m
from accord.domain.clauses import Clause
from accord.domain.descriptions import described
from accord.domain.plan import Member, Plan
from accord.domain.plan_changes import compare
from accord.queries.plans import plan_items
from accord.services import check_ins
from accord.services.agreements import answers
from accord.services.agreements.answers import CannotAnswer, Outdated, Seen
from accord.services.asks import handovers
from accord.services.cycles import closing, cycles
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, NotSaved, Restore
from accord.services.findings import findings, judging
from accord.services.plans import plans
from accord.services.plans.plans import PlanRefused
from accord.services.telling.events import Actor
from tests.domain.checks.random_plans import TEAMS, Making
from tests.queries.test_snapshots import as_files_may_be
from tests.services.stored_findings import wrong
from tests.tried import examples
from tests.world import Clock

pytestmark = pytest.mark.django_db
# LONG_STORIES=1000 asks for a thousand organizations.
STORIES, STEPS = int(os.environ.get("LONG_STORIES", examples(25, on_postgresql=8))), 12
OPERATOR = Actor(None, "shell")
EDITED = {"objective", "key_result", "action", "need", "contribution", "metric", "milestone", "strategic_goal", "cycle"}
OF_WORK: dict[str, Any] = {"objective": m.Objective, "key_result": m.KeyResult, "action": m.Action, "need": m.Need}


class Organization:
    """Everything that can happen, each time something else of it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.clock = Clock()
        self.apply(self.a_plan())
        self.cycle = m.Cycle.objects.get()
        lead = m.Person.objects.get(key="p1")
        self.lead = Actor(lead, "web", "")
        m.User.objects.create(email="p1@bread.example", person=lead, is_admin=True, added_at=self.clock())

    def a_plan(self) -> Plan:
        plan = as_files_may_be(Making(self.random.randrange(2**30)).plan())
        one, *others = plan.teams
        role = self.random.choice(["lead", "member", "member", "delegate"])
        first = replace(one, members=(Member("p1", "lead"), Member("p2", role)))
        above = self.random.choice(["t1", "t1", "t2", None])
        last = replace(others[-1], parent=above, members=others[-1].members[: self.random.randrange(2)])
        return replace(plan, teams=(first, *others[:-1], last))

    def apply(self, plan: Plan) -> None:
        plans.apply_plan(plan, by=OPERATOR, clock=self.clock)

    def something_happens(self) -> str:
        happening: Callable[[], object] = self.random.choice(
            [self.another_plan, *[self.an_edit] * 8, *[self.a_drop] * 2, *[self.a_return] * 2, self.something_new,
             *[self.a_check_in] * 2, *[self.an_answer] * 3, self.a_handover, self.a_result_ends, self.days_pass,
             self.the_cycle_ends_and_goes_on, self.a_draft_is_published]
        )  # fmt: skip
        with _refused():
            happening()
        return happening.__name__

    def another_plan(self) -> None:
        self.apply(self.a_plan())

    def an_edit(self) -> None:
        today = plan_items.described(self.cycle)
        changes = [each for each in compare(today, described(self.a_plan())).change if each.kind in EDITED]
        if changes:
            it = self.random.choice(changes)
            self.save(Edit(it.kind, it.id, {it.field: _as_written(it.after)}))

    def a_drop(self) -> None:
        kind = self.random.choice([*OF_WORK, "contribution"])
        if kind == "contribution":
            pairs = m.Contribution.objects.values_list("objective__key", "key_result__key")
            keys = [f"{objective}>{key_result}" for objective, key_result in pairs]
        else:
            keys = list(OF_WORK[kind].objects.filter(dropped_at=None).values_list("key", flat=True))
        if keys:
            self.save(Drop(kind, self.random.choice(keys)))

    def a_return(self) -> None:
        kind = self.random.choice([*OF_WORK])
        if keys := list(OF_WORK[kind].objects.exclude(dropped_at=None).values_list("key", flat=True)):
            self.save(Restore(kind, self.random.choice(keys)))

    def something_new(self) -> None:
        if objective := self.one_of(m.Objective.objects.filter(dropped_at=None)):
            key = f"new{self.random.randrange(3)}"
            if m.KeyResult.objects.filter(key=key).exists():
                return
            self.save(Create("key_result", key, {"objective": objective.key, "title": "Late vans", "metric": "m1"}))

    def a_draft_is_published(self) -> None:
        team = self.random.choice(TEAMS)
        key = f"draft{self.random.randrange(4)}"
        if not m.Objective.objects.filter(key=key).exists():
            self.save(Create("objective", key, {"team": team, "title": "Speed of bread"}, draft=True))
            self.save(Create("key_result", f"{key}k", {"objective": key, "title": "Late vans"}, draft=True))
        definitions.publish(self.cycle, team, by=self.lead, clock=self.clock)

    def a_check_in(self) -> None:
        day = self.clock.now.date() - timedelta(days=self.random.choice([0, 5, 40]))
        if result := self.one_of(m.KeyResult.objects.all()):
            check_ins.check_in(result, value=Decimal(1), day=day, by=self.lead, clock=self.clock)

    def an_answer(self) -> None:
        if party := self.one_of(m.Party.objects.select_related("agreement__key_result", "team")):
            result, clause = party.agreement.key_result, self.random.choice(list(Clause))
            seen = [Seen(party.team.key, clause, party.fingerprints[clause.number - 1])]
            if self.random.randrange(4):
                answers.agree(result, seen, by=self.lead, clock=self.clock)
            else:
                answers.object_to(result, seen[0], reason="No.", by=self.lead, clock=self.clock)

    def a_handover(self) -> None:
        if need := self.one_of(m.Need.objects.filter(declined=None, promised__isnull=False)):
            last = m.HandoverStep.objects.filter(need=need).order_by("-id").first()
            seen = handovers.Seen(need, last.pk if last else 0)
            if need.delivered and self.random.randrange(2):
                handovers.receive(seen, by=self.lead, clock=self.clock)
            else:
                day = self.clock.now.date() - timedelta(days=self.random.choice([0, 20]))
                handovers.deliver(seen, day=day, by=self.lead, clock=self.clock)

    def a_result_ends(self) -> None:
        if result := self.one_of(m.KeyResult.objects.all()):
            ended = m.Closing.objects.filter(key_result=result, reopened_at=None).first()
            if ended:
                closing.reopen(result, seen=ended.pk, by=self.lead, clock=self.clock)
            else:
                closing.close(result, grade=Decimal("1.0"), by=self.lead, clock=self.clock)

    def days_pass(self) -> None:
        self.clock.now += timedelta(days=self.random.choice([1, 8, 35]))

    def the_cycle_ends_and_goes_on(self) -> None:
        cycles.close(self.cycle, by=self.lead, clock=self.clock)
        cycles.reopen(self.cycle, by=self.lead, clock=self.clock)

    def save(self, said: Any) -> None:
        definitions.save(self.cycle, [said], by=self.lead, clock=self.clock, agree=bool(self.random.randrange(2)))

    def one_of(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def judge(self) -> None:
        judging.judge(now=self.clock.now)

    def wrong(self, *, settled_alone: bool) -> dict[Any, Any]:
        return wrong(self.cycle, self.clock.now.date(), settled_alone=settled_alone)


@settings(max_examples=STORIES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**30))
@example(seed=1369)  # another team gets an objective, and nobody's standing moves
@example(seed=12830)  # what provides a need is dropped, and the need is no longer without a promise
@example(seed=267918)  # what hung on a circle of contributions is told when the circle goes
def test_stored_findings_are_those_of_a_full_run(seed: int) -> None:
    with _rolled_back():
        north = Organization(seed)
        north.judge()
        assert not north.wrong(settled_alone=False)
        for _ in range(STEPS):
            day = north.clock.now.date()
            told = north.something_happens()
            if north.clock.now.date() == day:
                assert not north.wrong(settled_alone=True), told
            if north.random.randrange(3) == 0 or north.clock.now.date() != day:
                north.judge()
                assert not north.wrong(settled_alone=False), told


@pytest.mark.parametrize(("forgotten", "seed"), [("follow_change", 0), ("follow_answers", 0), ("follow_check_in", 56)])
def test_what_nobody_follows_is_noticed(forgotten: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with one of the ways left out by which findings are kept current, some story ends wrong.

    Few stories come to a check-in that mends something: one that does is the first that is told.
    """
    monkeypatch.setattr(findings, forgotten, lambda *_, **__: None)
    assert any(_goes_wrong(each) for each in range(seed, seed + 30))


def _goes_wrong(seed: int) -> bool:
    with _rolled_back():
        north = Organization(seed)
        north.judge()
        for _ in range(STEPS):
            day = north.clock.now.date()
            north.something_happens()
            if north.clock.now.date() != day:
                north.judge()
            if north.wrong(settled_alone=True):
                return True
    return False


def _as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_written(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    return str(value) if isinstance(value, Decimal | date) else value


@contextmanager
def _refused() -> Iterator[None]:
    """What the services do not take changes nothing."""
    try:
        with transaction.atomic():
            yield
    except (
        NotSaved, PlanRefused, CannotAnswer, Outdated, check_ins.NotCheckedIn, handovers.Moved, handovers.MayNotSay,
        closing.Moved, closing.MayNotClose, cycles.CannotClose,
    ):  # fmt: skip
        pass


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
