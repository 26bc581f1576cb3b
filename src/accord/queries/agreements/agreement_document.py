"""Agreements as documents: what the shell prints, and what lists of many of them are made of.

A fixed number of statements for any number of agreements.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db.models import QuerySet

from accord.domain.canonical import Content as Body
from accord.domain.canonical import fingerprint
from accord.domain.clauses import SCHEMA, Clause
from accord.domain.standing import Standing, deciding_answer, worst
from accord.models import Agreement, Answer, Content, Cycle, KeyResult, Message, Party, Team
from accord.queries.agreements.facts import successors
from accord.queries.agreements.history import history

STANDINGS = {"x": Standing.OBJECTED, "s": Standing.STALE, "o": Standing.OPEN, "a": Standing.AGREED}
PARTY = ("agreement_id", "team__key", "is_own", "states", "empties", *(f"fingerprint_{c.number}" for c in Clause))
ANSWER = (
    "key_result_id", "clause", "team__key", "kind", "fingerprint", "is_standing", "act__by__key", "act__by_email",
    "act__at",
)  # fmt: skip
QUESTION = ("key_result_id", "clause", "team__key", "by__key", "at", "text")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, as it counts today: `team` is the party, `given_as` the ended team that gave it."""

    team: str
    given_as: str | None
    answer: str
    fingerprint: str
    is_standing: bool
    by: str
    by_email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A party's part of a clause, as stored."""

    team: str
    is_own: bool
    standing: Standing
    fingerprint: str
    empty: bool


Place = tuple[int, int]  # key result (row id), number of the clause
ByTeam = Mapping[str, list[Given]]  # a party's answers, the earliest first
NOBODYS: ByTeam = {}


def agreements(cycle: Cycle, *, team: str | None = None, state: str | None = None) -> list[dict[str, Any]]:
    """All agreements of a cycle, by the key result's id: of one party, or in one state, where that is asked."""
    found = Agreement.objects.filter(key_result__cycle=cycle)
    if state is not None:
        found = found.filter(state=state)
    if team is not None:
        found = found.filter(parties__team__key=team)
    return documents(found.values_list("pk", flat=True))


def documents(key_results: "Iterable[int] | QuerySet[Any, Any]") -> list[dict[str, Any]]:
    """The agreements of these key results (row ids), by the key result's id."""
    ids = list(key_results)
    heads = Agreement.objects.filter(pk__amongst=ids).values_list("pk", "key_result__key", "state")
    parts, answers, questions = _parts(ids), _answers(ids), _questions(ids)
    # By code point, whatever the order of the database's language is.
    return [
        _document(pk, key, state, parts, answers, questions)
        for pk, key, state in sorted(heads, key=lambda head: (head[1], head[0]))
    ]


def document(key_result: KeyResult) -> dict[str, Any]:
    """One agreement, as it stands."""
    (found,) = documents([key_result.pk])
    return found


def document_with_content(key_result: KeyResult, seen: str | None = None) -> dict[str, Any] | None:
    """One agreement with what its clauses say and their history.

    With `seen` the content is the one part or clause with this fingerprint, today's or an earlier
    one's, word for word; None where no such content was ever part of this agreement.
    """
    found = document(key_result)
    own = {clause["clause"]: clause["fingerprint"] for clause in found["clauses"]}
    bodies = contents(key_result, own.values() if seen is None else [seen])
    if seen is not None and seen not in bodies:
        return None
    said = [bodies[each] for each in (own.values() if seen is None else [seen])]
    found["content"] = {str(body["clause"]): body for body in said}
    found["history"] = [entry.as_json() for entry in history(key_result)]
    return found


def contents(key_result: KeyResult, fingerprints: Collection[str]) -> dict[str, Body]:
    """What parts of this key result's clauses held, by fingerprint; unknown fingerprints are left out."""
    nothing: list[Body] = [{"schema": SCHEMA, "clause": c.value, "key_result": key_result.key} for c in Clause]
    found = {fingerprint(body): body for body in nothing}
    for seen, body in Content.objects.filter(pk__in=fingerprints).values_list("fingerprint", "body"):
        found[seen] = orjson.loads(body)
    return {seen: found[seen] for seen in fingerprints if seen in found and found[seen]["key_result"] == key_result.key}


def fingerprints_today(key_result: KeyResult) -> dict[str, tuple[str, ...]]:
    """Each party's five fingerprints as they stand, by the team's id."""
    parties = Party.objects.filter(agreement_id=key_result.pk).select_related("team")
    return {party.team.key: party.fingerprints for party in parties}


def names(key_results: Collection[int], teams: Collection[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Ids in the plan of key results and of teams, by row id."""
    found = KeyResult.objects.filter(pk__amongst=key_results).values_list("id", "key")
    named = Team.objects.filter(pk__amongst=teams)
    return dict(found), dict(named.values_list("id", "key"))


def _parts(ids: list[int]) -> dict[Place, list[Part]]:
    found: dict[Place, list[Part]] = defaultdict(list)
    rows = Party.objects.filter(agreement_id__amongst=ids).order_by().values_list(*PARTY)
    for key_result, team, is_own, states, empties, *fingerprints in rows:
        for number, (letter, empty, seen) in enumerate(zip(states, empties, fingerprints, strict=True), 1):
            found[key_result, number].append(Part(team, is_own, STANDINGS[letter], seen, empty == "1"))
    return found


def _answers(ids: list[int]) -> dict[Place, ByTeam]:
    heirs = successors()
    found: dict[Place, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    rows = Answer.objects.filter(key_result_id__amongst=ids).order_by("id").values_list(*ANSWER)
    for key_result, clause, team, *rest in rows:
        party = heirs.get(team, team)
        found[key_result, clause][party].append(Given(party, team if team in heirs else None, *rest))
    return {place: dict(by_team) for place, by_team in found.items()}


def _questions(ids: list[int]) -> dict[Place, list[dict[str, Any]]]:
    found: dict[Place, list[dict[str, Any]]] = defaultdict(list)
    asked = Message.objects.filter(key_result_id__amongst=ids, kind=Message.Kind.QUESTION).order_by("id")
    for key_result, clause, team, by, at, text in asked.values_list(*QUESTION):
        found[key_result, clause].append({"team": team, "by": by, "at": at.isoformat(), "text": text})
    return found


def _document(
    pk: int,
    key: str,
    state: str,
    parts: Mapping[Place, list[Part]],
    answers: Mapping[Place, ByTeam],
    questions: Mapping[Place, list[dict[str, Any]]],
) -> dict[str, Any]:
    first = parts[pk, 1]
    return {
        "key_result": key,
        "team": next(part.team for part in first if part.is_own),
        "parties": sorted(part.team for part in first),
        "state": state,
        "clauses": [
            _clause(clause, parts[pk, clause.number], answers.get((pk, clause.number), NOBODYS))
            | {"questions": questions.get((pk, clause.number), [])}
            for clause in Clause
        ],
    }


def _clause(clause: Clause, parts: list[Part], answers: ByTeam) -> dict[str, Any]:
    in_order = sorted(parts, key=lambda part: part.team)
    answered = (part for part in in_order if part.team in answers)
    decided = ((part, deciding_answer(answers[part.team], part.fingerprint)) for part in answered)
    return {
        "clause": clause.value,
        "state": worst(part.standing for part in parts).value,
        "fingerprint": next(part.fingerprint for part in parts if part.is_own),
        "parts": {
            part.team: {"state": part.standing.value, "fingerprint": part.fingerprint, "empty": part.empty}
            for part in in_order
        },
        "answers": [_answer(given, part) for part, given in decided if given],
    }


def _answer(given: Given, part: Part) -> dict[str, Any]:
    return {
        "team": given.team,
        "answer": given.answer,
        "fingerprint": given.fingerprint,
        "by": given.by,
        "by_email": given.by_email,
        "standing": given.is_standing,
        "given_as": given.given_as,
        "at": given.at.isoformat(),
        "current": given.fingerprint == part.fingerprint,
    }
