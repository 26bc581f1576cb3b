"""The part of a plan in which a change of dates, promises or targets can be felt: chains of waiting, and sums."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accord.domain.checks.snapshot import Snapshot
from accord.domain.descriptions import Described
from accord.domain.plan_changes import PlanChanges
from accord.domain.rebuilding import rebuilt
from accord.models import Action, Contribution, Cycle, KeyResult, Milestone, Need, Objective
from accord.models.objectives import key_result_in_sight
from accord.queries.plans import plan_items
from accord.queries.plans.plan_items import Things

Keys = Mapping[str, Collection[str]]
# What dates, promises and sums are made of; the coming and going of these things is felt too.
FELT: Mapping[str, frozenset[str]] = {
    "objective": frozenset(),
    "key_result": frozenset({"due", "metric", "milestone", "baseline", "target", "hold"}),
    "action": frozenset({"due"}),
    "need": frozenset({"by", "promised", "provided_by", "declined", "for", "from"}),
    "milestone": frozenset({"date"}),
    "contribution": frozenset({"share", "status"}),
}
# Fields by which one thing hangs on another.
HANGS_ON = frozenset({
    ("need", "provided_by"), ("need", "declined"), ("need", "for"), ("need", "key_result"), ("action", "key_result"),
    ("key_result", "objective"), ("contribution", "key_result"),
})  # fmt: skip
PROVIDED_BY = {kind: f"provided_by_{kind}_id" for kind in ("key_result", "action", "milestone")}
NEED = ("id", "key", "key_result_id", "for_action_id", *PROVIDED_BY.values())
Row = dict[str, Any]


def felt(changes: PlanChanges) -> dict[str, set[str]]:
    """The things (ids by kind) whose change may make dates or sums come out otherwise; empty where none can."""
    found: dict[str, set[str]] = defaultdict(set)
    for change in changes.change:
        if change.field in FELT.get(change.kind, ()):
            found[change.kind].add(change.id)
    for thing in (*changes.create, *changes.remove):
        if thing.kind in FELT:
            found[thing.kind].add(thing.id)
    return found


def around(cycle: Cycle, changed: Keys) -> Things | None:
    """What stands today around these things: whatever waits for them, step after step, what that waits for besides,
    and all that is contributed where they are; None where nothing waits for them or adds up with them.
    The number of statements grows with the length of the chains alone.
    """
    walk = _Walk(cycle)
    walk.begin(changed)
    walk.down()
    if not walk.needs and not Contribution.objects.filter(key_result_id__in=walk.sums).exists():
        return None
    walk.up()
    wanted = walk.keys() | {"cycle": {cycle.key}}
    return plan_items.described_of(cycle, wanted)


def changed(things: Things, changes: PlanChanges) -> Things | None:
    """The same things with what changes in them; None where other things may hang on them then."""
    if changes.create or changes.remove or any((each.kind, each.field) in HANGS_ON for each in changes.change):
        return None
    after = dict(things)
    for each in changes.change:
        if thing := after.get((each.kind, each.id)):
            after[each.kind, each.id] = replace(thing, fields={**thing.fields, each.field: each.after})
    return after


def seen(things: Things, *, today: date) -> Snapshot:
    """These things as checks see them on a day."""
    organization = Described("organization", "-", {"name": "-", "checks": None})
    return Snapshot(rebuilt([organization, *things.values()]), as_of=today)


@dataclass(slots=True)
class _Walk:
    """Rows that were come by, by kind."""

    cycle: Cycle
    items: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    needs: dict[int, Row] = field(default_factory=dict)
    sums: set[int] = field(default_factory=set)  # key results whose shares are looked at

    def begin(self, changed: Keys) -> None:
        """The things themselves, what is under them, and what they contribute to."""
        here = {"cycle": self.cycle}
        objectives = _ids(Objective, changed.get("objective"), here)
        contributions = [each.partition(">")[::2] for each in changed.get("contribution", ())]
        results = _ids(KeyResult, changed.get("key_result"), here)
        self.sums |= results | _ids(KeyResult, [key_result for _, key_result in contributions], here)
        if objectives:
            results |= set(KeyResult.objects.filter(objective_id__in=objectives).values_list("id", flat=True))
            supported = Contribution.objects.filter(objective_id__in=objectives)
            self.sums |= set(supported.values_list("key_result_id", flat=True))
        self.items["key_result"] |= results
        self.items["action"] |= _ids(Action, changed.get("action"), here)
        self.items["milestone"] |= _ids(Milestone, changed.get("milestone"), {})
        if results:
            self.items["action"] |= set(Action.objects.filter(key_result_id__in=results).values_list("id", flat=True))
        self._take(_needs(key__in=list(changed.get("need", ())), cycle=self.cycle))
        self._take(_needs(key_result_id__in=results))

    def down(self) -> None:
        """Whatever waits for what was come by, until nothing new waits."""
        new = {kind: set(rows) for kind, rows in self.items.items()}
        for need in self.needs.values():
            _add_waiting(new, need)
        while any(new.values()):
            rows = [
                row for kind, found in new.items() if found for row in _needs(**{f"{PROVIDED_BY[kind]}__in": found})
            ]
            fresh = [row for row in rows if row["id"] not in self.needs]
            self._take(rows)
            new = {"key_result": set(), "action": set()}
            for need in fresh:
                _add_waiting(new, need)

    def up(self) -> None:
        """What the providers of all these needs wait for themselves."""
        asked: dict[str, set[int]] = {"key_result": set(), "action": set()}
        while True:
            new = {
                kind: {need[PROVIDED_BY[kind]] for need in self.needs.values() if need[PROVIDED_BY[kind]]} - asked[kind]
                for kind in asked
            }
            if not any(new.values()):
                break
            for kind, rows in new.items():
                asked[kind] |= rows
                self.items[kind] |= rows
            self._take(_needs(key_result_id__in=new["key_result"]))
            self._take(_needs(for_action_id__in=new["action"]))
        self.items["milestone"] |= {
            n[PROVIDED_BY["milestone"]] for n in self.needs.values() if n[PROVIDED_BY["milestone"]]
        }

    def keys(self) -> dict[str, set[str]]:
        """Ids in the plan of everything that was come by."""
        found = {
            "need": {need["key"] for need in self.needs.values()},
            "milestone": _keys(Milestone, self.items["milestone"]),
        }
        found["key_result"] = _keys(KeyResult, self.items["key_result"] | self.sums)
        found["action"] = _keys(Action, self.items["action"])
        if self.sums:
            shares = Contribution.objects.filter(key_result_id__in=self.sums, objective__dropped_at=None)
            pairs = shares.exclude(objective__published_at=None).values_list("objective__key", "key_result__key")
            found["contribution"] = {f"{objective}>{key_result}" for objective, key_result in pairs}
        return found

    def _take(self, rows: Iterable[Row]) -> None:
        self.needs |= {row["id"]: row for row in rows}


def _needs(**condition: Collection[Any] | Cycle) -> list[Row]:
    wanted = next(iter(condition.values()))
    if not wanted:
        return []
    return list(
        Need.objects.live().filter(key_result_in_sight("key_result__"), declined=None, **condition).values(*NEED)
    )


def _add_waiting(items: dict[str, set[int]], need: Row) -> None:
    items["key_result"].add(need["key_result_id"])
    if need["for_action_id"]:
        items["action"].add(need["for_action_id"])


def _ids(model: Any, keys: Collection[str] | None, condition: Mapping[str, Any]) -> set[int]:
    return set(model.objects.filter(key__in=list(keys), **condition).values_list("id", flat=True)) if keys else set()


def _keys(model: Any, rows: Collection[int]) -> set[str]:
    return set(model.objects.filter(id__in=list(rows)).values_list("key", flat=True)) if rows else set()
