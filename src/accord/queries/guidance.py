"""What the checks say about one thing while somebody writes it: judged with what stands around it, nothing more."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.running import findings_of
from accord.domain.checks.snapshot import Snapshot
from accord.domain.descriptions import Described
from accord.domain.new_things import blank
from accord.domain.rebuilding import rebuilt
from accord.models import Action, Cycle, Membership, Objective, Organization
from accord.queries import plan_items
from accord.queries.editing import Editable

# What can be said of one thing at a time, by kind; a check that needs the whole plan has its own page.
GUIDED: Mapping[str, frozenset[str]] = {
    "objective": frozenset({"AL701"}),
    "key_result": frozenset({"AL101", "AL102", "AL105", "AL106", "AL110", "AL201", "AL202", "AL206"}),
    "action": frozenset({"AL203", "AL204", "AL205"}),
    "need": frozenset({"AL301", "AL302", "AL304"}),
    "metric": frozenset({"AL103", "AL104"}),
    "milestone": frozenset({"AL107"}),
}
NOT_YET = {"title": "", "what": "", "name": "", "from": ""}  # what nobody has written yet
HERE = "-"  # the id of what has none yet: no id of a plan begins so


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the checks find about a thing as it is being written, and what the items in question are called."""

    findings: Sequence[Finding] = ()
    names: Mapping[Ref, str] = field(default_factory=dict)


def guidance(thing: Editable, cycle: Cycle, typed: Mapping[str, Any], *, today: date) -> Guidance:
    """Judge a thing as it is being written; `typed` are the fields that differ from today."""
    if thing.kind not in GUIDED:
        return Guidance()
    written = _written(thing.kind, thing.id or HERE, thing, typed)
    things = _around([written], _under(written), thing, cycle)
    return _judged(written, Snapshot(rebuilt(things), as_of=today), dict(_called(things)))


def guidance_of_new(
    objective: Editable, cycle: Cycle, typed: Mapping[str, Mapping[str, Any]], *, today: date
) -> dict[str, Guidance]:
    """Judge a new objective together with its key results and their needs, as they are being written.

    `typed` are the fields of each by the place it is written at: "" for the objective, "kr1-" for a key result,
    "kr1-need2-" for a need of it. The number of statements does not depend on how many there are.
    """
    written = [_new(place, objective, fields) for place, fields in typed.items()]
    things = _around(written, {}, objective, cycle)
    snapshot, names = Snapshot(rebuilt(things), as_of=today), dict(_called(things))
    return {place: _judged(each, snapshot, names) for place, each in zip(typed, written, strict=True)}


def _new(place: str, objective: Editable, typed: Mapping[str, Any]) -> Described:
    result, is_need, _number = place.partition("need")
    if is_need:
        return _written("need", HERE + place, None, {**typed, "key_result": HERE + result})
    if place:
        return _written("key_result", HERE + place, None, {**typed, "objective": HERE})
    return _written("objective", HERE, objective, typed)


def _written(kind: str, key: str, thing: Editable | None, typed: Mapping[str, Any]) -> Described:
    today = {**thing.known, **thing.fields} if thing else {}
    return Described(kind, key, {**blank(kind), **NOT_YET, **today, **typed})


def _judged(written: Described, snapshot: Snapshot, names: Mapping[Ref, str]) -> Guidance:
    is_objective = written.kind == "objective"
    subject = Ref(Kind.TEAM, written.fields["team"]) if is_objective else Ref(Kind(written.kind), written.id)
    return Guidance(list(findings_of(snapshot, subject, GUIDED[written.kind])), names)


def _called(things: Sequence[Described]) -> Iterator[tuple[Ref, str]]:
    for thing in things:
        if thing.kind in set(Kind):
            said = thing.fields
            yield Ref(Kind(thing.kind), thing.id), said.get("title") or said.get("name") or said.get("what") or thing.id


def _around(
    written: Sequence[Described], under: Mapping[str, Collection[str]], thing: Editable, cycle: Cycle
) -> list[Described]:
    """The things with what they stand under and what they name: a plan of a few lines."""
    wanted: dict[str, set[str]] = defaultdict(set, {"cycle": {cycle.key}})
    if thing.where.team:
        wanted["team"].add(thing.where.team.key)
    for names in (under, *(_named(each) for each in written)):
        for kind, keys in names.items():
            wanted[kind].update(keys)
    found = plan_items.described_of(cycle, wanted)
    found |= {(each.kind, each.id): each for each in written}
    organization = Described("organization", "-", {"name": Organization.__name__, "checks": None})
    return [organization, *_with_members(found), *_beside(written[0], cycle)]


def _named(written: Described) -> dict[str, set[str]]:
    said = written.fields
    if written.kind == "key_result":
        return {
            "metric": {each for each in (said.get("metric"), *(said.get("guardrails") or ())) if each},
            "milestone": {each for each in (said.get("milestone"),) if each},
            "person": {each for each in (said.get("accountable"),) if each},
        }
    if written.kind == "action":
        return {
            "team": {each for each in (said.get("team"),) if each},
            "person": {each for each in (said.get("responsible"),) if each},
        }
    if written.kind == "need":
        return {"team": {each for each in (said.get("from"),) if each}}
    return {}


def _under(written: Described) -> dict[str, set[str]]:
    if written.kind == "key_result":
        return {"objective": {written.fields["objective"]}}
    if written.kind in {"action", "need"}:
        return {"key_result": {written.fields["key_result"]}}
    return {}


def _with_members(found: Mapping[tuple[str, str], Described]) -> list[Described]:
    teams = [key for kind, key in found if kind == "team"]
    members = Membership.objects.filter(team__key__in=teams).values_list(
        "team__key", "person__key", "role", "allocation"
    )
    rows = [Described("membership", f"{t}>{p}", {"role": role, "allocation": share}) for t, p, role, share in members]
    return [*found.values(), *rows]


def _beside(written: Described, cycle: Cycle) -> list[Described]:
    """What counts with it: the team's other objectives, the key result's actions."""
    if written.kind == "objective":
        others = Objective.objects.live().filter(cycle=cycle, team__key=written.fields["team"]).exclude(key=written.id)
        rows = others.values("key", "title", "team__key")
        return [Described("objective", row["key"], {"title": row["title"], "team": row["team__key"]}) for row in rows]
    if written.kind == "key_result":
        rows = Action.objects.live().filter(cycle=cycle, key_result__key=written.id).values("key", "title")
        return [Described("action", row["key"], {"title": row["title"], "key_result": written.id}) for row in rows]
    return _using(written) if written.kind in {"metric", "milestone"} else []


def _using(written: Described) -> list[Described]:
    """Definitions are judged where something uses them: here, as if something did."""
    result = {"objective": HERE, "title": HERE, written.kind: written.id}
    return [Described("objective", HERE, {"team": HERE, "title": HERE}), Described("key_result", HERE, result)]
