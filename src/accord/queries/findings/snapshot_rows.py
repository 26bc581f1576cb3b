"""A cycle's published plan in one statement, whatever of it is asked for: so it is of one moment on PostgreSQL, too."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from django.db import connection

from accord.models import KeyResult, Need
from accord.queries.findings.snapshot_parts import PARTS, Part
from accord.queries.findings.snapshot_regions import Region

Rows = Mapping[str, list[Any]]


@dataclass(slots=True)
class Around:
    """Only what is needed to judge some things again.

    Row ids: key results with all under them and the needs that they provide; those that came, went or stand elsewhere
    now, also seen from what contributes to them; what is under a key result, for that; objectives likewise; key
    results by where their parties stand. Ids in the plan, where rows are gone or were not read: also of what it named
    before (as guardrail or term: apart), of which more is judged than what is around. Names, of which any text may
    speak.
    """

    key_results: set[int] = field(default_factory=set)
    moved_results: set[int] = field(default_factory=set)
    actions: set[int] = field(default_factory=set)
    needs: set[int] = field(default_factory=set)
    objectives: set[int] = field(default_factory=set)
    moved_objectives: set[int] = field(default_factory=set)
    teams: set[int] = field(default_factory=set)
    standing: set[int] = field(default_factory=set)
    result_keys: set[str] = field(default_factory=set)
    objective_keys: set[str] = field(default_factory=set)
    team_keys: set[str] = field(default_factory=set)
    metric_keys: set[str] = field(default_factory=set)
    guarded_keys: set[str] = field(default_factory=set)
    term_keys: set[str] = field(default_factory=set)
    milestone_keys: set[str] = field(default_factory=set)
    people_keys: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @property
    def is_standing_alone(self) -> bool:
        """Whether nothing but the parties of key results came to stand otherwise."""
        return len(self) == len(self.standing)

    def __len__(self) -> int:
        return sum(len(getattr(self, name)) for name in self.__slots__)

    def __ior__(self, other: "Around") -> "Around":
        for name in self.__slots__:
            getattr(self, name).update(getattr(other, name))
        return self

    def named(self) -> dict[str, list[Any]]:
        """What it holds, as JSON has it; `of` reads it."""
        return {name: sorted(getattr(self, name)) for name in self.__slots__ if getattr(self, name)}

    @classmethod
    def of(cls, named: Mapping[str, Collection[Any]]) -> "Around":
        return cls(**{name: set(ids) for name, ids in named.items()})


def together(named: Mapping[str, Around], codes: Collection[str]) -> Around:
    """What these codes are named with, in one."""
    around = Around()
    for code in codes:
        around |= named[code]
    return around


def measured_by(cycle: int, around: Around) -> set[int]:
    """The key results of a cycle (row ids) that are measured by what is named of the registry, or need it."""
    results = KeyResult.objects.filter(cycle=cycle).order_by()
    needs = Need.objects.filter(cycle=cycle, provided_by_milestone__key__in=around.milestone_keys).order_by()
    return {
        *results.filter(metric__key__in=around.metric_keys).values_list("id", flat=True),
        *results.filter(milestone__key__in=around.milestone_keys).values_list("id", flat=True),
        *needs.values_list("key_result_id", flat=True),
    }


class Wanted(NamedTuple):
    """Which parts, without some of their columns; of all of a cycle, or of a region of it, of which `whole` parts are
    no less than all.
    """

    parts: frozenset[str]
    left_out: frozenset[tuple[str, str]] = frozenset()
    region: Region | None = None
    whole: frozenset[str] = frozenset()


def rows(wanted: Wanted, cycle: int, around: Around, *, as_of: date) -> Rows:
    """The rows of the parts, each in the order of creation, of a cycle (row id) on a day; one statement."""
    values: dict[str, Any] = {"cycle": cycle, "as_of": as_of.isoformat()}
    if wanted.region:
        values |= {name: _listed(getattr(around, name)) for name in _LISTS}
    with connection.cursor() as cursor:
        cursor.execute(_text(wanted, connection.vendor), values)
        found = cursor.fetchall()
    grouped: dict[str, list[Any]] = defaultdict(list)
    for name, _number, read in sorted(found, key=itemgetter(1)):
        grouped[name].append(orjson.loads(read))
    return grouped


@lru_cache(maxsize=256)
def _text(wanted: Wanted, vendor: str) -> str:
    selects = " UNION ALL ".join(_select(name, wanted, vendor) for name in sorted(wanted.parts))
    if wanted.region is None:
        return selects
    given = {name: _given(name, vendor) for name in _LISTS}
    return f"{wanted.region.begin.format(**given)} {' UNION ALL '.join((selects, *wanted.region.judged))}"


def _select(name: str, wanted: Wanted, vendor: str) -> str:
    part = PARTS[name]
    whole = wanted.whole if wanted.region is None else {*wanted.whole, *wanted.region.whole}
    is_near = wanted.region and part.near and name not in whole
    where = f"{part.here} AND {part.near}" if is_near else part.here
    part = part._replace(columns={it: of for it, of in part.columns.items() if (name, it) not in wanted.left_out})
    # All of it stands above.
    read = _object(part, vendor)
    return f"SELECT '{name}', {part.number}, {read} FROM {part.source} WHERE {where} {part.more}"  # noqa: S608


def _object(part: Part, vendor: str) -> str:
    """A row as JSON; a column that is JSON already is marked by an @."""
    if vendor == "sqlite":
        made = (f"'{name}', {_JSON.sub(_IN_SQLITE, column)}" for name, column in part.columns.items())
        return f"json_object({', '.join(made)})"
    made = (f"'{name}', {column.removeprefix('@')}" for name, column in part.columns.items())
    return f"CAST(json_build_object({', '.join(made)}) AS text)"


_JSON, _IN_SQLITE = re.compile("^@(.*)$"), r"json(\1)"


def _given(name: str, vendor: str) -> str:
    if vendor == "sqlite":
        return f"SELECT value FROM json_each(%({name})s)"  # noqa: S608 (the name is one of ours)
    return f"SELECT unnest(CAST(%({name})s AS {'text' if name.endswith('_keys') else 'bigint'}[]))"


def _listed(ids: Collection[int] | Collection[str]) -> str | list[Any]:
    return orjson.dumps(sorted(ids)).decode() if connection.vendor == "sqlite" else sorted(ids)


_LISTS = tuple(name for name in Around.__slots__ if name != "names")
