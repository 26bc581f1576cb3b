"""Statements about a cycle's plan as everybody sees it, or about what hangs below one objective of it."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Within:
    """Which part of a cycle statements are about: what they begin with, and what they ask of an objective `o`."""

    begins: str
    asks: str

    def said(self, statement: str) -> str:
        """A statement about this part, in which words in brackets stand for conditions and tables that many share."""
        tables = [self.begins] if self.begins else []
        if "(serving)" in statement:
            tables.append(_SERVING)
        text = f"WITH RECURSIVE {', '.join(tables)} {statement}" if tables else statement
        for words, meaning in {"(within)": self.asks, **_WORDS}.items():
            text = text.replace(words, meaning)
        return text.replace("%(under)s", "CAST(%(under)s AS bigint)") if connection.vendor == "postgresql" else text


# Named so in every statement: o is an objective, k a key result of it, c a contribution to that, b what contributes.
_UNDER = """below(id) AS (
    SELECT %(under)s
    UNION
    SELECT o.id FROM below JOIN accord_keyresult k ON k.objective_id = below.id AND (k in sight)
      JOIN accord_contribution c ON c.key_result_id = k.id AND c.status <> 'declined'
      JOIN accord_objective o ON o.id = c.objective_id AND (o in sight))"""
# Objectives that serve a goal of today, and whatever is contributed to their key results.
_SERVING = """served(id) AS (
    SELECT o.id FROM accord_servedgoal s JOIN accord_strategicgoal g ON g.id = s.goal_id AND g.dropped_at IS NULL
      JOIN accord_objective o ON o.id = s.objective_id WHERE o.cycle_id = %(cycle)s AND (o in sight)
    UNION
    SELECT o.id FROM served JOIN accord_keyresult k ON k.objective_id = served.id AND (k in sight)
      JOIN accord_contribution c ON c.key_result_id = k.id AND c.status <> 'declined'
      JOIN accord_objective o ON o.id = c.objective_id AND (o in sight))"""
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
_ORPHANS = """SELECT o.id FROM accord_objective o JOIN accord_team t ON t.id = o.team_id AND t.parent_id IS NOT NULL
 WHERE o.cycle_id = %(cycle)s AND (o in sight)
   AND NOT EXISTS (SELECT 1 FROM accord_contribution c JOIN accord_keyresult k ON k.id = c.key_result_id
      AND (k in sight) JOIN accord_objective above ON above.id = k.objective_id
      AND (above in sight)
    WHERE c.objective_id = o.id AND c.status <> 'declined')"""
# In this order: what stands for one may hold the next.
_WORDS = {
    "(white)": f"({_WHITE})",
    "(orphans)": f"({_ORPHANS})",
    "(helped)": _HELPED,
    "(serving)": "served",
    "(above in sight)": "above.dropped_at IS NULL AND above.published_at IS NOT NULL",
    "(o in sight)": "o.dropped_at IS NULL AND o.published_at IS NOT NULL",
    "(b in sight)": "b.dropped_at IS NULL AND b.published_at IS NOT NULL",
    "(k in sight)": "k.dropped_at IS NULL AND k.published_at IS NOT NULL",
}
ALL = Within("", "o.cycle_id = %(cycle)s")
UNDER = Within(_UNDER, "o.id IN (SELECT id FROM below)")
