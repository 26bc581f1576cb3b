"""The directory: the tree of teams with who answers for each, and the people."""

import json
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet

from accord.domain import answering
from accord.domain.answering import TeamPeople
from accord.models import Cycle, Membership, Objective, Person, Team
from accord.queries.access import Reader
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared

MOST_TEAMS = 100  # drawn at once; below them the tree can be opened team by team


@dataclass(slots=True)
class TeamNode:
    """A team in the tree: who answers for it, what is published, and what is below it.

    `answered_from_above` says that the team has nobody of its own to answer; `people` are those in it and
    below, each once; `hidden` counts the teams below that are not drawn.
    """

    team: TeamName
    is_own: bool
    answered_by: list[PersonName] = field(default_factory=list)
    answered_from_above: bool = False
    people: int = 0
    objectives: int = 0
    has_draft: bool = False
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
    rows = {key: _Row(row_id, key, *row) for row_id, key, *row in _TEAMS()}
    builder = _Builder(who, rows)
    if named:
        found = [key for key in builder.living if named.lower() in f"{rows[key].name}\n{key}".lower()]
        roots = [builder.node(key) for key in found[:MOST_TEAMS]]
    else:
        roots = builder.tree([under] if under in builder.living else builder.roots)
    drawn = list(_all(roots))
    builder.say_who_answers(drawn)
    builder.count(drawn, cycle)
    return TeamTree(roots, len(builder.living), _EVERYBODY.count(), builder.below)


def at_and_below(key: str, below: Mapping[str | None, Sequence[str]]) -> list[str]:
    """A team's id and those of all teams below it, the nearest first."""
    found = [key]
    for each in found:
        found.extend(below.get(each, ()))
    return found


def team_name(key: str) -> TeamName | None:
    """A team as it is named, or none of this id."""
    return next((TeamName(*row) for row in _NAME(key=key)), None) if key else None


class _Row(NamedTuple):
    """A team as it is stored: what it is below, and who carries on where it has ended, by their ids in the plan."""

    id: int
    key: str
    name: str
    code: str
    parent: str | None
    heir: str | None


def _people_by_team() -> dict[int, list[int]]:
    """Everybody in each team (row ids); gathered by the database, a row for each team, and read as one text."""
    gathered = "json_group_array" if connection.vendor == "sqlite" else "json_agg"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT team_id, CAST({gathered}(person_id) AS text) FROM accord_membership GROUP BY team_id"  # noqa: S608
        )
        rows = cursor.fetchall()
    everybody = json.loads(f"[{','.join(people for _, people in rows)}]")
    return {team: people for (team, _), people in zip(rows, everybody, strict=True)}


class _Builder:
    """Makes nodes from rows; who answers for each, and what is in it, is asked when all nodes are there."""

    def __init__(self, who: Reader, rows: Mapping[str, _Row]) -> None:
        self._who, self._rows = who, rows
        self.living = [row.key for row in rows.values() if not row.heir]
        self.below: dict[str | None, list[str]] = defaultdict(list)
        self._above = {key: self._today(rows[key].parent) for key in self.living}
        for key, parent in self._above.items():
            self.below[parent].append(key)

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
        row = self._rows[key]
        return TeamNode(team=TeamName(key, row.name, row.code), is_own=key in self._who.own_teams)

    def say_who_answers(self, nodes: Iterable[TeamNode]) -> None:
        """In one statement, which reads those at the teams that are drawn and above them."""
        nodes = list(nodes)
        teams, names = self._people_at({above for node in nodes for above in self._upwards(node.team.key)})
        for node in nodes:
            people = teams[node.team.key]
            # Leads are named before delegates, who answer too.
            answer = people.leads or people.delegates or answering.answerers(node.team.key, teams)
            node.answered_by = [PersonName(person, names[person]) for person in answer]
            node.answered_from_above = not people.signers

    def count(self, nodes: Sequence[TeamNode], cycle: Cycle | None) -> None:
        """Count the people and objectives of all that is drawn, in two statements."""
        counts = self._people_counts()
        ids = [self._rows[node.team.key].id for node in nodes]
        objectives = {team: counted for team, *counted in _OBJECTIVES(cycle=cycle.pk, teams=ids)} if cycle else {}
        for node, row_id in zip(nodes, ids, strict=True):
            node.people = counts(node.team.key)
            node.objectives, drafts = objectives.get(row_id, (0, 0))
            node.has_draft = bool(drafts) and node.is_own

    def _people_counts(self) -> Callable[[str], int]:
        """How many people are at and below a team, each once."""
        people = _people_by_team()

        @cache
        def within(key: str) -> frozenset[int]:
            return frozenset(people.get(self._rows[key].id, ())).union(*map(within, self.below.get(key, ())))

        return lambda key: len(within(key))

    def _people_at(self, keys: Collection[str]) -> tuple[dict[str, TeamPeople], dict[str, str]]:
        """Those who answer at these teams, by team; and their names."""
        roles: dict[tuple[str, str], list[str]] = defaultdict(list)
        names: dict[str, str] = {}
        for team, person, name, role in _SIGNING(teams=[self._rows[key].id for key in keys]):
            roles[team, role].append(person)
            names[person] = name
        teams = {
            key: TeamPeople(self._above[key], tuple(roles[key, "lead"]), tuple(roles[key, "delegate"])) for key in keys
        }
        return teams, names

    def _upwards(self, key: str) -> Iterator[str]:
        """A team and those above it today, each once."""
        seen: set[str] = set()
        above: str | None = key
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            above = self._above[above]

    def _today(self, parent: str | None) -> str | None:
        """Whoever stands in the place of a team that may have ended."""
        if parent is None or not self._rows[parent].heir:
            return parent
        return answering.successor(parent, self._ends)

    @cached_property
    def _ends(self) -> dict[str, TeamPeople]:
        return {key: TeamPeople(succeeded_by=row.heir) for key, row in self._rows.items()}


def _all(nodes: Iterable[TeamNode]) -> Iterable[TeamNode]:
    for node in nodes:
        yield node
        yield from _all(node.below)


def _objectives(cycle: int, teams: Collection[int]) -> "QuerySet[Any, Any]":
    """By team, how many objectives are published and how many are drafts."""
    found = Objective.objects.live().filter(cycle=cycle, team_id__amongst=teams).values("team_id").order_by()
    published = Count("pk", filter=Q(published_at__isnull=False))
    counted: QuerySet[Any, Any] = found.annotate(published=published, drafts=Count("pk", filter=Q(published_at=None)))
    return counted.values_list("team_id", "published", "drafts")


_TEAMS = Prepared(lambda: Team.objects.values_list("id", "key", "name", "code", "parent__key", "succeeded_by__key"))
_NAME = Prepared(lambda key: Team.objects.filter(key=key).order_by().values_list("key", "name", "code"), key=str)
_EVERYBODY = Prepared(lambda: Person.objects.order_by().values_list("id"))
_SIGNING = Prepared(
    lambda teams: Membership.objects.filter(team_id__amongst=teams, role__in=("lead", "delegate")).values_list(
        "team__key", "person__key", "person__name", "role"
    ),
    teams=list,
)
_OBJECTIVES = Prepared(_objectives, cycle=int, teams=list)
