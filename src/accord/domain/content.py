"""The facts of a key result as canonical content: what the clauses are put together from.

Each item comes with the id of the team it concerns, as stored (a team that has ended keeps its
id here), in the order in which content lists it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeVar

from accord.domain.canonical import Content, Value, canonical_text, decimal_text
from accord.domain.facts import (
    ActionFacts,
    ContributionFacts,
    KeyResultFacts,
    MetricFacts,
    MilestoneFacts,
    NeedFacts,
    ProviderFacts,
)
from accord.domain.plan import Hold

_Identified = TypeVar("_Identified", ActionFacts, NeedFacts)
Concerning = list[tuple[str, Content]]

# What a choice is where nothing is stated; left out of content, stated or not.
DEFAULT_AMBITION = "committed"
DEFAULT_BETTER = "none"
_PERCENT = ("0", "100")


def filled(content: dict[str, Value | None]) -> Content:
    """The content without what is absent or empty."""
    return {key: value for key, value in content.items() if value}


def criteria(facts: KeyResultFacts) -> Content:
    """How the key result is known to be reached."""
    baseline, target = decimal_text(facts.baseline), decimal_text(facts.target)
    if _is_percent(facts.metric, facts.milestone):
        baseline, target = baseline or _PERCENT[0], target or _PERCENT[1]
    ambition = facts.ambition or DEFAULT_AMBITION
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


def work(facts: KeyResultFacts) -> Concerning:
    """What each action is, beside the team that does it."""
    return [(action.team or facts.team, _action(action)) for action in _by_id(facts.actions)]


def charges(facts: KeyResultFacts) -> Concerning:
    """Which team does each action."""
    teams = [(action.team or facts.team, action.id) for action in _by_id(facts.actions)]
    return [(team, {"id": action, "team": team}) for team, action in teams]


def duties(facts: KeyResultFacts) -> Concerning:
    """What each team does all along."""
    texts = sorted((duty.team, canonical_text(duty.does) or "") for duty in facts.duties)
    return [(team, filled({"team": team, "does": does})) for team, does in texts]


def needs(facts: KeyResultFacts) -> Concerning:
    """What is needed from whom, and what provides it as it is promised today; without what was declined."""
    return [(need.provider, _need(need)) for need in _by_id(facts.needs) if not need.declined]


def contributions(facts: KeyResultFacts) -> Concerning:
    """The objectives whose contribution has been accepted."""
    accepted = [each for each in facts.contributions if each.status == "accepted"]
    accepted.sort(key=lambda each: each.objective)
    return [(each.team, _contribution(each)) for each in accepted]


def definitions(facts: KeyResultFacts) -> Content:
    """What every metric and milestone means that the key result, or what provides its needs, speaks of."""
    named = {facts.metric, facts.milestone, *facts.guardrails, *facts.terms}
    for need in facts.needs:
        if (provider := need.provided_by) and not need.declined:
            named |= {provider.metric, provider.milestone, provider.id if provider.kind == "milestone" else None}
    entries = set(filter(None, named))
    milestones: dict[str, Value] = {
        entry: milestone(facts.milestones[entry]) for entry in entries if entry in facts.milestones
    }
    metrics: dict[str, Value] = {entry: metric(facts.metrics[entry]) for entry in entries if entry not in milestones}
    return meanings(entries, metrics, milestones)


def meanings(entries: Collection[str], metrics: Mapping[str, Value], milestones: Mapping[str, Value]) -> Content:
    """What entries of the registry mean, given each entry's content: shared ones need be written once only."""
    order = sorted(entries)
    of_metrics: list[Value] = [metrics[entry] for entry in order if entry not in milestones]
    of_milestones: list[Value] = [milestones[entry] for entry in order if entry in milestones]
    return filled({"metrics": of_metrics, "milestones": of_milestones})


def metric(defined: MetricFacts) -> Content:
    """What a metric means."""
    return filled(
        {
            "id": defined.id,
            "name": canonical_text(defined.name),
            "definition": canonical_text(defined.definition),
            "formula": canonical_text(defined.formula),
            "counts": canonical_text(defined.counts),
            "excludes": canonical_text(defined.excludes),
            "unit": canonical_text(defined.unit),
            "source": canonical_text(defined.source),
            "frequency": defined.frequency,
            "better": defined.better or DEFAULT_BETTER,
        }
    )


def milestone(defined: MilestoneFacts) -> Content:
    """What a milestone means."""
    return filled(
        {
            "id": defined.id,
            "name": canonical_text(defined.name),
            "definition": canonical_text(defined.definition),
            "date": _date(defined.date),
        }
    )


def _action(action: ActionFacts) -> Content:
    return filled(
        {
            "id": action.id,
            "title": canonical_text(action.title),
            "due": _date(action.due),
            "effort_days": decimal_text(action.effort_days),
            "expected": decimal_text(action.expected),
        }
    )


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


def _by_id(items: Iterable[_Identified]) -> list[_Identified]:
    return sorted(items, key=lambda item: item.id)


def _hold(hold: Hold | None) -> Content | None:
    if hold is None:
        return None
    return filled({"at_least": decimal_text(hold.at_least), "at_most": decimal_text(hold.at_most)})


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_percent(metric: str | None, milestone: str | None) -> bool:
    return not metric and not milestone
