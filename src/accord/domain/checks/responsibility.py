"""AL2xx: does everything have somebody? Accountable people, teams, and the way the work is divided."""

from collections.abc import Iterator

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.placed import PlacedAction, PlacedKeyResult, is_blank
from accord.domain.checks.snapshot import Snapshot


def nobody_accountable(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL201: no person answers for the key result."""
    if placed.it.accountable is None:
        yield Finding("AL201", placed.ref, (), {"team": Ref(Kind.TEAM, placed.team)})


def not_decomposed(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL202: nothing says how it will be reached."""
    if not placed.it.actions and is_blank(placed.it.decomposition):
        yield Finding("AL202", placed.ref)


def nobody_responsible(snapshot: Snapshot, placed: PlacedAction) -> Iterator[Finding]:
    """AL203: an action lacks a person or a team of its own."""
    it = placed.it
    if it.responsible is None or it.team is None:
        missing = tuple(name for name in ("responsible", "team") if getattr(it, name) is None)
        yield Finding("AL203", placed.ref, (), {"missing": missing})


def action_after_due(snapshot: Snapshot, placed: PlacedAction) -> Iterator[Finding]:
    """AL204: an action ends after its key result does."""
    if placed.due > placed.under.due:
        facts: Facts = {"due": placed.due, "result_due": placed.under.due, "days": (placed.due - placed.under.due).days}
        yield Finding("AL204", placed.ref, (placed.under.ref,), facts)


def responsible_outside_team(snapshot: Snapshot, placed: PlacedAction) -> Iterator[Finding]:
    """AL205: who does it is in another team than the one that should."""
    person, team = placed.it.responsible, placed.it.team
    if person is not None and team is not None and not _is_member(snapshot, person, team):
        yield Finding("AL205", placed.ref, (Ref(Kind.PERSON, person), Ref(Kind.TEAM, team)))


def accountable_outside_team(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL206: who answers for it is in another team than the one whose objective it serves."""
    person = placed.it.accountable
    if person is not None and not _is_member(snapshot, person, placed.team):
        yield Finding("AL206", placed.ref, (Ref(Kind.PERSON, person), Ref(Kind.TEAM, placed.team)))


def _is_member(snapshot: Snapshot, person: str, team: str) -> bool:
    return person in snapshot.members.get(team, ())


CHECKS = (
    Check("AL201", "nobody-accountable", Severity.ERROR, nobody_accountable, Kind.KEY_RESULT),
    Check("AL202", "not-decomposed", Severity.WARNING, not_decomposed, Kind.KEY_RESULT),
    Check("AL203", "nobody-responsible", Severity.ERROR, nobody_responsible, Kind.ACTION),
    Check("AL204", "action-after-due", Severity.ERROR, action_after_due, Kind.ACTION),
    Check("AL205", "responsible-outside-team", Severity.WARNING, responsible_outside_team, Kind.ACTION),
    Check("AL206", "accountable-outside-team", Severity.WARNING, accountable_outside_team, Kind.KEY_RESULT),
)
