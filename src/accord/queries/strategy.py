"""What a cycle does for the strategy: which goals it serves, which it leaves out, and what is only urgent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accord.models import Cycle
from accord.queries.counted import Counted, counted
from accord.queries.editing import Dropped
from accord.queries.goals import dropped_goals
from accord.queries.names import TeamName
from accord.queries.plan_parts import ALL
from accord.queries.statements import day
from accord.queries.three_counts import Purposes, purposes

MOST = 6  # objectives told at one goal; its page has all

BRIEF = ("why", "success", "different")


@dataclass(frozen=True, slots=True)
class Serving:
    """An objective that says itself that it serves a goal."""

    key: str
    title: str
    team: TeamName


@dataclass(frozen=True, slots=True)
class Goal:
    """A strategic goal in a cycle: how many objectives serve it themselves, and how many through what they help.

    `is_over` says that its horizon has passed: to leave it out is nothing to speak of then. One that was dropped since
    is told where the cycle served it.
    """

    key: str
    title: str
    horizon: date | None
    is_over: bool
    is_dropped: bool
    own: int
    through: int
    serving: Sequence[Serving]

    @property
    def is_left_out(self) -> bool:
        """It still counts, and no objective says that it serves it (AL502)."""
        return not (self.own or self.is_over or self.is_dropped)


@dataclass(frozen=True, slots=True)
class Strategy:
    """The goals of today with what serves each, and what of the cycle serves none.

    `missing` are the parts of the brief that nobody has written (AL503); `urgent` and `unsaid` begin the lists of
    objectives that serve nothing, with a reason and without.
    """

    goals: Sequence[Goal]
    purposes: Purposes
    urgent: Counted
    unsaid: Counted
    missing: Sequence[str]
    gone: Sequence[Dropped]

    @property
    def left_out(self) -> list[Goal]:
        """Goals that still count and that no objective serves (AL502)."""
        return [goal for goal in self.goals if goal.is_left_out]


def strategy(cycle: Cycle, *, today: date, now: datetime) -> Strategy:
    """The strategy page of a cycle; the statements do not depend on how much there is."""
    return Strategy(
        goals=_goals(cycle, today),
        purposes=purposes(cycle),
        urgent=counted(cycle, "purposes", state="urgent"),
        unsaid=counted(cycle, "purposes", state="unsaid"),
        missing=[part for part in BRIEF if not (getattr(cycle, part) or "").strip()],
        gone=[each for each in dropped_goals() if each.until > now],
    )


def left_out(cycle: Cycle, *, today: date) -> list[str]:
    """The titles of goals that still count and that no objective of the cycle serves; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(_LEFT_OUT), {"cycle": cycle.pk})
        return [title for _key, title, horizon in cursor.fetchall() if not _is_over(day(horizon), today)]


def _goals(cycle: Cycle, today: date) -> list[Goal]:
    serving: dict[int, list[Serving]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(_SERVING), {"cycle": cycle.pk, "most": MOST})
        for goal, key, title, *team in cursor.fetchall():
            serving[goal].append(Serving(key, title, TeamName(*team)))
        cursor.execute(ALL.said(_GOALS), {"cycle": cycle.pk})
        rows = cursor.fetchall()
    return [_goal(row, serving, today) for row in rows]


def _goal(row: Sequence[Any], serving: Mapping[int, Sequence[Serving]], today: date) -> Goal:
    pk, key, title, horizon, is_dropped, own, reached = row
    until = day(horizon)
    return Goal(key, title, until, _is_over(until, today), bool(is_dropped), own, reached - own, serving.get(pk, ()))


def _is_over(horizon: date | None, today: date) -> bool:
    return horizon is not None and horizon < today


_SERVING = """
SELECT goal, key, title, team, name, code FROM (
    SELECT s.goal_id AS goal, o.key AS key, o.title AS title, t.key AS team, t.name AS name, t.code AS code,
           ROW_NUMBER() OVER (PARTITION BY s.goal_id ORDER BY t.position, t.id, o.position, o.id) AS place
      FROM accord_servedgoal s JOIN accord_objective o ON o.id = s.objective_id JOIN accord_team t ON t.id = o.team_id
     WHERE o.cycle_id = %(cycle)s AND (o in sight)) each_one
 WHERE place <= %(most)s ORDER BY goal, place
"""
# The word (edges) brings the tables that it names.
_GOALS = """, serving(goal, id, is_own) AS (
    SELECT s.goal_id, s.objective_id, 1 FROM accord_servedgoal s WHERE s.objective_id IN (SELECT id FROM (seen))
    UNION
    SELECT serving.goal, edges.child, 0 FROM serving JOIN (edges) ON edges.parent = serving.id
)
SELECT g.id, g.key, g.title, g.horizon, g.dropped_at IS NOT NULL, COALESCE(SUM(found.own), 0), COUNT(found.goal)
  FROM accord_strategicgoal g
  LEFT JOIN (SELECT goal, id, MAX(is_own) AS own FROM serving GROUP BY goal, id) found ON found.goal = g.id
 WHERE g.dropped_at IS NULL OR found.goal IS NOT NULL
 GROUP BY g.id, g.key, g.title, g.horizon, g.position, g.dropped_at ORDER BY g.position, g.id
"""
_LEFT_OUT = """
SELECT g.key, g.title, g.horizon FROM accord_strategicgoal g
 WHERE g.dropped_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM accord_servedgoal s JOIN accord_objective o ON o.id = s.objective_id
     WHERE s.goal_id = g.id AND o.cycle_id = %(cycle)s AND (o in sight))
 ORDER BY g.position, g.id
"""
