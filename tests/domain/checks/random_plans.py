"""Plans made up by hypothesis, small and dense enough that every check has something to find."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from accord.domain.checks.finding import Kind, Ref
from accord.domain.plan import (
    Action,
    Brief,
    CheckIn,
    Contribution,
    Duty,
    Hold,
    Influence,
    KeyResult,
    Member,
    Metric,
    Milestone,
    Need,
    Objective,
    Person,
    Plan,
    StrategicGoal,
    Team,
)
from tests.domain.checks.plans import CYCLE, day, plan

_T = TypeVar("_T")

TEAMS = ("t1", "t2", "t3")
PEOPLE = ("p1", "p2")
METRICS = ("m1", "m2", "m3", "m4")
RESULTS = ("k1", "k2", "k3", "k4", "k5")
ACTIONS = tuple(f"{id_}a" for id_ in RESULTS)
PROVIDERS = (*RESULTS, *ACTIONS, "s1")
NAMES = ("Speed", "speed of bread", "Bread", "Late vans")
TEXTS = (None, "", "We want speed.", "The speed of bread, late", "late-vans")
DAYS = (None, day(2), day(9), day(20))
NUMBERS = (None, Decimal(0), Decimal(1), Decimal(5))


class Making:
    """A plan made of one number: drawing every value by itself would take hypothesis a hundred times as long."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.one = self._random.choice

    def some(self, options: tuple[_T, ...], most: int = 2) -> tuple[_T, ...]:
        return tuple(self._random.sample(options, self._random.randint(0, most)))

    def need(self, id_: str, action: str) -> Need:
        it = Need(id_, self.one(TEAMS), "speed", for_action=self.one((None, action)), by=self.one(DAYS))
        if self.one((True, False, False)):
            return replace(it, declined="No.")
        return replace(
            it,
            completion_criteria=self.one(TEXTS),
            promised=self.one(DAYS),
            provided_by=self.one((None, *PROVIDERS)),
            delivered=self.one(DAYS),
        )

    def measures(self) -> dict[str, Any]:
        metric = {"metric": self.one(METRICS)}
        return self.one(
            (
                {},
                {"milestone": "s1"},
                metric | {"baseline": self.one(NUMBERS), "target": self.one(NUMBERS)},
                metric | {"baseline": self.one(NUMBERS), "target": self.one(NUMBERS)},
                metric | {"hold": Hold(self.one(NUMBERS), self.one(NUMBERS))},
            )
        )

    def result(self, id_: str) -> KeyResult:
        action, people = f"{id_}a", (None, *PEOPLE)
        team, person = self.one((None, *TEAMS)), self.one(people)
        return KeyResult(
            id_,
            self.one(("Bread", "Bread with speed", "Late: vans")),
            **self.measures(),
            due=self.one(DAYS),
            accountable=self.one(people),
            completion_criteria=self.one(TEXTS),
            guardrails=self.some(METRICS),
            terms=self.some(METRICS),
            duties=tuple(Duty(each, "Drives.") for each in self.some(TEAMS)),
            actions=(Action(action, "Bake", team=team, responsible=person, due=self.one(DAYS)),),
            needs=tuple(self.need(f"{id_}n{place}", action) for place in range(self.one((0, 1, 2)))),
        )

    def contributions(self) -> tuple[Contribution, ...]:
        statuses = (None, "accepted", "proposed", "declined")
        return tuple(Contribution(each, self.one(NUMBERS), self.one(statuses)) for each in self.some(RESULTS))

    def objective(self, id_: str, results: tuple[str, ...]) -> Objective:
        return Objective(
            id_,
            self.one(TEAMS),
            "Bread",
            serves=self.some(("g1",), 1),
            contributes_to=self.contributions(),
            key_results=tuple(map(self.result, results)),
        )

    def metric(self, id_: str) -> Metric:
        return Metric(
            id_,
            self.one(NAMES),
            definition=self.one(TEXTS),
            better=self.one(("higher", "lower", "none")),
            influences=tuple(Influence(other, self.one("+-")) for other in self.some(METRICS, 3)),
        )

    def plan(self) -> Plan:
        member = Member("p1", allocation=self.one((*NUMBERS, Decimal(60))))
        return plan(
            self.objective("o1", RESULTS[:2]),
            self.objective("o2", RESULTS[2:3]),
            self.objective("o3", RESULTS[3:]),
            cycle=replace(CYCLE, brief=Brief("Bread.")),
            strategic_goals=(StrategicGoal("g1", "Trusted"),),
            people=tuple(Person(each, each) for each in PEOPLE),
            teams=tuple(Team(each, each, parent="t1" if each != "t1" else None, members=(member,)) for each in TEAMS),
            metrics=tuple(map(self.metric, METRICS)),
            milestones=(Milestone("s1", "Opening", date=self.one(DAYS)),),
            check_ins=tuple(CheckIn(each, day(9), Decimal(1)) for each in self.some(RESULTS)),
        )


seeds = st.integers(0, 2**40)
plans = seeds.map(lambda seed: Making(seed).plan())


def with_other_dates(before: Plan, seed: int) -> tuple[Plan, list[Ref]]:
    """A plan with one result's due date, or an objective's contributions, otherwise; and what was changed."""
    making = Making(seed)
    place = making.one(range(len(before.objectives)))
    objective = before.objectives[place]
    first = objective.key_results[0]
    due = replace(objective, key_results=(replace(first, due=making.one(DAYS)), *objective.key_results[1:]))
    shares = replace(objective, contributes_to=making.contributions())
    made, changed = making.one(((due, Ref(Kind.KEY_RESULT, first.id)), (shares, Ref(Kind.OBJECTIVE, objective.id))))
    return replace(before, objectives=(*before.objectives[:place], made, *before.objectives[place + 1 :])), [changed]


def renamed(value: _T, new: Callable[[str], str], known: frozenset[str]) -> _T:
    """The same values with every id called otherwise."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: renamed(getattr(value, each.name), new, known) for each in fields(value)})
    if isinstance(value, tuple):
        return tuple(renamed(each, new, known) for each in value)  # type: ignore[return-value]
    return new(value) if isinstance(value, str) and value in known else value  # type: ignore[return-value]
