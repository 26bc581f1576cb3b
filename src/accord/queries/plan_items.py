"""What the installation holds, laid out like a plan file so that the two can be compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accord import models as m
from accord.domain.descriptions import Described

Row = Mapping[str, Any]
Lists = Mapping[int, list[Any]]


def described(cycle: m.Cycle | None) -> dict[tuple[str, str], Described]:
    """Everything of the organization and of one cycle, by kind and id. Nothing that was dropped."""
    things = [thing for read in READERS for thing in read(cycle)]
    return {(thing.kind, thing.id): thing for thing in things}


def _organization(_: m.Cycle | None) -> Iterator[Described]:
    for row in m.Organization.objects.values():
        yield Described("organization", row["key"], {"name": row["name"], "checks": row["checks"] or None})


def _cycle(cycle: m.Cycle | None) -> Iterator[Described]:
    if cycle:
        names = ("name", "start", "end", "why", "success", "different")
        yield Described("cycle", cycle.key, {name: getattr(cycle, name) for name in names})


def _goals(_: m.Cycle | None) -> Iterator[Described]:
    yield from _plain("strategic_goal", m.StrategicGoal.objects.values("key", "title", "horizon"))


def _people(_: m.Cycle | None) -> Iterator[Described]:
    lines = _lists(m.ReportingLine.objects.values_list("person_id", "manager__key"))
    for row in m.Person.objects.values("id", "key", "name", "email"):
        fields = {"name": row["name"], "email": row["email"], "reports_to": lines.get(row["id"], [])}
        yield Described("person", row["key"], fields)


def _teams(_: m.Cycle | None) -> Iterator[Described]:
    for row in m.Team.objects.values("key", "name", "parent__key", "succeeded_by__key"):
        fields = {"name": row["name"], "parent": row["parent__key"], "succeeded_by": row["succeeded_by__key"]}
        yield Described("team", row["key"], fields)
    found = m.Membership.objects.values_list("team__key", "person__key", "role", "allocation")
    for team, person, role, allocation in found:
        yield Described("membership", f"{team}>{person}", {"role": role, "allocation": allocation})


def _metrics(_: m.Cycle | None) -> Iterator[Described]:
    found = m.Influence.objects.values("metric_id", "moves__key", "sign", "lag_days", "evidence")
    influences = _lists((row["metric_id"], _influence(row)) for row in found)
    names = ("name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better", "aliases")
    for row in m.Metric.objects.values("id", "key", "owner__key", *names):
        fields = {name: row[name] for name in names}
        fields |= {"owner": row["owner__key"], "influences": influences.get(row["id"], [])}
        yield Described("metric", row["key"], fields)


def _influence(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("sign", "lag_days", "evidence")} | {"metric": row["moves__key"]}


def _milestones(_: m.Cycle | None) -> Iterator[Described]:
    for row in m.Milestone.objects.values("key", "name", "definition", "date", "owner__key", "aliases"):
        fields = {name: row[name] for name in ("name", "definition", "date", "aliases")}
        yield Described("milestone", row["key"], fields | {"owner": row["owner__key"]})


def _objectives(cycle: m.Cycle | None) -> Iterator[Described]:
    served = m.ServedGoal.objects.filter(objective__cycle=cycle).values_list("objective_id", "goal__key")
    serves = _lists(served)
    names = ("title", "why", "ambition", "not_strategic_because")
    for row in m.Objective.objects.live().filter(cycle=cycle).values("id", "key", "team__key", *names):
        fields = {name: row[name] for name in names}
        fields |= {"team": row["team__key"], "serves": serves.get(row["id"], [])}
        yield Described("objective", row["key"], fields)


def _contributions(cycle: m.Cycle | None) -> Iterator[Described]:
    found = m.Contribution.objects.filter(
        objective__cycle=cycle, objective__dropped_at=None, key_result__dropped_at=None
    ).values("objective__key", "key_result__key", "share", "status")
    for row in found:
        fields = {"share": row["share"], "status": row["status"]}
        yield Described("contribution", f"{row['objective__key']}>{row['key_result__key']}", fields)


def _key_results(cycle: m.Cycle | None) -> Iterator[Described]:
    uses = _lists(
        ((key_result, kind), metric or milestone)
        for key_result, kind, metric, milestone in m.Use.objects.filter(key_result__cycle=cycle).values_list(
            "key_result_id", "kind", "metric__key", "milestone__key"
        )
    )
    duties = m.Duty.objects.filter(key_result__cycle=cycle).values_list("key_result_id", "team__key", "does")
    done = _lists((key_result, {"team": team, "does": does}) for key_result, team, does in duties)
    names = ("title", "baseline", "target", "start", "due", "weight", "completion_criteria", "decomposition")
    found = m.KeyResult.objects.live().filter(cycle=cycle)
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


def _actions(cycle: m.Cycle | None) -> Iterator[Described]:
    keys = {"key_result": "key_result__key", "team": "team__key", "responsible": "responsible__key"}
    names = ("title", "due", "effort_days", "expected", "done")
    found = m.Action.objects.live().filter(cycle=cycle).values("key", *names, *keys.values())
    yield from (Described("action", row["key"], _renamed(row, names, keys)) for row in found)


def _needs(cycle: m.Cycle | None) -> Iterator[Described]:
    keys = {"key_result": "key_result__key", "from": "provider__key", "for": "for_action__key"}
    names = ("what", "completion_criteria", "by", "promised", "delivered", "received", "declined")
    provided = [f"provided_by_{kind}__key" for kind in ("action", "key_result", "milestone")]
    found = m.Need.objects.live().filter(cycle=cycle).values("key", *names, *keys.values(), *provided)
    for row in found:
        provided_by = next((row[column] for column in provided if row[column]), None)
        yield Described("need", row["key"], _renamed(row, names, keys) | {"provided_by": provided_by})


def _renamed(row: Row, names: Iterable[str], keys: Mapping[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in names} | {name: row[column] for name, column in keys.items()}


def _check_ins(cycle: m.Cycle | None) -> Iterator[Described]:
    found = m.CheckIn.objects.filter(key_result__cycle=cycle)
    for row in found.values("key_result__key", "date", "value", "confidence", "note"):
        fields = {name: row[name] for name in ("value", "confidence", "note")}
        yield Described("check_in", f"{row['key_result__key']}@{row['date']}", fields)


def _metric_values(_: m.Cycle | None) -> Iterator[Described]:
    for key, day, value in m.MetricValue.objects.values_list("metric__key", "date", "value"):
        yield Described("metric_value", f"{key}@{day}", {"value": value})


def _plain(kind: str, rows: Iterable[Row]) -> Iterator[Described]:
    yield from (Described(kind, row["key"], {k: v for k, v in row.items() if k != "key"}) for row in rows)


def _lists(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return grouped


READERS: tuple[Callable[[m.Cycle | None], Iterator[Described]], ...] = (
    _organization, _cycle, _goals, _people, _teams, _metrics, _milestones, _objectives, _contributions,
    _key_results, _actions, _needs, _check_ins, _metric_values,
)  # fmt: skip
