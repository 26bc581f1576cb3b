"""What is beside the plan's own fields of a thing: its row, its version, whose plan it is in, whether it is a draft."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from accord import models as m
from accord.queries.plans.plan_selections import Scope, Selection


class Mark(NamedTuple):
    """Of one thing, also of one that was dropped; `team` is the one whose plan it is in."""

    row: int
    version: int | None
    team: str | None = None
    is_draft: bool = False
    dropped_at: datetime | None = None


def marks(cycle: m.Cycle, wanted: Mapping[str, Collection[str]]) -> dict[tuple[str, str], Mark]:
    """The marks of these things (ids by kind), by kind and id: one statement a kind."""
    return {
        (kind, row["key"] if "key" in row else f"{row['objective__key']}>{row['key_result__key']}"): _mark(kind, row)
        for kind, keys in wanted.items()
        if keys and kind in _MARKS
        for row in _MARKS[kind].rows(Scope(cycle, keys))
    }


def below(cycle: m.Cycle, things: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The key results, actions and needs under these objectives and key results, dropped ones too (ids by kind)."""
    found: dict[str, list[str]] = {"key_result": [], "action": [], "need": []}
    if objectives := things.get("objective"):
        found["key_result"] = [row["key"] for row in _KEY_RESULTS.rows(Scope(cycle, objectives))]
    if key_results := [*things.get("key_result", ()), *found["key_result"]]:
        for kind, selection in _BELOW.items():
            found[kind] = [row["key"] for row in selection.rows(Scope(cycle, key_results))]
    return found


def _mark(kind: str, row: Mapping[str, Any]) -> Mark:
    team = next((row[column] for column in TEAMS if column in row), None)
    is_draft = any(row[column] is None for column in PUBLISHED if column in row)
    return Mark(row["id"], row.get("version"), team, is_draft, row.get("dropped_at"))


TEAMS = ("team__key", "objective__team__key", "key_result__objective__team__key")
PUBLISHED = (
    "published_at", "objective__published_at", "key_result__published_at", "key_result__objective__published_at",
)  # fmt: skip
_UNDER_A_RESULT = (
    "id", "key", "version", "dropped_at", "key_result__objective__team__key", "key_result__published_at",
    "key_result__objective__published_at",
)  # fmt: skip
_MARKS: Mapping[str, Selection] = {
    "objective": Selection(
        lambda cycle: m.Objective.objects.filter(cycle=cycle),
        "id", "key", "version", "dropped_at", "published_at", "team__key",
    ),
    "key_result": Selection(
        lambda cycle: m.KeyResult.objects.filter(cycle=cycle),
        "id", "key", "version", "dropped_at", "published_at", "objective__published_at", "objective__team__key",
    ),
    "action": Selection(lambda cycle: m.Action.objects.filter(cycle=cycle), *_UNDER_A_RESULT),
    "need": Selection(lambda cycle: m.Need.objects.filter(cycle=cycle), *_UNDER_A_RESULT),
    "contribution": Selection(
        lambda cycle: m.Contribution.objects.filter(objective__cycle=cycle),
        "id", "version", "objective__key", "key_result__key", "objective__team__key", "objective__published_at",
        key="objective__key", mark=">",
    ),
    "cycle": Selection(lambda cycle: m.Cycle.objects.all(), "id", "key", "version"),
    "strategic_goal": Selection(lambda cycle: m.StrategicGoal.objects.all(), "id", "key", "version", "dropped_at"),
    "person": Selection(lambda cycle: m.Person.objects.all(), "id", "key", "version"),
    "team": Selection(lambda cycle: m.Team.objects.all(), "id", "key", "version"),
    "metric": Selection(lambda cycle: m.Metric.objects.all(), "id", "key", "version"),
    "milestone": Selection(lambda cycle: m.Milestone.objects.all(), "id", "key", "version"),
}  # fmt: skip
_KEY_RESULTS = Selection(lambda cycle: m.KeyResult.objects.filter(cycle=cycle), "key", key="objective__key")
_BELOW = {
    "action": Selection(lambda cycle: m.Action.objects.filter(cycle=cycle), "key", key="key_result__key"),
    "need": Selection(lambda cycle: m.Need.objects.filter(cycle=cycle), "key", key="key_result__key"),
}
