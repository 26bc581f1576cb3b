"""What would have to happen for an installation to hold what a plan says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.domain.descriptions import Described
from accord.domain.plan import PROVIDERS_WORD

Key = tuple[str, str]  # kind and id
Things = Mapping[Key, Described]
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


def compare(today: Things, planned: Sequence[Described], out_of_sight: Collection[Key] = ()) -> PlanChanges:
    """Say what differs. What the plan does not name stays, but for lists that are part of an item it names.

    A contribution to what is `out_of_sight` stays, too: no file can name that.
    """
    changes = PlanChanges()
    for thing in planned:
        existing = today.get((thing.kind, thing.id))
        if existing is None:
            changes.create.append(thing)
        else:
            changes.change += _fields(existing, thing)
    changes.remove = [thing for thing in _no_longer_part(today, planned) if not _supports(thing, out_of_sight)]
    return changes


def tomorrow(today: Things, changes: PlanChanges) -> dict[Key, Described]:
    """Everything as it will be once the changes are made."""
    gone = {(thing.kind, thing.id) for thing in changes.remove}
    found = {key: thing for key, thing in today.items() if key not in gone}
    found |= {(thing.kind, thing.id): thing for thing in changes.create}
    for change in changes.change:
        key = (change.kind, change.id)
        if key in found:
            found[key] = Described(change.kind, change.id, {**found[key].fields, change.field: change.after})
    return found


def asked_of_another(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a need (its fields as they are and will be) is asked of another team than before."""
    return kind == "need" and before["from"] != after["from"]


def without_another_teams_word(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], stated: Collection[str]
) -> dict[str, Any]:
    """The fields of a thing as they will be, `stated` ones as they are said with the change.

    Where a need is asked of another team, what the earlier one said to it ends: nobody else has promised or declined.
    """
    ended = [name for name in PROVIDERS_WORD if name not in stated] if asked_of_another(kind, before, after) else []
    return {**after, **dict.fromkeys(ended)}


def _fields(existing: Described, planned: Described) -> list[FieldChange]:
    stated = planned.fields.keys() - planned.alone
    then = {**existing.fields, **{name: planned.fields[name] for name in stated}}
    then = without_another_teams_word(planned.kind, existing.fields, then, stated)
    return [
        FieldChange(planned.kind, planned.id, name, existing.fields[name], then[name])
        for name in planned.fields
        if existing.fields[name] != then[name]
    ]


def _no_longer_part(today: Things, planned: Sequence[Described]) -> list[Described]:
    owners = {("contribution", t.id) for t in planned if t.kind == "objective"}
    owners |= {("membership", t.id) for t in planned if t.kind == "team"}
    stated = {(t.kind, t.id) for t in planned}
    return [
        thing
        for key, thing in today.items()
        if thing.kind in PARTS_OF_AN_ITEM and key not in stated and (thing.kind, thing.id.split(">")[0]) in owners
    ]


def _supports(thing: Described, key_results: Collection[Key]) -> bool:
    return thing.kind == "contribution" and ("key_result", thing.id.partition(">")[2]) in key_results
