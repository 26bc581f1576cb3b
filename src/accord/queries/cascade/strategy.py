"""What a cycle does for the strategy: which goals it serves, which it leaves out, and what is only urgent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accord.models import Cycle, StrategicGoal
from accord.queries.cascade import counted, serving
from accord.queries.cascade.counted import Counted, Line
from accord.queries.cascade.goals import dropped_goals
from accord.queries.cascade.plan_parts import ALL
from accord.queries.cascade.three_counts import Purposes
from accord.queries.definitions.dropped import Dropped
from accord.queries.names import TeamName
from accord.queries.statements import day, in_list, numbered

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
    found = serving.found(cycle)
    goals = _rows(_GOALS)
    served = found.served(goal for goal, *_, is_dropped in goals if not is_dropped)
    urgent = [each for each, is_urgent in found.objectives.items() if is_urgent and each not in served]
    unsaid = [each for each, is_urgent in found.objectives.items() if not is_urgent and each not in served]
    first = {goal: found.own(goal)[:MOST] for goal, *_ in goals}
    lines = _lines({*urgent[: counted.MOST], *unsaid[: counted.MOST]}.union(*first.values()))
    return Strategy(
        goals=[
            _goal(row, found, [_serving(lines[each]) for each in first[row[0]]], today)
            for row in goals
            if found.own(row[0]) or not row[-1]
        ],
        purposes=Purposes(len(served), len(urgent), len(unsaid)),
        urgent=_counted(urgent, lines),
        unsaid=_counted(unsaid, lines),
        missing=[part for part in BRIEF if not (getattr(cycle, part) or "").strip()],
        gone=[each for each in dropped_goals() if each.until > now],
    )


def what_serves(cycle: Cycle, goal: StrategicGoal | None = None, *, start: int = 0) -> Counted:
    """The list of objectives that serve a goal, themselves or through what they help; of no goal, any goal of today.

    Four statements at most.
    """
    found = serving.found(cycle)
    goals = [goal.pk] if goal else [pk for pk, *_, is_dropped in _rows(_GOALS) if not is_dropped]
    served = found.served(goals)
    shown = [each for each in found.objectives if each in served][start : start + counted.MOST + 1]
    lines = _lines(shown)
    more = len(shown) > counted.MOST
    return Counted([lines[each] for each in shown[: counted.MOST]], start, more)


def left_out(cycle: Cycle, *, today: date) -> list[str]:
    """The titles of goals that still count and that no objective of the cycle serves; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(ALL.said(_LEFT_OUT), {"cycle": cycle.pk})
        return [title for _key, title, horizon in cursor.fetchall() if not _is_over(day(horizon), today)]


def _goal(row: Sequence[Any], found: serving.WhatServes, first: Sequence[Serving], today: date) -> Goal:
    pk, key, title, horizon, is_dropped = row
    until, own = day(horizon), len(found.own(pk))
    through = len(found.served([pk])) - own
    return Goal(key, title, until, _is_over(until, today), bool(is_dropped), own, through, first)


def _serving(line: Line) -> Serving:
    return Serving(line.key, line.title, line.team)


def _counted(objectives: Sequence[int], lines: Mapping[int, Line]) -> Counted:
    """The beginning of a list of objectives."""
    return Counted([lines[each] for each in objectives[: counted.MOST]], 0, len(objectives) > counted.MOST)


def _lines(objectives: Collection[int]) -> dict[int, Line]:
    """What is told of objectives (row ids), each with why it is urgent, if it is; one statement."""
    rows = _rows(_LINES.format(these=in_list()), [numbered(objectives)])
    return {row[0]: Line(row[1], row[2], TeamName(*row[3:6]), row[6]) for row in rows}


def _rows(statement: str, values: Sequence[str | list[int]] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _is_over(horizon: date | None, today: date) -> bool:
    return horizon is not None and horizon < today


_GOALS = """
SELECT g.id, g.key, g.title, g.horizon, g.dropped_at IS NOT NULL FROM accord_strategicgoal g ORDER BY g.position, g.id
"""
_LINES = """
SELECT o.id, o.key, o.title, t.key, t.name, t.code, COALESCE(o.not_strategic_because, '')
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id WHERE o.id {these}
"""
_LEFT_OUT = """
SELECT g.key, g.title, g.horizon FROM accord_strategicgoal g
 WHERE g.dropped_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM accord_servedgoal s JOIN accord_objective o ON o.id = s.objective_id
     WHERE s.goal_id = g.id AND o.cycle_id = %(cycle)s AND (o in sight))
 ORDER BY g.position, g.id
"""
