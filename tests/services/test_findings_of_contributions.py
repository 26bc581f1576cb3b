"""Whatever comes to contribute to what: circles, and what serves no strategy, are judged around it as in a full run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord import models as m
from accord.domain import plan as p
from accord.queries.plans.plan_export import exported
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Restore, Saying
from accord.services.findings import judging
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.services.stored_findings import wrong
from tests.tried import examples
from tests.world import Clock

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")
NUMBERS = range(6)
TEAMS = ("north", "south", "west")


class Support:
    """Objectives of three teams, a key result each, and what contributes to what: another thing each time."""

    def __init__(self, seed: int, *, links: int = 8) -> None:
        self.random, self.clock = Random(seed), Clock()
        plans.apply_plan(_plan(), by=OPERATOR, clock=self.clock)
        self.cycle = m.Cycle.objects.get()
        for _ in range(links):
            self.contributes()
        judging.judge(now=self.clock())

    def something_happens(self) -> None:
        self.random.choice([*[self.contributes] * 3, self.serves, self.moves, self.goes_or_comes, self.is_forgotten])()

    def contributes(self) -> None:
        key = f"o{self.number()}>k{self.number()}"
        if m.Contribution.objects.filter(objective__key=key[:2], key_result__key=key[3:]).exists():
            self.save(Drop("contribution", key))
        elif m.KeyResult.objects.get(key=key[3:]).objective.key != key[:2]:
            self.save(Create("contribution", key, {}))

    def serves(self) -> None:
        key = f"o{self.number()}"
        is_served = m.ServedGoal.objects.filter(objective__key=key).exists()
        self.save(Edit("objective", key, {"serves": [] if is_served else ["goal"]}))

    def moves(self) -> None:
        self.save(Edit("key_result", f"k{self.number()}", {"objective": f"o{self.number()}"}))

    def goes_or_comes(self) -> None:
        kind, key = self.random.choice([("objective", f"o{self.number()}"), ("key_result", f"k{self.number()}")])
        table: type[m.Objective | m.KeyResult] = m.Objective if kind == "objective" else m.KeyResult
        is_there = table.objects.get(key=key).dropped_at is None
        self.save((Drop if is_there else Restore)(kind, key))

    def is_forgotten(self) -> None:
        """An objective goes, and comes back with a plan that says nothing of what it contributed to."""
        plan = exported(self.cycle).plan
        if plan.objectives:
            place = self.random.randrange(len(plan.objectives))
            self.save(Drop("objective", plan.objectives[place].id))
            back = replace(plan.objectives[place], contributes_to=())
            again = (*plan.objectives[:place], back, *plan.objectives[place + 1 :])
            plans.apply_plan(replace(plan, objectives=again), by=OPERATOR, clock=self.clock)

    def number(self) -> int:
        return self.random.choice(NUMBERS)

    def save(self, said: Saying) -> None:
        try:
            with transaction.atomic():
                definitions.save(self.cycle, [said], by=OPERATOR, clock=self.clock)
        except definitions.NotSaved:
            pass  # what is refused changes nothing

    def wrong(self) -> object:
        judging.judge(now=self.clock())
        return wrong(self.cycle, self.clock.now.date(), settled_alone=False)


@settings(
    max_examples=examples(6, on_postgresql=3),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**30))
def test_what_contributes_to_what_is_judged_as_in_a_full_run(seed: int) -> None:
    with _rolled_back():
        support = Support(seed)
        for _ in range(9):
            for _ in range(support.random.choice([1, 1, 3])):
                support.something_happens()
            assert not support.wrong()


def test_what_contributes_elsewhere_is_not_judged_again() -> None:
    with _rolled_back():
        support = Support(0, links=0)
        support.save(Create("contribution", "o1>k2", {}))
        support.save(Create("contribution", "o4>k5", {}))
        judging.judge(now=support.clock())
        assert not support.wrong()
        m.Finding.objects.filter(code="AL501").delete()
        support.save(Edit("objective", "o2", {"not_strategic_because": "It has to be."}))
        judging.judge(now=support.clock())
        found = m.Finding.objects.filter(code="AL501", mended_at=None).values_list("subject", flat=True)
        assert set(found) == {"o1"}


def _plan() -> p.Plan:
    return p.Plan(
        organization=p.Organization("north-post", "North Post"),
        cycle=p.Cycle("2026-q4", "Autumn", date(2026, 10, 1), date(2026, 12, 31)),
        strategic_goals=(p.StrategicGoal("goal", "Everywhere in two days"),),
        teams=tuple(p.Team(team, team.title(), None if team == "north" else "north") for team in TEAMS),
        metrics=tuple(p.Metric(f"m{number}", f"Measure {number}") for number in range(3)),
        objectives=tuple(map(_objective, NUMBERS)),
    )


def _objective(number: int) -> p.Objective:
    result = p.KeyResult(
        f"k{number}", f"Result {number}", metric=f"m{number % 3}", baseline=Decimal(1), target=Decimal(2 + number % 2)
    )
    serves = ("goal",) if number == 0 else ()
    return p.Objective(
        f"o{number}", team=TEAMS[number % 3], title=f"Aim {number}", serves=serves, key_results=(result,)
    )


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
