"""Findings as rows: what is stored, compared with what was found, and brought to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from accord.domain.checks.felt import OF_INFLUENCES
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.keeping import Kept, Key, content, judged, kept, keyed
from accord.domain.checks.registry import BY_CODE
from accord.models import Finding as Row
from accord.queries.findings.snapshots import Place, Seen
from accord.queries.statements import in_list, listed, numbered
from accord.services import bulk
from accord.services.bulk import Written

T = TypeVar("T")
AT_ONCE = 500  # rows that are written in one turn
SAID = ("related", "facts", "content")
PLACED = ("team_id", "key_result_id", "objective_id")


class Stored(NamedTuple):
    """An open finding's row: its id, what its content is known by, and where it belongs."""

    id: int
    content: str
    place: Place


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be written so that what is stored is what was found."""

    new: Mapping[Key, tuple[Kept, Place]] = field(default_factory=dict)
    other: Mapping[int, Kept] = field(default_factory=dict)  # by row id
    moved: Mapping[int, Place] = field(default_factory=dict)  # by row id
    mended: Collection[int] = ()
    keys: Collection[Key] = ()  # of all these

    def in_turns(self) -> Iterator["Difference"]:
        """The same, so much at a time that whoever else writes does not wait long."""
        yield from (Difference(mended=mended) for mended in _some(self.mended))
        yield from (Difference(moved=dict(moved)) for moved in _some(self.moved.items()))
        yield from (Difference(other=dict(other)) for other in _some(self.other.items()))
        yield from (Difference(new=dict(new)) for new in _some(self.new.items()))


def difference(
    stored: Mapping[Key, Stored], found: Iterable[Finding], seen: Seen, *, among: Collection[str] | None = None
) -> Difference:
    """What was found and is not stored so, and what is stored and was not found; of some that were judged (ids)."""
    new: dict[Key, tuple[Kept, Place]] = {}
    other: dict[int, Kept] = {}
    moved: dict[int, Place] = {}
    left = dict(stored)
    keys = []
    for key, finding in keyed(found):
        if among is not None and judged(key) not in among:
            continue
        was, place, digest = left.pop(key, None), seen.place_of(finding.subject), content(finding)
        if was is None:
            new[key] = kept(finding, digest), place
        elif was.place == place and was.content == digest:
            continue
        if was and was.content != digest:
            other[was.id] = kept(finding, digest)
        if was and was.place != place:
            moved[was.id] = place
        keys.append(key)
    return Difference(new, other, moved, [row.id for row in left.values()], [*keys, *left])


def places(it: Difference, stored: Mapping[Key, Stored], seen: Seen) -> Iterator[tuple[Key, Place]]:
    """What differs, with where it belongs and where it belonged."""
    for key in it.keys:
        yield key, seen.place_of(Ref(Kind(key.kind), key.subject))
        if key in stored:
            yield key, stored[key].place


def write(cycle: int, it: Difference, *, now: datetime) -> None:
    """Bring the rows of a cycle (row id) to what was found; what somebody else has written just so stays."""
    if it.mended:
        _mend(f"id {in_list()}", [numbered(it.mended)], now)
    bulk.update(Row, ([*_said(rest), row] for row, rest in it.other.items()), columns=SAID)
    bulk.update(Row, ([*place, row] for row, place in it.moved.items()), columns=PLACED)
    rows = ([cycle, *key, *_said(rest), *place, now] for key, (rest, place) in it.new.items())
    bulk.add_missing(Row, rows, columns=("cycle_id", "code", "kind", "subject", "mark", *SAID, *PLACED, "found_at"))


def _said(it: Kept) -> tuple[Written, Written, str]:
    return Written.of(it.related), Written.of(it.facts), it.content


def _some(several: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(several)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def mend(key_result: int, code: str, *, now: datetime) -> None:
    """What a code finds about a key result (row id) is so no more."""
    _mend("key_result_id = %s AND code = %s", [key_result, code], now)


def _mend(where: str, values: Sequence[Any], now: datetime) -> None:
    text = f"UPDATE accord_finding SET mended_at = %s WHERE mended_at IS NULL AND {where}"  # noqa: S608 (all ours)
    with connection.cursor() as cursor:
        cursor.execute(text, [connection.ops.adapt_datetimefield_value(now), *values])


def of_codes(cycle: int, codes: Collection[str], *, among: Collection[str] | None = None) -> dict[Key, Stored]:
    """The open findings of a cycle (row id) with these codes: all, or those found where these (ids) are judged."""
    where, values = f"cycle_id = %s AND code {in_list()}", [cycle, listed(codes)]
    if among is not None and OF_INFLUENCES.isdisjoint(codes):
        where, values = f"{where} AND subject {in_list()}", [*values, listed(among)]
    return {key: row for key, row in _read(where, values).items() if among is None or judged(key) in among}


def of_things(
    cycle: int, *, key_results: Collection[int], objectives: Collection[int], teams: Collection[str]
) -> dict[Key, Stored]:
    """The open findings about these key results and what is under them, objectives (row ids), and teams (ids)."""
    of_teams = f"code {in_list()} AND kind = 'team' AND subject {in_list()}"  # with all codes, to be found by its key
    parts = (
        _select(f"cycle_id = %s AND key_result_id {in_list()}"),
        _select(f"cycle_id = %s AND objective_id {in_list()}"),
        _select(f"cycle_id = %s AND {of_teams}", _by_key()),
    )
    values = [cycle, numbered(key_results), cycle, numbered(objectives), cycle, listed(BY_CODE), listed(teams)]
    return _rows(" UNION ALL ".join(parts), values)


def _read(where: str, values: list[Any]) -> dict[Key, Stored]:
    return _rows(_select(where, _by_key()), values)


def _by_key() -> str:
    return "INDEXED BY a_finding_is_open_once" if connection.vendor == "sqlite" else ""


def _select(where: str, by: str = "") -> str:
    # SQLite guesses wrong: most findings are open, few were mended at any one time.
    return (
        "SELECT id, code, kind, subject, mark, content, team_id, key_result_id, objective_id"  # noqa: S608 (all ours)
        f" FROM accord_finding {by} WHERE mended_at IS NULL AND {where}"
    )


def _rows(text: str, values: list[Any]) -> dict[Key, Stored]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return {Key(*row[1:5]): Stored(row[0], row[5], Place(*row[6:])) for row in cursor.fetchall()}
