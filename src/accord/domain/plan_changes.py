"""What would have to happen for an installation to hold what a plan says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.domain.descriptions import Described

PARTS_OF_AN_ITEM = frozenset({"contribution", "membership"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing takes another value (both as in the plan file)."""

    kind: str
    id: str
    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class PlanChanges:
    """Creations, changes and removals, each in the files' order."""

    create: list[Described] = field(default_factory=list)
    change: list[FieldChange] = field(default_factory=list)
    remove: list[Described] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.create or self.change or self.remove)


def compare(today: Mapping[tuple[str, str], Described], planned: Sequence[Described]) -> PlanChanges:
    """Say what differs. What the plan does not name stays, but for lists that are part of an item it names."""
    changes = PlanChanges()
    for thing in planned:
        existing = today.get((thing.kind, thing.id))
        if existing is None:
            changes.create.append(thing)
        else:
            changes.change += _fields(existing, thing)
    changes.remove = _no_longer_part(today, planned)
    return changes


def _fields(existing: Described, planned: Described) -> list[FieldChange]:
    return [
        FieldChange(planned.kind, planned.id, name, existing.fields[name], value)
        for name, value in planned.fields.items()
        if name not in planned.alone and existing.fields[name] != value
    ]


def _no_longer_part(today: Mapping[tuple[str, str], Described], planned: Sequence[Described]) -> list[Described]:
    owners = {("contribution", t.id) for t in planned if t.kind == "objective"}
    owners |= {("membership", t.id) for t in planned if t.kind == "team"}
    stated = {(t.kind, t.id) for t in planned}
    return [
        thing
        for key, thing in today.items()
        if thing.kind in PARTS_OF_AN_ITEM and key not in stated and (thing.kind, thing.id.split(">")[0]) in owners
    ]
