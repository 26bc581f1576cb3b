"""AL4xx: does it add up from top to bottom? Contributions, white space and orphans."""

from collections.abc import Iterator
from decimal import Decimal

from accord.domain.checks.check import Check
from accord.domain.checks.exact import distance, total
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.graphs import shortest_circles
from accord.domain.checks.placed import PlacedKeyResult, live_contributions, live_needs
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Objective
from accord.domain.scoring import Kind as MeasuredAs
from accord.domain.scoring import Measure, ends, kind_of


def white_space(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL401: a team with teams below it wants this, and none of them or any other takes part."""
    if placed.team not in snapshot.parents or snapshot.support.get(placed.it.id):
        return
    others = (
        *(action.team for action in placed.it.actions if action.team is not None),
        *(duty.team for duty in placed.it.duties),
        *(need.provider for need in live_needs(placed.it)),
    )
    if all(team == placed.team for team in others):
        yield Finding("AL401", placed.ref, (), {"team": Ref(Kind.TEAM, placed.team)})


def orphan(snapshot: Snapshot, objective: Objective) -> Iterator[Finding]:
    """AL402: a team below another wants this, and it supports nothing."""
    team = snapshot.teams.get(objective.team)
    if team is not None and team.parent is not None and not any(live_contributions(objective)):
        yield Finding("AL402", Ref(Kind.OBJECTIVE, objective.id), (), {"team": Ref(Kind.TEAM, objective.team)})


def does_not_add_up(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL403: all who contribute together bring less than the way from baseline to target."""
    support = snapshot.support.get(placed.it.id, ())
    shares = [each.it.share for each in support if each.it.share is not None]
    if not support or len(shares) < len(support):
        return
    wanted, given = _distance(placed), total(shares)
    if wanted is not None and given < wanted:
        related = tuple(Ref(Kind.OBJECTIVE, each.objective.id) for each in support)
        facts: Facts = {
            "shares": given,
            "distance": wanted,
            "missing": distance(wanted, given),
            "count": len(support),
        }
        yield Finding("AL403", placed.ref, related, facts)


def unanswered_contribution(snapshot: Snapshot, objective: Objective) -> Iterator[Finding]:
    """AL404: a team offered its help, and nobody has said yes or no."""
    for contribution in live_contributions(objective):
        if contribution.status != "accepted":
            key_result = snapshot.key_results.get(contribution.key_result)
            facts: Facts = {} if key_result is None else {"team": Ref(Kind.TEAM, key_result.team)}
            related = (Ref(Kind.KEY_RESULT, contribution.key_result),)
            yield Finding("AL404", Ref(Kind.OBJECTIVE, objective.id), related, facts)


def contribution_circle(snapshot: Snapshot) -> Iterator[Finding]:
    """AL405: objectives support each other in a circle, so that none of them supports anything else by it."""
    for circle in shortest_circles(_links(snapshot)):
        first, *others = (Ref(Kind.OBJECTIVE, id_) for id_ in circle)
        yield Finding("AL405", first, tuple(others), {"count": len(circle)})


def _distance(placed: PlacedKeyResult) -> Decimal | None:
    it = placed.it
    measure = Measure(
        start=placed.due,
        due=placed.due,
        has_metric=it.metric is not None,
        has_milestone=it.milestone is not None,
        baseline=it.baseline,
        target=it.target,
        hold=it.hold,
    )
    start, target = ends(measure)
    if kind_of(measure) is not MeasuredAs.CHANGE or start is None or target is None:
        return None
    return distance(start, target)


def _links(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Who supports whom, each link called by what it leads to."""
    return {
        objective.id: {
            key_result.objective.id: key_result.objective.id
            for contribution in live_contributions(objective)
            if (key_result := snapshot.key_results.get(contribution.key_result)) is not None
        }
        for objective in snapshot.plan.objectives
        if objective.contributes_to
    }


CHECKS = (
    Check("AL401", "white-space", Severity.WARNING, white_space, Kind.KEY_RESULT),
    Check("AL402", "orphan", Severity.WARNING, orphan, Kind.OBJECTIVE),
    Check("AL403", "does-not-add-up", Severity.ERROR, does_not_add_up, Kind.KEY_RESULT),
    Check("AL404", "unanswered-contribution", Severity.INFO, unanswered_contribution, Kind.OBJECTIVE),
    Check("AL405", "contribution-circle", Severity.ERROR, contribution_circle),
)
