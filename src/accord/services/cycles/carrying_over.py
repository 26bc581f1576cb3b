"""Carrying over: what a team did not finish goes on in a later cycle, as a draft that knows where it came from.

No agreement comes along: it is asked afresh once the draft is published.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accord.domain.cycles import comes_after
from accord.domain.descriptions import Described
from accord.domain.plan import PROVIDERS_WORD
from accord.models import (
    CarriedKeyResult,
    CarriedObjective,
    Contribution,
    Cycle,
    KeyResult,
    Objective,
    StrategicGoal,
    Team,
)
from accord.queries.agreements.facts import successors
from accord.queries.check_ins.progress import latest_readings
from accord.queries.cycles.carrying_over import supported, work_left
from accord.queries.plans import plan_items
from accord.services.definitions import definitions, new_ids
from accord.services.definitions.carrying_out import take_turn
from accord.services.definitions.edits import Create, NotThere
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
Key = tuple[str, str]
# What belongs to the dates of the earlier cycle, or is somebody else's to say anew.
OF_THE_PAST: Mapping[str, frozenset[str]] = {
    "objective": frozenset(),
    "key_result": frozenset({"start", "due", "path"}),
    "action": frozenset({"due", "done"}),
    "need": frozenset({"by", *PROVIDERS_WORD}),
}


class CannotCarry(Exception):
    """Why not: not-later (the other cycle comes no later), nothing (chosen, or all of it was carried before)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Load:
    """What is carried: new things as they are said, and the id that each has where it goes."""

    into: Cycle
    said: list[Create] = field(default_factory=list)
    ids: dict[Key, str] = field(default_factory=dict)

    def put(self, kind: str, key: str, fields: Mapping[str, Any]) -> str:
        """Say a thing anew. It keeps its id where nothing there has it."""
        stated = {name: value for name, value in fields.items() if value not in (None, [])}
        new = Create(kind, key, stated, draft=True)
        known = new_ids.taken(self.into, kind, key) | {each.id for each in self.said}
        (*_, given) = new_ids.given(self.into, [*self.said, replace(new, id=None) if key in known else new])
        assert isinstance(given, Create)
        self.said.append(given)
        self.ids[kind, key] = str(given.id)
        return str(given.id)


@transaction.atomic
def carry(
    origin: Cycle, into: Cycle, team: str, key_results: Collection[str], *, with_work: bool, by: Actor, clock: Clock
) -> list[str]:
    """Carry a team's key results (ids) over into a later cycle, under their objectives; say the ids they have there.

    The latest value is where each begins. Dates are left open. `with_work` brings the actions that are not done and
    the needs that were not received. What the objectives contribute to is proposed anew where that goes on, too.
    Raises CannotCarry, NotThere, and what definitions.save raises.
    """
    if not comes_after(into, origin):
        raise CannotCarry("not-later")
    take_turn()
    rows = _rows(origin, into, team, key_results)
    load = _Load(into)
    things = _things(origin, rows, with_work=with_work)
    heirs = successors()
    _load_objectives(load, rows, things, heirs)
    latest = latest_readings([row.pk for row in rows], today=clock().date())
    for row in rows:
        fields = _again(things["key_result", row.key], heirs) | {"objective": load.ids["objective", row.objective.key]}
        reading = next(iter(latest.get(row.pk, ())), None)
        if reading and not fields.get("hold") and not fields.get("milestone"):
            fields["baseline"] = reading.value
        load.put("key_result", row.key, fields)
    _load_work(load, things, heirs)
    _load_contributions(load, rows, origin, team)
    definitions.save(into, load.said, by=by, clock=clock, agree=False)
    _remember(rows, load, by=by, now=clock())
    made = [load.ids["key_result", row.key] for row in rows]
    _tell(into, team, len(made), by=by, now=clock())
    return made


def _rows(origin: Cycle, into: Cycle, team: str, keys: Collection[str]) -> list[KeyResult]:
    found = KeyResult.objects.live().filter(cycle=origin, key__in=list(keys), objective__team__key=team)
    rows = list(found.filter(published_at__isnull=False, objective__dropped_at=None).select_related("objective"))
    if missing := sorted(set(keys) - {row.key for row in rows}):
        raise NotThere([("key_result", key) for key in missing])
    there = CarriedKeyResult.objects.filter(origin__in=rows, carried__cycle=into, carried__dropped_at=None)
    carried = set(there.values_list("origin_id", flat=True))
    if not (left := [row for row in rows if row.pk not in carried]):
        raise CannotCarry("nothing")
    return left


def _things(origin: Cycle, rows: Sequence[KeyResult], *, with_work: bool) -> dict[Key, Described]:
    wanted: dict[str, Collection[str]] = {"key_result": [row.key for row in rows]}
    if with_work:
        wanted |= work_left([row.pk for row in rows])
    return plan_items.described_of(origin, wanted)


def _load_objectives(
    load: _Load, rows: Sequence[KeyResult], things: Mapping[Key, Described], heirs: Mapping[str, str]
) -> None:
    """An objective of which something was carried before is not made again."""
    objectives = {row.objective_id: row.objective for row in rows}
    there = CarriedObjective.objects.filter(
        origin__in=list(objectives), carried__cycle=load.into, carried__dropped_at=None
    )
    for origin, key in there.values_list("origin_id", "carried__key"):
        load.ids["objective", objectives.pop(origin).key] = key
    live = set(StrategicGoal.objects.filter(dropped_at=None).values_list("key", flat=True))
    for row in objectives.values():
        fields = _again(things["objective", row.key], heirs)
        load.put("objective", row.key, fields | {"serves": [key for key in fields["serves"] if key in live]})


def _load_work(load: _Load, things: Mapping[Key, Described], heirs: Mapping[str, str]) -> None:
    """Actions first: needs may be for one of them."""
    for kind in ("action", "need"):
        for (of_kind, key), thing in things.items():
            if of_kind == kind:
                above = load.ids["key_result", thing.fields["key_result"]]
                fields = _again(thing, heirs) | {"key_result": above}
                if kind == "need":
                    fields["for"] = load.ids.get(("action", str(fields.get("for"))))
                load.put(kind, key, fields)


def _load_contributions(load: _Load, rows: Sequence[KeyResult], origin: Cycle, team: str) -> None:
    """Proposed afresh: whether it still helps is for the other team to say."""
    given = supported(origin, [row.objective.key for row in rows], load.into, by=team)
    there = Contribution.objects.filter(objective__cycle=load.into, objective__team__key=team)
    known = {f"{objective}>{result}" for objective, result in there.values_list("objective__key", "key_result__key")}
    for objective, supports in given.items():
        for each in supports:
            target = load.ids.get(("key_result", each.key)) or each.there
            key = f"{load.ids['objective', objective]}>{target}"
            if target and key not in known:
                load.said.append(Create("contribution", key, {} if each.share is None else {"share": each.share}))


def _again(thing: Described, heirs: Mapping[str, str]) -> dict[str, Any]:
    """A thing's fields as they go on, with the teams of today."""
    fields = {name: value for name, value in thing.fields.items() if name not in OF_THE_PAST[thing.kind]}
    for name in {"team", "from"} & fields.keys():
        fields[name] = heirs.get(fields[name], fields[name])
    if "duties" in fields:
        fields["duties"] = [
            {"team": heirs.get(duty["team"], duty["team"]), "does": duty["does"]} for duty in fields["duties"]
        ]
    return fields


def _remember(rows: Sequence[KeyResult], load: _Load, *, by: Actor, now: datetime) -> None:
    """Keep where each came from."""
    new = {each.id for each in load.said if each.kind == "objective"}
    origins = {row.objective_id: load.ids["objective", row.objective.key] for row in rows}
    there = dict(Objective.objects.filter(cycle=load.into, key__in=sorted(map(str, new))).values_list("key", "id"))
    CarriedObjective.objects.bulk_create(
        CarriedObjective(origin_id=origin, carried_id=there[key], by=by.person, at=now)
        for origin, key in origins.items()
        if key in there
    )
    results = dict(KeyResult.objects.filter(cycle=load.into).values_list("key", "id"))
    CarriedKeyResult.objects.bulk_create(
        CarriedKeyResult(origin=row, carried_id=results[load.ids["key_result", row.key]], by=by.person, at=now)
        for row in rows
    )


def _tell(into: Cycle, team: str, count: int, *, by: Actor, now: datetime) -> None:
    found = Team.objects.get(key=team)
    data = {"cycle": into.key, "name": into.name, "count": count}
    events.record("items.carried-over", by=by, at=now, team=found, concerns=[found.pk], data=data)


def later(origin: Cycle, cycles: Collection[Cycle]) -> Iterator[Cycle]:
    """The open cycles into which something of this one can be carried, the next first."""
    found = (each for each in cycles if each.closed_at is None and comes_after(each, origin))
    yield from sorted(found, key=lambda each: (each.end, each.end - each.start))
