"""Who answers for a team: its leads and delegates, or those of the nearest team above that has any."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamPeople:
    """A team's place in the tree and its people, by person id; `members` holds those without another role."""

    parent: str | None = None
    leads: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    succeeded_by: str | None = None
    members: tuple[str, ...] = ()

    @property
    def signers(self) -> frozenset[str]:
        """The people whom the team itself has to answer for it."""
        return frozenset((*self.leads, *self.delegates))


def answerers(team: str, teams: Mapping[str, TeamPeople]) -> tuple[str, ...]:
    """The people who may answer for a team today, sorted; for one that has ended, its successor's."""
    return tuple(sorted(_signers(team, teams)))


def teams_answered_for(person: str, teams: Mapping[str, TeamPeople]) -> frozenset[str]:
    """All teams, ended ones too, for which a person may answer."""
    return frozenset(team for team in teams if person in _signers(team, teams))


def own_teams(person: str, teams: Mapping[str, TeamPeople]) -> frozenset[str]:
    """All teams, ended ones too, whose plan a person may change as one of its own people.

    These are the teams the person is in, whatever the role, and those the person answers for.
    """
    return frozenset(
        team for team in teams if person in teams[successor(team, teams)].members or person in _signers(team, teams)
    )


def successor(team: str, teams: Mapping[str, TeamPeople]) -> str:
    """The team that stands in a team's place today: itself, or the end of its chain of successors."""
    passed: set[str] = set()
    while (people := teams.get(team)) and (heir := people.succeeded_by) and heir in teams and heir not in passed:
        passed.add(team)
        team = heir
    return team


def led_above(team: str, teams: Mapping[str, TeamPeople]) -> str | None:
    """The nearest team above one that has a lead: whoever is told where the team itself does not answer."""
    _, *above = _upwards(team, teams)
    return next((each for each in above if teams[each].leads), None)


def _signers(team: str, teams: Mapping[str, TeamPeople]) -> frozenset[str]:
    for above in _upwards(team, teams):
        if signers := teams[above].signers:
            return signers
    return frozenset()


def _upwards(team: str, teams: Mapping[str, TeamPeople]) -> Iterator[str]:
    """The team of today and those above it, nearest first, each once."""
    seen: set[str] = set()
    above: str | None = successor(team, teams)
    while above is not None and above in teams and above not in seen:
        seen.add(above)
        yield above
        parent = teams[above].parent
        above = None if parent is None else successor(parent, teams)
