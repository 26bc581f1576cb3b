"""AL9xx: is it agreed, and still agreed? Known in an installation only."""

from collections.abc import Callable, Iterator

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Facts, Finding, Kind, Ref, Severity
from accord.domain.checks.placed import PlacedKeyResult
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Team

WORST_FIRST = "xso"  # objected, stale, open: a clause is told for the first of them alone
ANSWERING = frozenset({"lead", "delegate"})


def _clauses_that_are(state: str, code: str) -> Callable[[Snapshot, PlacedKeyResult], Iterator[Finding]]:
    def find(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
        standings = snapshot.installed.standings.get(placed.it.id, {})
        if len(standings) < 2 or not any(state in letters for letters in standings.values()):
            return
        clauses = [
            place
            for place, letters in enumerate(zip(*standings.values(), strict=True))
            if next((worst for worst in WORST_FIRST if worst in letters), None) == state
        ]
        if clauses:
            parties = (team for team, letters in standings.items() if any(letters[each] == state for each in clauses))
            teams = tuple(Ref(Kind.TEAM, team) for team in parties)
            facts: Facts = {"clauses": tuple(place + 1 for place in clauses), "parties": teams}
            yield Finding(code, placed.ref, teams, facts)

    return find


def realignment_overdue(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[Finding]:
    """AL904: the day by which the teams should have agreed again is over."""
    overdue = [
        each.deadline
        for each in snapshot.installed.realignments
        if placed.it.id in each.key_results and each.deadline < snapshot.as_of
    ]
    if overdue:
        facts: Facts = {"deadline": min(overdue), "days": (snapshot.as_of - min(overdue)).days}
        yield Finding("AL904", placed.ref, (), facts)


def no_signer(snapshot: Snapshot, team: Team) -> Iterator[Finding]:
    """AL905: a party of an agreement that nobody can answer for."""
    if team.id in snapshot.parties and not any(
        member.role in ANSWERING for each in snapshot.upwards(team) for member in each.members
    ):
        yield Finding("AL905", Ref(Kind.TEAM, team.id))


CHECKS = (
    Check("AL901", "not-agreed", Severity.WARNING, _clauses_that_are("o", "AL901"), Kind.KEY_RESULT, is_installed=True),
    Check(
        "AL902", "stale-agreement", Severity.ERROR, _clauses_that_are("s", "AL902"), Kind.KEY_RESULT, is_installed=True
    ),
    Check(
        "AL903", "open-objection", Severity.WARNING, _clauses_that_are("x", "AL903"), Kind.KEY_RESULT, is_installed=True
    ),
    Check("AL904", "realignment-overdue", Severity.ERROR, realignment_overdue, Kind.KEY_RESULT, is_installed=True),
    Check("AL905", "no-signer", Severity.ERROR, no_signer, Kind.TEAM, is_installed=True),
)
