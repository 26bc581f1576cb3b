"""What the checks say of a promise before it is given: by their own functions, over a plan of a few lines.

How grave that is, and whether anybody is told, the organization says (queries.weighing).
"""

from datetime import date

from accord.domain import plan as p
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.running import findings_of
from accord.domain.checks.snapshot import Snapshot
from accord.models import Cycle, Team
from accord.queries.asks.asked_things import AskedNeed, Provider

OF_A_PROMISE = frozenset({"AL304", "AL306"})
HERE = "-"  # what is made up here: no id of a plan is so


def of_promise(
    ask: AskedNeed, team: Team, cycle: Cycle, *, promised: date | None, provider: Provider | None, today: date
) -> list[Finding]:
    """Whether a promise would come too late (AL304), or before what provides it is due (AL306)."""
    provided_by = provider.key if provider else None
    need = p.Need(
        id=ask.key, provider=team.key, what=ask.what, by=ask.promise.by, promised=promised, provided_by=provided_by
    )
    asking = p.Objective(HERE, ask.team.key, HERE, key_results=(p.KeyResult(HERE, HERE, needs=(need,)),))
    plan = p.Plan(
        organization=p.Organization(HERE, HERE),
        cycle=p.Cycle(cycle.key, cycle.name, cycle.start, cycle.end),
        milestones=_milestones(provider, team),
        objectives=(asking, *_ours(provider, team)),
    )
    return list(findings_of(Snapshot(plan, as_of=today), Ref(Kind.NEED, ask.key), OF_A_PROMISE))


def _ours(provider: Provider | None, team: Team) -> tuple[p.Objective, ...]:
    """The objective under which the team has what provides it, if it is no milestone."""
    if provider is None or provider.kind == "milestone":
        return ()
    if provider.kind == "key_result":
        result = p.KeyResult(provider.key, provider.name, due=provider.due)
    else:
        result = p.KeyResult(f"{HERE}1", HERE, actions=(p.Action(provider.key, provider.name, due=provider.due),))
    return (p.Objective(f"{HERE}1", team.key, HERE, key_results=(result,)),)


def _milestones(provider: Provider | None, team: Team) -> tuple[p.Milestone, ...]:
    if provider is None or provider.kind != "milestone":
        return ()
    return (p.Milestone(provider.key, provider.name, date=provider.due, owner=team.key),)
