"""A plan put together again from what was read of an installation; what is under something unseen is left out."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from accord.domain import plan as p
from accord.models import Organization
from accord.queries.findings.snapshot_rows import Rows

Row = Mapping[str, Any]


def plan(rows: Rows) -> p.Plan:
    """The plan as checks look at it: ids, days and numbers; people and teams have no names in it."""
    built = _Built(rows)
    return p.Plan(
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


def visible_results(rows: Rows) -> dict[int, Row]:
    """The key results under objectives that everybody sees, by row id."""
    seen = {each["row"] for each in rows["objective"]}
    return {each["row"]: each for each in rows["key_result"] if each["objective"] in seen}


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
        self.results: Mapping[Any, Row] = visible_results(rows)
        self.actions = {each["row"]: each for each in rows["action"] if each["key_result"] in self.results}
        self.needs = [each for each in rows["need"] if each["key_result"] in self.results]

    def objectives(self) -> tuple[p.Objective, ...]:
        under = self._key_results()
        seen = [each for each in self.rows["contribution"] if each["key_result"] in self.results]
        serves, contributions = _by(self.rows["serves"], "objective"), _by(seen, "objective")
        return tuple(
            p.Objective(
                id=each["id"],
                team=each["team"],
                title=each.get("title", ""),
                serves=tuple([served["goal"] for served in serves.get(row, ())]),
                not_strategic_because=each.get("not_strategic_because"),
                contributes_to=tuple(map(self._contribution, contributions.get(row, ()))),
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
                    metric=each.get("metric"),
                    milestone=each.get("milestone"),
                    baseline=_number(each.get("baseline")),
                    target=_number(each.get("target")),
                    hold=_hold(each),
                    due=_day(each.get("due")),
                    accountable=each.get("accountable"),
                    completion_criteria=each.get("completion_criteria"),
                    decomposition=each.get("decomposition"),
                    guardrails=_used(used, "guardrail"),
                    terms=_used(used, "term"),
                    duties=tuple(map(_duty, duties.get(row, ()))),
                    actions=tuple(map(_action, actions.get(row, ()))),
                    needs=tuple(map(self._need, needs.get(row, ()))),
                )
            )
        return found

    def _contribution(self, row: Row) -> p.Contribution:
        return p.Contribution(self.results[row["key_result"]]["id"], _number(row["share"]), row["status"])

    def _need(self, row: Row) -> p.Need:
        action, key_result = self.actions.get(row.get("by_action")), self.results.get(row.get("by_key_result"))
        waiting = self.actions.get(row.get("for"))
        return p.Need(
            id=row["id"],
            provider=row["from"],
            what=row.get("what", ""),
            # One that has moved to another key result waits no longer.
            for_action=waiting["id"] if waiting and waiting["key_result"] == row["key_result"] else None,
            completion_criteria=row.get("completion_criteria"),
            by=_day(row.get("by")),
            promised=_day(row.get("promised")),
            provided_by=action["id"] if action else key_result["id"] if key_result else row.get("by_milestone"),
            delivered=_day(row.get("delivered")),
            received=_day(row.get("received")),
            declined=row["declined"],
        )


def _used(uses: Collection[Row], kind: str) -> tuple[str, ...]:
    return tuple([use["thing"] for use in uses if use["kind"] == kind]) if uses else ()


def _duty(row: Row) -> p.Duty:
    return p.Duty(row["team"], row.get("does", ""))


def _action(row: Row) -> p.Action:
    return p.Action(row["id"], row.get("title", ""), row["team"], row.get("responsible"), _day(row.get("due")))


def _hold(row: Row) -> p.Hold | None:
    at_least, at_most = _number(row.get("at_least")), _number(row.get("at_most"))
    return None if at_least is None and at_most is None else p.Hold(at_least, at_most)


def _by(rows: Collection[Row], name: str) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
