"""The three alignments in numbers of real things: contributions accepted, agreements agreed, objectives with a goal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from accord.models import Cycle
from accord.queries.cascade.plan_parts import ALL, UNDER
from accord.queries.statements import in_list, listed


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
    """Contributions by status without the declined ones, agreements by state, and objectives by what they are for.

    `orphans` are objectives of teams below that contribute to nothing (AL402).
    """

    contributions: Mapping[str, int]
    agreements: Mapping[str, int]
    purposes: Purposes
    orphans: int

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
    """Of a whole cycle, or of an objective (row id) with everything that is contributed to it, at any depth.

    Two statements.
    """
    found = _counted(_COUNTS, cycle, under)
    contributions: dict[str, int] = {each: found[each] for each in ("accepted", "proposed") if each in found}
    return ThreeCounts(contributions, _counted(_AGREEMENTS, cycle, under), _purposes(found), found.get("orphan", 0))


def white_space(cycle: Cycle, among: Collection[str] | None = None) -> int:
    """How many key results of teams above no other team takes part in (AL401), of all or among some (ids)."""
    if among is None:
        return _counted(_WHITE, cycle).get("white", 0)
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(_WHITE_AMONG) + in_list("%(among)s"), {"cycle": cycle.pk, "among": listed(among)})
        return int(cursor.fetchone()[0])


def supports_itself(objective: int) -> bool:
    """Whether what an objective (row id) contributes to leads back to it (AL405)."""
    with connection.cursor() as cursor:
        cursor.execute(UNDER.said(_CIRCLE), {"under": objective})
        return bool(cursor.fetchone()[0])


def _counted(statement: str, cycle: Cycle, under: int | None = None) -> dict[str, int]:
    """What a statement counts, by what it calls each."""
    with connection.cursor() as cursor:
        cursor.execute((UNDER if under else ALL).said(statement), {"cycle": cycle.pk, "under": under})
        return dict(cursor.fetchall())


def _purposes(found: Mapping[str, int]) -> Purposes:
    return Purposes(*(found.get(each, 0) for each in ("serving", "urgent", "unsaid")))


_CONTRIBUTIONS = """
SELECT edges.status AS what, COUNT(*)
  FROM (edges) JOIN accord_objective o ON o.id = edges.parent WHERE (within) GROUP BY edges.status
"""
_PURPOSES = """
SELECT CASE WHEN o.id IN (SELECT id FROM (serving)) THEN 'serving'
            WHEN TRIM(COALESCE(o.not_strategic_because, '')) <> '' THEN 'urgent' ELSE 'unsaid' END AS what, COUNT(*)
  FROM accord_objective o WHERE (within) AND (o in sight) GROUP BY 1
"""
_ORPHANS = """
SELECT 'orphan' AS what, COUNT(*)
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id AND t.parent_id IS NOT NULL
 WHERE (within) AND (o in sight) AND o.id NOT IN (SELECT child FROM (edges))
"""
_COUNTS = " UNION ALL ".join((_CONTRIBUTIONS, _PURPOSES, _ORPHANS))
# What is dropped or a draft has no agreement.
_AGREEMENTS = """
SELECT a.state, COUNT(*)
  FROM accord_agreement a JOIN accord_keyresult k ON k.id = a.key_result_id
 WHERE (k within) GROUP BY a.state
"""
_CIRCLE = """
SELECT EXISTS (SELECT 1 FROM accord_contribution c
  JOIN accord_keyresult k ON k.id = c.key_result_id AND (k in sight)
  JOIN accord_objective o ON o.id = k.objective_id AND (o in sight)
 WHERE c.objective_id = %(under)s AND c.status <> 'declined' AND (within))
"""
_WHITE = "SELECT 'white', COUNT(*) FROM (white) w"
_WHITE_AMONG = "SELECT COUNT(*) FROM (white) w JOIN accord_keyresult r ON r.id = w.id WHERE r.key "
_HOW_MANY = "SELECT COUNT(*) FROM (SELECT 1 FROM accord_objective WHERE cycle_id = %(cycle)s LIMIT %(most)s) first_ones"
