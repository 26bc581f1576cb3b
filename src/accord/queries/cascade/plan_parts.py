"""Statements about a cycle's plan as everybody sees it, or about what hangs below one objective of it."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Within:
    """Which part of a cycle statements are about: what they begin with, and what they ask of an objective `o`, of a
    key result `k`.
    """

    begins: str
    asks: str
    asks_of_result: str

    def said(self, statement: str) -> str:
        """A statement about this part, in which words in brackets stand for tables and conditions that many share."""
        tables = [self.begins] if self.begins else []
        tables += [each for each in (_SEEN, _EDGES) if "(edges)" in statement or "(serving)" in statement]
        tables += [_SERVING] if "(serving)" in statement else []
        text = f"WITH RECURSIVE {', '.join(tables)} {statement}" if tables else statement
        for words, meaning in {"(within)": self.asks, "(k within)": self.asks_of_result, **_WORDS}.items():
            text = text.replace(words, meaning)
        return text.replace("%(under)s", "CAST(%(under)s AS bigint)") if connection.vendor == "postgresql" else text


# Named so in every statement: o is an objective, k a key result of it, c a contribution to that, b what contributes.
_UNDER = """below(id) AS (
    SELECT %(under)s
    UNION
    SELECT o.id FROM below JOIN accord_keyresult k ON k.objective_id = below.id AND (k in sight)
      JOIN accord_contribution c ON c.key_result_id = k.id AND c.status <> 'declined'
      JOIN accord_objective o ON o.id = c.objective_id AND (o in sight))"""
# Asked of objectives alone and kept: a key result's row is long, and to look at each one takes most of the time.
_SEEN = """seen(id) AS MATERIALIZED (
    SELECT o.id FROM accord_objective o WHERE o.cycle_id = %(cycle)s AND (o in sight))"""
# Which objective contributes to which, as often as it does.
_EDGES = """edges(child, parent, status) AS MATERIALIZED (
    SELECT c.objective_id, k.objective_id, c.status
      FROM accord_contribution c JOIN accord_keyresult k ON k.id = c.key_result_id AND (k in sight)
     WHERE c.status <> 'declined' AND c.objective_id IN (SELECT id FROM seen)
       AND k.objective_id IN (SELECT id FROM seen))"""
# Objectives that serve a goal of today, and whatever is contributed to their key results.
_SERVING = """served(id) AS (
    SELECT s.objective_id FROM accord_servedgoal s
      JOIN accord_strategicgoal g ON g.id = s.goal_id AND g.dropped_at IS NULL
     WHERE s.objective_id IN (SELECT id FROM seen)
    UNION
    SELECT edges.child FROM served JOIN edges ON edges.parent = served.id)"""
_HELPED = """SELECT 1 FROM accord_contribution c JOIN accord_objective b ON b.id = c.objective_id
  WHERE c.key_result_id = k.id AND c.status <> 'declined' AND (b in sight)"""
_WHITE = """SELECT k.id FROM accord_objective o JOIN accord_keyresult k ON k.objective_id = o.id AND (k in sight)
 WHERE o.cycle_id = %(cycle)s AND (o in sight)
   AND o.team_id IN (SELECT parent_id FROM accord_team WHERE parent_id IS NOT NULL)
   AND NOT EXISTS ((helped))
   AND NOT EXISTS (SELECT 1 FROM accord_action a
                    WHERE a.key_result_id = k.id AND a.team_id <> o.team_id AND a.dropped_at IS NULL)
   AND NOT EXISTS (SELECT 1 FROM accord_duty d WHERE d.key_result_id = k.id AND d.team_id <> o.team_id)
   AND NOT EXISTS (SELECT 1 FROM accord_need n WHERE n.key_result_id = k.id AND n.provider_id <> o.team_id
                      AND n.declined IS NULL AND n.dropped_at IS NULL)"""
# In this order: what stands for one may hold the next.
_WORDS = {
    "(white)": f"({_WHITE})",
    "(helped)": _HELPED,
    "(serving)": "served",
    "(edges)": "edges",
    "(seen)": "seen",
    "(o in sight)": "o.dropped_at IS NULL AND o.published_at IS NOT NULL",
    "(b in sight)": "b.dropped_at IS NULL AND b.published_at IS NOT NULL",
    "(k in sight)": "k.dropped_at IS NULL AND k.published_at IS NOT NULL",
}
ALL = Within("", "o.cycle_id = %(cycle)s", "k.cycle_id = %(cycle)s")
UNDER = Within(_UNDER, "o.id IN (SELECT id FROM below)", "k.objective_id IN (SELECT id FROM below)")
