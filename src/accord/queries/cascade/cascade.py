"""The cascade: what the organization wants from the top, and each objective with what it contributes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from accord.models import Contribution, Cycle, Membership, Objective, Team
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.access import NotVisible
from accord.queries.cascade.branches import Branch, Heading, branches
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared

MOST_RESULTS = 16  # key results drawn on a page that begins at the top; other objectives can be opened one by one
MOST_OBJECTIVES = 60  # of the top level on one page


class Supported(NamedTuple):
    """A key result an objective contributes to: the id of its own objective, its title and team, and how it stands."""

    objective: str
    title: str
    team: TeamName
    status: str


@dataclass(frozen=True, slots=True)
class Tree:
    """An objective with its key results; without branches it can be opened."""

    heading: Heading
    branches: tuple[Branch, ...] | None
    results: int


@dataclass(frozen=True, slots=True)
class Level:
    """The objectives of the highest level of teams that has any, the first of them opened."""

    trees: Sequence[Tree]
    more: int


def top(cycle: Cycle, *, today: date) -> Level:
    """What the organization wants, from the top; the statements do not depend on how much there is."""
    rows = _highest(cycle)
    headings = [_heading(*row) for row in _HEADINGS(objectives=[pk for pk, _ in rows[:MOST_OBJECTIVES]])]
    counts = dict(rows)
    opened: list[Heading] = []
    drawn = 0
    for each in headings:
        drawn += counts[each.id]
        if opened and drawn > MOST_RESULTS:
            break
        opened.append(each)
    branched = branches(opened, today=today)
    trees = [Tree(each, branched.get(each.id), counts[each.id]) for each in headings]
    return Level(trees, len(rows) - len(trees))


def heading(cycle: Cycle, key: str) -> Heading:
    """A published objective by its id. A draft has no cascade: nobody may contribute to it yet."""
    found = Objective.objects.filter(objective_in_sight(), cycle=cycle, key=key)
    row = found.values_list("id").first()
    if row is None:
        raise NotVisible
    return next(_heading(*each) for each in _HEADINGS(objectives=[row[0]]))


def supported_by(above: Heading) -> list[Supported]:
    """What an objective contributes to, without what was declined: the way up."""
    return [
        Supported(key, title, TeamName(*team), status) for key, title, *team, status in _SUPPORTS(objective=above.id)
    ]


def leads(above: Heading) -> list[PersonName]:
    """Who leads the team that holds an objective."""
    return [PersonName(*row) for row in _LEADS(team=above.team.key)]


def _highest(cycle: Cycle) -> list[tuple[int, int]]:
    """The objectives (row ids) of the highest teams that have any, with how many key results each has."""
    for statement in (_OF_ROOTS, _OF_HIGHEST):
        with connection.cursor() as cursor:
            cursor.execute(statement, {"cycle": cycle.pk})
            if found := cursor.fetchall():
                return [(pk, results) for pk, results in found]
    return []


def _heading(pk: int, key: str, title: str, why: str | None, *rest: str | bool) -> Heading:
    *team, has_below = rest
    return Heading(pk, key, title, why, TeamName(*map(str, team)), bool(has_below))


# Mostly there are some at the top, and no other team has to be looked at.
_OF_ROOTS = """
SELECT o.id, (SELECT COUNT(*) FROM accord_keyresult k WHERE k.objective_id = o.id AND k.dropped_at IS NULL
                 AND k.published_at IS NOT NULL)
  FROM accord_team t JOIN accord_objective o ON o.team_id = t.id
 WHERE t.parent_id IS NULL AND o.cycle_id = %(cycle)s AND o.dropped_at IS NULL AND o.published_at IS NOT NULL
 ORDER BY t.position, t.id, o.position, o.id
"""
_OF_HIGHEST = """
WITH RECURSIVE placed(id, depth) AS (
    SELECT t.id, 0 FROM accord_team t WHERE t.parent_id IS NULL
    UNION ALL
    SELECT t.id, placed.depth + 1 FROM placed JOIN accord_team t ON t.parent_id = placed.id WHERE placed.depth < 64
), wanting(team, depth, position) AS (
    SELECT t.id, placed.depth, t.position FROM placed JOIN accord_team t ON t.id = placed.id
     WHERE EXISTS (SELECT 1 FROM accord_objective o WHERE o.team_id = t.id AND o.cycle_id = %(cycle)s
                      AND o.dropped_at IS NULL AND o.published_at IS NOT NULL)
)
SELECT o.id, (SELECT COUNT(*) FROM accord_keyresult k WHERE k.objective_id = o.id AND k.dropped_at IS NULL
                 AND k.published_at IS NOT NULL)
  FROM wanting JOIN accord_objective o ON o.team_id = wanting.team
 WHERE wanting.depth = (SELECT MIN(depth) FROM wanting)
   AND o.cycle_id = %(cycle)s AND o.dropped_at IS NULL AND o.published_at IS NOT NULL
 ORDER BY wanting.position, wanting.team, o.position, o.id
"""
_HEADINGS = Prepared(
    lambda objectives: (
        Objective.objects.filter(id__amongst=objectives)
        .annotate(has_below=Exists(Team.objects.filter(parent=OuterRef("team"))))
        .order_by("team__position", "team_id", "position", "id")
        .values_list("id", "key", "title", "why", "team__key", "team__name", "team__code", "has_below")
    ),
    objectives=list,
)
_SUPPORTS = Prepared(
    lambda objective: (
        Contribution.objects.filter(
            key_result_in_sight("key_result__"), objective=objective
        )
        .exclude(status=Contribution.Status.DECLINED)
        .values_list(
            "key_result__objective__key", "key_result__title", "key_result__objective__team__key",
            "key_result__objective__team__name", "key_result__objective__team__code", "status",
        )
    ),
    objective=int,
)  # fmt: skip
_LEADS = Prepared(
    lambda team: Membership.objects.filter(team__key=team, role="lead").values_list("person__key", "person__name"),
    team=str,
)
