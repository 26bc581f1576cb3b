"""Which columns of which table hold which field of a plan: the one place where files and tables meet."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from accord import models as m
from accord.domain.descriptions import Described

TABLES: Mapping[str, type[Any]] = {
    "person": m.Person,
    "team": m.Team,
    "strategic_goal": m.StrategicGoal,
    "metric": m.Metric,
    "milestone": m.Milestone,
    "cycle": m.Cycle,
    "organization": m.Organization,
    "objective": m.Objective,
    "key_result": m.KeyResult,
    "action": m.Action,
    "need": m.Need,
    "contribution": m.Contribution,
    "membership": m.Membership,
    "check_in": m.CheckIn,
    "metric_value": m.MetricValue,
}
OF_A_CYCLE = frozenset({"objective", "key_result", "action", "need"})

# Fields that name another thing: the column, and the kind of the thing.
REFERENCES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("cycle", "parent"): ("parent_id", "cycle"),
    ("team", "parent"): ("parent_id", "team"),
    ("team", "succeeded_by"): ("succeeded_by_id", "team"),
    ("metric", "owner"): ("owner_id", "team"),
    ("milestone", "owner"): ("owner_id", "team"),
    ("objective", "team"): ("team_id", "team"),
    ("key_result", "objective"): ("objective_id", "objective"),
    ("key_result", "metric"): ("metric_id", "metric"),
    ("key_result", "milestone"): ("milestone_id", "milestone"),
    ("key_result", "accountable"): ("accountable_id", "person"),
    ("action", "key_result"): ("key_result_id", "key_result"),
    ("action", "team"): ("team_id", "team"),
    ("action", "responsible"): ("responsible_id", "person"),
    ("need", "key_result"): ("key_result_id", "key_result"),
    ("need", "from"): ("provider_id", "team"),
    ("need", "for"): ("for_action_id", "action"),
}
# Lists that live in tables of their own; services.plan_lists writes them.
# By list: the key that names another thing where the items are mappings, and of which kinds that may be.
LIST_REFERENCES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "reports_to": ("", ("person",)),
    "influences": ("metric", ("metric",)),
    "serves": ("", ("strategic_goal",)),
    "guardrails": ("", ("metric",)),
    "terms": ("", ("metric", "milestone")),
    "duties": ("team", ("team",)),
}
LISTS = frozenset(LIST_REFERENCES)
SAID_BY = ("by_id", "by_email", "at", "via")  # a check-in that a file brings is nobody's in particular
PROVIDING = ("action", "key_result", "milestone")


class Natural(NamedTuple):
    """An id that is made of two: of which kinds, and what stands between them."""

    kinds: tuple[str, str]
    mark: str


NATURAL: Mapping[str, Natural] = {
    "contribution": Natural(("objective", "key_result"), ">"),
    "membership": Natural(("team", "person"), ">"),
    "check_in": Natural(("key_result", "date"), "@"),
    "metric_value": Natural(("metric", "date"), "@"),
}


class Ids(Protocol):
    """Row ids by kind and id in the plan."""

    cycle: int

    def of(self, kind: str, key: str) -> int: ...

    def find(self, kind: str, key: str | None) -> int | None: ...


def columns(kind: str, fields: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    """The columns (attribute names) and values that hold these fields of a thing."""
    found: dict[str, Any] = dict.fromkeys(SAID_BY) if kind == "check_in" else {}
    for name, value in fields.items():
        if name in LISTS:
            continue
        if (kind, name) in REFERENCES:
            column, target = REFERENCES[kind, name]
            found[column] = None if value is None else ids.of(target, value)
        elif name in SPECIAL:
            found |= SPECIAL[name](value, ids)
        else:
            found[name] = value
    return found


def identity(thing: Described, ids: Ids) -> dict[str, Any]:
    """The columns that make a row the one with this id."""
    if thing.kind in NATURAL:
        (first, second), mark = NATURAL[thing.kind]
        left, right = thing.id.split(mark)
        return {
            f"{first}_id": ids.of(first, left),
            **({"date": right} if second == "date" else {f"{second}_id": ids.of(second, right)}),
        }
    return {"key": thing.id} | ({"cycle_id": ids.cycle} if thing.kind in OF_A_CYCLE else {})


def _hold(value: Mapping[str, Any] | None, _: Ids) -> dict[str, Any]:
    return {"at_least": value and value["at_least"], "at_most": value and value["at_most"]}


def _path(value: list[Mapping[str, Any]], _: Ids) -> dict[str, Any]:
    return {"path": [[point["date"].isoformat(), format(point["value"], "f")] for point in value]}


def _provided_by(value: str | None, ids: Ids) -> dict[str, Any]:
    found = next((kind for kind in PROVIDING if ids.find(kind, value)), None)
    return {f"provided_by_{kind}_id": ids.find(kind, value) if kind == found else None for kind in PROVIDING}


def _checks(value: Mapping[str, Any] | None, _: Ids) -> dict[str, Any]:
    """What is accepted of findings has rows of its own (services.plan_accepted)."""
    said = value or {}
    return {"checks": {name: said[name] for name in ("off", "severity") if said.get(name)}}


SPECIAL: Mapping[str, Callable[[Any, Ids], dict[str, Any]]] = {
    "hold": _hold,
    "path": _path,
    "provided_by": _provided_by,
    "checks": _checks,
}
