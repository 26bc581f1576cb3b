"""The demo organization hangs together: its plan, and the story that is told with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import accord.demo
from accord.domain import facts as shape
from accord.domain.answering import TeamPeople, answerers, own_teams, teams_answered_for
from accord.domain.clauses import agreement_parts, parties
from accord.domain.facts import KeyResultFacts
from accord.domain.plan import Hold, PathPoint
from accord.domain.rights import Sides, may_write
from accord.domain.standing import AGREE, OBJECT, Answer, Standing, part_standing, worst
from accord.domain.wording.marks import refusal_of_mark
from accord.domain.wording.words import same_words
from accord.formats.plan import read_plan

Item = dict[str, Any]
REVIEWING = ("review", "acknowledge")
States = dict[str, dict[str, list[Standing]]]

FOLDER = Path(accord.demo.__file__).parent
CO, PRO, DES, ENG, PLA, SEC, DAT = "tidewell", "product", "design", "engineering", "platform", "security", "data"
SUP, MKT, SAL, PAR, FIN, PEO = "support", "marketing", "sales", "partners", "finance", "people"

SUPPORTS = {
    "sup-1.3": ({SUP, ENG, DAT}, Standing.STALE),
    "eng-1.1": ({ENG, SUP, PRO, PLA}, Standing.STALE),
    "pla-1.2": ({PLA, SUP, ENG}, Standing.STALE),
    "pro-1.1": ({PRO, SUP, ENG, DAT}, Standing.OBJECTED),
    "mkt-2.1": ({MKT, SUP}, Standing.OPEN),
    "eng-2.1": ({ENG, SUP}, Standing.OPEN),
    "fin-1.1": ({FIN, SUP}, Standing.OPEN),
    "sup-1.1": ({SUP, FIN}, Standing.AGREED),
    "sup-1.2": ({SUP, MKT}, Standing.AGREED),
    "sup-2.1": ({SUP, PRO}, Standing.AGREED),
    "sup-2.2": ({SUP, DAT}, Standing.AGREED),
    "mkt-1.2": ({MKT, SUP, DES}, Standing.AGREED),
    "co-1.2": ({CO, SUP}, Standing.AGREED),
}
OTHERS = {
    "co-1.1": ({CO, PRO, MKT, ENG}, Standing.AGREED),
    "pro-1.2": ({PRO, DES, ENG}, Standing.AGREED),
    "pro-2.1": ({PRO, SAL}, Standing.AGREED),
    "pro-3.1": ({PRO, DES, DAT}, Standing.AGREED),
    "des-1.1": ({DES, PRO}, Standing.AGREED),
    "eng-3.1": ({ENG, PRO, PLA}, Standing.OPEN),
    "sec-1.1": ({SEC, PRO}, Standing.AGREED),
    "sec-2.1": ({SEC, PEO, PLA}, Standing.AGREED),
    "dat-1.1": ({DAT, PLA, ENG}, Standing.AGREED),
    "dat-2.1": ({DAT, SEC}, Standing.AGREED),
    "mkt-1.1": ({MKT, PRO}, Standing.AGREED),
    "sal-1.1": ({SAL, PRO}, Standing.OPEN),
    "sal-2.1": ({SAL, MKT, DAT, PAR}, Standing.OPEN),
    "sal-3.1": ({SAL, SEC}, Standing.AGREED),
    "par-1.1": ({PAR, SAL}, Standing.AGREED),
    "fin-2.1": ({FIN, PLA, SAL}, Standing.AGREED),
    "peo-2.1": ({PEO, FIN}, Standing.AGREED),
}


@cache
def loaded(name: str) -> Item:
    read: Item = yaml.safe_load((FOLDER / name).read_bytes())
    return read


def load(name: str) -> Item:
    return deepcopy(loaded(name))


def story() -> list[Item]:
    events: list[Item] = load("story.yaml")["events"]
    return events


class Tidewell:
    """The plan as it changes while the story is told, with everybody's answers."""

    def __init__(self) -> None:
        self.plan = load("tidewell.yaml")
        self.key_results = {
            kr["id"]: (kr, objective) for objective in self.plan["objectives"] for kr in objective["key_results"]
        }
        self.actions = {a["id"]: (a, kr, o) for kr, o in self.key_results.values() for a in kr.get("actions", [])}
        self.needs = {n["id"]: (n, kr, o) for kr, o in self.key_results.values() for n in kr.get("needs", [])}
        self.metrics = {metric["id"]: metric for metric in self.plan["metrics"]}
        self.milestones = {milestone["id"]: milestone for milestone in self.plan["milestones"]}
        self.teams = {team["id"]: team for team in self.plan["teams"]}
        self.answers: defaultdict[tuple[str, str, int], list[Answer]] = defaultdict(list)

    def item(self, kind: str, identifier: str) -> Item:
        """The item, as it can be changed."""
        found: Item = {
            "key_result": lambda: self.key_results[identifier][0],
            "action": lambda: self.actions[identifier][0],
            "need": lambda: self.needs[identifier][0],
            "metric": lambda: self.metrics[identifier],
        }[kind]()
        return found

    def sides(self, kind: str, identifier: str) -> Sides:
        """Whose the lines of an item are."""
        if kind == "metric":
            return Sides(owner=self.metrics[identifier]["owner"])
        if kind == "key_result":
            return Sides(own=self.key_results[identifier][1]["team"])
        if kind == "action":
            action, _, objective = self.actions[identifier]
            return Sides(own=objective["team"], doing=action.get("team"))
        need, _, objective = self.needs[identifier]
        return Sides(own=objective["team"], providing=need["from"])

    def people(self) -> dict[str, TeamPeople]:
        return {identifier: team_people(team) for identifier, team in self.teams.items()}

    def parts(self, key_result: str) -> Any:
        return agreement_parts(self.facts(key_result))

    def states(self) -> States:
        """The standing of every part of every agreement, by key result and party."""
        found: States = {}
        for identifier in self.key_results:
            if len(parties(self.facts(identifier))) < 2:
                continue
            found[identifier] = {
                team: [
                    part_standing(self.answers[identifier, team, p.clause.number], p.fingerprint, p.empty) for p in five
                ]
                for team, five in self.parts(identifier).items()
            }
        return found

    def tell(self, event: Item) -> None:
        """Do what an event says. Texts that change in wording only stay as they were for content."""
        if event["do"] == "apply":
            for change in event["set"]:
                item = self.item(change["kind"], change["id"])
                if not (change.get("wording_only") or is_wording(item.get(change["field"]), change["to"])):
                    item[change["field"]] = change["to"]
        for team, numbers in answered(event):
            for part in self.parts(event["key_result"])[team]:
                if part.clause.number in numbers and not part.empty:
                    answer = Answer(AGREE if event["do"] == "agree" else OBJECT, part.fingerprint)
                    self.answers[event["key_result"], team, part.clause.number].append(answer)

    def facts(self, identifier: str) -> KeyResultFacts:
        kr, objective = self.key_results[identifier]
        return KeyResultFacts(
            id=identifier,
            team=objective["team"],
            objective=objective["id"],
            objective_title=objective["title"],
            ambition=objective.get("ambition", "committed"),
            due=day(kr.get("due", self.plan["cycle"]["end"])),
            hold=hold(kr),
            path=tuple(PathPoint(day(p["date"]), exact(p["value"])) for p in kr.get("path", [])),
            guardrails=tuple(kr.get("guardrails", [])),
            terms=tuple(kr.get("terms", [])),
            duties=tuple(shape.DutyFacts(**duty) for duty in kr.get("duties", [])),
            actions=tuple(self.action_facts(action) for action in kr.get("actions", [])),
            needs=tuple(self.need_facts(need) for need in kr.get("needs", [])),
            contributions=tuple(self.contributions(identifier)),
            metrics={i: shape.MetricFacts(**only(m, shape.MetricFacts)) for i, m in self.metrics.items()},
            milestones={
                i: shape.MilestoneFacts(**only(m, shape.MilestoneFacts) | {"date": day(m["date"])})
                for i, m in self.milestones.items()
            },
            baseline=number(kr, "baseline"),
            target=number(kr, "target"),
            **{f: kr.get(f) for f in ("title", "metric", "milestone", "completion_criteria", "decomposition")},
        )

    def action_facts(self, action: Item) -> shape.ActionFacts:
        due, effort, expected = action.get("due"), number(action, "effort_days"), number(action, "expected")
        return shape.ActionFacts(action["id"], action["title"], action.get("team"), due and day(due), effort, expected)

    def need_facts(self, need: Item) -> shape.NeedFacts:
        return shape.NeedFacts(
            id=need["id"],
            provider=need["from"],
            what=need["what"],
            for_action=need.get("for"),
            completion_criteria=need.get("completion_criteria"),
            by=day(need["by"]),
            promised=day(need["promised"]) if "promised" in need else None,
            provided_by=self.provider(need["provided_by"]) if "provided_by" in need else None,
            declined="declined" in need,
        )

    def provider(self, identifier: str) -> shape.ProviderFacts:
        if identifier in self.actions:
            action = self.actions[identifier][0]
            return shape.ProviderFacts("action", identifier, action["title"], day(action["due"]))
        kr, _ = self.key_results[identifier]
        named = {f: kr.get(f) for f in ("title", "metric", "milestone", "completion_criteria")}
        due = day(kr.get("due", self.plan["cycle"]["end"]))
        return shape.ProviderFacts(
            "key_result", identifier, due=due, target=number(kr, "target"), hold=hold(kr), **named
        )

    def contributions(self, key_result: str) -> Iterator[shape.ContributionFacts]:
        for objective in self.plan["objectives"]:
            for given in objective.get("contributes_to", []):
                if given["key_result"] == key_result:
                    head = objective["id"], objective["title"], objective["team"]
                    yield shape.ContributionFacts(*head, number(given, "share"), given["status"])


def team_people(team: Item) -> TeamPeople:
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for member in team.get("members", []):
        roles[member.get("role", "member")].append(member["person"])
    leads, delegates, members = (tuple(roles[role]) for role in ("lead", "delegate", "member"))
    return TeamPeople(team.get("parent"), leads, delegates, members=members)


def day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def exact(value: float) -> Decimal:
    return Decimal(str(value))


def number(item: Item, field: str) -> Decimal | None:
    return exact(item[field]) if field in item else None


def hold(kr: Item) -> Hold | None:
    return Hold(number(kr["hold"], "at_least"), number(kr["hold"], "at_most")) if "hold" in kr else None


def only(item: Item, kind: Any) -> Item:
    return {field: value for field, value in item.items() if field in kind.__slots__}


def is_wording(before: object, after: object) -> bool:
    return isinstance(before, str) and isinstance(after, str) and same_words(before, after)


def answered(event: Item) -> list[tuple[str, Sequence[int]]]:
    if event["do"] == "agree":
        return [(team, range(1, 6) if event["clauses"] == "all" else event["clauses"]) for team in event["teams"]]
    return [(event["team"], [event["clause"]])] if event["do"] == "object" else []


def speaking(event: Item) -> list[str]:
    return event.get("teams") or [event["team"]]


def told(until: date = date.max) -> Tidewell:
    """Tidewell as it stands at the beginning of a day."""
    tidewell = Tidewell()
    for event in story():
        if event["at"].date() < until:
            tidewell.tell(event)
    return tidewell


@pytest.fixture(scope="module")
def end() -> States:
    return told().states()


def overall(parts: Mapping[str, Sequence[Standing]]) -> Standing:
    return worst(standing for five in parts.values() for standing in five)


def test_the_plan_is_read_without_an_error() -> None:
    assert read_plan([str(FOLDER / "tidewell.yaml")]).plan.organization.id == "tidewell"


def test_actions_and_promises_are_carried_by_people_of_the_team() -> None:
    demo = Tidewell()
    members = {team: {m["person"] for m in each.get("members", [])} for team, each in demo.teams.items()}
    assert set().union(*members.values()) == {person["id"] for person in demo.plan["people"]}
    for action, _, _ in demo.actions.values():
        assert action["responsible"] in members[action["team"]], action["id"]
    for need, _, _ in demo.needs.values():
        if "provided_by" in need and need["provided_by"] in demo.actions:
            assert demo.actions[need["provided_by"]][0]["team"] == need["from"], need["id"]


def test_the_parties_are_those_of_the_design() -> None:
    found = {identifier: set(parties(Tidewell().facts(identifier))) for identifier in Tidewell().key_results}
    shared = {identifier: teams for identifier, teams in found.items() if len(teams) > 1}
    assert shared == {identifier: teams for identifier, (teams, _) in (SUPPORTS | OTHERS).items()}
    assert {identifier for identifier, teams in shared.items() if SUP in teams} == set(SUPPORTS)


def test_the_story_is_told_in_order_between_its_days() -> None:
    script = load("story.yaml")
    times: list[datetime] = [event["at"] for event in script["events"]]
    assert times == sorted(times)
    assert times[0] > script["opens"]
    assert times[-1].date() == day(script["ends"])


def test_everybody_answers_for_a_party_and_for_something() -> None:
    demo = Tidewell()
    for event in story():
        if event["do"] not in ("apply", "need"):
            for team in speaking(event):
                assert event["by"] in answerers(team, demo.people()), event
                assert event["do"] in REVIEWING or team in demo.parts(event["key_result"]), event
        for team, numbers in answered(event):
            parts = {part.clause.number: part for part in demo.parts(event["key_result"])[team]}
            empty = [number for number in numbers if parts[number].empty]
            assert len(empty) < len(numbers), event
            assert event.get("clauses") == "all" or not empty, event
        demo.tell(event)


def test_people_change_only_the_lines_of_their_own_teams() -> None:
    demo = Tidewell()
    for event in story():
        for change in event.get("set", []):
            kind, identifier, field = change["kind"], change["id"], change["field"]
            assert may_write(kind, field, demo.sides(kind, identifier), own_teams(event["by"], demo.people())), event
            before = demo.item(kind, identifier).get(field)
            assert str(before) != str(change["to"]), event
            if change.get("wording_only"):
                assert refusal_of_mark(before, change["to"], before) is None
        demo.tell(event)


def test_nobody_who_answers_for_a_team_applies_the_plan() -> None:
    assert not teams_answered_for(load("story.yaml")["applied_by"], Tidewell().people())


@pytest.mark.parametrize("key_result", sorted(SUPPORTS | OTHERS))
def test_each_agreement_ends_where_the_design_shows_it(key_result: str, end: States) -> None:
    assert overall(end[key_result]) is (SUPPORTS | OTHERS)[key_result][1]


def test_no_answer_at_all_was_given_on_new_revenue() -> None:
    assert {key[0] for key, given in told().answers.items() if given} == set(SUPPORTS | OTHERS) - {"sal-1.1"}


def test_engineerings_change_makes_exactly_these_parts_stale(end: States) -> None:
    stale = {
        (kr, team): [number for number, standing in enumerate(five, 1) if standing is Standing.STALE]
        for kr, teams in end.items()
        for team, five in teams.items()
        if Standing.STALE in five
    }
    assert stale == {
        ("sup-1.3", SUP): [4, 5],
        ("sup-1.3", DAT): [5],
        ("eng-1.1", SUP): [1, 5],
        ("eng-1.1", PRO): [1, 5],
        ("eng-1.1", PLA): [1, 5],
        ("pla-1.2", PLA): [5],
        ("pla-1.2", SUP): [5],
    }
    before = told(until=date(2026, 11, 18)).states()
    assert {kr: overall(before[kr]) for kr in ("sup-1.3", "eng-1.1", "pla-1.2")} == dict.fromkeys(
        ("sup-1.3", "eng-1.1", "pla-1.2"), Standing.AGREED
    )


def test_clause_4_of_calendar_tickets_is_as_the_design_shows_it(end: States) -> None:
    clause = {team: five[3] for team, five in end["pro-1.1"].items()}
    assert clause == {PRO: Standing.AGREED, SUP: Standing.OPEN, ENG: Standing.OBJECTED, DAT: Standing.AGREED}
    rest = [standing for five in end["pro-1.1"].values() for number, standing in enumerate(five, 1) if number != 4]
    assert set(rest) == {Standing.AGREED}


def test_a_change_taken_back_is_agreed_again_by_itself() -> None:
    away = told(until=date(2026, 11, 5)).states()["dat-1.1"]
    assert away[ENG][0] is away[PLA][0] is Standing.STALE
    assert overall(told(until=date(2026, 11, 7)).states()["dat-1.1"]) is Standing.AGREED
