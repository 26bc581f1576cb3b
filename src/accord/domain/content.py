"""The facts of a key result as canonical content: what the clauses are put together from.

Each item comes with the id of the team it concerns, as stored (a team that has ended keeps its
id here), in the order in which content lists it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accord.domain.canonical import Content, Value, canonical_text, decimal_text
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
from accord.domain.plan import Hold

Concerning = list[tuple[str, Content]]

# What a choice is where nothing is stated; left out of content, stated or not.
DEFAULT_AMBITION = "committed"
DEFAULT_BETTER = "none"
_PERCENT = ("0", "100")


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything an agreement can hold, each item beside the team it concerns."""

    criteria: Content
    decomposition: str | None
    work: Concerning
    charges: Concerning
    duties: Concerning
    needs: Concerning
    contributions: Concerning
    definitions: Content


def matter_of(facts: KeyResultFacts) -> Matter:
    """Bring all facts of a key result to their canonical form, once."""
    actions = sorted(facts.actions, key=lambda action: action.id)
    teams = [action.team or facts.team for action in actions]
    needs = sorted((need for need in facts.needs if not need.declined), key=lambda need: need.id)
    accepted = sorted((c for c in facts.contributions if c.status == "accepted"), key=lambda c: c.objective)
    return Matter(
        criteria=_criteria(facts),
        decomposition=canonical_text(facts.decomposition),
        work=[(team, _work(action)) for team, action in zip(teams, actions, strict=True)],
        charges=[(team, {"id": action.id, "team": team}) for team, action in zip(teams, actions, strict=True)],
        duties=_duties(facts.duties),
        needs=[(need.provider, _need(need)) for need in needs],
        contributions=[(contribution.team, _contribution(contribution)) for contribution in accepted],
        definitions=_definitions(facts, needs),
    )


def filled(content: dict[str, Value | None]) -> Content:
    """The content without what is absent or empty."""
    return {key: value for key, value in content.items() if value}


def _criteria(facts: KeyResultFacts) -> Content:
    baseline, target = decimal_text(facts.baseline), decimal_text(facts.target)
    if _is_percent(facts.metric, facts.milestone):
        baseline, target = baseline or _PERCENT[0], target or _PERCENT[1]
    ambition = None if facts.ambition == DEFAULT_AMBITION else facts.ambition
    path: list[Value] = [
        filled({"date": _date(point.date), "value": decimal_text(point.value)})
        for point in sorted(facts.path, key=lambda point: point.date)
    ]
    return filled(
        {
            "objective": filled({"title": canonical_text(facts.objective_title), "ambition": ambition}),
            "title": canonical_text(facts.title),
            "metric": facts.metric,
            "milestone": facts.milestone,
            "baseline": baseline,
            "target": target,
            "hold": _hold(facts.hold),
            "path": path,
            "due": _date(facts.due),
            "completion_criteria": canonical_text(facts.completion_criteria),
            "guardrails": [*sorted(set(facts.guardrails))],
        }
    )


def _work(action: ActionFacts) -> Content:
    return filled(
        {
            "id": action.id,
            "title": canonical_text(action.title),
            "due": _date(action.due),
            "effort_days": decimal_text(action.effort_days),
            "expected": decimal_text(action.expected),
        }
    )


def _duties(duties: Iterable[DutyFacts]) -> Concerning:
    texts = sorted((duty.team, canonical_text(duty.does) or "") for duty in duties)
    return [(team, filled({"team": team, "does": does})) for team, does in texts]


def _need(need: NeedFacts) -> Content:
    provider = need.provided_by
    return filled(
        {
            "id": need.id,
            "from": need.provider,
            "what": canonical_text(need.what),
            "for": need.for_action,
            "completion_criteria": canonical_text(need.completion_criteria),
            "by": _date(need.by),
            "promised": _date(need.promised),
            "provided_by": provider.id if provider else None,
            "as_promised": _as_promised(provider) if provider else None,
        }
    )


def _as_promised(provider: ProviderFacts) -> Content | None:
    if provider.kind == "milestone":
        return None
    promised: dict[str, Value | None] = {"title": canonical_text(provider.title), "due": _date(provider.due)}
    if provider.kind == "key_result":
        target = decimal_text(provider.target)
        percent = _is_percent(provider.metric, provider.milestone)
        promised |= {
            "metric": provider.metric,
            "milestone": provider.milestone,
            "target": target or _PERCENT[1] if percent else target,
            "hold": _hold(provider.hold),
            "completion_criteria": canonical_text(provider.completion_criteria),
        }
    return filled(promised)


def _contribution(contribution: ContributionFacts) -> Content:
    return filled(
        {
            "objective": contribution.objective,
            "title": canonical_text(contribution.title),
            "team": contribution.team,
            "share": decimal_text(contribution.share),
        }
    )


def _definitions(facts: KeyResultFacts, needs: Iterable[NeedFacts]) -> Content:
    named = {facts.metric, facts.milestone, *facts.guardrails, *facts.terms}
    for need in needs:
        if provider := need.provided_by:
            named |= {provider.metric, provider.milestone, provider.id if provider.kind == "milestone" else None}
    entries = sorted(filter(None, named))
    metrics: list[Value] = [_metric(facts.metrics[entry]) for entry in entries if entry not in facts.milestones]
    milestones: list[Value] = [_milestone(facts.milestones[entry]) for entry in entries if entry in facts.milestones]
    return filled({"metrics": metrics, "milestones": milestones})


def _metric(metric: MetricFacts) -> Content:
    return filled(
        {
            "id": metric.id,
            "name": canonical_text(metric.name),
            "definition": canonical_text(metric.definition),
            "formula": canonical_text(metric.formula),
            "counts": canonical_text(metric.counts),
            "excludes": canonical_text(metric.excludes),
            "unit": canonical_text(metric.unit),
            "source": canonical_text(metric.source),
            "frequency": metric.frequency,
            "better": None if metric.better == DEFAULT_BETTER else metric.better,
        }
    )


def _milestone(milestone: MilestoneFacts) -> Content:
    return filled(
        {
            "id": milestone.id,
            "name": canonical_text(milestone.name),
            "definition": canonical_text(milestone.definition),
            "date": _date(milestone.date),
        }
    )


def _hold(hold: Hold | None) -> Content | None:
    if hold is None:
        return None
    return filled({"at_least": decimal_text(hold.at_least), "at_most": decimal_text(hold.at_most)})


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_percent(metric: str | None, milestone: str | None) -> bool:
    return not metric and not milestone
