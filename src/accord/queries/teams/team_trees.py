"""A team with all that are below it, found without reading the organization."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from accord.models import Team
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared


class Below(NamedTuple):
    """A team of a tree: its row, how it is named, and how far below the top it is."""

    id: int
    team: TeamName
    depth: int


class Around(NamedTuple):
    """Whether a team has teams of today below it, and the ended ones whose work it carries on."""

    has_below: bool
    carries_on: Sequence[TeamName]


# Ended teams are left out; what is still below one is not, for it has work to do.
_BELOW = """
WITH RECURSIVE below(id, depth) AS (
    SELECT t.id, 0 FROM accord_team t WHERE t.id = %s
    UNION ALL
    SELECT t.id, below.depth + 1 FROM accord_team t JOIN below ON t.parent_id = below.id WHERE below.depth < 64
)
SELECT t.id, t.key, t.name, t.code, below.depth
  FROM below JOIN accord_team t ON t.id = below.id
 WHERE t.succeeded_by_id IS NULL ORDER BY t.position, t.id
"""


def around(team: int) -> Around:
    """What is directly below a team (row id), and what it carries on; one statement."""
    rows = list(_AROUND(team=team))
    return Around(any(row[0] for row in rows), [TeamName(*names) for _, *names in rows if names[0] is not None])


def with_all_below(team: int) -> list[Below]:
    """The team (row id) and those below it, as the plan lists them; one statement."""
    text = _BELOW.replace("%s", "CAST(%s AS bigint)" if connection.vendor == "postgresql" else "%s")
    with connection.cursor() as cursor:
        cursor.execute(text, [team])
        return [Below(pk, TeamName(key, name, code), depth) for pk, key, name, code, depth in cursor.fetchall()]


_AROUND = Prepared(
    lambda team: (
        Team.objects.filter(pk=team)
        .annotate(has_below=Exists(Team.objects.filter(parent=OuterRef("pk"), succeeded_by=None)))
        .order_by("successor_of__position")
        .values_list("has_below", "successor_of__key", "successor_of__name", "successor_of__code")
    ),
    team=int,
)
