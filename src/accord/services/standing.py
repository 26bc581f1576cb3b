"""Stored standings: where each party stands on each clause, kept true in the transaction of whatever moves it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from accord.domain import canonical, clauses
from accord.domain.clauses import Part
from accord.domain.standing import Answer as Given
from accord.domain.standing import Standing, part_standing
from accord.models import Agreement, Answer, Change, Content, KeyResult, Party, Team
from accord.queries import calendar
from accord.queries.facts import key_result_facts, successors
from accord.services import bulk
from accord.services.asking import WAITING, Ask, Shown, asks, is_asked_anew, most_urgent

LETTERS = {Standing.OBJECTED: "x", Standing.STALE: "s", Standing.OPEN: "o", Standing.AGREED: "a"}
STATES = {letter: standing.value for standing, letter in LETTERS.items()}
WORST_FIRST = "xsoa"
PARTY = (
    "agreement_id", "team_id", "is_own", "states", "empties", "fingerprint_1", "fingerprint_2", "fingerprint_3",
    "fingerprint_4", "fingerprint_5", "asks", "waits", "asked_at", "answer_by",
)  # fmt: skip
AGREEMENT = ("key_result_id", "state", "clauses", "own", "others", "since")
NOTHING = (None,) * 5
Answers = Mapping[tuple[int, int, int], list[Given]]  # by key result, team, number of the clause
Shared = Mapping[tuple[int, str], Mapping[str, tuple[Part, ...]]]  # by key result and own team, then by party


@dataclass(frozen=True, slots=True)
class Row:
    """One party of one agreement, as stored."""

    key_result: int
    team: int
    is_own: bool
    states: str
    empties: str
    fingerprints: tuple[str, ...]
    asks: tuple[Ask | None, ...] = (None,) * 5

    @property
    def waits(self) -> bool:
        return any(letter in WAITING for letter in self.states)


Stored = Mapping[tuple[int, int], Row]  # by key result and team


@dataclass(frozen=True, slots=True)
class Move:
    """A party's part of a clause came to stand otherwise; before is None for a new party, after for one that left."""

    key_result: int
    team: int
    clause: int
    before: str | None
    after: str | None


@dataclass(slots=True)
class Touched:
    """What a write did to agreements (by row ids)."""

    moves: list[Move] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    completed: set[int] = field(default_factory=set)  # now agreed by all
    rewritten: set[tuple[int, int]] = field(default_factory=set)  # key result and team whose part holds something else
    # Every party of the key results, as it was and as it is: what realignments are told from.
    before: Stored = field(default_factory=dict)
    after: Stored = field(default_factory=dict)


def lock(key_results: Collection[int]) -> None:
    """Hold key results, in one order for everybody, until the transaction ends (SQLite has one writer anyhow)."""
    rows = KeyResult.objects.filter(id__amongst=list(key_results)).order_by("id").select_for_update()
    list(rows.values_list("id", flat=True))


def touch(key_results: Collection[int], *, change: Change | None, now: datetime) -> Touched:
    """Work out again who is party to these key results, with which parts, and where each stands.

    To be called inside the transaction that changed anything the parts are made of.
    The number of statements does not depend on how many key results there are.
    """
    open_ones = KeyResult.objects.filter(id__amongst=key_results, cycle__closed_at=None)
    ids = list(open_ones.order_by("id").values_list("id", flat=True))
    if not ids:
        return Touched()
    before = stored(ids)
    after, shared = worked_out(ids, before, now=now)
    _keep_contents(shared, before, change)
    return _store(ids, before, after, now)


def refresh(key_result: int, *, now: datetime) -> Touched:
    """Work out again where the parties stand after answers: today's content is as it was."""
    before = stored([key_result])
    return _store([key_result], before, _stand(list(before.values()), _answers([key_result]), before, now), now)


def worked_out(ids: Collection[int], before: Stored, *, now: datetime) -> tuple[dict[tuple[int, int], Row], Shared]:
    """The parties that today's content and all answers make, and the parts they have; nothing is written."""
    parts = {
        (row_id, clauses.own_team(facts)): clauses.agreement_parts(facts)
        for row_id, facts in key_result_facts(ids).items()
    }
    shared = {key: parties for key, parties in parts.items() if len(parties) > 1}
    return _stand(_rows(shared), _answers(ids), before, now), shared


def stored(ids: Collection[int]) -> dict[tuple[int, int], Row]:
    """The parties of these key results (row ids) as they are stored, by key result and team."""
    columns = PARTY[: PARTY.index("asks") + 1]
    found = Party.objects.filter(agreement_id__amongst=ids).order_by("agreement_id", "team_id").values_list(*columns)
    return {
        (row[0], row[1]): Row(row[0], row[1], row[2], row[3], row[4], tuple(row[5:10]), _asks(row[10])) for row in found
    }


def _rows(shared: Shared) -> list[Row]:
    """Parties as today's content makes them, before anybody's answer is looked at."""
    team_ids = dict(Team.objects.values_list("key", "id"))
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


def _answers(ids: Collection[int]) -> Answers:
    """Every answer ever given, in order; those of an ended team count for its successor."""
    found = Answer.objects.filter(key_result_id__amongst=ids).order_by("id")
    rows = list(found.values_list("key_result_id", "team_id", "clause", "kind", "fingerprint"))
    resolve = _resolved_teams() if rows else {}
    grouped: dict[tuple[int, int, int], list[Given]] = defaultdict(list)
    for key_result, team, clause, kind, fingerprint in rows:
        grouped[key_result, resolve.get(team, team), clause].append(Given(kind, fingerprint))
    return grouped


def _resolved_teams() -> dict[int, int]:
    chain = successors()
    ids = dict(Team.objects.filter(key__in=[*chain, *chain.values()]).values_list("key", "id")) if chain else {}
    return {ids[old]: ids[new] for old, new in chain.items()}


def _stand(rows: Iterable[Row], answers: Answers, before: Stored, now: datetime) -> dict[tuple[int, int], Row]:
    """Each party with its letters, and since when and until when it is asked."""
    stood = [replace(row, states=_letters(row, answers)) for row in rows]
    were = {key_of(row): _then(before.get(key_of(row))) for row in stood}
    is_asked = any(any(is_asked_anew(_now(row), were[key_of(row)])) for row in stood)
    ask = Ask(now, calendar.answer_date(now)) if is_asked else None
    return {key_of(row): replace(row, asks=asks(_now(row), were[key_of(row)], ask)) for row in stood}


def _letters(row: Row, answers: Answers) -> str:
    return "".join(
        _letter(answers.get((row.key_result, row.team, number)), fingerprint, empty=empty == "1")
        for number, (fingerprint, empty) in enumerate(zip(row.fingerprints, row.empties, strict=True), 1)
    )


def _letter(given: list[Given] | None, fingerprint: str, *, empty: bool) -> str:
    if not given:
        return "a" if empty else "o"
    return LETTERS[part_standing(given, fingerprint, empty)]


def _keep_contents(shared: Shared, before: Stored, change: Change | None) -> None:
    """Keep every content that a party has before it, under its fingerprint."""
    known = {fingerprint for row in before.values() for fingerprint in row.fingerprints}
    new = {
        part.fingerprint: (key_result, part)
        for (key_result, _), parties in shared.items()
        for parts in parties.values()
        for part in parts
        if not part.empty and part.fingerprint not in known
    }
    columns = ("fingerprint", "key_result_id", "clause", "body", "change_id")
    change_id = change.pk if change else None
    bulk.add_missing(
        Content,
        (
            (fingerprint, key_result, part.clause.number, canonical.encode(part.content).decode(), change_id)
            for fingerprint, (key_result, part) in new.items()
        ),
        columns=columns,
    )


def _store(ids: Collection[int], before: Stored, after: Stored, now: datetime) -> Touched:
    touched = Touched(moves=_moves(before, after), rewritten=_rewritten(before, after), before=before, after=after)
    _store_agreements(ids, after, touched, now)
    bulk.upsert(
        Party,
        (_columns(row) for key, row in after.items() if before.get(key) != row),
        columns=PARTY,
        key=("agreement_id", "team_id"),
    )
    if gone := [key for key in before if key not in after]:
        left = Party.objects.filter(agreement_id__amongst={key_result for key_result, _ in gone})
        still = [row for row in left.values_list("id", "agreement_id", "team_id") if row[1:] in set(gone)]
        Party.objects.filter(id__amongst=[row[0] for row in still]).delete()
    return touched


def _store_agreements(ids: Collection[int], after: Stored, touched: Touched, now: datetime) -> None:
    was = {row[0]: row[1:] for row in Agreement.objects.filter(pk__amongst=ids).values_list(*AGREEMENT)}
    rows = {}
    for key_result, group in groupby(sorted(after.values(), key=key_of), key=lambda row: row.key_result):
        rows[key_result] = agreement_of(list(group))
    touched.opened = rows.keys() - was.keys()
    touched.ended = was.keys() - rows.keys()
    touched.completed = {
        pk for pk, row in rows.items() if row[0] == "agreed" and (pk not in was or was[pk][0] != "agreed")
    }
    changed = (
        (pk, *row, now if pk not in was or was[pk][0] != row[0] else was[pk][4])
        for pk, row in rows.items()
        if pk not in was or was[pk][:4] != row
    )
    bulk.upsert(Agreement, changed, columns=AGREEMENT, key=("key_result_id",))
    if touched.ended:
        Agreement.objects.filter(pk__amongst=touched.ended).delete()


def agreement_of(parties: list[Row]) -> tuple[str, str, str, str]:
    """State, and the letters of the clauses: of all, of the own team, of the others."""
    own = next(row.states for row in parties if row.is_own)
    others = _worst([row.states for row in parties if not row.is_own])
    all_of_them = _worst([own, others])
    return STATES[worst_letter(all_of_them)], all_of_them, own, others


def _worst(states: list[str]) -> str:
    return "".join(worst_letter(letters) for letters in zip(*states, strict=True))


def worst_letter(letters: Iterable[str]) -> str:
    """The first of objected, stale, open, agreed that is among the letters."""
    return min(letters, key=WORST_FIRST.index)


def _moves(before: Stored, after: Stored) -> list[Move]:
    moves: list[Move] = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        letters = zip(old.states if old else NOTHING, new.states if new else NOTHING, strict=True)
        moves += [Move(*key, number, was, now) for number, (was, now) in enumerate(letters, 1) if was != now]
    return moves


def _rewritten(before: Stored, after: Stored) -> set[tuple[int, int]]:
    return {key for key, row in after.items() if key in before and before[key].fingerprints != row.fingerprints}


def _columns(row: Row) -> tuple[object, ...]:
    stored_asks = [ask.stored() if ask else None for ask in row.asks]
    first = most_urgent(row.asks)
    asked = (stored_asks, row.waits, first and first.at, first and first.by)
    return (row.key_result, row.team, row.is_own, row.states, row.empties, *row.fingerprints, *asked)


def _asks(stored_asks: list[list[str] | None]) -> tuple[Ask | None, ...]:
    return tuple(Ask.read(ask) if ask else None for ask in stored_asks) or NOTHING


def _now(row: Row) -> Shown:
    return Shown(row.states, row.fingerprints, row.asks)


def _then(row: Row | None) -> Shown | None:
    return _now(row) if row else None


def key_of(row: Row) -> tuple[int, int]:
    """Key result and team: what a party is, by row ids."""
    return row.key_result, row.team
