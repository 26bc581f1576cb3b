"""The installation as checks see it: a cycle's published plan on a day, of all codes or what some of them look at."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from accord.domain.checks.felt import (
    OF_INFLUENCES,
    OF_METRICS,
    OF_MILESTONES,
    OF_PARTIES,
    OF_PEOPLE,
    OF_REALIGNMENTS,
    OF_REVIEWS,
    OF_SUPPORT,
    OF_USES,
    OF_WAITS,
    Codes,
)
from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.installed import Installed, OpenRealignment
from accord.domain.checks.registry import BY_CODE
from accord.domain.checks.snapshot import Snapshot
from accord.models import Cycle
from accord.queries.findings import snapshot_light, snapshot_plans, snapshot_regions, snapshot_rows
from accord.queries.findings.snapshot_parts import left_out
from accord.queries.findings.snapshot_regions import Region
from accord.queries.findings.snapshot_rows import Around, Rows, Wanted, together
from accord.queries.reviews.review_facts import review_facts

Row = Mapping[str, Any]
ALWAYS = frozenset({"cycle", "objective", "key_result"})
# What else than objectives and key results a code looks at.
LOOKS_AT: Mapping[str, frozenset[str]] = {
    code: frozenset(parts.split())
    for code, parts in {
        "AL103": "metric use", "AL104": "metric use", "AL106": "metric", "AL107": "milestone use need",
        "AL108": "metric milestone", "AL109": "metric milestone use duty action need", "AL110": "milestone",
        "AL202": "action", "AL203": "action", "AL204": "action", "AL205": "action team member", "AL206": "team member",
        "AL301": "need", "AL302": "need", "AL303": "need action milestone", "AL304": "need",
        "AL305": "need action milestone", "AL306": "need action milestone", "AL307": "need action milestone",
        "AL308": "need action milestone", "AL309": "need", "AL401": "team action duty need contribution",
        "AL402": "team contribution", "AL403": "contribution", "AL404": "contribution", "AL405": "contribution",
        "AL501": "contribution serves", "AL502": "goal serves", "AL601": "metric", "AL602": "metric influence",
        "AL603": "metric influence use", "AL604": "metric action duty need contribution", "AL701": "team",
        "AL703": "person team member", "AL704": "person action", "AL705": "team", "AL801": "check_in closing",
        "AL802": "team", "AL803": "team", "AL901": "standing", "AL902": "standing", "AL903": "standing",
        "AL904": "realignment", "AL905": "standing team member",
    }.items()
}  # fmt: skip
PLACED = (Kind.TEAM, Kind.METRIC, Kind.MILESTONE, Kind.OBJECTIVE, Kind.KEY_RESULT, Kind.ACTION, Kind.NEED)
# Any name may stand in a text.
WHOLE = {"AL109": frozenset({"metric", "milestone"})}


# Where codes that reach further are judged around what changed; and those that are judged whole, of few rows.
REGIONS: tuple[tuple[Codes, Region], ...] = (
    (OF_USES, snapshot_regions.USES),
    (OF_METRICS, snapshot_regions.METRICS),
    (OF_INFLUENCES, snapshot_regions.INFLUENCES),
    (OF_MILESTONES, snapshot_regions.MILESTONES),
    (OF_PEOPLE, snapshot_regions.PEOPLE),
    (OF_WAITS, snapshot_regions.WAITS),
    (OF_PARTIES, snapshot_regions.PARTIES),
    (OF_SUPPORT, snapshot_regions.SUPPORT),
)
NARROW: tuple[tuple[Codes, Region], ...] = (
    (OF_SUPPORT, snapshot_light.SUPPORT),
    (frozenset({"AL502"}), snapshot_light.GOALS),
    (OF_REALIGNMENTS, snapshot_light.REALIGNED),
    (OF_REVIEWS | {"AL108", "AL503", "AL703"}, snapshot_light.ORGANIZATION),
)
LIGHT: Codes = frozenset[str]().union(*(codes for codes, _ in NARROW))


class Place(NamedTuple):
    """Where a finding about something belongs, by row ids: whose it is to mend, and what it is, or is under."""

    team: int | None = None
    key_result: int | None = None
    objective: int | None = None


@dataclass
class Seen:
    """What was read: the snapshot, and the rows behind it."""

    snapshot: Snapshot
    rows: Rows

    def place_of(self, ref: Ref) -> Place:
        """Where a finding about this belongs; a goal, a person and the cycle belong to no team."""
        row = self._by_key[ref.kind].get(ref.id) if ref.kind in self._by_key else None
        if row is None:
            return Place()
        match ref.kind:
            case Kind.TEAM:
                return Place(row["row"])
            case Kind.OBJECTIVE:
                return Place(row["team_row"], None, row["row"])
            case Kind.KEY_RESULT:
                return Place(self._team_of(row), row["row"])
            case Kind.ACTION | Kind.NEED:
                under = self._results[row["key_result"]]
                return Place(row.get("team_row") or self._team_of(under), under["row"])
        return Place(row["team_row"])

    def _team_of(self, key_result: Row) -> int:
        team: int = self._objectives[key_result["objective"]]["team_row"]
        return team

    @cached_property
    def _by_key(self) -> Mapping[Kind, Mapping[str, Row]]:
        return {kind: {row["id"]: row for row in self.rows[kind.value]} for kind in PLACED}

    @cached_property
    def _results(self) -> Mapping[int, Row]:
        return {row["row"]: row for row in self.rows["key_result"]}

    @cached_property
    def _objectives(self) -> Mapping[int, Row]:
        return {row["row"]: row for row in self.rows["objective"]}

    def key_of(self, kind: str, row: int) -> str | None:
        """The id in the plan of what was read, by its row id; None of what nobody sees."""
        return self._keys[kind].get(row)

    @cached_property
    def _keys(self) -> Mapping[str, Mapping[int, str]]:
        return {
            kind: {each["row"]: each["id"] for each in self.rows[kind]} for kind in ("objective", "key_result", "team")
        }


class Reading(NamedTuple):
    """What was read for some codes, and what they are judged of: these ids alone (see keeping.judged), None for all."""

    codes: Codes
    seen: Seen
    among: frozenset[str] | None = None


def snapshot(cycle: Cycle, *, as_of: date) -> Snapshot:
    """Everything of a cycle that checks look at: what is published and was not dropped, in the order of creation."""
    return seen(cycle.pk, BY_CODE.keys(), as_of=as_of).snapshot


def seen(
    cycle: int,
    codes: Collection[str],
    *,
    as_of: date,
    around: Around | None = None,
    region: Region = snapshot_regions.NEAR,
) -> Seen:
    """What some codes look at in a cycle (row id): all of it, or what lies in a region around some things; one
    statement, of reviews eight.
    """
    parts = ALWAYS.union(*(LOOKS_AT.get(code, frozenset()) for code in codes))
    whole = frozenset[str]().union(*(WHOLE.get(code, ()) for code in codes))
    columns = left_out(frozenset(codes))
    wanted = Wanted(parts, columns) if around is None else Wanted(parts, columns, region, whole)
    rows = snapshot_rows.rows(wanted, cycle, around or Around(), as_of=as_of)
    plan = snapshot_plans.plan(rows)
    installed = _installed(cycle, rows, codes, as_of)
    return Seen(Snapshot(plan, as_of=as_of, installed=installed), rows)


def readings(cycle: int, light: Codes, named: Mapping[str, Around], *, as_of: date) -> Iterator[Reading]:
    """What is read of a cycle (row id) to judge light codes in all of it, and those that reach further around what is
    named with them; as little at a time as may be, each with one statement.
    """
    for some, region in NARROW:
        if few := light & some:
            yield Reading(few, seen(cycle, few, as_of=as_of, around=Around(), region=region))
    for some, region in REGIONS:
        if few := some & named.keys():
            around = together(named, few)
            it = seen(cycle, few, as_of=as_of, around=around, region=region)
            gone = getattr(around, region.keys) if region.keys else ()
            yield Reading(few, it, frozenset(it.rows["scope"]).union(gone))


def _installed(cycle: int, rows: Rows, codes: Collection[str], as_of: date) -> Installed:
    ids = {row: each["id"] for row, each in snapshot_plans.visible_results(rows).items()}
    standings: dict[str, dict[str, str]] = defaultdict(dict)
    for each in rows["standing"]:
        if each["key_result"] in ids:
            standings[ids[each["key_result"]]][each["team"]] = each["states"]
    late: dict[int, tuple[dict[str, None], str]] = {}
    for each in rows["realignment"]:
        if each["key_result"] in ids:
            results, _ = late.setdefault(each["row"], ({}, each["deadline"]))
            results[ids[each["key_result"]]] = None
    known = review_facts(Cycle.objects.get(pk=cycle), as_of=as_of) if OF_REVIEWS & set(codes) else Installed()
    return replace(
        known,
        standings={key: parties for key, parties in standings.items() if len(parties) > 1},
        realignments=tuple(OpenRealignment(tuple(each), date.fromisoformat(day)) for each, day in late.values()),
        closed=frozenset(ids[each["key_result"]] for each in rows["closing"] if each["key_result"] in ids),
    )
