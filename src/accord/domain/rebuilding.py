"""A plan put together again from things that are laid out one by one: the inverse of `descriptions.described`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from accord.domain import plan as p
from accord.domain.descriptions import Described

Fields = Mapping[str, Any]
Grouped = Mapping[str, list[Described]]


def rebuilt(things: Iterable[Described]) -> p.Plan:
    """The plan that these things make, in their order. An organization and a cycle are among them.

    What stands under a thing that is not given is left out: an action without its key result, a contribution
    without its objective, a membership without its team.
    """
    of: dict[str, list[Described]] = defaultdict(list)
    for thing in things:
        of[thing.kind].append(thing)
    organization, cycle = of["organization"][0], of["cycle"][0]
    return p.Plan(
        organization=p.Organization(organization.id, organization.fields["name"]),
        cycle=_cycle(cycle),
        strategic_goals=tuple(
            p.StrategicGoal(t.id, t.fields["title"], t.fields["horizon"]) for t in of["strategic_goal"]
        ),
        people=tuple(_person(t) for t in of["person"]),
        teams=_teams(of),
        metrics=tuple(_metric(t) for t in of["metric"]),
        milestones=tuple(_milestone(t) for t in of["milestone"]),
        objectives=_objectives(of),
        check_ins=tuple(_check_in(t) for t in of["check_in"]),
        metric_values=tuple(_metric_value(t) for t in of["metric_value"]),
    )


def key_result(identifier: str, fields: Fields) -> p.KeyResult:
    """A key result out of what is said of it, without what stands under it."""
    names = ("title", "metric", "milestone", "baseline", "target", "start", "due", "accountable")
    texts = ("completion_criteria", "decomposition")
    hold = fields.get("hold")
    return p.KeyResult(
        id=identifier,
        **_said(fields, *names, *texts),
        hold=p.Hold(hold.get("at_least"), hold.get("at_most")) if hold else None,
        weight=Decimal(1) if fields.get("weight") is None else fields["weight"],
        path=tuple(p.PathPoint(point["date"], point["value"]) for point in fields.get("path") or ()),
        guardrails=tuple(fields.get("guardrails") or ()),
        terms=tuple(fields.get("terms") or ()),
        duties=tuple(p.Duty(duty["team"], duty["does"]) for duty in fields.get("duties") or ()),
    )


def _cycle(thing: Described) -> p.Cycle:
    said = thing.fields
    brief = p.Brief(said["why"], said["success"], said["different"])
    return p.Cycle(thing.id, said["name"], said["start"], said["end"], brief)


def _person(thing: Described) -> p.Person:
    return p.Person(thing.id, thing.fields["name"], thing.fields["email"], tuple(thing.fields["reports_to"]))


def _teams(of: Grouped) -> tuple[p.Team, ...]:
    members: dict[str, list[p.Member]] = defaultdict(list)
    for thing in of["membership"]:
        team, _, person = thing.id.partition(">")
        members[team].append(p.Member(person, thing.fields["role"], thing.fields["allocation"]))
    return tuple(
        p.Team(t.id, t.fields["name"], t.fields["parent"], tuple(members[t.id]), t.fields["succeeded_by"])
        for t in of["team"]
    )


def _metric(thing: Described) -> p.Metric:
    names = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "owner")
    said = thing.fields
    return p.Metric(
        id=thing.id,
        **_said(said, *names),
        better=said.get("better") or "none",
        aliases=tuple(said.get("aliases") or ()),
        influences=tuple(p.Influence(**influence) for influence in said.get("influences") or ()),
    )


def _milestone(thing: Described) -> p.Milestone:
    said = thing.fields
    names = ("name", "definition", "date", "owner")
    return p.Milestone(id=thing.id, **_said(said, *names), aliases=tuple(said.get("aliases") or ()))


def _objectives(of: Grouped) -> tuple[p.Objective, ...]:
    under = _key_results(of)
    contributed: dict[str, list[p.Contribution]] = defaultdict(list)
    for thing in of["contribution"]:
        objective, _, supported = thing.id.partition(">")
        contributed[objective].append(p.Contribution(supported, thing.fields["share"], thing.fields["status"]))
    return tuple(
        p.Objective(
            id=t.id,
            **_said(t.fields, "team", "title", "why", "not_strategic_because"),
            ambition=t.fields.get("ambition") or "committed",
            serves=tuple(t.fields.get("serves") or ()),
            contributes_to=tuple(contributed[t.id]),
            key_results=tuple(under[t.id]),
        )
        for t in of["objective"]
    )


def _key_results(of: Grouped) -> Mapping[str, list[p.KeyResult]]:
    actions: dict[str, list[p.Action]] = defaultdict(list)
    for thing in of["action"]:
        names = ("title", "team", "responsible", "due", "effort_days", "expected", "done")
        actions[thing.fields["key_result"]].append(p.Action(thing.id, **_said(thing.fields, *names)))
    needs: dict[str, list[p.Need]] = defaultdict(list)
    for thing in of["need"]:
        needs[thing.fields["key_result"]].append(_need(thing))
    found: dict[str, list[p.KeyResult]] = defaultdict(list)
    for thing in of["key_result"]:
        alone = key_result(thing.id, thing.fields)
        whole = replace(alone, actions=tuple(actions[thing.id]), needs=tuple(needs[thing.id]))
        found[thing.fields["objective"]].append(whole)
    return found


def _need(thing: Described) -> p.Need:
    names = ("what", "completion_criteria", "by", "promised", "provided_by", "delivered", "received", "declined")
    said = _said(thing.fields, *names)
    return p.Need(id=thing.id, provider=thing.fields["from"], for_action=thing.fields.get("for"), **said)


def _check_in(thing: Described) -> p.CheckIn:
    supported, _, day = thing.id.partition("@")
    said = thing.fields
    return p.CheckIn(supported, date.fromisoformat(day), said["value"], said["confidence"], said["note"])


def _metric_value(thing: Described) -> p.MetricValue:
    metric, _, day = thing.id.partition("@")
    return p.MetricValue(metric, date.fromisoformat(day), thing.fields["value"])


def _said(fields: Fields, *names: str) -> dict[str, Any]:
    return {name: fields.get(name) for name in names}
