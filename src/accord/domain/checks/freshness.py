"""AL8xx: is it still looked at? Check-ins, reviews and the updates they send."""

from collections.abc import Iterator
from datetime import timedelta

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Finding, Kind, Severity
from accord.domain.checks.placed import PlacedKeyResult
from accord.domain.checks.snapshot import Snapshot

A_MONTH = timedelta(days=31)


def no_check_in(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL801: for a month nobody has said how it goes."""
    today, cycle = snapshot.as_of, snapshot.plan.cycle
    if today > cycle.end or today - cycle.start < A_MONTH:
        return
    days = snapshot.check_in_days.get(placed.it.id, ())
    if not any(timedelta(0) <= today - day <= A_MONTH for day in days):
        latest = max((day for day in days if day <= today), default=None)
        yield Finding("AL801", placed.ref, (), {"latest": latest, "days": (today - latest).days if latest else None})


CHECKS = (Check("AL801", "no-check-in", Severity.WARNING, no_check_in, Kind.KEY_RESULT),)
