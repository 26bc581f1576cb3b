"""The three alignments in numbers of real things: contributions accepted, agreements agreed, objectives with a goal."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from accord.models import Cycle
from accord.queries.plan_parts import ALL, UNDER


@dataclass(frozen=True, slots=True)
class Purposes:
    """Published objectives by what they are for: a strategic goal, themselves or through what they contribute to;
    something urgent, in a sentence; or nobody has said.
    """

    serving: int
    urgent: int
    unsaid: int

    @property
    def all(self) -> int:
        return self.serving + self.urgent + self.unsaid


@dataclass(frozen=True, slots=True)
class ThreeCounts:
    """Contributions by status without the declined ones, agreements by state, and objectives by what they are for."""

    contributions: Mapping[str, int]
    agreements: Mapping[str, int]
    purposes: Purposes

    @property
    def all_contributions(self) -> int:
        return sum(self.contributions.values())

    @property
    def all_agreements(self) -> int:
        return sum(self.agreements.values())


LARGE = 2_000  # objectives, from which on to count takes longer than to draw the page: it is done after it


def is_large(cycle: Cycle) -> bool:
    """Whether so much is in a cycle that counts are given after the page, not with it."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, {"cycle": cycle.pk, "most": LARGE + 1})
        return bool(cursor.fetchone()[0] > LARGE)


def three_counts(cycle: Cycle, under: int | None = None) -> ThreeCounts:
    """Of a whole cycle, or of an objective (row id) with everything that is contributed to it, at any depth."""
    values = {"cycle": cycle.pk, "under": under}
    where = UNDER if under else ALL
    with connection.cursor() as cursor:
        cursor.execute(where.said(_CONTRIBUTIONS), values)
        contributions = dict(cursor.fetchall())
        cursor.execute(where.said(_AGREEMENTS), values)
        agreements = dict(cursor.fetchall())
    return ThreeCounts(contributions, agreements, purposes(cycle, under))


def purposes(cycle: Cycle, under: int | None = None) -> Purposes:
    """What the objectives of the same part are for; one statement."""
    with connection.cursor() as cursor:
        cursor.execute((UNDER if under else ALL).said(_PURPOSES), {"cycle": cycle.pk, "under": under})
        return Purposes(*(int(each or 0) for each in cursor.fetchone()))


def white_space(cycle: Cycle) -> int:
    """How many key results of teams above no other team takes part in (AL401)."""
    return _counted(_WHITE, cycle)


def orphans(cycle: Cycle) -> int:
    """How many objectives of teams below contribute to nothing (AL402)."""
    return _counted(_ORPHANS, cycle)


def supports_itself(objective: int) -> bool:
    """Whether what an objective (row id) contributes to leads back to it (AL405)."""
    with connection.cursor() as cursor:
        cursor.execute(UNDER.said(_CIRCLE), {"under": objective})
        return bool(cursor.fetchone()[0])


def _counted(statement: str, cycle: Cycle) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(statement), {"cycle": cycle.pk})
        return int(cursor.fetchone()[0])


_CONTRIBUTIONS = """
SELECT c.status, COUNT(*)
  FROM accord_objective o JOIN accord_keyresult k ON k.objective_id = o.id AND (k in sight)
  JOIN accord_contribution c ON c.key_result_id = k.id AND c.status <> 'declined'
  JOIN accord_objective b ON b.id = c.objective_id AND (b in sight)
 WHERE (within) AND (o in sight) GROUP BY c.status
"""
_AGREEMENTS = """
SELECT a.state, COUNT(*)
  FROM accord_objective o JOIN accord_keyresult k ON k.objective_id = o.id AND (k in sight)
  JOIN accord_agreement a ON a.key_result_id = k.id
 WHERE (within) AND (o in sight) GROUP BY a.state
"""
_PURPOSES = """
SELECT SUM(CASE WHEN s.id IS NOT NULL THEN 1 END),
       SUM(CASE WHEN s.id IS NULL AND TRIM(COALESCE(o.not_strategic_because, '')) <> '' THEN 1 END),
       SUM(CASE WHEN s.id IS NULL AND TRIM(COALESCE(o.not_strategic_because, '')) = '' THEN 1 END)
  FROM accord_objective o LEFT JOIN (serving) s ON s.id = o.id
 WHERE (within) AND (o in sight)
"""
_CIRCLE = """
SELECT EXISTS (SELECT 1 FROM accord_contribution c
  JOIN accord_keyresult k ON k.id = c.key_result_id AND (k in sight)
  JOIN accord_objective o ON o.id = k.objective_id AND (o in sight)
 WHERE c.objective_id = %(under)s AND c.status <> 'declined' AND (within))
"""
_WHITE = "SELECT COUNT(*) FROM (white) w"
_ORPHANS = """
SELECT COUNT(*) FROM accord_objective o JOIN accord_team t ON t.id = o.team_id AND t.parent_id IS NOT NULL
 WHERE o.id IN (SELECT id FROM (seen)) AND o.id NOT IN (SELECT child FROM (edges))
"""
_HOW_MANY = "SELECT COUNT(*) FROM (SELECT 1 FROM accord_objective WHERE cycle_id = %(cycle)s LIMIT %(most)s) some"
