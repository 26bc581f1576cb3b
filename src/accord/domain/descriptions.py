"""A plan laid out as a list of things, each wholly described in the plan file's own words.

What a file says and what an installation holds are laid out alike, so that they can be compared.
Values are as in the plan file: text, exact numbers, dates, and lists and mappings of these; left out is None.
"""

from collections.abc import Iterable, Iterator, Mapping
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
        _organization(plan),
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


def _organization(plan: p.Plan) -> Described:
    """A plan without an opinion of the checks leaves the organization's as it is."""
    fields = {"name": plan.organization.name, "checks": _checks(plan.checks) if plan.checks else None}
    return Described(
        "organization", plan.organization.id, fields, frozenset() if plan.checks else frozenset({"checks"})
    )


def _checks(checks: p.Checks) -> dict[str, Any] | None:
    accepted = [
        {"code": a.code, "subject": a.subject, "reason": a.reason, "until": a.until and a.until.isoformat()}
        for a in checks.accepted
    ]
    return opinion(checks.off, checks.severity, accepted)


def opinion(
    off: Iterable[str], severity: Mapping[str, str], accepted: Iterable[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """What is thought of the checks, in one order whoever says it; None where nothing is said of any.

    What is accepted twice is accepted for as long as the longer of the two says.
    """
    longest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for each in accepted:
        known = longest.setdefault((each["code"], each["subject"]), each)
        if known["until"] and (not each["until"] or each["until"] > known["until"]):
            longest[each["code"], each["subject"]] = each
    said = {"off": sorted(set(off)), "severity": dict(sorted(severity.items())), "accepted": list(longest.values())}
    return {name: value for name, value in said.items() if value} or None


def _cycle(cycle: p.Cycle) -> Described:
    brief = cycle.brief
    fields: dict[str, Any] = {"name": cycle.name, "start": cycle.start, "end": cycle.end}
    fields |= {"why": brief.why, "success": brief.success, "different": brief.different, "parent": None}
    # A file knows nothing of the cycle around it: that is said on the cycle's page alone.
    return Described("cycle", cycle.id, fields, frozenset({"parent"}))


def _person(person: p.Person) -> Described:
    email = (person.email or "").strip() or None
    fields = {"name": person.name, "email": email, "reports_to": list(person.reports_to)}
    return Described("person", person.id, fields)


def _team(team: p.Team) -> Iterator[Described]:
    yield Described("team", team.id, {"name": team.name, "parent": team.parent, "succeeded_by": team.succeeded_by})
    for member in team.members:
        fields = {"role": member.role, "allocation": member.allocation}
        yield Described("membership", f"{team.id}>{member.person}", fields)


def _metric(metric: p.Metric) -> Described:
    influences = [
        {"metric": i.metric, "sign": i.sign, "lag_days": i.lag_days, "evidence": i.evidence} for i in metric.influences
    ]
    names = ("definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better", "owner")
    fields = {"name": metric.name, "aliases": list(metric.aliases)} | {name: getattr(metric, name) for name in names}
    return Described("metric", metric.id, fields | {"influences": influences})


def _milestone(milestone: p.Milestone) -> Described:
    fields = {"name": milestone.name, "aliases": list(milestone.aliases)}
    fields |= {name: getattr(milestone, name) for name in ("definition", "date", "owner")}
    return Described("milestone", milestone.id, fields)


def _objective(objective: p.Objective) -> Iterator[Described]:
    fields: dict[str, Any] = {name: getattr(objective, name) for name in ("team", "title", "why", "ambition")}
    fields |= {"serves": list(objective.serves), "not_strategic_because": objective.not_strategic_because}
    yield Described("objective", objective.id, fields)
    for contribution in objective.contributes_to:
        alone = frozenset({"status"}) if contribution.status is None else frozenset[str]()
        status = {"share": contribution.share, "status": contribution.status or "proposed"}
        yield Described("contribution", f"{objective.id}>{contribution.key_result}", status, alone)
    for key_result in objective.key_results:
        yield from _key_result(key_result, objective.id)


def _key_result(key_result: p.KeyResult, objective: str) -> Iterator[Described]:
    fields: dict[str, Any] = {"objective": objective}
    fields |= {name: getattr(key_result, name) for name in ("title", "metric", "milestone", "baseline", "target")}
    fields |= {"hold": _hold(key_result.hold), "start": key_result.start, "due": key_result.due}
    fields |= {"path": [{"date": point.date, "value": point.value} for point in key_result.path]}
    names = ("weight", "accountable", "completion_criteria", "decomposition")
    fields |= {name: getattr(key_result, name) for name in names}
    fields |= {"guardrails": list(key_result.guardrails), "terms": list(key_result.terms)}
    fields |= {"duties": [{"team": duty.team, "does": duty.does} for duty in key_result.duties]}
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
    names = ("completion_criteria", "by", "promised", "provided_by", "delivered", "received", "declined")
    fields = {"key_result": key_result, "from": need.provider, "what": need.what, "for": need.for_action}
    fields |= {name: getattr(need, name) for name in names}
    return Described("need", need.id, fields, _left_alone(need))


def _left_alone(need: p.Need) -> frozenset[str]:
    """The provider's side and progress stay where the file is silent; a yes or a no answers for all of it.

    (Where another team is asked, plan_changes ends them: they were the earlier team's.)
    """
    if need.declined:
        return frozenset()
    is_provided = need.promised or need.provided_by or need.delivered
    answered = {"declined"} if is_provided else set[str]()
    return frozenset({"promised", "provided_by", "delivered", "received", "declined"} - need.stated - answered)


def _check_in(check_in: p.CheckIn) -> Described:
    """All of it is progress: what the file is silent about stays."""
    fields = {"value": check_in.value, "confidence": check_in.confidence, "note": check_in.note}
    alone = frozenset(name for name, value in fields.items() if value is None)
    return Described("check_in", f"{check_in.key_result}@{check_in.date}", fields, alone)
