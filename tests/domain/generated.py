"""Generated facts, and rewritings of them that say the same."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from accord.domain.facts import (
    ActionFacts,
    ContributionFacts,
    DutyFacts,
    KeyResultFacts,
    MetricFacts,
    MilestoneFacts,
    NeedFacts,
    ProviderFacts,
)
from accord.domain.plan import Hold, PathPoint

_T = TypeVar("_T")

TEAMS = ("desk", "made", "sales", "tools")
METRICS = ("m-rate", "m-time", "m-uptime")
MILESTONES = ("s-beta", "s-launch")

texts = st.sampled_from(
    ["Größe", "naïve plan", "line one\nline two", "Ship it, then measure.", "10 % of 5", "x", "Ω ohm"]
)
maybe_texts = st.none() | texts
days = st.dates(date(2026, 10, 1), date(2026, 10, 9))
maybe_days = st.none() | days
numbers = st.decimals(min_value=-5, max_value=2000, places=2).map(lambda number: number.normalize() + 0)
maybe_numbers = st.none() | numbers
teams = st.sampled_from(TEAMS)


def _tuples(elements: st.SearchStrategy[_T], key: Callable[[_T], object]) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(elements, max_size=3, unique_by=key).map(tuple)


holds = st.builds(Hold, at_least=numbers, at_most=maybe_numbers)
actions = st.builds(
    ActionFacts,
    id=st.sampled_from(["a-1", "a-10", "a-2"]),
    title=texts,
    team=st.none() | teams,
    due=maybe_days,
    effort_days=maybe_numbers,
    expected=maybe_numbers,
)
duties = st.builds(DutyFacts, team=teams, does=texts)
providers = st.one_of(
    st.builds(ProviderFacts, kind=st.just("action"), id=st.just("p-action"), title=texts, due=maybe_days),
    st.builds(
        ProviderFacts,
        kind=st.just("key_result"),
        id=st.just("p-result"),
        title=texts,
        due=days,
        metric=st.sampled_from(METRICS),
        hold=st.none() | holds,
        target=maybe_numbers,
        completion_criteria=maybe_texts,
    ),
    st.builds(
        ProviderFacts, kind=st.just("key_result"), id=st.just("p-percent"), title=texts, due=days, target=maybe_numbers
    ),
    st.builds(ProviderFacts, kind=st.just("milestone"), id=st.sampled_from(MILESTONES)),
)
needs = st.builds(
    NeedFacts,
    id=st.sampled_from(["n-1", "n-10", "n-2"]),
    provider=teams,
    what=texts,
    for_action=st.none() | st.just("a-1"),
    completion_criteria=maybe_texts,
    by=maybe_days,
    promised=maybe_days,
    provided_by=st.none() | providers,
    declined=st.booleans(),
)
contributions = st.builds(
    ContributionFacts,
    objective=st.sampled_from(["o-1", "o-10", "o-2"]),
    title=texts,
    team=teams,
    share=maybe_numbers,
    status=st.sampled_from(["proposed", "accepted", "declined"]),
)


def _metric(name: str) -> st.SearchStrategy[MetricFacts]:
    return st.builds(
        MetricFacts,
        id=st.just(name),
        name=texts,
        definition=maybe_texts,
        unit=maybe_texts,
        frequency=st.none() | st.just("weekly"),
        better=st.sampled_from(["none", "higher", "lower"]),
    )


def _milestone(name: str) -> st.SearchStrategy[MilestoneFacts]:
    return st.builds(MilestoneFacts, id=st.just(name), name=texts, definition=maybe_texts, date=maybe_days)


key_results = st.builds(
    KeyResultFacts,
    id=st.just("kr"),
    team=teams,
    objective=st.just("objective"),
    objective_title=texts,
    ambition=st.sampled_from(["committed", "aspirational"]),
    title=texts,
    due=days,
    metric=st.none() | st.sampled_from(METRICS),
    baseline=maybe_numbers,
    target=maybe_numbers,
    hold=st.none() | holds,
    path=_tuples(st.builds(PathPoint, days, numbers), lambda point: point.date),
    completion_criteria=maybe_texts,
    decomposition=maybe_texts,
    guardrails=st.lists(st.sampled_from(METRICS), unique=True).map(tuple),
    terms=st.lists(st.sampled_from([*METRICS, *MILESTONES]), unique=True).map(tuple),
    duties=_tuples(duties, lambda duty: duty),
    actions=_tuples(actions, lambda action: action.id),
    needs=_tuples(needs, lambda need: need.id),
    contributions=_tuples(contributions, lambda contribution: contribution.objective),
    metrics=st.fixed_dictionaries({name: _metric(name) for name in METRICS}),
    milestones=st.fixed_dictionaries({name: _milestone(name) for name in MILESTONES}),
    successors=st.just({}) | st.just({"tools": "made"}),
)


@st.composite
def said_otherwise(draw: st.DrawFn, facts: KeyResultFacts) -> KeyResultFacts:
    """The same facts as somebody else would write them: other orders, forms, zeros, and defaults written out."""
    retype: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([_decomposed, _windows, _spaced, str])
    rescale: st.SearchStrategy[Callable[[Decimal], Decimal]] = st.sampled_from([_with_zeros, _with_exponent, Decimal])

    def text(value: str | None) -> str | None:
        return None if value is None else draw(retype)(value)

    def number(value: Decimal | None) -> Decimal | None:
        return None if value is None else draw(rescale)(value)

    def shuffled(values: tuple[_T, ...]) -> tuple[_T, ...]:
        return tuple(draw(st.permutations(values)))

    percent = facts.metric is None and facts.milestone is None
    return replace(
        facts,
        objective_title=text(facts.objective_title) or "",
        title=text(facts.title) or "",
        baseline=number(Decimal(0) if percent and facts.baseline is None else facts.baseline),
        target=number(Decimal(100) if percent and facts.target is None else facts.target),
        path=shuffled(tuple(replace(point, value=number(point.value) or Decimal(0)) for point in facts.path)),
        completion_criteria=text(facts.completion_criteria) or draw(st.sampled_from([None, "", " \r\n"])),
        decomposition=text(facts.decomposition) or draw(st.sampled_from([None, "", "\t"])),
        guardrails=shuffled(facts.guardrails),
        terms=shuffled(facts.terms),
        duties=shuffled(tuple(replace(duty, does=text(duty.does) or "") for duty in facts.duties)),
        actions=shuffled(
            tuple(
                replace(
                    action,
                    title=text(action.title) or "",
                    team=action.team or draw(st.sampled_from([None, facts.team])),
                    effort_days=number(action.effort_days),
                )
                for action in facts.actions
            )
        ),
        needs=shuffled(tuple(replace(need, what=text(need.what) or "") for need in facts.needs)),
        contributions=shuffled(tuple(replace(each, share=number(each.share)) for each in facts.contributions)),
        metrics={"other": MetricFacts("other", "Other")} | dict(reversed(list(facts.metrics.items()))),
    )


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def _spaced(text: str) -> str:
    return f"\t {text}\n"


def _with_zeros(number: Decimal) -> Decimal:
    return Decimal(f"{number:f}" + ("000" if "." in f"{number:f}" else ".000"))


def _with_exponent(number: Decimal) -> Decimal:
    return Decimal(f"{number:E}")
