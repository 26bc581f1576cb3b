"""The lists behind the three counts of the cascade: every contribution, agreement or objective that was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accord.models import Cycle
from accord.queries.cascade.plan_parts import ALL, UNDER
from accord.queries.names import TeamName

MOST = 50  # lines of a list at once


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a list: its id and title, its team, how it stands, and what it is about, if that is another thing.

    Of a contribution the thing is the objective and `about` the key result it contributes to.
    """

    key: str
    title: str
    team: TeamName
    state: str = ""
    about: str = ""
    about_title: str = ""
    about_team: TeamName | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A part of a list: the lines from `start` on, and whether there are more."""

    lines: Sequence[Line]
    start: int
    has_more: bool


def counted(
    cycle: Cycle, kind: str, *, state: str = "", under: int | None = None, of: str = "", start: int = 0
) -> Counted:
    """A list by its kind; one statement.

    `state` keeps contributions of a status, agreements of a state; `under` what hangs below an objective (row id);
    `of` the contributions to one key result (its id).
    """
    statement, has_about = LISTS[kind]
    within = (UNDER if under else ALL).said(statement)
    values = {"cycle": cycle.pk, "under": under, "state": state, "of": of, "most": MOST + 1, "start": start}
    with connection.cursor() as cursor:
        cursor.execute(f"{within} LIMIT %(most)s OFFSET %(start)s", values)
        rows = cursor.fetchall()
    lines = [_line(row, has_about=has_about) for row in rows[:MOST]]
    return Counted(lines, start, len(rows) > MOST)


def _line(row: Sequence[Any], *, has_about: bool) -> Line:
    key, title, *team, state = row[:6]
    line = Line(key, title, TeamName(*team), state or "")
    if not has_about:
        return line
    about, about_title, *above = row[6:]
    return Line(key, title, line.team, line.state, about, about_title, TeamName(*above))


_CONTRIBUTIONS = """
SELECT b.key, b.title, t.key, t.name, t.code, c.status, k.key, k.title, above.key, above.name, above.code
  FROM accord_objective o JOIN accord_keyresult k ON k.objective_id = o.id AND (k in sight)
  JOIN accord_contribution c ON c.key_result_id = k.id AND c.status <> 'declined'
  JOIN accord_objective b ON b.id = c.objective_id AND (b in sight)
  JOIN accord_team t ON t.id = b.team_id JOIN accord_team above ON above.id = o.team_id
 WHERE (within) AND (o in sight) AND %(state)s IN ('', c.status) AND %(of)s IN ('', k.key)
 ORDER BY c.status DESC, above.position, above.id, o.position, o.id, k.position, k.id, b.position, b.id
"""
_AGREEMENTS = """
SELECT k.key, k.title, t.key, t.name, t.code, a.state
  FROM accord_objective o JOIN accord_keyresult k ON k.objective_id = o.id AND (k in sight)
  JOIN accord_agreement a ON a.key_result_id = k.id JOIN accord_team t ON t.id = o.team_id
 WHERE (within) AND (o in sight) AND %(state)s IN ('', a.state)
 ORDER BY CASE a.state WHEN 'objected' THEN 0 WHEN 'stale' THEN 1 WHEN 'open' THEN 2 ELSE 3 END,
          t.position, t.id, o.position, o.id, k.position, k.id
"""
_OBJECTIVES = """
SELECT o.key, o.title, t.key, t.name, t.code, COALESCE(o.not_strategic_because, '')
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id LEFT JOIN (serving) s ON s.id = o.id
 WHERE (within) AND (o in sight) AND s.id IS NULL
   AND %(state)s IN ('', CASE WHEN TRIM(COALESCE(o.not_strategic_because, '')) = '' THEN 'unsaid' ELSE 'urgent' END)
 ORDER BY t.position, t.id, o.position, o.id
"""
_WHITE = """
SELECT k.key, k.title, t.key, t.name, t.code, ''
  FROM accord_keyresult k JOIN accord_objective o ON o.id = k.objective_id JOIN accord_team t ON t.id = o.team_id
 WHERE k.id IN (white) ORDER BY t.position, t.id, o.position, o.id, k.position, k.id
"""
_ORPHANS = """
SELECT o.key, o.title, t.key, t.name, t.code, ''
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id AND t.parent_id IS NOT NULL
 WHERE o.id IN (SELECT id FROM (seen)) AND o.id NOT IN (SELECT child FROM (edges))
 ORDER BY t.position, t.id, o.position, o.id
"""
# By kind: the statement, and whether a line is about another thing.
LISTS: Mapping[str, tuple[str, bool]] = {
    "contributions": (_CONTRIBUTIONS, True),
    "agreements": (_AGREEMENTS, False),
    "purposes": (_OBJECTIVES, False),
    "white-space": (_WHITE, False),
    "orphans": (_ORPHANS, False),
}
