"""Findings kept current: what hangs on one thing in the transaction of its change, all else by the worker soon after.

Whatever changes calls this at the end of its transaction. How the worker judges is in services.judging.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db import connection

from accord.domain.checks.felt import (
    NEAR,
    OF_CHECK_INS,
    OF_HANDOVERS,
    OF_PROVIDERS,
    OF_REALIGNMENTS,
    OF_REVIEWS,
    OF_STANDINGS,
    Codes,
)
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.freshness import A_MONTH
from accord.domain.checks.keeping import Key
from accord.domain.checks.running import findings_of
from accord.models import KeyResult, Need, Realignment
from accord.queries import calendar
from accord.queries.findings import snapshot_regions
from accord.queries.findings.snapshot_rows import Around
from accord.queries.findings.snapshots import LIGHT, Place, Seen, seen
from accord.queries.prepared import Prepared
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions.revisions import Revised
from accord.services.findings import finding_rows
from accord.services.findings.felt_changes import Felt, felt_of
from accord.services.findings.finding_rows import Stored

# More things than these are judged by the worker, and more of what reaches further in one pass over all of a cycle.
MOST_AT_ONCE = 200
# More than these, what is near too.
MOST_NEAR = 2_500
# Where an entry of the registry changes, parties of many key results come to stand otherwise, and nothing else is near.
# Of more than these the worker judges that: whoever saves would wait for it as long as for all the rest.
MOST_STANDING = 20


def follow_change(
    revised: Iterable[Revised], touched: Touched, *, cycle: int | None, has_check_ins: bool, now: datetime
) -> None:
    """Judge again what a change of definitions in a cycle (row id) can have made otherwise.

    To be called at the end of its transaction, which holds the key results whose standing moved.
    """
    it = felt_of(revised)
    if has_check_ins:
        it.here |= OF_CHECK_INS
    it.feel(touched)
    if len(it.around) > (MOST_STANDING if it.around.is_standing_alone else MOST_AT_ONCE):
        _leave_near(it)
    elif it.around:
        for each in _cycles(it, cycle):
            settle(each, it.around, it.near, as_of=now.date(), now=now)
    it.here |= _too_many(it.named)
    it.everywhere |= _too_many(it.named_everywhere)
    mark(it.everywhere, named=it.named_everywhere, now=now)
    mark(it.here - it.everywhere, named=it.named, cycle=cycle, now=now)


def follow_answers(touched: Touched, *, now: datetime) -> None:
    """Judge again where the parties of key results stand; they are held, and of one cycle."""
    it = Felt()
    it.feel(touched)
    if not it.around:
        return
    for cycle in _cycles_of(it.around.standing):
        settle(cycle, it.around, it.near, as_of=now.date(), now=now)
        mark(it.here, named=it.named, cycle=cycle, now=now)


def follow_check_in(key_result: KeyResult, *, day: date | None = None, today: date, now: datetime) -> None:
    """Judge again whether a key result was checked in lately; it is held. On `day` it just was."""
    if day is not None and day <= today <= day + A_MONTH:
        finding_rows.mend(key_result.pk, "AL801", now=now)
    else:
        settle(key_result.cycle_id, Around(key_results={key_result.pk}), OF_CHECK_INS, as_of=today, now=now)


def follow_closing(key_result: KeyResult, *, now: datetime) -> None:
    """A key result was closed, or opened again: nobody checks in what is closed. It is held."""
    follow_check_in(key_result, today=calendar.today(now), now=now)
    mark(OF_REVIEWS, cycle=key_result.cycle_id, now=now)


def follow_realignments(touched: Collection[int], *, now: datetime) -> None:
    """Parts of realignments (row ids) have moved: where one is past its deadline, the worker looks again."""
    today = calendar.today(now) if touched else now.date()
    if touched and any(_OVERDUE(ids=touched, today=today)):
        mark(OF_REALIGNMENTS, now=now)


def follow_handover(need: Need, *, now: datetime) -> None:
    """Judge again whether a need waits to be received; it is held."""
    settle(need.cycle_id, Around(needs={need.pk}), OF_HANDOVERS, as_of=calendar.today(now), now=now)


def mark(
    codes: Collection[str], *, named: Mapping[str, Around] | None = None, cycle: int | None = None, now: datetime
) -> None:
    """Let the worker judge these codes again, in a cycle (row id) or in every open one; one statement, or two where
    all of a cycle has to be read.

    Codes that are named with some things are judged of these alone, but where they are among the others.
    """
    few = {code: around.named() for code, around in (named or {}).items() if code not in codes}
    _leave(few | dict.fromkeys(sorted(LIGHT.intersection(codes))), cycle, now)
    _leave(dict.fromkeys(sorted(frozenset(codes) - LIGHT)), cycle, now)


def _leave(marked: Mapping[str, object], cycle: int | None, now: datetime) -> None:
    if not marked:
        return
    json_of, moment_of = ("%s", "%s") if connection.vendor == "sqlite" else _CAST
    where = "" if cycle is None else "AND id = %s"
    values = [json.dumps(marked), connection.ops.adapt_datetimefield_value(now)]
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(json_of, moment_of, where), values if cycle is None else [*values, cycle])


_MARK = (
    "INSERT INTO accord_unjudged (cycle_id, codes, at) SELECT id, {}, {} FROM accord_cycle WHERE closed_at IS NULL {}"
)
_CAST = ("CAST(%s AS jsonb)", "CAST(%s AS timestamptz)")


def settle(cycle: int, around: Around, codes: Collection[str], *, as_of: date, now: datetime) -> None:
    """Judge these codes again, which look at one thing with what is around it, and write what is otherwise.

    Nobody else may write what they look at meanwhile: definitions take turns, key results and needs are held.
    Five statements at most, whatever there is.
    """
    look(cycle, around, codes, as_of=as_of).write(now=now)


def look(cycle: int, around: Around, codes: Collection[str], *, as_of: date) -> "Looked":
    """Judge these codes again around some things, ready to be written; one statement."""
    is_of_standings = OF_STANDINGS.issuperset(codes) and around.is_standing_alone
    region = snapshot_regions.STANDINGS if is_of_standings else snapshot_regions.NEAR
    return Looked(cycle, seen(cycle, codes, as_of=as_of, around=around, region=region), frozenset(codes))


def _leave_near(it: Felt) -> None:
    """So much was touched that the worker judges also what is near."""
    named = it.named_everywhere if it.is_everywhere else it.named
    for code in it.near:
        around = named.setdefault(code, Around())
        around |= it.around


def _too_many(named: Mapping[str, Around]) -> set[str]:
    """The codes that are judged of all of a cycle sooner than of so much."""
    return {code for code, around in named.items() if len(around) > (MOST_NEAR if code in NEAR else MOST_AT_ONCE)}


def _cycles(it: Felt, cycle: int | None) -> Collection[int]:
    """The cycles of what is judged: the definitions of the registry and of teams are felt in all that are open."""
    if not it.is_everywhere or not it.around.standing:
        return [cycle] if cycle else []
    return _cycles_of(it.around.standing) | ({cycle} if cycle else set())


def _cycles_of(key_results: Collection[int]) -> set[int]:
    return {cycle for (cycle,) in _CYCLES(ids=key_results)}


_CYCLES = Prepared(
    lambda ids: KeyResult.objects.filter(pk__amongst=ids).order_by().values_list("cycle_id").distinct(), ids=list
)
_OVERDUE = Prepared(
    lambda ids, today: Realignment.objects.filter(pk__amongst=ids, deadline__lt=today).values_list("id"),
    ids=list,
    today=date,
)


class Looked:
    """What is to be judged of what was read: by which codes, and which stored findings are about it."""

    def __init__(self, cycle: int, it: Seen, codes: Codes) -> None:
        self.cycle, self.seen, self.codes = cycle, it, codes
        judged = {name: frozenset(it.rows[f"judged_{name}"]) for name in ("result", "objective", "team", "standing")}
        self.results, self.objectives, self.standing = judged["result"], judged["objective"], judged["standing"]
        self.team_keys = frozenset(key for row in judged["team"] if (key := it.key_of("team", row)))
        self._further = {
            each["id"]: each["key_result"] for each in it.rows["need"] if each["key_result"] not in self.results
        }
        self.read_results = self.results | self.standing | set(self._further.values())
        self.found = list(self._found())

    def write(self, *, now: datetime) -> None:
        """Bring what is stored about it to what was found."""
        finding_rows.write(self.cycle, self.difference(self.codes), now=now)

    def difference(self, codes: Codes) -> finding_rows.Difference:
        """What has to be written for that, of some of its codes."""
        return self._differing(self._stored(), codes)

    def otherwise(self, codes: Codes) -> Iterator[tuple[Key, Place]]:
        """What some of its codes find otherwise than it is stored, and where that belongs, and belonged."""
        stored = self._stored()
        yield from finding_rows.places(self._differing(stored, codes), stored, self.seen)

    def _differing(self, stored: Mapping[Key, Stored], codes: Codes) -> finding_rows.Difference:
        rows = {key: row for key, row in stored.items() if key.code in codes}
        return finding_rows.difference(rows, (each for each in self.found if each.code in codes), self.seen)

    def _stored(self) -> dict[Key, Stored]:
        stored = finding_rows.of_things(
            self.cycle, key_results=self.read_results, objectives=self.objectives, teams=self.team_keys
        )
        return {key: row for key, row in stored.items() if self._holds(key, row)}

    def _found(self) -> Iterator[Finding]:
        """What the codes find about it."""
        of_results, of_standings = self.codes - OF_STANDINGS, self.codes & OF_STANDINGS
        snapshot = self.seen.snapshot
        for ref in self._refs(of_results):
            yield from findings_of(snapshot, ref, of_results)
        for id_ in self._further:
            yield from findings_of(snapshot, Ref(Kind.NEED, id_), self.codes & OF_PROVIDERS)
        for row in self.standing if of_standings else ():
            if key := self.seen.key_of("key_result", row):
                yield from findings_of(snapshot, Ref(Kind.KEY_RESULT, key), of_standings)

    def _holds(self, key: Key, row: Stored) -> bool:
        """Whether a stored finding is about what is judged, by a code that judges it."""
        if key.code not in self.codes:
            return False
        if key.code in OF_STANDINGS:
            return row.place.key_result in self.standing
        if row.place.key_result is None or row.place.key_result in self.results:
            return True
        return key.kind == Kind.NEED and key.subject in self._further and key.code in OF_PROVIDERS

    def _refs(self, codes: Codes) -> Iterator[Ref]:
        snapshot = self.seen.snapshot
        if not codes:
            return
        for row in self.results:
            placed = snapshot.key_results.get(self.seen.key_of("key_result", row) or "")
            if placed is not None:
                yield placed.ref
                yield from (Ref(Kind.ACTION, action.id) for action in placed.it.actions)
                yield from (Ref(Kind.NEED, need.id) for need in placed.it.needs)
        for row in self.objectives:
            if key := self.seen.key_of("objective", row):
                yield Ref(Kind.OBJECTIVE, key)
        yield from (Ref(Kind.TEAM, key) for key in self.team_keys)
