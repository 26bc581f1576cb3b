"""AL6xx: do goals that are good one by one work against each other?"""

from collections.abc import Iterable, Iterator, Sequence

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.linking import groups
from accord.domain.checks.movements import Push
from accord.domain.checks.placed import PlacedKeyResult
from accord.domain.checks.snapshot import Snapshot
from accord.domain.checks.threats import Threat
from accord.domain.plan import Metric


def opposed_goals(snapshot: Snapshot, metric: Metric) -> Iterator[Finding]:
    """AL601: one team wants the metric up, another wants it down."""
    pushing = snapshot.movements.pushing
    up, down = (pushing.get(Push(metric.id, is_up), ()) for is_up in (True, False))
    if not up or not down:
        return
    opposed = snapshot.movements.in_order(_of_other_teams(up, down), _of_other_teams(down, up))
    if opposed:
        facts: Facts = {"up": _teams(_of_other_teams(up, down)), "down": _teams(_of_other_teams(down, up))}
        yield Finding("AL601", Ref(Kind.METRIC, metric.id), _refs(opposed), facts)


def hidden_tension(snapshot: Snapshot, metric: Metric) -> Iterator[Finding]:
    """AL602: a result helps itself and pushes, through other metrics, against what other teams want of this one."""
    movements = snapshot.movements
    for wrong in (Push(metric.id, is_up=True), Push(metric.id, is_up=False)):
        bands = movements.harmed_bands.get(wrong, ())
        movers = movements.pushing.get(wrong.reverse, ())
        if bands:
            yield from _tensions(wrong, _ByTeam(bands), [snapshot.threats.direct(wrong)])
        threats = list(snapshot.threats.by_influence(wrong)) if bands or movers else []
        if threats:
            yield from _tensions(wrong, _ByTeam(movements.in_order(movers, bands)), threats)


def guardrail_at_risk(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL603: results push a metric that must not get worse to where it gets worse."""
    for id_ in placed.it.guardrails:
        metric = snapshot.metrics.get(id_)
        if metric is None or metric.better == "none":
            continue
        wrong = Push(id_, metric.better == "lower")
        threatened = snapshot.threats.together(wrong)
        if threatened is not None:
            nearest = threatened.nearest
            facts: Facts = {
                "path": _metrics(nearest.path),
                "by": nearest.by[0].ref,
                "team": Ref(Kind.TEAM, nearest.by[0].team),
                "count": len(threatened.by),
                "direction": _direction(wrong),
                "by_direction": _direction(nearest.push),
            }
            yield Finding("AL603", placed.ref, (Ref(Kind.METRIC, id_), *threatened.others_than(placed.ref)), facts)


def doubled_work(snapshot: Snapshot, metric: Metric) -> Iterator[Finding]:
    """AL604: teams that do not work together want the same thing."""
    for is_up in (True, False):
        push = Push(metric.id, is_up)
        together = snapshot.movements.pushing.get(push, ())
        if len(together) > 1 and groups(snapshot, together) > 1:
            facts: Facts = {"direction": _direction(push), "teams": _teams(together)}
            yield Finding("AL604", Ref(Kind.METRIC, metric.id), _refs(together), facts)


def _tensions(wrong: Push, harmed: "_ByTeam", threats: Iterable[Threat]) -> Iterator[Finding]:
    for threat in threats:
        for pushing in threat.by:
            suffering = harmed.outside(pushing.team)
            if suffering:
                facts: Facts = {
                    "path": _metrics(threat.path),
                    "direction": _direction(wrong),
                    "by_direction": _direction(threat.push),
                    "harmed": len(suffering),
                    "team": Ref(Kind.TEAM, pushing.team),
                    **harmed.whose(pushing.team),
                }
                yield Finding("AL602", pushing.ref, (*_metrics(threat.path), *suffering), facts)


class _ByTeam:
    """Key results that are harmed, ready to be asked for those of all teams but one."""

    def __init__(self, harmed: Sequence[PlacedKeyResult]) -> None:
        self._all = tuple((placed.team, placed.ref) for placed in harmed)
        self._teams = dict.fromkeys(team for team, _ in self._all)
        self._refs = tuple(ref for _, ref in self._all)

    def outside(self, team: str) -> tuple[Ref, ...]:
        if team not in self._teams:
            return self._refs
        return tuple(ref for of, ref in self._all if of != team)

    def whose(self, team: str) -> Facts:
        """How many other teams they are of, and one of these: thousands may be pushing, and be harmed."""
        count = len(self._teams) - (team in self._teams)
        return {"teams": count, "harmed_team": Ref(Kind.TEAM, next(each for each in self._teams if each != team))}


def _of_other_teams(some: Sequence[PlacedKeyResult], against: Sequence[PlacedKeyResult]) -> list[PlacedKeyResult]:
    """Those of some that have one of another team against them."""
    teams = {placed.team for placed in against}
    return [placed for placed in some if teams - {placed.team}] if len(teams) < 2 else list(some)


def _teams(some: Iterable[PlacedKeyResult]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(Ref(Kind.TEAM, placed.team) for placed in some))


def _refs(some: Iterable[PlacedKeyResult]) -> tuple[Ref, ...]:
    return tuple(placed.ref for placed in some)


def _metrics(path: tuple[str, ...]) -> tuple[Ref, ...]:
    return tuple(Ref(Kind.METRIC, id_) for id_ in path)


def _direction(push: Push) -> str:
    return "up" if push.is_up else "down"


CHECKS = (
    Check("AL601", "opposed-goals", Severity.ERROR, opposed_goals, Kind.METRIC),
    Check("AL602", "hidden-tension", Severity.WARNING, hidden_tension, Kind.METRIC),
    Check("AL603", "guardrail-at-risk", Severity.WARNING, guardrail_at_risk, Kind.KEY_RESULT),
    Check("AL604", "doubled-work", Severity.WARNING, doubled_work, Kind.METRIC),
)
