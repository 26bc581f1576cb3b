"""The directory: the tree of teams with who answers for each, and the people."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from accord.domain import answering
from accord.domain.answering import TeamPeople
from accord.models import Cycle, Membership, Objective, Person, Team
from accord.queries.access import Reader
from accord.queries.names import PersonName, TeamName

MOST_TEAMS = 200  # drawn at once; below them the tree can be opened team by team

Row = Mapping[str, Any]


@dataclass(slots=True)
class TeamNode:
    """A team in the tree: who answers for it, and what is below it.

    `answered_from_above` says that the team has nobody of its own to answer; `people` are those in it and
    below, each once; `hidden` counts the teams below that are not drawn.
    """

    team: TeamName
    answered_by: list[PersonName]
    answered_from_above: bool
    people: int
    objectives: int
    has_draft: bool
    is_own: bool
    below: list["TeamNode"] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class TeamTree:
    """The teams of the organization, or those at and below one of them."""

    roots: Sequence[TeamNode]
    teams: int
    people: int
    below: Mapping[str | None, Sequence[str]]  # ids of the teams directly below each

    def at_and_below(self, key: str) -> list[str]:
        """A team's id and those of all teams below it."""
        return at_and_below(key, self.below)


def team_tree(who: Reader, cycle: Cycle | None, *, under: str | None = None, named: str = "") -> TeamTree:
    """Every team that has not ended, in the plan's order; five statements.

    `under` draws one team and those below it; `named` keeps, as a flat list, teams whose name or id contains it.
    """
    rows = {row["key"]: row for row in Team.objects.values("key", "name", "code", "parent__key", "succeeded_by__key")}
    members = list(Membership.objects.values_list("team__key", "person__key", "role"))
    builder = _Builder(who, rows, _teams(rows, members), _objectives(who, cycle))
    everybody = Person.objects.count()
    if named:
        found = [key for key in builder.living if named.lower() in f"{rows[key]['name']}\n{key}".lower()]
        roots = [builder.node(key) for key in found[:MOST_TEAMS]]
    else:
        roots = builder.tree([under] if under in builder.living else builder.roots)
    builder.name_people(roots)
    return TeamTree(roots, len(builder.living), everybody, builder.below)


def at_and_below(key: str, below: Mapping[str | None, Sequence[str]]) -> list[str]:
    """A team's id and those of all teams below it, the nearest first."""
    found = [key]
    for each in found:
        found.extend(below.get(each, ()))
    return found


def team_name(key: str) -> TeamName | None:
    """A team as it is named, or none of this id."""
    row = Team.objects.filter(key=key).values_list("key", "name", "code").first() if key else None
    return TeamName(*row) if row else None


def _teams(rows: Mapping[str, Row], members: Iterable[tuple[str, str, str]]) -> dict[str, TeamPeople]:
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for team, person, role in members:
        roles[team][role].append(person)
    return {
        key: TeamPeople(
            parent=row["parent__key"],
            leads=tuple(roles[key]["lead"]),
            delegates=tuple(roles[key]["delegate"]),
            succeeded_by=row["succeeded_by__key"],
            members=tuple(roles[key]["member"]),
        )
        for key, row in rows.items()
    }


def _objectives(who: Reader, cycle: Cycle | None) -> dict[str, tuple[int, int]]:
    """Published objectives by team, and drafts where they are the reader's own to see."""
    if cycle is None:
        return {}
    live = Objective.objects.live().filter(cycle=cycle).values("team__key").order_by()
    draft = Q(published_at=None, team__key__amongst=who.own_teams)
    counted = live.annotate(
        published=Count("pk", filter=Q(published_at__isnull=False)), drafts=Count("pk", filter=draft)
    )
    return {row["team__key"]: (row["published"], row["drafts"]) for row in counted}


class _Builder:
    """Makes nodes from rows; nobody's name is known until all nodes are there."""

    def __init__(
        self,
        who: Reader,
        rows: Mapping[str, Row],
        teams: Mapping[str, TeamPeople],
        objectives: Mapping[str, tuple[int, int]],
    ) -> None:
        self._who, self._rows, self._teams, self._objectives = who, rows, teams, objectives
        self.living = [key for key, people in teams.items() if not people.succeeded_by]
        self.below: dict[str | None, list[str]] = defaultdict(list)
        for key in self.living:
            parent = teams[key].parent
            self.below[answering.successor(parent, teams) if parent else None].append(key)

    @property
    def roots(self) -> list[str]:
        return self.below[None]

    def tree(self, keys: Iterable[str]) -> list[TeamNode]:
        """Nodes from the top down until there are enough; what is left out is counted where it would be."""
        roots = [self.node(key) for key in keys]
        waiting, drawn = deque(roots), len(roots)
        while waiting:
            node = waiting.popleft()
            children = self.below[node.team.key]
            if drawn + len(children) > MOST_TEAMS and node not in roots:
                node.hidden = len(at_and_below(node.team.key, self.below)) - 1
                continue
            node.below = [self.node(key) for key in children]
            waiting.extend(node.below)
            drawn += len(children)
        return roots

    def node(self, key: str) -> TeamNode:
        row, (published, drafts) = self._rows[key], self._objectives.get(key, (0, 0))
        people = self._teams[key]
        # Leads are named before delegates, who answer too.
        answer = people.leads or people.delegates or answering.answerers(key, self._teams)
        return TeamNode(
            team=TeamName(key, row["name"], row["code"]),
            answered_by=[PersonName(person, person) for person in answer],
            answered_from_above=not people.signers,
            people=len(self._people(key)),
            objectives=published,
            has_draft=bool(drafts),
            is_own=key in self._who.own_teams,
        )

    def name_people(self, roots: Iterable[TeamNode]) -> None:
        """Give the people who answer their names, in one statement."""
        nodes = list(_all(roots))
        keys = {person.key for node in nodes for person in node.answered_by}
        names = dict(Person.objects.filter(key__amongst=keys).values_list("key", "name"))
        for node in nodes:
            node.answered_by = [PersonName(person.key, names[person.key]) for person in node.answered_by]

    def _people(self, key: str) -> set[str]:
        found = (self._teams[team] for team in at_and_below(key, self.below))
        return {person for people in found for person in (*people.leads, *people.delegates, *people.members)}


def _all(nodes: Iterable[TeamNode]) -> Iterable[TeamNode]:
    for node in nodes:
        yield node
        yield from _all(node.below)
