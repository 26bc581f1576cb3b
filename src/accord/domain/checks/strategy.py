"""AL5xx: what is this for? Strategic goals and the cycle's brief."""

from collections.abc import Iterator

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Finding, Kind, Ref, Severity
from accord.domain.checks.placed import is_blank
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Cycle, Objective, StrategicGoal


def serves_no_strategy(snapshot: Snapshot, objective: Objective) -> Iterator[Finding]:
    """AL501: neither it nor anything it contributes to serves a strategic goal, and nobody says why not."""
    if is_blank(objective.not_strategic_because) and objective.id not in snapshot.strategic:
        yield Finding("AL501", Ref(Kind.OBJECTIVE, objective.id), (), {"team": Ref(Kind.TEAM, objective.team)})


def strategy_left_out(snapshot: Snapshot, goal: StrategicGoal) -> Iterator[Finding]:
    """AL502: a goal that still counts, and no objective serves it."""
    is_over = goal.horizon is not None and snapshot.as_of > goal.horizon
    if not is_over and goal.id not in snapshot.served:
        yield Finding("AL502", Ref(Kind.STRATEGIC_GOAL, goal.id), (), {"horizon": goal.horizon})


def no_brief(snapshot: Snapshot, cycle: Cycle) -> Iterator[Finding]:
    """AL503: teams are asked for a plan without being told what it is for."""
    missing = tuple(name for name in ("why", "success", "different") if is_blank(getattr(cycle.brief, name)))
    if missing:
        yield Finding("AL503", Ref(Kind.CYCLE, cycle.id), (), {"missing": missing})


CHECKS = (
    Check("AL501", "serves-no-strategy", Severity.WARNING, serves_no_strategy, Kind.OBJECTIVE),
    Check("AL502", "strategy-left-out", Severity.WARNING, strategy_left_out, Kind.STRATEGIC_GOAL),
    Check("AL503", "no-brief", Severity.WARNING, no_brief, Kind.CYCLE),
)
