"""Who answers for a few teams, found without reading the organization."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from accord.queries.statements import in_list, numbered

# From each team to its successor, or where it has nobody to answer to the team above, until somebody is there. Teams
# and people stand in conditions of their own: joined, SQLite would read all of them to know what it need not look up.
_ANSWERERS = """
WITH RECURSIVE up(team, above, steps) AS (
    SELECT t.id, t.id, 0 FROM accord_team t WHERE t.id %s
    UNION ALL
    SELECT up.team, (
        SELECT COALESCE(t.succeeded_by_id, t.parent_id) FROM accord_team t
         WHERE t.id = up.above AND (t.succeeded_by_id IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM accord_membership s WHERE s.team_id = t.id AND s.role IN ('lead', 'delegate')))), up.steps + 1
      FROM up WHERE up.steps < 64 AND up.above IS NOT NULL
)
SELECT up.team, m.person_id FROM up CROSS JOIN accord_membership m
 WHERE m.id IN (SELECT s.id FROM accord_membership s WHERE s.team_id = up.above AND s.role IN ('lead', 'delegate'))
   AND NOT EXISTS (SELECT 1 FROM accord_team t WHERE t.id = up.above AND t.succeeded_by_id IS NOT NULL)
"""


def answerers_of(teams: Collection[int]) -> dict[int, set[int]]:
    """People (row ids), each with those of these teams (row ids) that the person answers for; one statement.

    The same answer as domain.answering gives over the whole organization.
    """
    found: dict[int, set[int]] = defaultdict(set)
    if teams:
        with connection.cursor() as cursor:
            cursor.execute(_ANSWERERS % in_list(), [numbered(teams)])
            for team, person in cursor.fetchall():
                found[person].add(team)
    return found
