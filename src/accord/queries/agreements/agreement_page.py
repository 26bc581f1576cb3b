"""One agreement as its page shows it: parties, five clauses in words, who answered what, and what was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from accord.domain.canonical import Content as Body
from accord.domain.canonical import fingerprint
from accord.domain.clauses import SCHEMA, Clause
from accord.domain.differences import Difference, differences
from accord.domain.standing import OBJECT, deciding_answer
from accord.models import Answer, Content, KeyResult, Message, Party
from accord.queries.access import Reader
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
    Version,
)
from accord.queries.agreements.clause_lines import NO_CHANGES, Changes, Item, entries, ids_named, items
from accord.queries.agreements.facts import successors
from accord.queries.agreements.history import latest_revision
from accord.queries.agreements.named_things import Names, Thing, named, thing
from accord.queries.prepared import Prepared
from accord.queries.realignments.realigned_clauses import realigned

PARTY = ("team__key", "team__name", "team__code", "is_own", "states", "empties", "asked_at", "answer_by")
FINGERPRINTS = tuple(f"fingerprint_{clause.number}" for clause in Clause)
ANSWER = (
    "clause", "team__key", "kind", "fingerprint", "is_standing", "reason", "act_id", "act__at", "act__by__name",
    "act__by__key",
)  # fmt: skip
MESSAGE = ("id", "clause", "team__key", "kind", "by__name", "by__key", "at", "text")
VERSION = ("fingerprint", "clause", "body", "change__id", "change__at", "change__by__name", "change__reason")
WHOLE = frozenset({Clause.COMPLETION_CRITERIA, Clause.DEFINITIONS})


def agreement_page(who: Reader, key_result: KeyResult, *, outdated: Sequence[Seen] = ()) -> AgreementPage:
    """The agreement of a key result for one reader. `outdated` are parts that have moved since the reader saw them."""
    return Gathering(who, key_result, outdated).page()


class Gathering:
    """The rows behind one page: a fixed number of statements, each asked once."""

    def __init__(self, who: Reader, key_result: KeyResult, outdated: Sequence[Seen] = ()) -> None:
        self.who, self.key_result = who, key_result
        self.outdated = {(seen.team, seen.clause.number): seen for seen in outdated}
        self.rows = _PARTIES.rows(key_result=key_result.pk)
        self.versions = _versions(key_result)
        self.heirs = self._heirs()
        self.answers = self._answers()
        self.bodies = {version.fingerprint: version.body for version in self.versions} | _nothing(key_result)
        self.names = self._names()
        self.whose = {str(each["id"]): str(each["team"]) for each in self._charges()}
        self.parties = [self._party(row) for row in self.rows]
        by_teams = [party for party in self.parties if party.is_yours]
        self.shown_to = by_teams or [party for party in self.parties if party.team.id in who.own_teams]

    def page(self) -> AgreementPage:
        said = self._messages()
        state = self.key_result.agreement.state
        untouched = state == "open" and not any(party.has_answered for party in self.parties)
        return AgreementPage(
            key_result=self.key_result,
            state="untouched" if untouched else state,
            parties=self.parties,
            clauses=[self._clause(clause, said.get(clause.number, [])) for clause in Clause],
            names=self.names,
            versions=self.versions,
            answers=self.answers,
            may_answer=any(party.is_yours for party in self.parties),
            last_revision=latest_revision(),
            units=self._units(),
            whose=self.whose,
            is_member=bool(self.shown_to),
            realigned=realigned(self.key_result.pk),
            moved=[self._moved(seen) for seen in self.outdated.values()],
        )

    def _units(self) -> dict[str, str | None]:
        body = self.bodies[self._own.fingerprints[-1]]
        return {str(each["id"]): each.get("unit") for each in entries(body, "metrics")}

    def _heirs(self) -> Mapping[str, str]:
        parties = {row["team__key"] for row in self.rows}
        named_teams = ids_named(version.body for version in self.versions).get("team", set())
        return successors() if named_teams - parties else {}

    def _answers(self) -> list[Given]:
        return [
            Given(clause, self.heirs.get(team, team), team if team in self.heirs else None, *rest)
            for clause, team, *rest in _ANSWERS(key_result=self.key_result.pk)
        ]

    def _names(self) -> Names:
        bodies = [version.body for version in self.versions]
        ids = ids_named(bodies)
        ids.setdefault("team", set()).update(row["team__key"] for row in self.rows)
        ids.setdefault("key_result", set()).add(self.key_result.key)
        ids.setdefault("objective", set()).add(self.key_result.objective.key)
        found = named(ids, self.key_result.cycle, duties_of=self.key_result.pk)
        own = found["key_result", self.key_result.key]
        texts = {name: getattr(self.key_result, name) or "" for name in self.key_result.wording}
        found["key_result", own.id] = Thing(own.kind, own.id, own.name, person=own.person, texts=texts)
        return found

    def _charges(self) -> list[dict[str, Any]]:
        """Each action with its team, as the responsibilities say, those of earlier versions too."""
        bodies = [version.body for version in self.versions if version.body["clause"] == Clause.RESPONSIBILITIES]
        return [each for body in bodies for each in entries(body, "actions")]

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
        return differences(before, after, self.key_result.objective.key)

    def _items(self, clause: Clause, body: Body, changes: Changes) -> list[Item]:
        teams = self.whose if clause is Clause.DECOMPOSITION else {}
        return items(body, self.names, changes, objective=self.key_result.objective.key, teams=teams)

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
        for key, clause, team, kind, by, by_key, at, text in _MESSAGES(key_result=self.key_result.pk):
            speaking = thing(self.names, "team", team)
            found[clause].append(Said(clause, kind, speaking, by, self._is_you(by_key), at, text, f"message-{key}"))
        return found

    def _is_you(self, person: str) -> bool:
        return self.who.person is not None and self.who.person.key == person

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


def _versions(key_result: KeyResult) -> list[Version]:
    rows = _VERSIONS(key_result=key_result.pk)
    return [Version(seen, clause, orjson.loads(body), *rest) for seen, clause, body, *rest in rows]


def _nothing(key_result: KeyResult) -> dict[str, Body]:
    """Parts that hold nothing: they are never kept, for they are known."""
    bodies: list[Body] = [{"schema": SCHEMA, "clause": each.value, "key_result": key_result.key} for each in Clause]
    return {fingerprint(body): body for body in bodies}


_PARTIES = Prepared(
    lambda key_result: (
        Party.objects.filter(agreement_id=key_result)
        .order_by("-is_own", "team__position", "team__id")
        .values_list(*PARTY, *FINGERPRINTS)
    ),
    key_result=int,
)
_ANSWERS = Prepared(
    lambda key_result: Answer.objects.filter(key_result=key_result).order_by("id").values_list(*ANSWER), key_result=int
)
_MESSAGES = Prepared(
    lambda key_result: Message.objects.filter(key_result=key_result).order_by("id").values_list(*MESSAGE),
    key_result=int,
)
_VERSIONS = Prepared(
    lambda key_result: (
        Content.objects.filter(key_result=key_result).order_by("change__id", "clause").values_list(*VERSION)
    ),
    key_result=int,
)
