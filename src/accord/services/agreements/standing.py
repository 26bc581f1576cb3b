"""Stored standings: where each party stands on each clause, kept true in the transaction of whatever moves it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from accord.domain import clauses
from accord.domain.clauses import Clause, Part
from accord.domain.facts import KeyResultFacts
from accord.domain.realignment import PartOf
from accord.domain.standing import Answer as Given
from accord.domain.standing import Standing, part_standing
from accord.models import Answer, Change, KeyResult, Team
from accord.queries import calendar
from accord.queries.agreements.facts import key_result_facts, successors
from accord.queries.prepared import Prepared
from accord.services.agreements.asking import Ask, Shown, asks, is_asked_anew
from accord.services.agreements.standing_rows import LETTERS, Row, Stored, Touched, keep_contents, key_of, store, stored

_OF_OPEN_CYCLES = Prepared(
    lambda ids: KeyResult.objects.filter(id__amongst=ids, cycle__closed_at=None).order_by("id").values_list("id"),
    ids=list,
)
_TEAMS = Prepared(lambda keys: Team.objects.filter(key__amongst=keys).order_by().values_list("key", "id"), keys=list)


def _answers(**condition: Any) -> Any:
    rows = Answer.objects.filter(**condition).order_by("id")
    return rows.values_list("key_result_id", "team_id", "clause", "kind", "fingerprint")


_ANSWERS = Prepared(lambda ids: _answers(key_result_id__amongst=ids), ids=list)
_ANSWERS_TO = {
    clause: Prepared(lambda ids, number=clause.number: _answers(key_result_id__amongst=ids, clause=number), ids=list)
    for clause in Clause
}
# Told what parties were and are, it says which parts are agreed to with the change, and has recorded it.
Answering = Callable[[Stored, Stored], Collection[PartOf]]


def nobody(before: Stored, after: Stored) -> Collection[PartOf]:
    """Nothing is agreed to with the change."""
    return ()


Answers = Mapping[tuple[int, int, int], list[Given]]  # by key result, team, number of the clause
Pieces = Mapping[tuple[int, int, int], Collection[str]]  # by the same, of parties that succeed others
Shared = Mapping[tuple[int, str], Mapping[str, tuple[Part, ...]]]  # by key result and own team, then by party


def lock(key_results: Collection[int]) -> None:
    """Hold key results, in one order for everybody, until the transaction ends."""
    if not connection.features.has_select_for_update:
        return  # SQLite has one writer anyhow
    rows = KeyResult.objects.filter(id__amongst=list(key_results)).order_by("id").select_for_update()
    list(rows.values_list("id", flat=True))


def touch(
    key_results: Collection[int], *, change: Change | None, now: datetime, answering: Answering = nobody
) -> Touched:
    """Work out again who is party to these key results, with which parts, and where each stands.

    To be called inside the transaction that changed anything the parts are made of.
    The number of statements does not depend on how many key results there are. `answering` has parts agreed to along
    with the change, once their contents are kept.
    """
    ids = [row_id for (row_id,) in _OF_OPEN_CYCLES(ids=key_results)]
    if not ids:
        return Touched()
    before = stored(ids)
    after, shared = worked_out(ids, before, now=now)
    parts = ((row_id, part) for (row_id, _), teams in shared.items() for five in teams.values() for part in five)
    keep_contents(parts, {each for row in before.values() for each in row.fingerprints}, change)
    return store(before, agreed(after, answering(before, after)), now)


def agreed(after: Stored, parts: Collection[PartOf]) -> Stored:
    """The parties as they stand once these parts have been agreed to."""
    rows = dict(after)
    for part in parts:
        row, place = rows[part.key_result, part.team], part.clause - 1
        states = f"{row.states[:place]}{LETTERS[Standing.AGREED]}{row.states[place + 1 :]}"
        open_asks = tuple(None if at == place else ask for at, ask in enumerate(row.asks))
        rows[part.key_result, part.team] = row._replace(states=states, asks=open_asks)
    return rows


def refresh(key_result: int, *, now: datetime) -> Touched:
    """Work out again where the parties stand after answers: today's content is as it was."""
    before = stored([key_result])
    pieces = pieces_of(key_result_facts([key_result])) if successors() else {}
    after = stand(before.values(), answers_to([key_result]), before, now, pieces)
    return store(before, after, now)


def worked_out(ids: Collection[int], before: Stored, *, now: datetime) -> tuple[dict[tuple[int, int], Row], Shared]:
    """The parties that today's content and all answers make, and the parts they have; nothing is written."""
    facts = key_result_facts(ids)
    parts = {(row_id, clauses.own_team(each)): clauses.agreement_parts(each) for row_id, each in facts.items()}
    shared = {key: parties for key, parties in parts.items() if len(parties) > 1}
    return stand(_rows(shared), answers_to(ids), before, now, pieces_of(facts)), shared


def pieces_of(facts: Mapping[int, KeyResultFacts]) -> Pieces:
    """What each of several predecessors of a party holds: whatever was agreed to of each counts for it still."""
    heirs = {heir for each in facts.values() for heir in each.successors.values()}
    rows = dict(_TEAMS(keys=list(heirs))) if heirs else {}
    return {
        (row_id, rows[heir], clause.number): found
        for row_id, each in facts.items()
        for heir in heirs.intersection(each.successors.values())
        for clause in Clause
        if (found := clauses.pieces(each, clause, heir))
    }


def _rows(shared: Shared) -> list[Row]:
    """Parties as today's content makes them, before anybody's answer is looked at."""
    team_ids = dict(_TEAMS(keys=list({team for parties in shared.values() for team in parties})))
    return [
        Row(
            key_result=key_result,
            team=team_ids[team],
            is_own=team == own,
            states="",
            empties="".join("1" if part.empty else "0" for part in parts),
            fingerprints=tuple(part.fingerprint for part in parts),
        )
        for (key_result, own), parties in shared.items()
        for team, parts in parties.items()
    ]


def answers_to(ids: Collection[int], clause: Clause | None = None) -> Answers:
    """Every answer ever given, to one clause or all, in order; those of an ended team count for its successor."""
    rows = list(_ANSWERS_TO[clause](ids=ids) if clause else _ANSWERS(ids=ids))
    resolve = resolved_teams() if rows else {}
    grouped: dict[tuple[int, int, int], list[Given]] = defaultdict(list)
    for key_result, team, number, kind, fingerprint in rows:
        grouped[key_result, resolve.get(team, team), number].append(Given(kind, fingerprint))
    return grouped


def resolved_teams() -> dict[int, int]:
    """Ended teams and the team of today that each one's answers count for (row ids)."""
    chain = successors()
    ids = dict(Team.objects.filter(key__in=[*chain, *chain.values()]).values_list("key", "id")) if chain else {}
    return {ids[old]: ids[new] for old, new in chain.items()}


def stand(
    rows: Iterable[Row], answers: Answers, before: Stored, now: datetime, pieces: Pieces
) -> dict[tuple[int, int], Row]:
    """Each party with its letters, and since when and until when it is asked."""
    stood = [row._replace(states=_letters(row, answers, pieces)) for row in rows]
    were = {key_of(row): _then(before.get(key_of(row))) for row in stood}
    is_asked = any(any(is_asked_anew(_now(row), were[key_of(row)])) for row in stood)
    ask = Ask.made(now, calendar.answer_date(now)) if is_asked else None
    return {key_of(row): row._replace(asks=asks(_now(row), were[key_of(row)], ask)) for row in stood}


def _letters(row: Row, answers: Answers, pieces: Pieces) -> str:
    return "".join(
        letter(answers.get(at), fingerprint, empty=empty == "1", pieces=pieces.get(at, ()))
        for number, (fingerprint, empty) in enumerate(zip(row.fingerprints, row.empties, strict=True), 1)
        for at in [(row.key_result, row.team, number)]
    )


def letter(given: Sequence[Given] | None, fingerprint: str, *, empty: bool, pieces: Collection[str] = ()) -> str:
    """Where a part stands, as a column holds it."""
    if not given:
        return "a" if empty else "o"
    return LETTERS[part_standing(given, fingerprint, empty, pieces)]


def _now(row: Row) -> Shown:
    return Shown(row.states, row.fingerprints, row.asks)


def _then(row: Row | None) -> Shown | None:
    return _now(row) if row else None
