"""Plans made up by hypothesis, and ways to write a plan down."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from accord.domain import plan

# Every character a text may hold: no control characters but tab and line feed, no surrogates.
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n")
TEXTS = st.text(CHARACTERS, max_size=12)
FILLED = TEXTS.filter(str.strip)
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31))
IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,10}", fullmatch=True)
NUMBERS = st.decimals(-(10**17), 10**17, places=3)
NOT_NEGATIVE = st.decimals(0, 10**17, places=12).filter(lambda number: number.adjusted() < 18)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def plans(draw: st.DrawFn) -> plan.Plan:
    """A plan in order: ids are unique, references name something."""
    ids = draw(st.lists(IDS, min_size=10, max_size=10, unique=True))
    people, teams, metrics, others = ids[:2], ids[2:4], ids[4:6], ids[6:]
    milestone, first, second, action = others
    registry = (*metrics, milestone)

    def some(options: Any) -> Any:
        return tuple(draw(st.lists(st.sampled_from(options), unique=True)))

    def text() -> Any:
        return draw(maybe(TEXTS))

    def team() -> Any:
        return draw(maybe(st.sampled_from(teams)))

    need = plan.Need(
        draw(IDS.filter(lambda word: word not in ids)),
        draw(st.sampled_from(teams)),
        draw(FILLED),
        for_action=draw(maybe(st.just(action))),
        completion_criteria=text(),
        by=draw(maybe(DAYS)),
        **draw(answers(milestone, first, action)),
    )
    measured = plan.KeyResult(
        first,
        draw(FILLED),
        metric=metrics[0],
        **draw(measures()),
        start=date(2026, 10, 1),
        due=draw(maybe(DAYS)),
        weight=draw(NOT_NEGATIVE),
        accountable=draw(maybe(st.sampled_from(people))),
        completion_criteria=text(),
        guardrails=some(metrics),
        terms=some(registry),
        duties=tuple(plan.Duty(one, draw(FILLED)) for one in teams),
        actions=(plan.Action(action, draw(FILLED), team=team(), due=draw(maybe(DAYS)), expected=draw(NOT_NEGATIVE)),),
        needs=(need,),
    )
    reached = plan.KeyResult(second, draw(FILLED), milestone=draw(maybe(st.just(milestone))), decomposition=text())
    objective = plan.Objective(
        draw(IDS),
        teams[0],
        draw(FILLED),
        why=text(),
        ambition=draw(st.sampled_from(("committed", "aspirational"))),
        contributes_to=(plan.Contribution(first, draw(maybe(NOT_NEGATIVE)), draw(maybe(st.just("declined")))),),
        key_results=(measured, reached),
    )
    member = plan.Member(people[0], draw(st.sampled_from(("lead", "member"))), draw(maybe(NOT_NEGATIVE)))
    influence = plan.Influence(metrics[1], "-", draw(maybe(st.integers(0, 10**17))))
    return plan.Plan(
        plan.Organization(draw(IDS), draw(FILLED)),
        plan.Cycle("c", "C", date(2026, 10, 1), date(2026, 12, 31), plan.Brief(text(), text(), text())),
        people=(plan.Person(people[0], draw(FILLED), "a@b", (people[1],)), plan.Person(people[1], draw(FILLED))),
        teams=(plan.Team(teams[0], draw(FILLED), members=(member,)), plan.Team(teams[1], "T", parent=teams[0])),
        metrics=(
            plan.Metric(metrics[0], draw(FILLED), aliases=tuple(draw(st.lists(TEXTS))), influences=(influence,)),
            plan.Metric(metrics[1], draw(FILLED), unit=text(), better="lower", owner=team()),
        ),
        milestones=(plan.Milestone(milestone, draw(FILLED), definition=text(), date=draw(maybe(DAYS))),),
        objectives=(objective,),
        check_ins=(plan.CheckIn(first, date(2026, 10, 5), draw(NUMBERS), Decimal(draw(st.integers(0, 10))), text()),),
        metric_values=(plan.MetricValue(metrics[0], date(2026, 9, 30), draw(NUMBERS)),),
        checks=draw(maybe(st.just(plan.Checks(("AL101",), {"AL102": "error"})))),
    )


@st.composite
def answers(draw: st.DrawFn, *providers: str) -> dict[str, Any]:
    """What the providing team says to a need, and that it says it."""
    given = draw(
        st.fixed_dictionaries({"declined": FILLED})
        | st.fixed_dictionaries(
            {},
            optional={"promised": maybe(DAYS), "provided_by": st.sampled_from(providers), "delivered": DAYS},
        )
    )
    return {**given, "stated": frozenset(given)}


@st.composite
def measures(draw: st.DrawFn) -> dict[str, Any]:
    """A way from a baseline to a target, or a band."""
    if draw(st.booleans()):
        low = draw(NUMBERS)
        return {"hold": plan.Hold(low, low + draw(st.integers(0, 5)))}
    days = sorted(draw(st.sets(DAYS, max_size=2)))
    path = tuple(plan.PathPoint(day, draw(NUMBERS)) for day in days)
    return {"baseline": draw(NUMBERS), "target": draw(NUMBERS), "path": path}


def as_values(value: Any) -> Any:
    """A plan as a file's mappings and lists, with what is left out left out; numbers and days as they are."""
    if isinstance(value, plan.Plan):
        return {"accord": Decimal(1), **_mapping(value)}
    if is_dataclass(value):
        return _mapping(value)
    if isinstance(value, dict):
        return value
    return [as_values(item) for item in value] if isinstance(value, tuple) else value


def _mapping(value: Any) -> dict[str, Any]:
    names = {"provider": "from", "for_action": "for"}
    stated: frozenset[str] = getattr(value, "stated", frozenset())
    mapping: dict[str, Any] = {}
    for each in fields(value):
        inner = as_values(getattr(value, each.name))
        if each.name == "promised" and inner is None and "promised" in stated:
            inner = ""
        if each.name != "stated" and inner is not None and inner != []:
            mapping[names.get(each.name, each.name)] = inner
    return mapping


def in_json(value: Any, indent: str = "\n") -> str:
    """Values as JSON, numbers exactly as they are."""
    within = indent + " "
    if isinstance(value, dict):
        inner = f",{within}".join(f"{json.dumps(key)}: {in_json(each, within)}" for key, each in value.items())
        return f"{{{within}{inner}{indent}}}"
    if isinstance(value, list):
        return f"[{within}{f',{within}'.join(in_json(each, within) for each in value)}{indent}]"
    return scalar(value, text=json.dumps)


def in_yaml(value: Any, indent: str = "\n") -> str:
    """Values as block YAML, texts in single quotes where these can hold them."""
    if isinstance(value, dict) and value:
        return "".join(f"{indent}{key}: {in_yaml(each, indent + '  ')}" for key, each in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{indent}- {in_yaml(each, indent + '  ')}" for each in value)
    return scalar(value, text=_quoted)


def scalar(value: Any, text: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return text(value.isoformat()) if text is json.dumps else value.isoformat()
    return text(value) if isinstance(value, str) else json.dumps(value)


def _quoted(text: str) -> str:
    if "\n" in text or "\t" in text:
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"
