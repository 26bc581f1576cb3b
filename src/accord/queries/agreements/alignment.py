"""Whether a team is aligned: top to bottom, side to side, strategically. Counts of real things, never a score."""

from dataclasses import dataclass

from django.db import connection

from accord.models import Cycle

STATES = ("agreed", "open", "stale", "objected")

_COUNTS = """
WITH ours(contributes, serves) AS (
    SELECT EXISTS (
                SELECT 1 FROM accord_contribution c JOIN accord_keyresult k ON k.id = c.key_result_id
                  JOIN accord_objective above ON above.id = k.objective_id
                 WHERE c.objective_id = o.id AND c.status = 'accepted' AND k.dropped_at IS NULL
                   AND above.dropped_at IS NULL AND above.published_at IS NOT NULL),
           EXISTS (SELECT 1 FROM accord_servedgoal g WHERE g.objective_id = o.id)
      FROM accord_objective o JOIN accord_team t ON t.id = o.team_id
     WHERE t.key = %(team)s AND o.cycle_id = %(cycle)s AND o.dropped_at IS NULL AND o.published_at IS NOT NULL)
SELECT 'objectives', COUNT(*) FROM ours
UNION ALL SELECT 'contributing', COUNT(*) FROM ours WHERE contributes
UNION ALL SELECT 'serving', COUNT(*) FROM ours WHERE serves
UNION ALL SELECT 'above', COUNT(*) FROM accord_team t WHERE t.key = %(team)s AND t.parent_id IS NOT NULL
UNION ALL
SELECT a.state, COUNT(*)
  FROM accord_party p JOIN accord_team t ON t.id = p.team_id
  JOIN accord_agreement a ON a.key_result_id = p.agreement_id JOIN accord_keyresult k ON k.id = p.agreement_id
 WHERE t.key = %(team)s AND k.cycle_id = %(cycle)s
 GROUP BY a.state
"""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A team's published objectives: how many there are, contribute (accepted), serve a strategic goal.

    And its agreements by state, the agreed ones first; a state in which there is none is left out. With no team above
    it there is nothing that its objectives would have to contribute to (AL402).
    """

    objectives: int
    contributing: int
    serving: int
    agreements: dict[str, int]
    is_topmost: bool = False

    @property
    def all_agreements(self) -> int:
        return sum(self.agreements.values())


def alignment(team: str, cycle: Cycle) -> Alignment:
    """How a team (its id) stands in a cycle; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"team": team, "cycle": cycle.pk})
        counts: dict[str, int] = dict(cursor.fetchall())
    agreements = {state: counts[state] for state in STATES if state in counts}
    is_topmost = not counts["above"]
    return Alignment(counts["objectives"], counts["contributing"], counts["serving"], agreements, is_topmost)
