"""The registry as lists: metrics and milestones, whose they are, and how much depends on each meaning one thing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from accord.domain import alphabet
from accord.models import Metric, Milestone
from accord.models.objectives import key_result_in_sight
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.statements import in_list, numbered

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric or milestone in the list; `used_by` counts the published key results of open cycles
    that rely on it."""

    key: str
    name: str
    owner: TeamName | None
    used_by: int
    unit: str | None = None
    frequency: str | None = None
    better: str = "none"
    on: date | None = None
    is_defined: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, in order of name."""

    entries: tuple[Entry, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // A_PAGE))

    @property
    def first(self) -> int:
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1


def metrics(*, page: int = 1) -> Listing:
    """The metrics of the organization: three statements."""
    return _listing(Metric, "metric", page, "unit", "frequency", "better")


def milestones(*, page: int = 1) -> Listing:
    """The milestones of the organization: three statements."""
    return _listing(Milestone, "milestone", page, on="date")


COLUMNS = ("key", "name", "definition", "owner__key", "owner__name", "owner__code")


def in_use(where: str = "") -> Q:
    """Key results that count, or what is under such: published, not dropped, in a cycle that is not closed."""
    return key_result_in_sight(where) & Q(**{f"{where}cycle__closed_at": None})


def _listing(model: type[Model], kind: str, page: int, *same: str, **renamed: str) -> Listing:
    more = {name: name for name in same} | renamed
    names, of_entries = _statements(model, tuple(more.values()))
    in_order = sorted(names(), key=lambda row: alphabet.place(row[1]))
    start = (page - 1) * A_PAGE
    ids = [pk for pk, _ in in_order[start : start + A_PAGE]]
    rows = {row["pk"]: row for row in of_entries.rows(ids=ids)}
    counts = _used_by(kind, ids)
    entries = tuple(
        _entry(rows[pk], counts.get(pk, 0), {name: rows[pk][column] for name, column in more.items()}) for pk in ids
    )
    return Listing(entries, page, len(in_order))


@cache
def _statements(model: type[Model], more: Sequence[str]) -> tuple[Prepared, Prepared]:
    """Every entry's row id and name; and of some entries what a line says of them."""
    rows = model._default_manager
    return (
        Prepared(lambda: rows.order_by("pk").values_list("pk", "name")),
        Prepared(lambda ids: rows.filter(pk__amongst=ids).values("pk", *COLUMNS, *more), ids=list),
    )


def _entry(row: Mapping[str, Any], used_by: int, more: Mapping[str, Any]) -> Entry:
    key, name, definition, *owner = (row[column] for column in COLUMNS)
    return Entry(key, name, TeamName(*owner) if owner[0] else None, used_by, is_defined=bool(definition), **more)


def _used_by(kind: str, ids: Collection[int]) -> dict[int, int]:
    """How many key results rely on each of some entries: by being measured by it, naming it, or a need of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_USED_BY[kind] % in_list(), [numbered(ids)])
        return dict(cursor.fetchall())


# CROSS JOIN fixes the order for SQLite, and IN tells it that there are few: from the entries to what names them. Most
# rows name no milestone, from which it would conclude that going by one is no use.
_USED_BY_EITHER = """
WITH wanted(id) AS (SELECT id FROM accord_{kind} WHERE id %s),
used(id, key_result_id) AS (
    SELECT wanted.id, k.id FROM wanted CROSS JOIN accord_keyresult k WHERE k.{kind}_id = wanted.id
    UNION
    SELECT wanted.id, u.key_result_id FROM wanted CROSS JOIN accord_use u WHERE u.{kind}_id = wanted.id
    UNION
    SELECT wanted.id, n.key_result_id
      FROM wanted CROSS JOIN accord_keyresult gives CROSS JOIN accord_need n
     WHERE gives.{kind}_id = wanted.id AND n.provided_by_key_result_id = gives.id
       AND n.dropped_at IS NULL AND n.declined IS NULL
    {provides})
SELECT used.id, COUNT(*)
  FROM accord_keyresult k CROSS JOIN accord_objective o CROSS JOIN accord_cycle c CROSS JOIN used
 WHERE k.id IN (SELECT key_result_id FROM used) AND o.id = k.objective_id AND c.id = k.cycle_id
   AND used.key_result_id = k.id
   AND k.published_at IS NOT NULL AND k.dropped_at IS NULL
   AND o.published_at IS NOT NULL AND o.dropped_at IS NULL AND c.closed_at IS NULL
 GROUP BY used.id
"""
_USED_BY = {
    "metric": _USED_BY_EITHER.format(kind="metric", provides=""),
    "milestone": _USED_BY_EITHER.format(
        kind="milestone",
        provides="""UNION
    SELECT wanted.id, n.key_result_id FROM wanted CROSS JOIN accord_need n
     WHERE n.provided_by_milestone_id = wanted.id AND n.dropped_at IS NULL AND n.declined IS NULL""",
    ),
}
