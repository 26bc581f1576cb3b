"""What the installation holds, laid out like a plan file so that the two can be compared."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accord import models as m
from accord.domain.descriptions import Described
from accord.queries.findings.check_opinion import stated
from accord.queries.plans.plan_selections import Scope, Selection

Row = Mapping[str, Any]
Things = dict[tuple[str, str], Described]


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
    for row in _ORGANIZATIONS.rows(scope):
        yield Described("organization", row["key"], {"name": row["name"], "checks": stated(row["checks"], scope.cycle)})


_ORGANIZATIONS = Selection(lambda cycle: m.Organization.objects.all(), "key", "name", "checks")


def _cycle(scope: Scope) -> Iterator[Described]:
    cycle = scope.cycle
    if cycle and cycle.key in scope:
        names = ("name", "start", "end", "why", "success", "different")
        fields = {name: getattr(cycle, name) for name in names}
        yield Described("cycle", cycle.key, fields | {"parent": cycle.parent.key if cycle.parent else None})


def _goals(scope: Scope) -> Iterator[Described]:
    for row in _GOALS.rows(scope):
        yield Described("strategic_goal", row["key"], {"title": row["title"], "horizon": row["horizon"]})


_GOALS = Selection(lambda cycle: m.StrategicGoal.objects.filter(dropped_at=None), "key", "title", "horizon")


def _people(scope: Scope) -> Iterator[Described]:
    lines = _lists((row["person_id"], row["manager__key"]) for row in _LINES.rows(scope))
    for row in _PEOPLE.rows(scope):
        fields = {"name": row["name"], "email": row["email"], "reports_to": lines.get(row["id"], [])}
        yield Described("person", row["key"], fields)


_LINES = Selection(lambda cycle: m.ReportingLine.objects.all(), "person_id", "manager__key", key="person__key")
_PEOPLE = Selection(lambda cycle: m.Person.objects.all(), "id", "key", "name", "email")


def _teams(scope: Scope) -> Iterator[Described]:
    for row in _TEAMS.rows(scope):
        fields = {"name": row["name"], "parent": row["parent__key"], "succeeded_by": row["succeeded_by__key"]}
        yield Described("team", row["key"], fields)


_TEAMS = Selection(lambda cycle: m.Team.objects.all(), "key", "name", "parent__key", "succeeded_by__key")


def _memberships(scope: Scope) -> Iterator[Described]:
    for row in _MEMBERSHIPS.rows(scope):
        key = f"{row['team__key']}>{row['person__key']}"
        if key in scope:
            yield Described("membership", key, {"role": row["role"], "allocation": row["allocation"]})


_MEMBERSHIPS = Selection(
    lambda cycle: m.Membership.objects.all(),
    "team__key", "person__key", "role", "allocation",
    key="team__key", mark=">",
)  # fmt: skip


def _metrics(scope: Scope) -> Iterator[Described]:
    influences = _lists((row["metric_id"], _influence(row)) for row in _INFLUENCES.rows(scope))
    for row in _METRICS.rows(scope):
        fields = {name: row[name] for name in METRIC}
        fields |= {"owner": row["owner__key"], "influences": influences.get(row["id"], [])}
        yield Described("metric", row["key"], fields)


METRIC = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better", "aliases")
_METRICS = Selection(lambda cycle: m.Metric.objects.all(), "id", "key", "owner__key", *METRIC)
_INFLUENCES = Selection(
    lambda cycle: m.Influence.objects.all(),
    "metric_id", "moves__key", "sign", "lag_days", "evidence",
    key="metric__key",
)  # fmt: skip


def _influence(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("sign", "lag_days", "evidence")} | {"metric": row["moves__key"]}


def _milestones(scope: Scope) -> Iterator[Described]:
    for row in _MILESTONES.rows(scope):
        fields = {name: row[name] for name in MILESTONE}
        yield Described("milestone", row["key"], fields | {"owner": row["owner__key"]})


MILESTONE = ("name", "definition", "date", "aliases")
_MILESTONES = Selection(lambda cycle: m.Milestone.objects.all(), "key", "owner__key", *MILESTONE)


def _objectives(scope: Scope) -> Iterator[Described]:
    serves = _lists((row["objective_id"], row["goal__key"]) for row in _SERVED.rows(scope))
    for row in _OBJECTIVES.rows(scope):
        fields = {name: row[name] for name in OBJECTIVE}
        fields |= {"team": row["team__key"], "serves": serves.get(row["id"], [])}
        yield Described("objective", row["key"], fields)


OBJECTIVE = ("title", "why", "ambition", "not_strategic_because")
_OBJECTIVES = Selection(
    lambda cycle: m.Objective.objects.live().filter(cycle=cycle), "id", "key", "team__key", *OBJECTIVE
)
_SERVED = Selection(
    lambda cycle: m.ServedGoal.objects.filter(objective__cycle=cycle, goal__dropped_at=None),
    "objective_id", "goal__key", key="objective__key",
)  # fmt: skip


def _contributions(scope: Scope) -> Iterator[Described]:
    for row in _CONTRIBUTIONS.rows(scope):
        key = f"{row['objective__key']}>{row['key_result__key']}"
        if key in scope:
            yield Described("contribution", key, {"share": row["share"], "status": row["status"]})


_CONTRIBUTIONS = Selection(
    lambda cycle: m.Contribution.objects.filter(
        objective__cycle=cycle, objective__dropped_at=None, key_result__dropped_at=None
    ),
    "objective__key", "key_result__key", "share", "status",
    key="objective__key", mark=">",
)  # fmt: skip


def _key_results(scope: Scope) -> Iterator[Described]:
    uses = _lists(
        ((row["key_result_id"], row["kind"]), row["metric__key"] or row["milestone__key"]) for row in _USES.rows(scope)
    )
    duties = _lists(
        (row["key_result_id"], {"team": row["team__key"], "does": row["does"]}) for row in _DUTIES.rows(scope)
    )
    for row in _KEY_RESULTS.rows(scope):
        fields = _renamed(row, KEY_RESULT, KEY_RESULT_REFERS)
        fields |= {
            "hold": _hold(row),
            "path": [{"date": date.fromisoformat(day), "value": Decimal(value)} for day, value in row["path"]],
            "guardrails": uses.get((row["id"], "guardrail"), []),
            "terms": uses.get((row["id"], "term"), []),
            "duties": duties.get(row["id"], []),
        }
        yield Described("key_result", row["key"], fields)


KEY_RESULT = ("title", "baseline", "target", "start", "due", "weight", "completion_criteria", "decomposition")
KEY_RESULT_REFERS = {
    "objective": "objective__key", "metric": "metric__key", "milestone": "milestone__key",
    "accountable": "accountable__key",
}  # fmt: skip
_KEY_RESULTS = Selection(
    lambda cycle: m.KeyResult.objects.live().filter(cycle=cycle),
    "id", "key", "path", "at_least", "at_most", *KEY_RESULT, *KEY_RESULT_REFERS.values(),
)  # fmt: skip
_USES = Selection(
    lambda cycle: m.Use.objects.filter(key_result__cycle=cycle),
    "key_result_id", "kind", "metric__key", "milestone__key",
    key="key_result__key",
)  # fmt: skip
_DUTIES = Selection(
    lambda cycle: m.Duty.objects.filter(key_result__cycle=cycle), "key_result_id", "team__key", "does",
    key="key_result__key",
)  # fmt: skip


def _hold(row: Row) -> dict[str, Any] | None:
    limits = {name: row[name] for name in ("at_least", "at_most")}
    return None if limits["at_least"] is None and limits["at_most"] is None else limits


def _actions(scope: Scope) -> Iterator[Described]:
    for row in _ACTIONS.rows(scope):
        yield Described("action", row["key"], _renamed(row, ACTION, ACTION_REFERS))


ACTION = ("title", "due", "effort_days", "expected", "done")
ACTION_REFERS = {"key_result": "key_result__key", "team": "team__key", "responsible": "responsible__key"}
_ACTIONS = Selection(lambda cycle: m.Action.objects.live().filter(cycle=cycle), "key", *ACTION, *ACTION_REFERS.values())


def _needs(scope: Scope) -> Iterator[Described]:
    for row in _NEEDS.rows(scope):
        fields = _renamed(row, NEED, NEED_REFERS)
        is_elsewhere = row["for_action__key_result__key"] != row["key_result__key"]
        fields["for"] = None if is_elsewhere or row["for_action__dropped_at"] else fields["for"]
        fields["provided_by"] = next((row[f"{by}__key"] for by in PROVIDERS if _provides(row, by)), None)
        yield Described("need", row["key"], fields)


def _provides(row: Row, by: str) -> bool:
    """What was dropped provides nothing, until it is brought back."""
    return row[f"{by}__key"] is not None and row.get(f"{by}__dropped_at") is None


NEED = ("what", "completion_criteria", "by", "promised", "delivered", "received", "declined")
NEED_REFERS = {"key_result": "key_result__key", "from": "provider__key", "for": "for_action__key"}
PROVIDERS = ("provided_by_action", "provided_by_key_result", "provided_by_milestone")
_NEEDS = Selection(
    lambda cycle: m.Need.objects.live().filter(cycle=cycle),
    "key", *NEED, *NEED_REFERS.values(), *(f"{by}__key" for by in PROVIDERS), "for_action__dropped_at",
    "for_action__key_result__key", "provided_by_action__dropped_at", "provided_by_key_result__dropped_at",
)  # fmt: skip


def _renamed(row: Row, names: Iterable[str], keys: Mapping[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in names} | {name: row[column] for name, column in keys.items()}


def _check_ins(scope: Scope) -> Iterator[Described]:
    for row in _CHECK_INS.rows(scope):
        key = f"{row['key_result__key']}@{row['date']}"
        if key in scope:
            yield Described("check_in", key, {name: row[name] for name in ("value", "confidence", "note")})


_CHECK_INS = Selection(
    lambda cycle: m.CheckIn.objects.filter(key_result__cycle=cycle),
    "key_result__key", "date", "value", "confidence", "note",
    key="key_result__key", mark="@",
)  # fmt: skip


def _metric_values(scope: Scope) -> Iterator[Described]:
    for row in _VALUES.rows(scope):
        key = f"{row['metric__key']}@{row['date']}"
        if key in scope:
            yield Described("metric_value", key, {"value": row["value"]})


_VALUES = Selection(
    lambda cycle: m.MetricValue.objects.all(), "metric__key", "date", "value", key="metric__key", mark="@"
)


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
