"""Which objectives of a cycle serve which goals: themselves, or through what they contribute to.

What contributes to what is read once and followed in memory: to follow it in SQL for every goal and list costs more
than to fetch it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accord.models import Cycle
from accord.queries.cascade.plan_parts import ALL


@dataclass(frozen=True, slots=True)
class WhatServes:
    """Published objectives by row id, in the plan's order, each with whether it says why it is urgent; which of them
    say that they serve a goal (row id); and for each what contributes to it.
    """

    objectives: Mapping[int, bool]
    by_goal: Mapping[int, Sequence[int]]
    below: Mapping[int, Sequence[int]]

    def own(self, goal: int) -> Sequence[int]:
        """Objectives that say themselves that they serve a goal, in the plan's order."""
        return self.by_goal.get(goal, ())

    def served(self, goals: Iterable[int]) -> set[int]:
        """Everything that serves any of these goals, itself or through what it contributes to."""
        reached = {each for goal in goals for each in self.own(goal)}
        ahead = list(reached)
        for each in ahead:
            new = [child for child in self.below.get(each, ()) if child not in reached]
            reached.update(new)
            ahead.extend(new)
        return reached


def found(cycle: Cycle) -> WhatServes:
    """What serves what in a cycle; three statements."""
    objectives = {row[0]: bool(row[1]) for row in _rows(_OBJECTIVES, cycle)}
    goals = defaultdict(list)
    for goal, objective in _rows(_SAID, cycle):
        goals[objective].append(goal)
    by_goal: dict[int, list[int]] = defaultdict(list)
    for objective in objectives:
        for goal in goals.get(objective, ()):
            by_goal[goal].append(objective)
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in _rows(_CONTRIBUTING, cycle):
        if parent in objectives:
            below[parent].append(child)
    return WhatServes(objectives, by_goal, below)


def _rows(statement: str, cycle: Cycle) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(statement), {"cycle": cycle.pk})
        return list(cursor.fetchall())


_OBJECTIVES = """
SELECT o.id, TRIM(COALESCE(o.not_strategic_because, '')) <> ''
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id
 WHERE o.cycle_id = %(cycle)s AND (o in sight) ORDER BY t.position, t.id, o.position, o.id
"""
_SAID = """
SELECT s.goal_id, s.objective_id FROM accord_objective o JOIN accord_servedgoal s ON s.objective_id = o.id
 WHERE o.cycle_id = %(cycle)s AND (o in sight)
"""
# Contributions to what is dropped or a draft are in it, and go unused.
_CONTRIBUTING = """
SELECT b.id, k.objective_id
  FROM accord_objective b JOIN accord_contribution c ON c.objective_id = b.id AND c.status <> 'declined'
  JOIN accord_keyresult k ON k.id = c.key_result_id AND (k in sight)
 WHERE b.cycle_id = %(cycle)s AND (b in sight)
"""
