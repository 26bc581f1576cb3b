"""Writes a plan's creations, changes and removals into tables, set-based: statements per field, not per row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Max

from accord import models as m
from accord.domain.descriptions import Described
from accord.domain.plan_changes import FieldChange, PlanChanges
from accord.domain.team_codes import team_codes
from accord.services import bulk
from accord.services.definitions import coming_back
from accord.services.plans.plan_columns import LISTS, NATURAL, OF_A_CYCLE, TABLES, columns, identity
from accord.services.plans.plan_ids import Ids
from accord.services.plans.plan_lists import write_list

PUBLISHED = frozenset({"objective", "key_result"})
KEPT = OF_A_CYCLE | {"strategic_goal"}
REGISTRY = frozenset({"metric", "milestone"})
PROGRESS = frozenset({"check_in", "metric_value"})
UNPLACED = frozenset({"cycle", "organization"}) | PROGRESS
UNVERSIONED = frozenset({"membership"}) | PROGRESS
Lists = dict[str, dict[int, Any]]


def write(changes: PlanChanges, ids: Ids, *, now: datetime, published_at: datetime | None) -> None:
    """Bring the tables to what the plan says. To be called inside the change's transaction.

    What has no `published_at` begins as a draft. New things stand after all others.
    """
    lists: Lists = defaultdict(dict)
    _free_emails(changes.change, ids)
    for kind, things in _by_kind(changes.create):
        _create(kind, things, ids, lists, published_at)
    _change(changes.change, ids, lists)
    for field, written in lists.items():
        write_list(field, written, ids)
    for kind, gone in reversed(_by_kind(changes.remove)):  # the registry last: until then things refer to it
        _remove(kind, gone, ids, now)
    _count_members(changes, ids)


def bring_back(kind: str, rows: list[int]) -> None:
    """Take away the mark of having been dropped (row ids)."""
    if rows:
        TABLES[kind].objects.filter(id__amongst=rows).update(dropped_at=None, version=F("version") + 1)


def publish(kind: str, rows: list[int], *, now: datetime) -> None:
    """Let everybody see what was a draft (row ids)."""
    if rows:
        TABLES[kind].objects.filter(id__amongst=rows).update(published_at=now, version=F("version") + 1)


def _free_emails(changes: Iterable[FieldChange], ids: Ids) -> None:
    """What somebody else is to have now is nobody's for a moment: people may swap their addresses in one change."""
    people = [ids.of("person", c.id) for c in changes if (c.kind, c.field) == ("person", "email")]
    if people:
        m.Person.objects.filter(id__amongst=people).update(email=None)


def _count_members(changes: PlanChanges, ids: Ids) -> None:
    """A team that is there already gets a version that is on no form yet with whoever comes, goes or changes place."""
    places = [(thing.kind, thing.id) for thing in (*changes.create, *changes.remove)]
    places += [(change.kind, change.id) for change in changes.change]
    teams = {key.partition(NATURAL[kind].mark)[0] for kind, key in places if kind == "membership"}
    known = teams - {thing.id for thing in changes.create if thing.kind == "team"}
    if known:
        bulk.count_up(m.Team, [ids.of("team", key) for key in sorted(known)], column="version")


def _positions(kind: str, things: list[Described], ids: Ids) -> list[int]:
    """After all others; of what is part of another thing, after all others there."""
    if kind in UNPLACED:
        return [0] * len(things)
    if kind not in NATURAL:
        last = TABLES[kind].objects.aggregate(last=Max("position"))["last"]
        first = 0 if last is None else last + 1
        return list(range(first, first + len(things)))
    owner = NATURAL[kind].kinds[0]
    owners = [ids.of(owner, thing.id.partition(NATURAL[kind].mark)[0]) for thing in things]
    there = TABLES[kind].objects.filter(**{f"{owner}_id__amongst": list(set(owners))}).order_by()
    ends: dict[int, int] = dict(there.values_list(f"{owner}_id").annotate(Max("position")))
    found = []
    for each in owners:
        ends[each] = ends.get(each, -1) + 1
        found.append(ends[each])
    return found


def _by_kind(things: Iterable[Described]) -> list[tuple[str, list[Described]]]:
    order = list(TABLES)
    grouped = groupby(sorted(things, key=lambda t: order.index(t.kind)), key=lambda t: t.kind)
    return [(kind, list(group)) for kind, group in grouped]


def _create(kind: str, things: list[Described], ids: Ids, lists: Lists, published_at: datetime | None) -> None:
    """Insert things; one that was dropped before comes back as the same row, with the lists it is to have now."""
    was = coming_back.rows(kind, [thing.id for thing in things], ids.cycle)
    known = {thing.id for thing in things if kind in OF_A_CYCLE and ids.find(kind, thing.id)}
    inner = {"parent", "succeeded_by"} if kind == "team" else set()
    codes = team_codes([(t.id, t.fields["name"]) for t in things], _codes_taken()) if kind == "team" else {}
    rows = []
    for position, thing in zip(_positions(kind, things, ids), things, strict=True):
        fields = {name: value for name, value in thing.fields.items() if name not in inner}
        row = identity(thing, ids) | columns(kind, fields, ids) | _at_birth(kind, position, published_at)
        again = {"id": was[thing.id].row, "version": was[thing.id].version} if thing.id in was else {}
        rows.append(row | ({"code": codes[thing.id]} if codes else {}) | again)
    key = ("cycle_id", "key") if kind in OF_A_CYCLE else tuple(identity(things[0], ids))
    _insert(kind, rows, key)
    ids.forget(kind)
    if kind == "cycle":
        ids.cycle = ids.of(kind, things[0].id)
    if inner:
        _set_columns(kind, [(t.id, columns(kind, {n: t.fields[n] for n in inner}, ids)) for t in things], ids)
    for thing in things:
        for name in LISTS & thing.fields.keys():
            if thing.fields[name] or thing.id in known:
                lists[name][ids.of(kind, thing.id)] = thing.fields[name]


def _insert(kind: str, rows: Iterable[dict[str, Any]], key: tuple[str, ...]) -> None:
    """Where a row is there still, it keeps its place and gets a version that is on no form yet."""
    for names, alike in groupby(sorted(rows, key=len), key=tuple):
        counted = ["version"] if "version" in names else []
        values = ([row[name] for name in names] for row in alike)
        bulk.upsert(TABLES[kind], values, columns=names, key=key, counted=counted, stay=["position"])


def _at_birth(kind: str, position: int, published_at: datetime | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if kind not in UNPLACED:
        row["position"] = position
    if kind not in UNVERSIONED:
        row["version"] = 1
    if kind in {"objective", "key_result", "action", "need", "metric", "milestone"}:
        row["wording"] = {}
    if kind in KEPT:
        row["dropped_at"] = None
    return row | DEFAULTS.get(kind, {}) | ({"published_at": published_at} if kind in PUBLISHED else {})


DEFAULTS: Mapping[str, dict[str, Any]] = {
    "organization": {
        "time_zone": "UTC", "holidays": [], "answer_days": 5,
        "on_track_within": 10, "behind_within": 25, "most_minutes": None,
    },
}  # fmt: skip


def _codes_taken() -> list[str]:
    return list(m.Team.objects.values_list("code", flat=True))


def _change(changes: list[FieldChange], ids: Ids, lists: Lists) -> None:
    by_kind: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for change in changes:
        by_kind[change.kind][change.id][change.field] = change.after
    for kind, things in by_kind.items():
        rows = [(key, columns(kind, fields, ids) | _ended(kind, fields)) for key, fields in things.items()]
        _set_columns(kind, rows, ids)
        for key, fields in things.items():
            for name in LISTS & fields.keys():
                lists[name][ids.of(kind, key)] = fields[name]
        if kind not in UNVERSIONED:
            bulk.count_up(TABLES[kind], [ids.of(kind, key) for key in things], column="version")


def _ended(kind: str, fields: Iterable[str]) -> dict[str, None]:
    """What was missing from a delivery was said of the earlier team's; no plan has a field of it."""
    return {"not_yet": None} if kind == "need" and "from" in fields else {}


def _set_columns(kind: str, rows: list[tuple[str, dict[str, Any]]], ids: Ids) -> None:
    by_columns: dict[tuple[bool, str], list[list[Any]]] = defaultdict(list)
    for key, found in rows:
        for name, value in found.items():
            by_columns[value is not None, name].append([value, ids.of(kind, key)])
    # What takes the place of something else (a metric that of a milestone) comes once that is gone.
    for column in sorted(by_columns, key=lambda each: each[0]):
        bulk.update(TABLES[kind], by_columns[column], columns=column[1:])


def _remove(kind: str, gone: list[Described], ids: Ids, now: datetime) -> None:
    """What is of a cycle keeps its row, so that it can come back as the same thing; what goals were served, too."""
    pks = [ids.of(kind, thing.id) for thing in gone]
    rows = TABLES[kind].objects.filter(id__amongst=pks)
    if kind in REGISTRY:
        _let_go(kind, pks)
    if kind in KEPT:
        rows.update(dropped_at=now, version=F("version") + 1)
    else:
        rows.delete()


def _let_go(kind: str, pks: list[int]) -> None:
    """What was dropped refers to an entry of the registry no longer. (What is there still, keeps it there.)"""
    m.KeyResult.objects.filter(**{f"{kind}_id__amongst": pks}).exclude(dropped_at=None).update(**{kind: None})
    m.Use.objects.filter(**{f"{kind}_id__amongst": pks}).exclude(key_result__dropped_at=None).delete()
