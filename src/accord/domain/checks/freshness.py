"""AL8xx: is it still looked at? Check-ins, reviews and the updates they send."""

from collections.abc import Iterator
from datetime import timedelta

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.placed import PlacedKeyResult
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Team

A_WEEK = timedelta(days=7)
A_MONTH = timedelta(days=31)


def no_check_in(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL801: for a month nobody has said how it goes. What its team has closed is active no more."""
    today, cycle = snapshot.as_of, snapshot.plan.cycle
    if today > cycle.end or today - cycle.start < A_MONTH or placed.it.id in snapshot.installed.closed:
        return
    days = snapshot.check_in_days.get(placed.it.id, ())
    if not any(timedelta(0) <= today - day <= A_MONTH for day in days):
        latest = max((day for day in days if day <= today), default=None)
        yield Finding("AL801", placed.ref, (), {"latest": latest, "days": (today - latest).days if latest else None})


def review_overdue(snapshot: Snapshot, team: Team) -> Iterator[Finding]:
    """AL802: a month is over, and the team has not told how it went."""
    installed = snapshot.installed
    if team.id in installed.active and team.id not in installed.reviewed:
        last = snapshot.as_of.replace(day=1) - timedelta(days=1)
        yield Finding("AL802", Ref(Kind.TEAM, team.id), (), {"month": last})


def update_unread(snapshot: Snapshot) -> Iterator[Finding]:
    """AL803: a team was told something a week ago, and nobody there has said that it was read."""
    for update in snapshot.installed.updates:
        if snapshot.as_of - update.sent > A_WEEK:
            days = (snapshot.as_of - update.sent).days
            facts: Facts = {"days": days, "sent": update.sent, "update": update.number}
            yield Finding("AL803", Ref(Kind.TEAM, update.reader), (Ref(Kind.TEAM, update.writer),), facts)


CHECKS = (
    Check("AL801", "no-check-in", Severity.WARNING, no_check_in, Kind.KEY_RESULT),
    Check("AL802", "review-overdue", Severity.WARNING, review_overdue, Kind.TEAM, is_installed=True),
    Check("AL803", "update-unread", Severity.INFO, update_unread, is_installed=True),
)
