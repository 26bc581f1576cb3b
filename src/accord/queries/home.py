"""A person's home page: what needs them, soonest first, and whether their team is aligned."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from accord.models import Content, Cycle, Person, Team
from accord.queries.asks import waiting
from accord.queries.names import PersonName, TeamName
from accord.queries.people.answerers import answerers_of
from accord.queries.prepared import Prepared
from accord.queries.sentences import sentences

LINES = 20  # on the page; the others are counted
READ = 100  # rows read to fill the lines: a person may answer for several parties to one agreement

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Something another team said in a clause: a question, or what would make its objection a yes."""

    team: TeamName
    clause: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The most telling thing in a part that waits; `more` counts the others like it.

    kind is need, action, duty or contribution; `by` the day it is for, `promised` the day the reader's team gave.
    """

    kind: str
    text: str
    by: date | None = None
    promised: date | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change that waits for the reader in one agreement or several: its realignment, who made it, and where."""

    realignment: int
    by: str
    titles: tuple[str, ...]
    keys: frozenset[str]


@dataclass(slots=True)
class Line:
    """One agreement that needs the reader: which clauses wait, and what others said that calls for an answer."""

    key: str
    title: str
    team: TeamName  # whose result it is
    is_own: bool = False  # the reader answers for that team
    answers_as: list[TeamName] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)  # the reader's team objects, to what holds something else by now
    asked_at: datetime | None = None
    answer_by: date | None = None
    question: Said | None = None
    objections: list[Said] = field(default_factory=list)
    asked: Asked | None = None
    change: Change | None = None  # it stands for all agreements that this change made stale for the reader

    @property
    def clauses(self) -> list[int]:
        """The clauses that wait for the reader's answer."""
        return sorted(self.open | self.stale | self.moved)

    @property
    def clauses_in_words(self) -> str:
        """'clause 4', 'clauses 1 and 5'."""
        return sentences.clauses(self.clauses)

    @property
    def opens_at(self) -> int:
        """The clause to look at first."""
        if self.question:
            return self.question.clause
        if self.is_own and self.objections:
            return self.objections[0].clause
        return self.clauses[0]

    @property
    def since(self) -> datetime | None:
        """Since when it waits, for what has no day to answer by."""
        said = self.question or (self.objections[0] if self.objections else None)
        return said.at if said else self.asked_at


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs somebody: the first lines of it, soonest first."""

    lines: Sequence[Line]

    def overdue(self, today: date) -> list[Line]:
        """Lines whose day to answer by has passed."""
        return [line for line in self.lines if line.answer_by and line.answer_by < today]

    def next_deadline(self, today: date) -> date | None:
        """The next day by which something is to be answered."""
        return min((line.answer_by for line in self.lines if line.answer_by and line.answer_by >= today), default=None)


def needs(teams: Collection[str], cycle: Cycle) -> Needs:
    """One line an agreement, for the teams (ids) that somebody answers for, and one for each change that made
    agreements stale; four statements.
    """
    if not teams:
        return Needs([])
    lines: dict[int, Line] = {}
    parts = waiting.parts(teams, cycle, most=READ)
    for row in parts:
        _add_part(lines, row)
    for row in waiting.said(teams, cycle, most=READ):
        _add_said(lines, row)
    lines = _folded(lines, waiting.realignments(teams, cycle)) if any(line.stale for line in lines.values()) else lines
    chosen = dict(sorted(lines.items(), key=lambda pair: _soonest(pair[1]))[:LINES])
    _add_asked(chosen, [row for row in parts if row["id"] in chosen])
    return Needs(list(chosen.values()))


def who_answers(teams: Collection[str]) -> list[PersonName]:
    """The people who answer for any of these teams, for somebody who does not; three statements."""
    people = answerers_of([team for (team,) in _TEAMS(teams=teams)])
    return [PersonName(*row) for row in _PEOPLE(people=people)]


def _folded(lines: Mapping[int, Line], changes: Sequence[Row]) -> dict[int, Line]:
    """The same, with one line for all that one change made stale. What somebody said there stays a line of its own."""
    by_change: dict[int, list[Row]] = defaultdict(list)
    for row in changes:
        line = lines.get(row["id"])
        if line and not line.question and not (line.is_own and line.objections):
            by_change[row["realignment"]].append(row)
    found = dict(lines)
    for realignment, rows in by_change.items():
        first, *others = sorted((row["id"] for row in rows), key=lambda pk: _soonest(lines[pk]))
        held = [lines[pk] for pk in (first, *others)]
        titles, keys = tuple(line.title for line in held), frozenset(line.key for line in held)
        lines[first].change = Change(realignment, rows[0]["by_name"] or "", titles, keys)
        for pk in others:
            del found[pk]
    return found


def _line(lines: dict[int, Line], key_result: int, row: Row) -> Line:
    if key_result not in lines:
        team = TeamName(row["result_team"], row["result_team_name"], row["result_team_code"])
        lines[key_result] = Line(row["result"], row["result_title"], team)
    return lines[key_result]


def _add_part(lines: dict[int, Line], row: Row) -> None:
    line = _line(lines, row["id"], row)
    line.is_own = line.is_own or bool(row["is_own"])
    line.answers_as.append(_team(row))
    line.open |= {number for number, letter in enumerate(row["states"], 1) if letter == "o"}
    line.stale |= {number for number, letter in enumerate(row["states"], 1) if letter == "s"}
    line.answer_by = min(filter(None, (line.answer_by, row["answer_by"])), default=None)
    line.asked_at = min(filter(None, (line.asked_at, row["asked_at"])), default=None)


def _add_said(lines: dict[int, Line], row: Row) -> None:
    """A question needs the reader, an objection to a result of one's own, and one's own objection once its part holds
    something else; another objection is only told beside.
    """
    said = Said(_team(row), row["clause"], row["text"], row["at"])
    needs_reader = row["what"] != "objection" or (row["is_own"] and not row["moved"])
    if not needs_reader and row["id"] not in lines:
        return
    line = _line(lines, row["id"], row)
    if row["what"] == "question":
        line.question = line.question or said
    elif row["what"] == "own-objection":
        line.moved.add(row["clause"])
    elif needs_reader or not row["is_own"]:
        line.objections.append(said)
    line.is_own = line.is_own or bool(row["is_own"])


def _soonest(line: Line) -> tuple[bool, date, str]:
    return line.answer_by is None, line.answer_by or (line.since.date() if line.since else date.max), line.key


def _add_asked(lines: Mapping[int, Line], parts: Sequence[Row]) -> None:
    """Read what the waiting parts hold, and keep the most telling of it. A team's own result needs no telling."""
    wanted: dict[int, dict[int, str]] = defaultdict(dict)
    for row in parts:
        if not row["is_own"]:
            for number in lines[row["id"]].clauses:
                if row["states"][number - 1] in "os" and row["empties"][number - 1] == "0":
                    wanted[row["id"]].setdefault(number, row[f"fingerprint_{number}"])
    prints = [each for clauses in wanted.values() for each in clauses.values()]
    bodies: dict[str, str] = dict(_BODIES(fingerprints=prints)) if prints else {}
    for key_result, clauses in wanted.items():
        held = {number: orjson.loads(bodies[each]) for number, each in clauses.items() if each in bodies}
        lines[key_result].asked = _most_telling(held)


def _most_telling(held: Mapping[int, Mapping[str, Any]]) -> Asked | None:
    needed = held.get(4, {}).get("needs", [])
    if needed:
        first = needed[0]
        days = (_day(first.get("by")), _day(first.get("promised")))
        return Asked("need", first["what"], *days, more=len(needed) - 1)
    for clause, name, kind, text in (
        (2, "actions", "action", "title"),
        (3, "duties", "duty", "does"),
        (4, "contributions", "contribution", "title"),
    ):
        if found := held.get(clause, {}).get(name, []):
            return Asked(kind, found[0][text], _day(found[0].get("due")), more=len(found) - 1)
    return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _team(row: Row) -> TeamName:
    return TeamName(row["team"], row["team_name"], row["team_code"])


_TEAMS = Prepared(lambda teams: Team.objects.filter(key__amongst=teams).values_list("id"), teams=list)
_PEOPLE = Prepared(lambda people: Person.objects.filter(pk__amongst=people).values_list("key", "name"), people=list)
_BODIES = Prepared(
    lambda fingerprints: Content.objects.filter(fingerprint__amongst=fingerprints).values_list("fingerprint", "body"),
    fingerprints=list,
)
