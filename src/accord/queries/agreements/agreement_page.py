"""One agreement as its page shows it: parties, five clauses in words, who answered what, and what was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from accord.domain.canonical import Content as Body
from accord.domain.clauses import Clause
from accord.domain.differences import Difference, differences
from accord.domain.standing import OBJECT, deciding_answer
from accord.models import KeyResult
from accord.queries.access import Reader
from accord.queries.agreements.agreement_material import FINGERPRINTS, Material, Subject, read, subject_of
from accord.queries.agreements.agreement_rows import (
    STATES,
    AgreementPage,
    ClauseRow,
    Given,
    Moved,
    Part,
    PartyRow,
    Said,
    Seen,
)
from accord.queries.agreements.clause_lines import NO_CHANGES, Changes, Item, entries, items
from accord.queries.agreements.named_things import Thing, thing

PAGES = 256  # that are kept
WHOLE = frozenset({Clause.COMPLETION_CRITERIA, Clause.DEFINITIONS})


def agreement_page(who: Reader, key_result: KeyResult, *, outdated: Sequence[Seen] = ()) -> AgreementPage:
    """The agreement of a key result for one reader. `outdated` are parts that have moved since the reader saw them.

    What is stored is always read; where it is as it was, for somebody of the same teams, so is the page.
    """
    material = read(key_result)
    teams = frozenset(row["team__key"] for row in material.parties)
    reader = Reading(who.person.key if who.person else None, who.own_teams & teams, who.answers_for & teams)
    if outdated:
        return Gathering(reader, subject_of(key_result), material, outdated).page()
    return _page(reader, subject_of(key_result), material)


class Reading(NamedTuple):
    """Who reads: their id in the plan, and which parties they are of and answer for."""

    person: str | None
    own_teams: frozenset[str]
    answers_for: frozenset[str]


@lru_cache(maxsize=PAGES)
def _page(reader: Reading, subject: Subject, material: Material) -> AgreementPage:
    return Gathering(reader, subject, material).page()


class Gathering:
    """Puts a page together from what is stored."""

    def __init__(self, who: Reading, subject: Subject, material: Material, outdated: Sequence[Seen] = ()) -> None:
        self.who, self.subject, self.material = who, subject, material
        self.outdated = {(seen.team, seen.clause.number): seen for seen in outdated}
        self.contents, self.names, self.heirs = material.contents, material.names, material.heirs
        self.bodies, self.whose = self.contents.bodies, self.contents.whose
        self.answers = self._answers()
        self.parties = [self._party(row) for row in material.parties]
        by_teams = [party for party in self.parties if party.is_yours]
        self.shown_to = by_teams or [party for party in self.parties if party.team.id in who.own_teams]

    def page(self) -> AgreementPage:
        said, units = self._messages(), self._units()
        state = self.subject.state
        untouched = state == "open" and not any(party.has_answered for party in self.parties)
        metric, milestone = self.subject.metric, self.subject.milestone
        return AgreementPage(
            objective=self.subject.objective,
            measured_by=self.subject.measured_by,
            unit=units.get(metric) if metric else None if milestone else "%",
            state="untouched" if untouched else state,
            parties=self.parties,
            clauses=[self._clause(clause, said.get(clause.number, [])) for clause in Clause],
            names=self.names,
            versions=self.contents.versions,
            answers=self.answers,
            may_answer=any(party.is_yours for party in self.parties),
            units=units,
            whose=self.whose,
            is_member=bool(self.shown_to),
            realigned=self.material.realigned,
            moved=[self._moved(seen) for seen in self.outdated.values()],
        )

    def _units(self) -> dict[str, str | None]:
        body = self.bodies[self._own.fingerprints[-1]]
        return {str(each["id"]): each.get("unit") for each in entries(body, "metrics")}

    def _answers(self) -> list[Given]:
        return [
            Given(clause, self.heirs.get(team, team), team if team in self.heirs else None, *rest)
            for clause, team, *rest in self.material.answers
        ]

    def _party(self, row: Mapping[str, Any]) -> PartyRow:
        key = row["team__key"]
        given = [each for each in self.answers if each.team == key]
        return PartyRow(
            team=Thing("team", key, row["team__name"], code=row["team__code"]),
            is_own=row["is_own"],
            is_yours=key in self.who.answers_for,
            states=row["states"],
            empties=row["empties"],
            fingerprints=tuple(row[name] for name in FINGERPRINTS),
            answer_by=row["answer_by"],
            last_yes=next((each for each in reversed(given) if each.answer != OBJECT), None),
            has_answered=bool(given),
            counts=self._counts(key, tuple(row[name] for name in FINGERPRINTS)),
        )

    def _counts(self, team: str, fingerprints: Sequence[str]) -> dict[str, int]:
        held = {team, *(old for old, today in self.heirs.items() if today == team)}
        bodies = [self.bodies[fingerprints[place]] for place in (2, 3)]
        counted = {"actions": "team", "duties": "team", "needs": "from", "contributions": "team"}
        return {
            group: sum(each[whose] in held for body in bodies for each in entries(body, group))
            for group, whose in counted.items()
        }

    def _clause(self, clause: Clause, said: Sequence[Said]) -> ClauseRow:
        place = clause.number - 1
        parts = [self._part(party, clause) for party in self.parties]
        yours = [part for part in parts if part.party.is_yours]
        shown = self._items(clause, self.bodies[self._own.fingerprints[place]], self._changes(clause))
        mine, theirs = self._divided(shown, clause)
        return ClauseRow(
            clause=clause,
            state=self._state(parts),
            parts=parts,
            yours=yours,
            items=mine,
            theirs=theirs,
            thread=sorted([*said, *self._objected(clause)], key=lambda each: each.at),
            waits=any(part.state in {"open", "stale"} for part in yours),
            is_whole=clause in WHOLE or not self.shown_to or any(party.is_own for party in self.shown_to),
            fingerprint=self._own.fingerprints[place],
        )

    @property
    def _own(self) -> PartyRow:
        return next(party for party in self.parties if party.is_own)

    def _part(self, party: PartyRow, clause: Clause) -> Part:
        place = clause.number - 1
        given = [each for each in self.answers if each.team == party.team.id and each.clause == clause.number]
        decided = deciding_answer(given, party.fingerprints[place])
        letter = party.states[place]
        state = "empty" if letter == "a" and party.empties[place] == "1" else STATES[letter]
        return Part(party, state, party.fingerprints[place], decided)

    @staticmethod
    def _state(parts: Sequence[Part]) -> str:
        letters = {part.state for part in parts}
        worst = next((state for state in STATES.values() if state in letters), "empty")
        return "untouched" if worst == "open" and not any(part.given for part in parts) else worst

    def _changes(self, clause: Clause) -> Changes:
        """What differs between today's content and what the reader's teams saw, agreed or objected to."""
        told: list[Difference] = []
        for party in self.shown_to:
            part = self._part(party, clause)
            seen = self.outdated.get((party.team.id, clause.number))
            base = seen.fingerprint if seen else part.given.fingerprint if part.given else None
            if base == part.fingerprint or (part.state not in {"stale", "objected"} and not seen):
                continue
            told += self._differences(base, part.fingerprint)
        return Changes.of(told) if told else NO_CHANGES

    def _differences(self, seen: str | None, today: str) -> list[Difference]:
        before, after = self.bodies.get(seen or ""), self.bodies[today]
        if before is None or before["clause"] != after["clause"]:
            return []
        return differences(before, after, self.subject.objective)

    def _items(self, clause: Clause, body: Body, changes: Changes) -> list[Item]:
        teams = self.whose if clause is Clause.DECOMPOSITION else {}
        return items(body, self.names, changes, objective=self.subject.objective, teams=teams)

    def _divided(self, shown: Iterable[Item], clause: Clause) -> tuple[list[Item], list[tuple[Thing, list[Item]]]]:
        mine = {party.team.id for party in self.shown_to}
        yours: list[Item] = []
        theirs: dict[str, list[Item]] = defaultdict(list)
        for item in shown:
            team = self.heirs.get(item.team.id, item.team.id) if item.team else None
            if clause in WHOLE or team is None or team in mine:
                yours.append(item)
            else:
                theirs[team].append(item)
        if clause is Clause.RESPONSIBILITIES and self._own.team.id not in mine:
            # Who is accountable is the own team's line; the others read it among what they do not answer for.
            accountable = [item for item in yours if item.kind == "key_result"]
            yours = [item for item in yours if item.kind != "key_result"]
            theirs = {self._own.team.id: accountable + theirs.pop(self._own.team.id, []), **theirs}
        return yours, [(thing(self.names, "team", team), group) for team, group in theirs.items() if group]

    def _objected(self, clause: Clause) -> list[Said]:
        return [
            Said(
                clause=clause.number,
                kind=OBJECT,
                team=thing(self.names, "team", each.given_as or each.team),
                by=each.by,
                is_you=self._is_you(each.by_key),
                at=each.at,
                text=each.reason or "",
                key=f"objection-{each.act}-{each.team}",
            )
            for each in self.answers
            if each.clause == clause.number and each.answer == OBJECT
        ]

    def _messages(self) -> dict[int, list[Said]]:
        found: dict[int, list[Said]] = defaultdict(list)
        for key, clause, team, kind, by, by_key, at, text in self.material.messages:
            speaking = thing(self.names, "team", team)
            found[clause].append(Said(clause, kind, speaking, by, self._is_you(by_key), at, text, f"message-{key}"))
        return found

    def _is_you(self, person: str) -> bool:
        return self.who.person == person

    def _moved(self, seen: Seen) -> Moved:
        party = next((each for each in self.parties if each.team.id == seen.team), None)
        today = party.fingerprints[seen.clause.number - 1] if party else ""
        told = self._differences(seen.fingerprint, today) if party else []
        shown = self._items(seen.clause, self.bodies[today], Changes.of(told)) if told else []
        return Moved(
            team=thing(self.names, "team", seen.team),
            clause=seen.clause,
            items=[item for item in shown if item.is_changed],
        )
