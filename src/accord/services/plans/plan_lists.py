"""Lists that are part of an item and have no ids: written anew as a whole when they change."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from accord import models as m
from accord.services import bulk
from accord.services.plans.plan_ids import Ids

Written = Mapping[int, Any]  # by row id of the item: the list as in the plan file


def write_list(field: str, written: Written, ids: Ids) -> None:
    """Replace one list of many items."""
    if not written:
        return
    WRITERS[field](written, ids)


def _reports_to(written: Written, ids: Ids) -> None:
    m.ReportingLine.objects.filter(person_id__amongst=list(written)).delete()
    rows = ((item, ids.of("person", key), position) for item, position, key in _items(written))
    bulk.add(m.ReportingLine, rows, columns=("person_id", "manager_id", "position"))


def _influences(written: Written, ids: Ids) -> None:
    m.Influence.objects.filter(metric_id__amongst=list(written)).delete()
    rows = (
        (item, ids.of("metric", i["metric"]), i["sign"], i["lag_days"], i["evidence"], position)
        for item, position, i in _items(written)
    )
    columns = ("metric_id", "moves_id", "sign", "lag_days", "evidence", "position")
    bulk.add(m.Influence, rows, columns=columns)


def _serves(written: Written, ids: Ids) -> None:
    m.ServedGoal.objects.filter(objective_id__amongst=list(written)).delete()
    rows = ((item, ids.of("strategic_goal", key), position) for item, position, key in _items(written))
    bulk.add(m.ServedGoal, rows, columns=("objective_id", "goal_id", "position"))


def _uses(kind: str) -> Callable[[Written, Ids], None]:
    def write(written: Written, ids: Ids) -> None:
        m.Use.objects.filter(key_result_id__amongst=list(written), kind=kind).delete()
        rows = (
            (item, kind, metric, None if metric else ids.of("milestone", key), position)
            for item, position, key in _items(written)
            for metric in [ids.find("metric", key)]
        )
        bulk.add(m.Use, rows, columns=("key_result_id", "kind", "metric_id", "milestone_id", "position"))

    return write


def _duties(written: Written, ids: Ids) -> None:
    m.Duty.objects.filter(key_result_id__amongst=list(written)).delete()
    rows = (
        (item, ids.of("team", duty["team"]), duty["does"], duty.get("first", duty["does"]), position)
        for item, position, duty in _items(written)
    )
    bulk.add(m.Duty, rows, columns=("key_result_id", "team_id", "does", "first", "position"))


def _items(written: Written) -> Iterator[tuple[int, int, Any]]:
    for item, values in written.items():
        for position, value in enumerate(values):
            yield item, position, value


WRITERS: Mapping[str, Callable[[Written, Ids], None]] = {
    "reports_to": _reports_to,
    "influences": _influences,
    "serves": _serves,
    "guardrails": _uses("guardrail"),
    "terms": _uses("term"),
    "duties": _duties,
}
