"""What the installation holds, laid out like a plan file so that the two can be compared."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accord import models as m
from accord.domain.descriptions import Described

Row = Mapping[str, Any]
Things = dict[tuple[str, str], Described]


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which cycle, and which things of a kind: all, or those of these ids."""

    cycle: m.Cycle | None
    keys: Collection[str] | None = None

    def rows(self, rows: Any, column: str = "key") -> Any:
        """Those of the rows that are meant."""
        return rows if self.keys is None else rows.filter(**{f"{column}__amongst": list(self.keys)})

    def ends(self, rows: Any, mark: str, column: str) -> Any:
        """Those of the rows whose ids begin with one of the ids before the mark (`objective>key result`)."""
        if self.keys is None:
            return rows
        return Scope(self.cycle, {key.partition(mark)[0] for key in self.keys}).rows(rows, column)


def described(cycle: m.Cycle | None) -> Things:
    """Everything of the organization and of one cycle, by kind and id. Nothing that was dropped."""
    things = [thing for read in READERS.values() for thing in read(Scope(cycle))]
    return {(thing.kind, thing.id): thing for thing in things}


def described_of(cycle: m.Cycle | None, wanted: Mapping[str, Collection[str]]) -> Things:
    """Only these things (ids by kind), and what they stand under: of an action its key result, and of that its
    objective. What is not there is not in the answer. A fixed number of statements a kind.
    """
    keys: dict[str, set[str]] = defaultdict(set, {kind: set(ids) for kind, ids in wanted.items() if ids})
    found: Things = {}
    for kind in BOTTOM_UP:
        things = list(READERS[kind](Scope(cycle, keys[kind]))) if keys[kind] else []
        found |= {(kind, thing.id): thing for thing in things}
        for above, key in _above(kind, things):
            keys[above].add(key)
    return found


def _above(kind: str, things: Iterable[Described]) -> Iterator[tuple[str, str]]:
    for thing in things:
        if kind == "contribution":
            yield from zip(("objective", "key_result"), thing.id.split(">"), strict=True)
        elif kind in UNDER:
            yield UNDER[kind], thing.fields[UNDER[kind]]
        elif kind in PROGRESS_OF:
            yield PROGRESS_OF[kind], thing.id.partition("@")[0]


UNDER = {"action": "key_result", "need": "key_result", "key_result": "objective"}
PROGRESS_OF = {"check_in": "key_result", "metric_value": "metric"}


def _organization(scope: Scope) -> Iterator[Described]:
    for row in scope.rows(m.Organization.objects.values()):
        yield Described("organization", row["key"], {"name": row["name"], "checks": row["checks"] or None})


def _cycle(scope: Scope) -> Iterator[Described]:
    cycle = scope.cycle
    if cycle and (scope.keys is None or cycle.key in scope.keys):
        names = ("name", "start", "end", "why", "success", "different")
        yield Described("cycle", cycle.key, {name: getattr(cycle, name) for name in names})


def _goals(scope: Scope) -> Iterator[Described]:
    for row in scope.rows(m.StrategicGoal.objects.values("key", "title", "horizon")):
        yield Described("strategic_goal", row["key"], {"title": row["title"], "horizon": row["horizon"]})


def _people(scope: Scope) -> Iterator[Described]:
    found = scope.rows(m.ReportingLine.objects, "person__key")
    lines = _lists(found.values_list("person_id", "manager__key"))
    for row in scope.rows(m.Person.objects.values("id", "key", "name", "email")):
        fields = {"name": row["name"], "email": row["email"], "reports_to": lines.get(row["id"], [])}
        yield Described("person", row["key"], fields)


def _teams(scope: Scope) -> Iterator[Described]:
    for row in scope.rows(m.Team.objects.values("key", "name", "parent__key", "succeeded_by__key")):
        fields = {"name": row["name"], "parent": row["parent__key"], "succeeded_by": row["succeeded_by__key"]}
        yield Described("team", row["key"], fields)


def _memberships(scope: Scope) -> Iterator[Described]:
    found = scope.ends(m.Membership.objects, ">", "team__key")
    for team, person, role, allocation in found.values_list("team__key", "person__key", "role", "allocation"):
        if scope.keys is None or f"{team}>{person}" in scope.keys:
            yield Described("membership", f"{team}>{person}", {"role": role, "allocation": allocation})


def _metrics(scope: Scope) -> Iterator[Described]:
    moved = scope.rows(m.Influence.objects, "metric__key")
    found = moved.values("metric_id", "moves__key", "sign", "lag_days", "evidence")
    influences = _lists((row["metric_id"], _influence(row)) for row in found)
    names = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better", "aliases")
    for row in scope.rows(m.Metric.objects.values("id", "key", "owner__key", *names)):
        fields = {name: row[name] for name in names}
        fields |= {"owner": row["owner__key"], "influences": influences.get(row["id"], [])}
        yield Described("metric", row["key"], fields)


def _influence(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("sign", "lag_days", "evidence")} | {"metric": row["moves__key"]}


def _milestones(scope: Scope) -> Iterator[Described]:
    found = scope.rows(m.Milestone.objects.values("key", "name", "definition", "date", "owner__key", "aliases"))
    for row in found:
        fields = {name: row[name] for name in ("name", "definition", "date", "aliases")}
        yield Described("milestone", row["key"], fields | {"owner": row["owner__key"]})


def _objectives(scope: Scope) -> Iterator[Described]:
    served = scope.rows(m.ServedGoal.objects.filter(objective__cycle=scope.cycle), "objective__key")
    serves = _lists(served.values_list("objective_id", "goal__key"))
    names = ("title", "why", "ambition", "not_strategic_because")
    found = scope.rows(m.Objective.objects.live().filter(cycle=scope.cycle))
    for row in found.values("id", "key", "team__key", *names):
        fields = {name: row[name] for name in names}
        fields |= {"team": row["team__key"], "serves": serves.get(row["id"], [])}
        yield Described("objective", row["key"], fields)


def _contributions(scope: Scope) -> Iterator[Described]:
    found = scope.ends(
        m.Contribution.objects.filter(
            objective__cycle=scope.cycle, objective__dropped_at=None, key_result__dropped_at=None
        ),
        ">",
        "objective__key",
    )
    for row in found.values("objective__key", "key_result__key", "share", "status"):
        key = f"{row['objective__key']}>{row['key_result__key']}"
        if scope.keys is None or key in scope.keys:
            yield Described("contribution", key, {"share": row["share"], "status": row["status"]})


def _key_results(scope: Scope) -> Iterator[Described]:
    used = scope.rows(m.Use.objects.filter(key_result__cycle=scope.cycle), "key_result__key")
    uses = _lists(
        ((key_result, kind), metric or milestone)
        for key_result, kind, metric, milestone in used.values_list(
            "key_result_id", "kind", "metric__key", "milestone__key"
        )
    )
    duties = scope.rows(m.Duty.objects.filter(key_result__cycle=scope.cycle), "key_result__key")
    done = _lists(
        (key_result, {"team": team, "does": does})
        for key_result, team, does in duties.values_list("key_result_id", "team__key", "does")
    )
    names = ("title", "baseline", "target", "start", "due", "weight", "completion_criteria", "decomposition")
    found = scope.rows(m.KeyResult.objects.live().filter(cycle=scope.cycle))
    keys = {"objective": "objective__key", "metric": "metric__key", "milestone": "milestone__key"}
    keys |= {"accountable": "accountable__key"}
    for row in found.values("id", "key", "path", "at_least", "at_most", *names, *keys.values()):
        fields = {name: row[name] for name in names} | {name: row[column] for name, column in keys.items()}
        fields |= {
            "hold": _hold(row),
            "path": [{"date": date.fromisoformat(day), "value": Decimal(value)} for day, value in row["path"]],
            "guardrails": uses.get((row["id"], "guardrail"), []),
            "terms": uses.get((row["id"], "term"), []),
            "duties": done.get(row["id"], []),
        }
        yield Described("key_result", row["key"], fields)


def _hold(row: Row) -> dict[str, Any] | None:
    limits = {name: row[name] for name in ("at_least", "at_most")}
    return None if limits["at_least"] is None and limits["at_most"] is None else limits


def _actions(scope: Scope) -> Iterator[Described]:
    keys = {"key_result": "key_result__key", "team": "team__key", "responsible": "responsible__key"}
    names = ("title", "due", "effort_days", "expected", "done")
    found = scope.rows(m.Action.objects.live().filter(cycle=scope.cycle)).values("key", *names, *keys.values())
    yield from (Described("action", row["key"], _renamed(row, names, keys)) for row in found)


def _needs(scope: Scope) -> Iterator[Described]:
    keys = {"key_result": "key_result__key", "from": "provider__key", "for": "for_action__key"}
    names = ("what", "completion_criteria", "by", "promised", "delivered", "received", "declined")
    provided = [f"provided_by_{kind}__key" for kind in ("action", "key_result", "milestone")]
    found = scope.rows(m.Need.objects.live().filter(cycle=scope.cycle)).values("key", *names, *keys.values(), *provided)
    for row in found:
        provided_by = next((row[column] for column in provided if row[column]), None)
        yield Described("need", row["key"], _renamed(row, names, keys) | {"provided_by": provided_by})


def _renamed(row: Row, names: Iterable[str], keys: Mapping[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in names} | {name: row[column] for name, column in keys.items()}


def _check_ins(scope: Scope) -> Iterator[Described]:
    found = scope.ends(m.CheckIn.objects.filter(key_result__cycle=scope.cycle), "@", "key_result__key")
    for row in found.values("key_result__key", "date", "value", "confidence", "note"):
        key = f"{row['key_result__key']}@{row['date']}"
        if scope.keys is None or key in scope.keys:
            yield Described("check_in", key, {name: row[name] for name in ("value", "confidence", "note")})


def _metric_values(scope: Scope) -> Iterator[Described]:
    found = scope.ends(m.MetricValue.objects, "@", "metric__key")
    for key, day, value in found.values_list("metric__key", "date", "value"):
        if scope.keys is None or f"{key}@{day}" in scope.keys:
            yield Described("metric_value", f"{key}@{day}", {"value": value})


def _lists(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return grouped


READERS: Mapping[str, Callable[[Scope], Iterator[Described]]] = {
    "organization": _organization, "cycle": _cycle, "strategic_goal": _goals, "person": _people, "team": _teams,
    "membership": _memberships, "metric": _metrics, "milestone": _milestones, "objective": _objectives,
    "contribution": _contributions, "key_result": _key_results, "action": _actions, "need": _needs,
    "check_in": _check_ins, "metric_value": _metric_values,
}  # fmt: skip
# Things before what they stand under.
BOTTOM_UP = (
    "check_in", "metric_value", "need", "action", "contribution", "key_result", "objective", "metric", "milestone",
    "membership", "team", "person", "strategic_goal", "cycle", "organization",
)  # fmt: skip
