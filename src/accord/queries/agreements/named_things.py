"""Names for the ids that content speaks of: what to call a thing, and how it is worded today.

One statement, written by hand: building it from querysets took longer than everything else on an agreement's page.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from accord.models import Cycle, Metric


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a name. `texts` are today's texts of fields whose wording class began otherwise."""

    kind: str
    id: str
    name: str
    code: str = ""  # a team's three letters
    person: str = ""  # who is responsible for an action, accountable for a key result
    texts: Mapping[str, str] = field(default_factory=dict)


Names = Mapping[tuple[str, str], Thing]  # by kind and id in the plan

# Which fields a kind's two texts are; for each kind: kind, id, two texts, person, wording.
TEXTS = {
    "action": ("title", ""),
    "key_result": ("title", "completion_criteria"),
    "metric": ("name", ""),
    "milestone": ("name", "definition"),
    "need": ("what", "completion_criteria"),
    "objective": ("title", ""),
}
SELECTS = {
    "action": "SELECT 'action', a.key, a.title, '', p.name, CAST(a.wording AS text) FROM accord_action a"
    " LEFT JOIN accord_person p ON p.id = a.responsible_id WHERE a.cycle_id = %s AND a.key IN (",
    "key_result": "SELECT 'key_result', k.key, k.title, k.completion_criteria, p.name, CAST(k.wording AS text)"
    " FROM accord_keyresult k LEFT JOIN accord_person p ON p.id = k.accountable_id"
    " WHERE k.cycle_id = %s AND k.key IN (",
    "need": "SELECT 'need', n.key, n.what, n.completion_criteria, '', CAST(n.wording AS text) FROM accord_need n"
    " WHERE n.cycle_id = %s AND n.key IN (",
    "objective": "SELECT 'objective', o.key, o.title, '', '', CAST(o.wording AS text) FROM accord_objective o"
    " WHERE o.cycle_id = %s AND o.key IN (",
    "metric": "SELECT 'metric', m.key, m.name, '', '', CAST(m.wording AS text) FROM accord_metric m WHERE m.key IN (",
    "milestone": "SELECT 'milestone', m.key, m.name, m.definition, '', CAST(m.wording AS text)"
    " FROM accord_milestone m WHERE m.key IN (",
    "team": "SELECT 'team', t.key, t.name, t.code, '', '{}' FROM accord_team t WHERE t.key IN (",
}
DUTIES = (
    "SELECT 'duty', t.key, d.first, d.does, '', '{}' FROM accord_duty d JOIN accord_team t ON t.id = d.team_id"
    " WHERE d.key_result_id = %s AND d.does <> d.first"
)
METRIC_TEXTS = ("definition", "formula", "counts", "excludes", "source")


def named(
    ids: Mapping[str, Collection[str]], cycle: Cycle, duties_of: int | None = None
) -> dict[tuple[str, str], Thing]:
    """What things are called, by kind and id; dropped ones too, for history speaks of them.

    `duties_of` is a key result (row id) whose duties are told by the first text of their wording
    class, as content has them: kind is duty, id `TEAM>TEXT`.
    """
    parts = list(_selects(ids, cycle, duties_of))
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [value for _, values in parts for value in values])
        things = {(each.kind, each.id): each for each in map(_thing, cursor.fetchall())}
    return things | _worded_metrics([each.id for each in things.values() if each.kind == "metric" and each.texts])


def thing(names: Names, kind: str, identifier: str) -> Thing:
    """A thing by kind and id; one that is unknown is called by its id."""
    return names.get((kind, identifier)) or Thing(kind, identifier, identifier)


def _selects(
    ids: Mapping[str, Collection[str]], cycle: Cycle, duties_of: int | None
) -> Iterator[tuple[str, list[Any]]]:
    for kind, select in SELECTS.items():
        if wanted := ids.get(kind):
            in_cycle = [cycle.pk] if "cycle_id" in select else []
            yield select + ", ".join(["%s"] * len(wanted)) + ")", [*in_cycle, *wanted]
    if duties_of is not None:
        yield DUTIES, [duties_of]


def _thing(row: tuple[str, str, str, str | None, str | None, str]) -> Thing:
    kind, identifier, name, second, person, wording = row
    if kind == "team":
        return Thing(kind, identifier, name, code=second or "")
    if kind == "duty":
        return Thing(kind, f"{identifier}>{name}", name, texts={"does": second or ""})
    today = dict(zip(TEXTS[kind], (name, second or ""), strict=True))
    worded = orjson.loads(wording)
    # A metric has more texts than are read here; those that are worded otherwise are read after it.
    texts = {field: today.get(field, "") for field in worded if field in today or kind == "metric"}
    return Thing(kind, identifier, name, person=person or "", texts=texts)


def _worded_metrics(keys: list[str]) -> dict[tuple[str, str], Thing]:
    """The few metrics of which some wording has changed, with all their texts of today."""
    rows = Metric.objects.filter(key__in=keys).values("key", "name", "wording", *METRIC_TEXTS) if keys else ()
    return {
        ("metric", row["key"]): Thing(
            "metric", row["key"], row["name"], texts={f: row[f] or "" for f in row["wording"]}
        )
        for row in rows
    }
