"""A team with the ended ones whose work it carries on: their plans keep their names, and it answers for them."""

from django.db import connection

from accord.models import Team
from accord.queries.agreements.facts import successors
from accord.queries.prepared import Prepared

_WHOLE = """
WITH RECURSIVE whole(id, depth) AS (
    SELECT t.id, 0 FROM accord_team t WHERE t.id = %s
    UNION ALL
    SELECT t.id, whole.depth + 1
      FROM whole CROSS JOIN accord_team t WHERE t.succeeded_by_id = whole.id AND whole.depth < 64
)
SELECT t.id, t.key FROM whole CROSS JOIN accord_team t WHERE t.id = whole.id ORDER BY whole.depth, t.position, t.id
"""


def whole(team: int) -> dict[int, str]:
    """The team (row id) first, then those it carries on, with their ids in the plan; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [team])
        return dict(cursor.fetchall())


def heirs() -> dict[int, Team]:
    """By ended team (row id) the one that carries on its work today; two statements, one where no team has ended."""
    ended = successors()
    if not ended:
        return {}
    teams: dict[str, Team] = {row.key: row for row in _NAMED.instances(keys=[*ended, *ended.values()])}
    return {teams[key].pk: teams[heir] for key, heir in ended.items()}


_NAMED = Prepared(lambda keys: Team.objects.filter(key__amongst=keys), keys=list)
