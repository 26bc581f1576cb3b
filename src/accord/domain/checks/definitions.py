"""AL1xx: is it said what is meant? Completion criteria, measures, and the registry's definitions."""

from collections.abc import Iterator, Sequence
from itertools import chain

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.folding import fold
from accord.domain.checks.placed import PlacedKeyResult, is_blank
from accord.domain.checks.snapshot import Snapshot
from accord.domain.checks.speaking import spoken_of
from accord.domain.plan import Metric, Milestone


def no_completion_criteria(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL101: nobody can tell when the key result is done."""
    if is_blank(placed.it.completion_criteria):
        yield Finding("AL101", placed.ref)


def nothing_to_measure(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL102: it has neither metric nor milestone."""
    if placed.it.metric is None and placed.it.milestone is None:
        yield Finding("AL102", placed.ref)


def undefined_metric(snapshot: Snapshot, metric: Metric) -> Iterator[Finding]:
    """AL103: a metric in use says nowhere what it counts."""
    users = snapshot.metric_users.get(metric.id)
    if users and is_blank(metric.definition):
        yield Finding("AL103", Ref(Kind.METRIC, metric.id), tuple(user.ref for user in users), {"uses": len(users)})


def unsourced_metric(snapshot: Snapshot, metric: Metric) -> Iterator[Finding]:
    """AL104: nobody knows where a metric in use comes from, or how often."""
    missing = tuple(name for name in ("source", "frequency") if is_blank(getattr(metric, name)))
    if missing and snapshot.metric_users.get(metric.id):
        yield Finding("AL104", Ref(Kind.METRIC, metric.id), (), {"missing": missing})


def no_distance(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL105: a metric without a way to go: no baseline, no target, or both the same."""
    it = placed.it
    if it.metric is None or it.hold is not None:
        return
    missing = tuple(name for name in ("baseline", "target") if getattr(it, name) is None)
    if missing or it.baseline == it.target:
        yield Finding("AL105", placed.ref, (), {"missing": missing, "value": it.target})


def wrong_direction(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL106: the target is on the side of the baseline that its metric calls worse."""
    it = placed.it
    metric = snapshot.metrics.get(it.metric or "")
    if metric is None or it.baseline is None or it.target is None:
        return
    if (metric.better == "higher" and it.target < it.baseline) or (
        metric.better == "lower" and it.target > it.baseline
    ):
        facts: Facts = {"baseline": it.baseline, "target": it.target, "better": metric.better}
        yield Finding("AL106", placed.ref, (Ref(Kind.METRIC, metric.id),), facts)


def undefined_milestone(snapshot: Snapshot, milestone: Milestone) -> Iterator[Finding]:
    """AL107: a milestone in use has no definition or no date."""
    missing = tuple(
        name
        for name, is_missing in (("definition", is_blank(milestone.definition)), ("date", milestone.date is None))
        if is_missing
    )
    if missing and milestone.id in snapshot.milestones_in_use:
        yield Finding("AL107", Ref(Kind.MILESTONE, milestone.id), (), {"missing": missing})


def one_name_two_meanings(snapshot: Snapshot) -> Iterator[Finding]:
    """AL108: two metrics, or two milestones, go by one name."""
    yield from _shared_names(Kind.METRIC, snapshot.plan.metrics)
    yield from _shared_names(Kind.MILESTONE, snapshot.plan.milestones)


def unlinked_term(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL109: a text speaks of something in the registry that the key result is not tied to."""
    for ref, words in spoken_of(snapshot, placed):
        yield Finding("AL109", placed.ref, (ref,), {"words": words})


def milestone_after_due(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL110: the milestone comes when the key result should long be done."""
    milestone = snapshot.milestones.get(placed.it.milestone or "")
    if milestone is not None and milestone.date is not None and milestone.date > placed.due:
        facts: Facts = {"date": milestone.date, "due": placed.due, "days": (milestone.date - placed.due).days}
        yield Finding("AL110", placed.ref, (Ref(Kind.MILESTONE, milestone.id),), facts)


def _shared_names(kind: Kind, things: Sequence[Metric | Milestone]) -> Iterator[Finding]:
    first_by: dict[str, tuple[int, str]] = {}
    for place, thing in enumerate(things):
        names = {folded: name for name in chain((thing.name,), thing.aliases) if (folded := fold(name))}
        met = min((first_by[folded] for folded in names if folded in first_by), default=None)
        if met is not None:
            shared = next(name for folded, name in names.items() if first_by.get(folded) == met)
            yield Finding("AL108", Ref(kind, thing.id), (Ref(kind, met[1]),), {"shared": shared})
        for folded in names:
            first_by.setdefault(folded, (place, thing.id))


CHECKS = (
    Check("AL101", "no-completion-criteria", Severity.ERROR, no_completion_criteria, Kind.KEY_RESULT),
    Check("AL102", "nothing-to-measure", Severity.WARNING, nothing_to_measure, Kind.KEY_RESULT),
    Check("AL103", "undefined-metric", Severity.ERROR, undefined_metric, Kind.METRIC),
    Check("AL104", "unsourced-metric", Severity.WARNING, unsourced_metric, Kind.METRIC),
    Check("AL105", "no-distance", Severity.ERROR, no_distance, Kind.KEY_RESULT),
    Check("AL106", "wrong-direction", Severity.WARNING, wrong_direction, Kind.KEY_RESULT),
    Check("AL107", "undefined-milestone", Severity.ERROR, undefined_milestone, Kind.MILESTONE),
    Check("AL108", "one-name-two-meanings", Severity.ERROR, one_name_two_meanings),
    Check("AL109", "unlinked-term", Severity.INFO, unlinked_term, Kind.KEY_RESULT),
    Check("AL110", "milestone-after-due", Severity.ERROR, milestone_after_due, Kind.KEY_RESULT),
)
