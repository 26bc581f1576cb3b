"""AL7xx: is it too much? For a team, an objective, and one person's days."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from accord.domain.checks.check import Check
from accord.domain.checks.exact import total
from accord.domain.checks.finding import Finding, Kind, Ref, Severity
from accord.domain.checks.placed import PlacedAction
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Objective, Person, Team

MANY = 6  # three to five is the aim
WHOLE_PERSON = Decimal(100)
WINDOW = timedelta(days=13)  # fourteen days, the first and the last included
MANY_TEAMS = 3


def too_many_objectives(snapshot: Snapshot, team: Team) -> Iterator[Finding]:
    """AL701: a team wants more in one cycle than it can keep in mind."""
    count = len(snapshot.objectives_of.get(team.id, ()))
    if count >= MANY:
        yield Finding("AL701", Ref(Kind.TEAM, team.id), (), {"count": count})


def too_many_key_results(snapshot: Snapshot, objective: Objective) -> Iterator[Finding]:
    """AL702: an objective is measured in too many ways."""
    count = len(objective.key_results)
    if count >= MANY:
        yield Finding("AL702", Ref(Kind.OBJECTIVE, objective.id), (), {"count": count})


def over_allocated(snapshot: Snapshot, person: Person) -> Iterator[Finding]:
    """AL703: a person is promised to teams for more than their whole time."""
    stated = snapshot.allocations.get(person.id, {})
    promised = total(stated.values())
    if promised > WHOLE_PERSON:
        related = tuple(Ref(Kind.TEAM, team) for team in stated)
        yield Finding("AL703", Ref(Kind.PERSON, person.id), related, {"total": promised})


def pulled_apart(snapshot: Snapshot, person: Person) -> Iterator[Finding]:
    """AL704: within two weeks a person owes work to three teams or more."""
    carried = [placed for placed in snapshot.carried.get(person.id, ()) if placed.it.team is not None]
    crowded = _in_crowded_windows(carried)
    if crowded:
        related = tuple(placed.ref for placed in carried if placed.it.id in crowded)
        teams = tuple(dict.fromkeys(Ref(Kind.TEAM, placed.team) for placed in carried if placed.it.id in crowded))
        days = [placed.due for placed in carried if placed.it.id in crowded]
        yield Finding(
            "AL704", Ref(Kind.PERSON, person.id), related, {"teams": teams, "from": min(days), "to": max(days)}
        )


def process_load(snapshot: Snapshot, team: Team) -> Iterator[Finding]:
    """AL705: meetings, reviews and reading take more of each person's month than the organization wants."""
    minutes, most = snapshot.installed.minutes.get(team.id), snapshot.installed.most_minutes
    if minutes is not None and most is not None and minutes > most:
        yield Finding("AL705", Ref(Kind.TEAM, team.id), (), {"minutes": minutes, "limit": most})


def _in_crowded_windows(carried: list[PlacedAction]) -> set[str]:
    """The actions in some fourteen days with three teams or more; such days may as well begin with an action."""
    if len({placed.team for placed in carried}) < MANY_TEAMS:
        return set()
    by_day = sorted(carried, key=lambda placed: placed.due)
    crowded: set[str] = set()
    teams: Counter[str] = Counter()
    end = told = 0
    for start, first in enumerate(by_day):
        while end < len(by_day) and by_day[end].due - first.due <= WINDOW:
            teams[by_day[end].team] += 1
            end += 1
        if len(teams) >= MANY_TEAMS:
            crowded.update(placed.it.id for placed in by_day[max(start, told) : end])
            told = end
        teams[first.team] -= 1
        if not teams[first.team]:
            del teams[first.team]
    return crowded


CHECKS = (
    Check("AL701", "too-many-objectives", Severity.WARNING, too_many_objectives, Kind.TEAM),
    Check("AL702", "too-many-key-results", Severity.INFO, too_many_key_results, Kind.OBJECTIVE),
    Check("AL703", "over-allocated", Severity.WARNING, over_allocated, Kind.PERSON),
    Check("AL704", "pulled-apart", Severity.WARNING, pulled_apart, Kind.PERSON),
    Check("AL705", "process-load", Severity.WARNING, process_load, Kind.TEAM, is_installed=True),
)
