"""Plans made up by hypothesis, small and dense enough that every check has something to find."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
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
texts = st.none() | st.sampled_from(("", "We want speed.", "The speed of bread, late", "late-vans"))
days = st.none() | st.sampled_from([day(number) for number in (2, 9, 20)])
numbers = st.none() | st.sampled_from([Decimal(number) for number in (0, 1, 5)])


def _some(options: tuple[_T, ...], most: int = 2) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(st.sampled_from(options), unique=True, max_size=most).map(tuple)


def _need(id_: str, action: str) -> st.SearchStrategy[Need]:
    asked = st.builds(
        Need,
        st.just(id_),
        st.sampled_from(TEAMS),
        st.just("speed"),
        for_action=st.none() | st.just(action),
        completion_criteria=texts,
        by=days,
        promised=days,
        provided_by=st.none() | st.sampled_from(PROVIDERS),
        delivered=days,
    )
    refused = st.builds(Need, st.just(id_), st.sampled_from(TEAMS), st.just("speed"), by=days, declined=st.just("No."))
    return asked | asked | refused


def _measures(id_: str) -> st.SearchStrategy[dict[str, Any]]:
    metric = st.sampled_from(METRICS)
    return st.one_of(
        st.just({}),
        st.just({"milestone": "s1"}),
        st.fixed_dictionaries({"metric": metric, "baseline": numbers, "target": numbers}),
        st.fixed_dictionaries({"metric": metric, "hold": st.builds(Hold, at_least=numbers, at_most=numbers)}),
    )


@st.composite
def _result(draw: st.DrawFn, id_: str) -> KeyResult:
    action = f"{id_}a"
    team, person = st.none() | st.sampled_from(TEAMS), st.none() | st.sampled_from(PEOPLE)
    return KeyResult(
        id_,
        draw(st.sampled_from(("Bread", "Bread with speed", "Late: vans"))),
        **draw(_measures(id_)),
        due=draw(days),
        accountable=draw(person),
        completion_criteria=draw(texts),
        guardrails=draw(_some(METRICS)),
        terms=draw(_some(METRICS)),
        duties=tuple(Duty(each, "Drives.") for each in draw(_some(TEAMS))),
        actions=(Action(action, "Bake", team=draw(team), responsible=draw(person), due=draw(days)),),
        needs=tuple(draw(_need(f"{id_}n{place}", action)) for place in range(draw(st.integers(0, 2)))),
    )


@st.composite
def _objective(draw: st.DrawFn, id_: str, results: tuple[str, ...]) -> Objective:
    status = st.sampled_from((None, "accepted", "proposed", "declined"))
    return Objective(
        id_,
        draw(st.sampled_from(TEAMS)),
        "Bread",
        serves=draw(_some(("g1",))),
        contributes_to=tuple(Contribution(each, draw(numbers), draw(status)) for each in draw(_some(RESULTS))),
        key_results=tuple(draw(_result(each)) for each in results),
    )


@st.composite
def _metric(draw: st.DrawFn, id_: str) -> Metric:
    others = draw(_some(METRICS, 3))
    return Metric(
        id_,
        draw(st.sampled_from(NAMES)),
        definition=draw(texts),
        better=draw(st.sampled_from(("higher", "lower", "none"))),
        influences=tuple(Influence(other, draw(st.sampled_from("+-"))) for other in others),
    )


plans: st.SearchStrategy[Plan] = st.builds(
    lambda objectives, metrics, when, promised, check_ins: plan(
        *objectives,
        cycle=replace(CYCLE, brief=Brief("Bread.")),
        strategic_goals=(StrategicGoal("g1", "Trusted"),),
        people=tuple(Person(each, each) for each in PEOPLE),
        teams=tuple(
            Team(each, each, parent="t1" if each != "t1" else None, members=(Member("p1", allocation=promised),))
            for each in TEAMS
        ),
        metrics=metrics,
        milestones=(Milestone("s1", "Opening", date=when),),
        check_ins=tuple(CheckIn(each, day(9), Decimal(1)) for each in check_ins),
    ),
    st.tuples(_objective("o1", RESULTS[:2]), _objective("o2", RESULTS[2:3]), _objective("o3", RESULTS[3:])),
    st.tuples(*map(_metric, METRICS)),
    days,
    numbers | st.just(Decimal(60)),
    _some(RESULTS),
)


@st.composite
def with_other_dates(draw: st.DrawFn, before: Plan) -> tuple[Plan, list[Ref]]:
    """A plan with one result's or need's dates, or an objective's shares, otherwise; and what was changed."""
    place = draw(st.integers(0, len(before.objectives) - 1))
    objective = before.objectives[place]
    first = objective.key_results[0]
    due = replace(objective, key_results=(replace(first, due=draw(days)), *objective.key_results[1:]))
    shares = replace(objective, contributes_to=draw(_objective(objective.id, ())).contributes_to)
    made, kind, id_ = draw(st.sampled_from([(due, Kind.KEY_RESULT, first.id), (shares, Kind.OBJECTIVE, objective.id)]))
    changed = [Ref(kind, id_)]
    if made is shares:  # what it no longer supports is known from before; what stands under it stays as it is
        changed += [Ref(Kind.KEY_RESULT, each.key_result) for each in objective.contributes_to]
    objectives = (*before.objectives[:place], made, *before.objectives[place + 1 :])
    return replace(before, objectives=objectives), changed


def renamed(value: _T, new: Callable[[str], str], known: frozenset[str]) -> _T:
    """The same values with every id called otherwise."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: renamed(getattr(value, each.name), new, known) for each in fields(value)})
    if isinstance(value, tuple):
        return tuple(renamed(each, new, known) for each in value)  # type: ignore[return-value]
    return new(value) if isinstance(value, str) and value in known else value  # type: ignore[return-value]
