"""Stored standings as rows: the parties of agreements with their letters, and how they are read and written."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from accord.domain import canonical
from accord.domain.clauses import Part
from accord.domain.standing import Standing
from accord.models import Agreement, Change, Content, Party
from accord.queries.prepared import Prepared
from accord.services import bulk
from accord.services.agreements.asking import WAITING, Ask, most_urgent

LETTERS = {Standing.OBJECTED: "x", Standing.STALE: "s", Standing.OPEN: "o", Standing.AGREED: "a"}
STATES = {letter: standing.value for standing, letter in LETTERS.items()}
WORST_FIRST = "xsoa"
FINGERPRINTS = tuple(f"fingerprint_{number}" for number in range(1, 6))
ASKED = ("asks", "waits", "asked_at", "answer_by")
KEY = ("agreement_id", "team_id")
AGREEMENT = ("key_result_id", "state", "clauses", "own", "others", "since")
NOTHING = (None,) * 5


class Row(NamedTuple):
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
        return not WAITING.isdisjoint(self.states)


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
    # Every party of the key results in which anybody has answered, as it was and as it is: what realignments are
    # told from.
    before: Stored = field(default_factory=dict)
    after: Stored = field(default_factory=dict)


def stored(ids: Collection[int]) -> dict[tuple[int, int], Row]:
    """The parties of these key results (row ids) as they are stored, by key result and team."""
    return {
        (row[0], row[1]): Row(row[0], row[1], row[2], row[3], row[4], row[5:10], _asks(row[10]))
        for row in _PARTIES(ids=ids)
    }


_PARTIES = Prepared(
    lambda ids: (
        Party.objects.filter(agreement_id__amongst=ids)
        .order_by("agreement_id", "team_id")
        .values_list(*KEY, "is_own", "states", "empties", *FINGERPRINTS, Cast("asks", TextField()))
    ),
    ids=list,
)
_AGREEMENTS = Prepared(lambda ids: Agreement.objects.filter(pk__amongst=ids).values_list(*AGREEMENT), ids=list)


def keep_contents(parts: Iterable[tuple[int, Part]], known: Collection[str], change: Change | None) -> None:
    """Keep every content that a party has before it (parts by key result), under its fingerprint; not `known` ones."""
    new = {part.fingerprint: (key_result, part) for key_result, part in parts if part.fingerprint not in known}
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


def store(before: Stored, after: Stored, now: datetime) -> Touched:
    """Write what differs, and say what moved. Both hold every party of the same key results."""
    touched = Touched(moves=_moves(before, after), rewritten=_rewritten(before, after), before=before, after=after)
    _store_agreements({move.key_result for move in touched.moves}, after, touched, now)
    came = (row for key, row in after.items() if key not in before)
    columns = ("is_own", "states", "empties", *FINGERPRINTS)
    bulk.add(Party, ([*key_of(row), *_values(row)] for row in came), columns=(*KEY, *columns, *ASKED))
    changed = (row for key, row in after.items() if key in before and before[key] != row)
    bulk.update(Party, ([*_values(row), *key_of(row)] for row in changed), columns=(*columns, *ASKED), key=KEY)
    if gone := [key for key in before if key not in after]:
        left = Party.objects.filter(agreement_id__amongst={key_result for key_result, _ in gone})
        still = [row for row in left.values_list("id", "agreement_id", "team_id") if row[1:] in set(gone)]
        Party.objects.filter(id__amongst=[row[0] for row in still]).delete()
    return touched


def store_part(rows: Sequence[Row], before: Stored, now: datetime, *, place: int) -> Touched:
    """Write parties of which nothing but one part has changed, of maybe very many key results."""
    answered = {row.key_result for row in rows if {row.states[place], before[key_of(row)].states[place]} != {"o"}}
    was = {key: row for key, row in before.items() if key[0] in answered}
    touched = Touched(before=was, after=was | {key_of(row): row for row in rows if row.key_result in answered})
    touched.moves = _moves(touched.before, touched.after)
    touched.rewritten = {key_of(row) for row in rows}
    _store_agreements({move.key_result for move in touched.moves}, touched.after, touched, now)
    _update_part(rows, before, place)
    return touched


def _update_part(rows: Iterable[Row], before: Stored, place: int) -> None:
    """Where what is to be answered first stays, the columns that lists are found by are left alone: it saves half."""
    alike: list[Row] = []
    otherwise: list[Row] = []
    for row in rows:
        was = before[key_of(row)]
        is_alike = row.waits == was.waits and most_urgent(row.asks) == most_urgent(was.asks)
        (alike if is_alike else otherwise).append(row)
    columns = ("states", "empties", FINGERPRINTS[place], "asks")
    values = ([row.states, row.empties, row.fingerprints[place], row.asks, *key_of(row)] for row in alike)
    bulk.update(Party, values, columns=columns, key=KEY)
    values = ([row.states, row.empties, row.fingerprints[place], *_asked(row), *key_of(row)] for row in otherwise)
    bulk.update(Party, values, columns=(*columns, *ASKED[1:]), key=KEY)


def _store_agreements(ids: Collection[int], after: Stored, touched: Touched, now: datetime) -> None:
    """Agreements come with their first parties, and go with their last; none stands otherwise while no party does."""
    if not ids:
        return
    was = {row[0]: row[1:] for row in _AGREEMENTS(ids=ids)}
    rows = {}
    concerned = sorted((row for row in after.values() if row.key_result in ids), key=key_of)
    for key_result, group in groupby(concerned, key=lambda row: row.key_result):
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
    others = _worst(tuple(sorted({row.states for row in parties if not row.is_own})))
    all_of_them = _worst((own, others))
    return STATES[worst_letter(all_of_them)], all_of_them, own, others


@lru_cache(maxsize=4096)
def _worst(states: tuple[str, ...]) -> str:
    return "".join(worst_letter(letters) for letters in zip(*states, strict=True))


def worst_letter(letters: Collection[str]) -> str:
    """The first of objected, stale, open, agreed that is among the letters."""
    return next(letter for letter in WORST_FIRST if letter in letters)


def _moves(before: Stored, after: Stored) -> list[Move]:
    moves: list[Move] = []
    for key in sorted(key for key in before.keys() | after.keys() if _letters(before, key) != _letters(after, key)):
        letters = zip(_letters(before, key) or NOTHING, _letters(after, key) or NOTHING, strict=True)
        moves += [Move(*key, number, was, now) for number, (was, now) in enumerate(letters, 1) if was != now]
    return moves


def _letters(rows: Stored, key: tuple[int, int]) -> str | None:
    return rows[key].states if key in rows else None


def _rewritten(before: Stored, after: Stored) -> set[tuple[int, int]]:
    return {key for key, row in after.items() if key in before and before[key].fingerprints != row.fingerprints}


def _values(row: Row) -> tuple[object, ...]:
    return (row.is_own, row.states, row.empties, *row.fingerprints, *_asked(row))


def _asked(row: Row) -> tuple[object, ...]:
    first = most_urgent(row.asks)
    return row.asks, row.waits, first and first.moment, first and first.day


@lru_cache(maxsize=4096)
def _asks(column: str) -> tuple[Ask | None, ...]:
    """Kept: what was asked with one change reads the same in all its parties."""
    return tuple(Ask(*ask) if ask else None for ask in json.loads(column)) or NOTHING


def key_of(row: Row) -> tuple[int, int]:
    """Key result and team: what a party is, by row ids."""
    return row.key_result, row.team
