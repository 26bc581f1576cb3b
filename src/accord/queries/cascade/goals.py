"""Strategic goals: what serves each of them, in one cycle and over all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accord.models import Cycle, Objective, ServedGoal, StrategicGoal
from accord.models.objectives import objective_in_sight
from accord.queries.access import NotVisible
from accord.queries.definitions.definitions import Version, versions
from accord.queries.definitions.dropped import BRING_BACK, Dropped
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared

FIELDS = ("title", "horizon")


@dataclass(frozen=True, slots=True)
class Serving:
    """An objective that serves a goal."""

    key: str
    title: str
    team: TeamName
    cycle: str
    cycle_name: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A strategic goal, and the published objectives that serve it."""

    key: str
    title: str
    horizon: date | None
    is_dropped: bool
    serving: Sequence[Serving]


@dataclass(frozen=True, slots=True)
class ServedGoals:
    """The goals of today, and those dropped since that were served in the cycle; how many objectives serve none.

    `gone` are all that were ever dropped, each with the moment until which it could be brought back.
    """

    goals: Sequence[Goal]
    serving_none: int
    gone: Sequence[Dropped]


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal with everything that ever served it, the latest cycle first, and what it said before.

    `dropped` where it was dropped so lately that it can be brought back.
    """

    goal: StrategicGoal
    serving: Sequence[Serving]
    versions: Sequence[Version]
    dropped: Dropped | None


def served_in(cycle: Cycle) -> ServedGoals:
    """What serves each strategic goal in a cycle; three statements."""
    serving: dict[int, list[Serving]] = defaultdict(list)
    for row in _SERVING.rows(cycle=cycle.pk):
        serving[row["goal_id"]].append(_serving(row))
    rows = list(_GOALS())
    goals = [
        Goal(key, title, horizon, dropped is not None, serving.get(row, []))
        for row, key, title, horizon, dropped in rows
        if dropped is None or row in serving
    ]
    objectives = Objective.objects.filter(objective_in_sight(), cycle=cycle)
    none = objectives.exclude(served_goals__goal__dropped_at=None, served_goals__isnull=False).count()
    gone = [_gone(key, title, dropped) for _row, key, title, _horizon, dropped in rows if dropped]
    return ServedGoals(goals, none, gone)


def dropped_goals() -> list[Dropped]:
    """All that were ever dropped, each with the moment until which it could be brought back; one statement."""
    return [_gone(key, title, dropped) for _row, key, title, _horizon, dropped in _GOALS() if dropped]


def goal(key: str) -> StrategicGoal:
    """A strategic goal, also one that was dropped: what served it still names it."""
    found = StrategicGoal.objects.filter(key=key).first()
    if found is None:
        raise NotVisible
    return found


def page(goal: StrategicGoal, *, now: datetime) -> GoalPage:
    """The page of one strategic goal."""
    rows = _published(ServedGoal.objects.filter(goal=goal)).order_by("-objective__cycle__start", "objective_id")
    gone = [_gone(goal.key, goal.title, goal.dropped_at)] if goal.dropped_at else []
    return GoalPage(
        goal=goal,
        serving=[_serving(row) for row in rows.values(*COLUMNS)],
        versions=versions("strategic_goal", goal, FIELDS),
        dropped=next((each for each in gone if each.until > now), None),
    )


def _serving(row: Mapping[str, Any]) -> Serving:
    key, title, *team, cycle, cycle_name = (row[column] for column in COLUMNS[1:])
    return Serving(key, title, TeamName(*team), cycle, cycle_name)


def _gone(key: str, title: str, at: datetime) -> Dropped:
    return Dropped("strategic_goal", key, title, at, at + BRING_BACK)


def _published(rows: Any) -> Any:
    return rows.filter(objective_in_sight("objective__"))


COLUMNS = (
    "goal_id", "objective__key", "objective__title", "objective__team__key", "objective__team__name",
    "objective__team__code", "objective__cycle__key", "objective__cycle__name",
)  # fmt: skip
_SERVING = Prepared(
    lambda cycle: (
        _published(ServedGoal.objects.filter(objective__cycle=cycle))
        .order_by("objective__team__position", "objective__position", "objective_id")
        .values_list(*COLUMNS)
    ),
    cycle=int,
)
_GOALS = Prepared(lambda: StrategicGoal.objects.values_list("id", "key", "title", "horizon", "dropped_at"))
