"""Row ids of the things that changes speak of: read once a kind, and only those."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from accord.domain.plan_changes import PlanChanges
from accord.queries.prepared import Prepared
from accord.services.plans.plan_columns import LIST_REFERENCES, NATURAL, OF_A_CYCLE, PROVIDING, REFERENCES, TABLES


@dataclass(slots=True)
class Ids:
    """Row ids by kind and id in the plan, of the organization and one cycle."""

    cycle: int
    wanted: Mapping[str, Collection[str]]
    known: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def named_in(cls, changes: PlanChanges, cycle: int) -> "Ids":
        """Of everything that is made, changed, removed or referred to."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, key in chain(_things(changes), referred_to(changes)):
            wanted[kind].add(key)
        return cls(cycle, wanted)

    def of(self, kind: str, key: str) -> int:
        return self._table(kind)[key]

    def find(self, kind: str, key: str | None) -> int | None:
        return None if key is None else self._table(kind).get(key)

    def want(self, kinds: Iterable[str], key: str) -> None:
        """This id is asked for, too."""
        self.wanted = {**self.wanted, **{kind: {*self.wanted.get(kind, ()), key} for kind in kinds}}

    def forget(self, kind: str) -> None:
        """Rows of this kind have come."""
        self.known.pop(kind, None)

    def _table(self, kind: str) -> dict[str, int]:
        if kind not in self.known:
            read = _natural_rows if kind in NATURAL else _rows
            self.known[kind] = read(kind, self.wanted.get(kind, ()), self.cycle)
        return self.known[kind]


def _things(changes: PlanChanges) -> Iterator[tuple[str, str]]:
    things = chain(changes.create, changes.remove)
    for kind, key in chain(((t.kind, t.id) for t in things), ((c.kind, c.id) for c in changes.change)):
        yield kind, key
        if kind in NATURAL:
            ends = zip(NATURAL[kind].kinds, key.split(NATURAL[kind].mark), strict=True)
            yield from ((end, part) for end, part in ends if end in TABLES)


def referred_to(changes: PlanChanges) -> Iterator[tuple[str, str]]:
    """What values name, by kind and id; under every kind that it may be of."""
    stated: Iterable[tuple[str, str, Any]] = chain(
        ((thing.kind, name, value) for thing in changes.create for name, value in thing.fields.items()),
        ((change.kind, change.field, change.after) for change in changes.change),
    )
    for kind, name, value in stated:
        for targets, key in references_of(kind, name, value):
            yield from ((target, key) for target in targets)


def references_of(kind: str, name: str, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """The ids that a field's value names, each with the kinds of things that it may be of."""
    if value is None:
        return
    if (kind, name) in REFERENCES:
        yield (REFERENCES[kind, name][1],), value
    elif name == "provided_by":
        yield PROVIDING, value
    elif name in LIST_REFERENCES:
        inner, targets = LIST_REFERENCES[name]
        yield from ((targets, each[inner] if inner else each) for each in value)


def _rows(kind: str, keys: Collection[str], cycle: int) -> dict[str, int]:
    if not keys:
        return {}
    return dict(_ROWS[kind](keys=keys, cycle=cycle) if kind in OF_A_CYCLE else _ROWS[kind](keys=keys))


def _found(kind: str, keys: Any) -> Any:
    return TABLES[kind].objects.filter(key__amongst=keys).order_by().values_list("key", "id")


_ROWS = {
    kind: Prepared(lambda keys, cycle, kind=kind: _found(kind, keys).filter(cycle_id=cycle), keys=list, cycle=int)
    if kind in OF_A_CYCLE
    else Prepared(lambda keys, kind=kind: _found(kind, keys), keys=list)
    for kind in TABLES
    if kind not in NATURAL
}


def _natural_rows(kind: str, keys: Collection[str], cycle: int) -> dict[str, int]:
    if not keys:
        return {}
    (left, right), mark = NATURAL[kind]
    rows = TABLES[kind].objects.filter(**{f"{left}__key__amongst": list({key.partition(mark)[0] for key in keys})})
    rows = rows.filter(**{f"{left}__cycle_id": cycle}) if left in OF_A_CYCLE else rows
    found = rows.order_by().values_list("id", f"{left}__key", right if right == "date" else f"{right}__key")
    return {f"{a}{mark}{b}": pk for pk, a, b in found}
