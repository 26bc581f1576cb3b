"""What the checks say about one thing while somebody writes it: judged with what stands around it, nothing more."""

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
    key = thing.id or HERE
    fields = {**blank(thing.kind), **NOT_YET, **thing.known, **thing.fields, **typed}
    written = Described(thing.kind, key, fields)
    things = _around(written, thing, cycle)
    snapshot = Snapshot(rebuilt(things), as_of=today)
    subject = Ref(Kind.TEAM, fields["team"]) if thing.kind == "objective" else Ref(Kind(thing.kind), key)
    return Guidance(list(findings_of(snapshot, subject, GUIDED[thing.kind])), dict(_called(things)))


def _called(things: Sequence[Described]) -> Iterator[tuple[Ref, str]]:
    for thing in things:
        if thing.kind in set(Kind):
            said = thing.fields
            yield Ref(Kind(thing.kind), thing.id), said.get("title") or said.get("name") or said.get("what") or thing.id


def _around(written: Described, thing: Editable, cycle: Cycle) -> list[Described]:
    """The thing with what it stands under and what it names: a plan of a few lines."""
    wanted: dict[str, Collection[str]] = {"cycle": {cycle.key}, **_named(written)}
    team = thing.where.team.key if thing.where.team else None
    if team:
        wanted["team"] = {*wanted.get("team", ()), team}
    under = _under(written)
    found = plan_items.described_of(cycle, {**wanted, **under})
    found[written.kind, written.id] = written
    organization = Described("organization", "-", {"name": Organization.__name__, "checks": None})
    return [organization, *_with_members(found), *_beside(written, cycle)]


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
