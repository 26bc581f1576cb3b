"""A plan laid out as a list of things, each wholly described in the plan file's own words.

What a file says and what an installation holds are laid out alike, so that they can be compared.
Values are as in the plan file: text, exact numbers, dates, and lists and mappings of these; left out is None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accord.domain import plan as p

# Fields that are part of no clause: they may change without anybody being asked again.
SUBSTANTIVE: Mapping[str, frozenset[str]] = {
    "cycle": frozenset({"end"}),
    "objective": frozenset({"team", "title", "ambition"}),
    "key_result": frozenset(
        {"objective", "title", "metric", "milestone", "baseline", "target", "hold", "due", "path"}
        | {"completion_criteria", "decomposition", "guardrails", "terms", "duties"}
    ),
    "action": frozenset({"key_result", "title", "team", "due", "effort_days", "expected"}),
    "need": frozenset(
        {"key_result", "from", "what", "for", "completion_criteria", "by", "promised", "provided_by", "declined"}
    ),
    "contribution": frozenset({"share", "status"}),
    "metric": frozenset(
        {"name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better"}
    ),
    "milestone": frozenset({"name", "definition", "date"}),
}


@dataclass(frozen=True, slots=True)
class Described:
    """One thing of a plan. `alone` names the fields that this description leaves as they are."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    alone: frozenset[str] = frozenset()


def is_substantive(kind: str, field: str | None) -> bool:
    """Whether a change of this field changes what teams have agreed to; None stands for coming and going."""
    return kind in SUBSTANTIVE and (field is None or field in SUBSTANTIVE[kind])


def described(plan: p.Plan) -> list[Described]:
    """Everything a plan says, in the files' order, things before what refers to them from inside."""
    return [
        Described("organization", plan.organization.id, _organization(plan)),
        _cycle(plan.cycle),
        *(Described("strategic_goal", g.id, {"title": g.title, "horizon": g.horizon}) for g in plan.strategic_goals),
        *(_person(person) for person in plan.people),
        *(thing for team in plan.teams for thing in _team(team)),
        *(_metric(metric) for metric in plan.metrics),
        *(_milestone(milestone) for milestone in plan.milestones),
        *(thing for objective in plan.objectives for thing in _objective(objective)),
        *(_check_in(check_in) for check_in in plan.check_ins),
        *(Described("metric_value", f"{v.metric}@{v.date}", {"value": v.value}) for v in plan.metric_values),
    ]


def _organization(plan: p.Plan) -> dict[str, Any]:
    return {"name": plan.organization.name, "checks": _checks(plan.checks) if plan.checks else None}


def _checks(checks: p.Checks) -> dict[str, Any]:
    accepted = [
        {"code": a.code, "subject": a.subject, "reason": a.reason, "until": a.until and a.until.isoformat()}
        for a in checks.accepted
    ]
    return {"off": list(checks.off), "severity": dict(checks.severity), "accepted": accepted}


def _cycle(cycle: p.Cycle) -> Described:
    brief = cycle.brief
    fields: dict[str, Any] = {"name": cycle.name, "start": cycle.start, "end": cycle.end}
    fields |= {"why": brief.why, "success": brief.success, "different": brief.different, "parent": None}
    # A file knows nothing of the cycle around it: that is said on the cycle's page alone.
    return Described("cycle", cycle.id, fields, frozenset({"parent"}))


def _person(person: p.Person) -> Described:
    fields = {"name": person.name, "email": person.email, "reports_to": list(person.reports_to)}
    return Described("person", person.id, fields)


def _team(team: p.Team) -> Iterator[Described]:
    yield Described("team", team.id, {"name": team.name, "parent": team.parent, "succeeded_by": team.succeeded_by})
    for member in team.members:
        fields = {"role": member.role, "allocation": member.allocation}
        yield Described("membership", f"{team.id}>{member.person}", fields)


def _metric(metric: p.Metric) -> Described:
    names = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better", "owner")
    influences = [
        {"metric": i.metric, "sign": i.sign, "lag_days": i.lag_days, "evidence": i.evidence} for i in metric.influences
    ]
    fields = {name: getattr(metric, name) for name in names}
    return Described("metric", metric.id, fields | {"aliases": list(metric.aliases), "influences": influences})


def _milestone(milestone: p.Milestone) -> Described:
    fields = {name: getattr(milestone, name) for name in ("name", "definition", "date", "owner")}
    return Described("milestone", milestone.id, fields | {"aliases": list(milestone.aliases)})


def _objective(objective: p.Objective) -> Iterator[Described]:
    names = ("team", "title", "why", "ambition", "not_strategic_because")
    fields = {name: getattr(objective, name) for name in names} | {"serves": list(objective.serves)}
    yield Described("objective", objective.id, fields)
    for key_result in objective.key_results:
        yield from _key_result(key_result, objective.id)
    for contribution in objective.contributes_to:
        alone = frozenset({"status"}) if contribution.status is None else frozenset[str]()
        status = {"share": contribution.share, "status": contribution.status or "proposed"}
        yield Described("contribution", f"{objective.id}>{contribution.key_result}", status, alone)


def _key_result(key_result: p.KeyResult, objective: str) -> Iterator[Described]:
    names = ("title", "metric", "milestone", "baseline", "target", "start", "due", "weight", "accountable")
    texts = ("completion_criteria", "decomposition")
    fields: dict[str, Any] = {"objective": objective} | {name: getattr(key_result, name) for name in (*names, *texts)}
    fields |= {
        "hold": _hold(key_result.hold),
        "path": [{"date": point.date, "value": point.value} for point in key_result.path],
        "guardrails": list(key_result.guardrails),
        "terms": list(key_result.terms),
        "duties": [{"team": duty.team, "does": duty.does} for duty in key_result.duties],
    }
    yield Described("key_result", key_result.id, fields)
    for action in key_result.actions:
        yield _action(action, key_result.id)
    for need in key_result.needs:
        yield _need(need, key_result.id)


def _hold(hold: p.Hold | None) -> dict[str, Any] | None:
    return {"at_least": hold.at_least, "at_most": hold.at_most} if hold else None


def _action(action: p.Action, key_result: str) -> Described:
    names = ("title", "team", "responsible", "due", "effort_days", "expected", "done")
    fields = {"key_result": key_result} | {name: getattr(action, name) for name in names}
    return Described("action", action.id, fields, frozenset({"done"}) if action.done is None else frozenset())


def _need(need: p.Need, key_result: str) -> Described:
    names = ("what", "completion_criteria", "by", "promised", "provided_by", "delivered", "received", "declined")
    fields = {"key_result": key_result, "from": need.provider, "for": need.for_action}
    fields |= {name: getattr(need, name) for name in names}
    return Described("need", need.id, fields, _left_alone(need))


def _left_alone(need: p.Need) -> frozenset[str]:
    """The provider's side and progress stay where the file is silent; a yes or a no answers for all of it."""
    if need.declined:
        return frozenset()
    answered = {"declined"} if need.promised or need.provided_by else set()
    return frozenset({"promised", "provided_by", "delivered", "received", "declined"} - need.stated - answered)


def _check_in(check_in: p.CheckIn) -> Described:
    fields = {"value": check_in.value, "confidence": check_in.confidence, "note": check_in.note}
    return Described("check_in", f"{check_in.key_result}@{check_in.date}", fields)
