"""What relies on an entry of the registry, counted: what a change would touch, known before anybody edits."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from accord.domain.clauses import Clause
from accord.queries.names import TeamName

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
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS[kind], {"id": pk})
        counts: dict[str, int] = dict(cursor.fetchall())
        cursor.execute(_TEAMS[kind], {"id": pk})
        teams = [(TeamName(*row[:3]), bool(row[3])) for row in cursor.fetchall()]
    agreed = [team for team, has_agreed in teams if has_agreed]
    return Reliance(
        key_results=counts.pop("all"),
        agreements=counts.pop("agreements"),
        by_role=counts,
        teams=len(teams),
        agreed=len(agreed),
        named=tuple(agreed[:NAMED]),
    )


# CROSS JOIN fixes the order for SQLite: from the entry to what names it, and only then to whether that counts.
_USED = """
WITH used(role, id) AS (
    SELECT 'measures', k.id FROM accord_keyresult k WHERE k.{kind}_id = %(id)s
    UNION ALL SELECT u.kind, u.key_result_id FROM accord_use u WHERE u.{kind}_id = %(id)s
    UNION ALL SELECT 'measures-need', n.key_result_id FROM accord_keyresult k CROSS JOIN accord_need n
     WHERE k.{kind}_id = %(id)s AND n.provided_by_key_result_id = k.id AND n.dropped_at IS NULL AND n.declined IS NULL
    {provides}),
counting(role, id) AS (
    SELECT used.role, used.id FROM used CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o
     CROSS JOIN accord_cycle c
     WHERE k.id = used.id AND o.id = k.objective_id AND c.id = k.cycle_id
       AND k.published_at IS NOT NULL AND k.dropped_at IS NULL
       AND o.published_at IS NOT NULL AND o.dropped_at IS NULL AND c.closed_at IS NULL)
"""
_PROVIDES = {
    "metric": "",
    "milestone": """UNION ALL SELECT 'provides', n.key_result_id FROM accord_need n
     WHERE n.provided_by_milestone_id = %(id)s AND n.dropped_at IS NULL AND n.declined IS NULL""",
}
_COUNT = """
SELECT role, COUNT(DISTINCT id) FROM counting GROUP BY role
UNION ALL SELECT 'all', COUNT(DISTINCT id) FROM counting
UNION ALL SELECT 'agreements', COUNT(*) FROM accord_agreement WHERE key_result_id IN (SELECT id FROM counting)
"""
# A party's letters stand in the order of the clauses.
_TEAM = f"""
SELECT t.key, t.name, t.code,
       MAX(CASE WHEN SUBSTR(p.states, {Clause.DEFINITIONS.number}, 1) = 'a' THEN 1 ELSE 0 END)
  FROM accord_party p JOIN accord_team t ON t.id = p.team_id
 WHERE p.agreement_id IN (SELECT id FROM counting)
 GROUP BY t.id, t.key, t.name, t.code ORDER BY t.name, t.id
"""  # noqa: S608 (a number of ours)
_COUNTS = {kind: _USED.format(kind=kind, provides=_PROVIDES[kind]) + _COUNT for kind in _PROVIDES}
_TEAMS = {kind: _USED.format(kind=kind, provides=_PROVIDES[kind]) + _TEAM for kind in _PROVIDES}
