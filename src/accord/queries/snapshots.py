"""The installation as checks see it: a cycle's published plan on a day, of all codes or what some of them look at."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from accord.domain import plan as p
from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.installed import Installed, OpenRealignment
from accord.domain.checks.registry import BY_CODE
from accord.domain.checks.snapshot import Snapshot
from accord.models import Cycle, Organization
from accord.queries import snapshot_rows
from accord.queries.review_facts import review_facts
from accord.queries.snapshot_rows import Around, Rows, Wanted

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
OF_TEXTS = frozenset({"AL101", "AL109", "AL202", "AL301", "AL501"})
OF_REVIEWS = frozenset({"AL705", "AL802", "AL803"})


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


def snapshot(cycle: Cycle, *, as_of: date) -> Snapshot:
    """Everything of a cycle that checks look at: what is published and was not dropped, in the order of creation."""
    return seen(cycle.pk, BY_CODE.keys(), as_of=as_of).snapshot


def seen(cycle: int, codes: Collection[str], *, as_of: date, around: Around | None = None) -> Seen:
    """What some codes look at in a cycle (row id), all of it or around some things; one statement, of reviews eight."""
    parts = ALWAYS.union(*(LOOKS_AT.get(code, frozenset()) for code in codes))
    rows = snapshot_rows.rows(Wanted(cycle, parts, as_of, not OF_TEXTS.isdisjoint(codes), around))
    built = _Built(rows)
    plan = p.Plan(
        organization=_organization(),
        cycle=_cycle(rows["cycle"][0]),
        strategic_goals=tuple(p.StrategicGoal(each["id"], "", _day(each["horizon"])) for each in rows["goal"]),
        people=tuple(p.Person(each["id"], "") for each in rows["person"]),
        teams=_teams(rows),
        metrics=_metrics(rows),
        milestones=_milestones(rows),
        objectives=built.objectives(),
        check_ins=tuple(
            p.CheckIn(built.results[each["key_result"]]["id"], date.fromisoformat(each["date"]), Decimal(0))
            for each in rows["check_in"]
            if each["key_result"] in built.results
        ),
    )
    installed = _installed(cycle, built, codes, as_of)
    return Seen(Snapshot(plan, as_of=as_of, installed=installed), rows)


def _organization() -> p.Organization:
    """Checks say nothing of it."""
    return p.Organization(Organization.__name__, "")


def _cycle(row: Row) -> p.Cycle:
    brief = p.Brief(row["why"], row["success"], row["different"])
    return p.Cycle(row["id"], row["name"], date.fromisoformat(row["start"]), date.fromisoformat(row["end"]), brief)


def _teams(rows: Rows) -> tuple[p.Team, ...]:
    members = defaultdict(list)
    for each in rows["member"]:
        members[each["team"]].append(p.Member(each["person"], each["role"], _number(each["allocation"])))
    return tuple(p.Team(each["id"], "", each["parent"], tuple(members[each["id"]])) for each in rows["team"])


def _metrics(rows: Rows) -> tuple[p.Metric, ...]:
    influences = defaultdict(list)
    for each in rows["influence"]:
        influences[each["of"]].append(p.Influence(each["metric"], each["sign"]))
    return tuple(
        p.Metric(
            id=each["id"],
            name=each["name"],
            definition=each["definition"],
            source=each["source"],
            frequency=each["frequency"],
            better=each["better"],
            aliases=tuple(each["aliases"]),
            influences=tuple(influences[each["row"]]),
        )
        for each in rows["metric"]
    )


def _milestones(rows: Rows) -> tuple[p.Milestone, ...]:
    return tuple(
        p.Milestone(
            id=each["id"],
            name=each["name"],
            definition=each["definition"],
            date=_day(each["date"]),
            owner=each["owner"],
            aliases=tuple(each["aliases"]),
        )
        for each in rows["milestone"]
    )


class _Built:
    """Objectives with what is under them; what is under something unseen is left out."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.wanted = {each["row"]: each for each in rows["objective"]}
        self.results = {each["row"]: each for each in rows["key_result"] if each["objective"] in self.wanted}
        self.actions = {each["row"]: each for each in rows["action"] if each["key_result"] in self.results}
        self.needs = [each for each in rows["need"] if each["key_result"] in self.results]

    def objectives(self) -> tuple[p.Objective, ...]:
        under = self._key_results()
        serves, contributions = _by(self.rows["serves"], "objective"), _by(self.rows["contribution"], "objective")
        return tuple(
            p.Objective(
                id=each["id"],
                team=each["team"],
                title=each.get("title", ""),
                serves=tuple(served["goal"] for served in serves.get(row, ())),
                not_strategic_because=each.get("not_strategic_because"),
                contributes_to=tuple(
                    p.Contribution(self.results[one["key_result"]]["id"], _number(one["share"]), one["status"])
                    for one in contributions.get(row, ())
                    if one["key_result"] in self.results
                ),
                key_results=tuple(under.get(row, ())),
            )
            for row, each in self.wanted.items()
        )

    def _key_results(self) -> Mapping[int, list[p.KeyResult]]:
        actions, needs = _by(self.actions.values(), "key_result"), _by(self.needs, "key_result")
        uses, duties = _by(self.rows["use"], "key_result"), _by(self.rows["duty"], "key_result")
        found: dict[int, list[p.KeyResult]] = defaultdict(list)
        for row, each in self.results.items():
            used = uses.get(row, ())
            found[each["objective"]].append(
                p.KeyResult(
                    id=each["id"],
                    title=each.get("title", ""),
                    metric=each["metric"],
                    milestone=each["milestone"],
                    baseline=_number(each["baseline"]),
                    target=_number(each["target"]),
                    hold=_hold(each),
                    due=_day(each["due"]),
                    accountable=each["accountable"],
                    completion_criteria=each.get("completion_criteria"),
                    decomposition=each.get("decomposition"),
                    guardrails=tuple(use["thing"] for use in used if use["kind"] == "guardrail"),
                    terms=tuple(use["thing"] for use in used if use["kind"] == "term"),
                    duties=tuple(p.Duty(duty["team"], duty.get("does", "")) for duty in duties.get(row, ())),
                    actions=tuple(map(_action, actions.get(row, ()))),
                    needs=tuple(map(self._need, needs.get(row, ()))),
                )
            )
        return found

    def _need(self, row: Row) -> p.Need:
        action, key_result = self.actions.get(row["by_action"]), self.results.get(row["by_key_result"])
        waiting = self.actions.get(row["for"])
        return p.Need(
            id=row["id"],
            provider=row["from"],
            what=row.get("what", ""),
            for_action=waiting["id"] if waiting else None,
            completion_criteria=row.get("completion_criteria"),
            by=_day(row["by"]),
            promised=_day(row["promised"]),
            provided_by=action["id"] if action else key_result["id"] if key_result else row["by_milestone"],
            delivered=_day(row["delivered"]),
            received=_day(row["received"]),
            declined=row["declined"],
        )


def _installed(cycle: int, built: _Built, codes: Collection[str], as_of: date) -> Installed:
    standings: dict[str, dict[str, str]] = defaultdict(dict)
    for each in built.rows["standing"]:
        if each["key_result"] in built.results:
            standings[built.results[each["key_result"]]["id"]][each["team"]] = each["states"]
    late: dict[int, tuple[dict[str, None], str]] = {}
    for each in built.rows["realignment"]:
        if each["key_result"] in built.results:
            results, _ = late.setdefault(each["row"], ({}, each["deadline"]))
            results[built.results[each["key_result"]]["id"]] = None
    closed = (built.results.get(each["key_result"]) for each in built.rows["closing"])
    known = review_facts(Cycle.objects.get(pk=cycle), as_of=as_of) if OF_REVIEWS & set(codes) else Installed()
    return replace(
        known,
        standings={key: parties for key, parties in standings.items() if len(parties) > 1},
        realignments=tuple(OpenRealignment(tuple(each), date.fromisoformat(day)) for each, day in late.values()),
        closed=frozenset(each["id"] for each in closed if each),
    )


def _action(row: Row) -> p.Action:
    return p.Action(row["id"], row.get("title", ""), row["team"], row["responsible"], _day(row["due"]))


def _hold(row: Row) -> p.Hold | None:
    at_least, at_most = _number(row["at_least"]), _number(row["at_most"])
    return None if at_least is None and at_most is None else p.Hold(at_least, at_most)


def _by(rows: Collection[Row], name: str) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
