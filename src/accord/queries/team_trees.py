"""A team with all that are below it, found without reading the organization."""

from typing import NamedTuple

from django.db import connection

from accord.queries.names import TeamName


class Below(NamedTuple):
    """A team of a tree: its row, how it is named, and how far below the top it is."""

    id: int
    team: TeamName
    depth: int


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


def with_all_below(team: int) -> list[Below]:
    """The team (row id) and those below it, as the plan lists them; one statement."""
    text = _BELOW.replace("%s", "CAST(%s AS bigint)" if connection.vendor == "postgresql" else "%s")
    with connection.cursor() as cursor:
        cursor.execute(text, [team])
        return [Below(pk, TeamName(key, name, code), depth) for pk, key, name, code, depth in cursor.fetchall()]
