"""What relies on an entry of the registry, counted: what a change would touch, known before anybody edits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accord.domain.clauses import Clause
from accord.queries.names import TeamName
from accord.queries.statements import in_list, numbered

ROLES = ("measures", "guardrail", "term", "measures-need", "provides")  # the ways of relying on an entry
NAMED = 20  # teams that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Reliance:
    """Published key results of open cycles that rely on an entry, also by way; the agreements whose clause 5 holds its
    words; and the teams that have agreed to them, which a change of the words would ask again.
    """

    key_results: int
    by_role: Mapping[str, int]
    agreements: int
    teams: int
    agreed: int
    named: tuple[TeamName, ...]

    @property
    def roles(self) -> list[tuple[str, int]]:
        """The ways in which anything relies on it, with how many key results do."""
        return [(role, self.by_role[role]) for role in ROLES if self.by_role.get(role)]


def reliance(kind: str, pk: int) -> Reliance:
    """Count what relies on a metric or a milestone (row id): two statements, however much it is."""
    by_role: defaultdict[str, set[int]] = defaultdict(set)
    agreements: set[int] = set()
    for role, key_result, is_shared in _rows(_COUNTING[kind], {"id": pk}):
        by_role[role].add(key_result)
        if is_shared:
            agreements.add(key_result)
    teams = [(TeamName(*names), has_agreed) for *names, has_agreed in _rows(_TEAMS, {"ids": numbered(agreements)})]
    agreed = [team for team, has_agreed in teams if has_agreed]
    return Reliance(
        key_results=len(set().union(*by_role.values())),
        by_role={role: len(found) for role, found in by_role.items()},
        agreements=len(agreements),
        teams=len(teams),
        agreed=len(agreed),
        named=tuple(agreed[:NAMED]),
    )


def _rows(text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text.replace("{these}", in_list("%(ids)s")), values)
        return list(cursor.fetchall())


# CROSS JOIN fixes the order for SQLite: from the entry to what names it, and only then to whether that counts.
_USED = """
WITH used(role, id) AS (
    SELECT 'measures', k.id FROM accord_keyresult k WHERE k.{kind}_id = %(id)s
    UNION ALL SELECT u.kind, u.key_result_id FROM accord_use u WHERE u.{kind}_id = %(id)s
    UNION ALL SELECT 'measures-need', n.key_result_id FROM accord_keyresult k CROSS JOIN accord_need n
     WHERE k.{kind}_id = %(id)s AND n.provided_by_key_result_id = k.id AND n.dropped_at IS NULL AND n.declined IS NULL
    {provides})
SELECT used.role, used.id, a.key_result_id IS NOT NULL
  FROM used CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o CROSS JOIN accord_cycle c
  LEFT JOIN accord_agreement a ON a.key_result_id = k.id
 WHERE k.id = used.id AND o.id = k.objective_id AND c.id = k.cycle_id
   AND k.published_at IS NOT NULL AND k.dropped_at IS NULL
   AND o.published_at IS NOT NULL AND o.dropped_at IS NULL AND c.closed_at IS NULL
"""
_PROVIDES = {
    "metric": "",
    "milestone": """UNION ALL SELECT 'provides', n.key_result_id FROM accord_need n
     WHERE n.provided_by_milestone_id = %(id)s AND n.dropped_at IS NULL AND n.declined IS NULL""",
}
_COUNTING = {kind: _USED.format(kind=kind, provides=_PROVIDES[kind]) for kind in _PROVIDES}
# A party's letters stand in the order of the clauses. Teams are named once their parties are counted.
_TEAMS = f"""
SELECT t.key, t.name, t.code, asked.has_agreed
  FROM (SELECT p.team_id, MAX(CASE WHEN SUBSTR(p.states, {Clause.DEFINITIONS.number}, 1) = 'a' THEN 1 ELSE 0 END)
               AS has_agreed
          FROM accord_party p WHERE p.agreement_id {{these}} GROUP BY p.team_id) asked
  JOIN accord_team t ON t.id = asked.team_id
 ORDER BY t.name, t.id
"""  # noqa: S608 (a number of ours)
