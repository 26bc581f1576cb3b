"""A key result that comes back is measured by what measured it, also where that had left the registry in between."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from accord.models import Cycle, KeyResult, Metric, Milestone, Revision, Use
from accord.services import bulk

MEASURES = ("metric", "milestone")
USES = {"guardrails": Use.Kind.GUARDRAIL, "terms": Use.Kind.TERM}
COLUMNS = ("key_result_id", "kind", "metric_id", "milestone_id", "position")


class Lost(NamedTuple):
    """What a key result was measured by, or spoke of, and is no longer there: field and id."""

    key_result: str
    field: str
    name: str


def tie_again(cycle: Cycle, keys: Collection[str]) -> list[Lost]:
    """Tie key results (ids) that are back to the entries of the registry they named when they were dropped.

    What is not in the registry any more is returned.
    """
    rows = {row.pk: row for row in KeyResult.objects.filter(cycle=cycle, key__amongst=list(keys))}
    was = _as_dropped(list(rows))
    entries = {"metric": _rows(Metric, was), "milestone": _rows(Milestone, was)}
    lost: list[Lost] = []
    for pk, fields in was.items():
        for measure in MEASURES:
            name = fields.get(measure)
            if name and getattr(rows[pk], f"{measure}_id") is None:
                KeyResult.objects.filter(pk=pk).update(**{f"{measure}_id": entries[measure].get(name)})
                lost += [] if name in entries[measure] else [Lost(rows[pk].key, measure, name)]
    return [*lost, *_use_again(rows, was, entries)]


def _as_dropped(rows: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """What was told of these key results when they were last dropped."""
    ends = Revision.objects.filter(kind="key_result", item__amongst=list(rows), field=None, after__isnull=True)
    return {item: before or {} for item, before in ends.order_by("id").values_list("item", "before")}


def _rows(table: type[Metric] | type[Milestone], was: Mapping[int, Mapping[str, Any]]) -> dict[str, int]:
    names = {name for fields in was.values() for name in _named(fields)}
    return dict(table.objects.filter(key__amongst=sorted(names)).order_by().values_list("key", "id"))


def _named(fields: Mapping[str, Any]) -> Iterator[str]:
    yield from (fields[measure] for measure in MEASURES if fields.get(measure))
    yield from (name for field in USES for name in fields.get(field) or ())


def _use_again(
    rows: Mapping[int, KeyResult], was: Mapping[int, Mapping[str, Any]], entries: Mapping[str, Mapping[str, int]]
) -> list[Lost]:
    """Guardrails and terms, each list as a whole and in its order."""
    lost: list[Lost] = []
    for pk, fields in was.items():
        for field, kind in USES.items():
            names: list[str] = fields.get(field) or []
            held = Use.objects.filter(key_result=pk, kind=kind)
            if held.count() == len(names):
                continue
            held.delete()
            found = [(name, entries["metric"].get(name), entries["milestone"].get(name)) for name in names]
            lost += [
                Lost(rows[pk].key, field, name) for name, metric, milestone in found if not metric and not milestone
            ]
            there = [(metric, None if metric else milestone) for _, metric, milestone in found if metric or milestone]
            bulk.add(Use, ((pk, kind.value, *ends, at) for at, ends in enumerate(there)), columns=COLUMNS)
    return lost
