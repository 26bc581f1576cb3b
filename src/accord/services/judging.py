"""The worker's part of keeping findings current: whole cycles, judged by what was marked and by each new day.

A cycle is read in one statement and judged without holding anything; what came of it is then written in short turns.
Whatever changes meanwhile has left a mark of its own, so that it is judged next.
"""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction

from accord.domain.checks.felt import ALL, NAMED, OF_STANDINGS, SETTLED
from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.running import findings as found_in
from accord.models import Cycle, JudgedCycle, Need, Unjudged
from accord.queries import calendar
from accord.queries.snapshot_rows import Around
from accord.queries.snapshots import Seen, readings
from accord.services import bulk, finding_rows, findings, standing
from accord.services.carrying_out import take_turn

AT_ONCE = 100  # key results, objectives and teams that are settled in one turn


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be judged of a cycle: these codes; others around some things alone; the marks that say so, and the day
    on which it last was whole.
    """

    cycle: int
    codes: frozenset[str]
    named: Mapping[str, Around]
    marks: Collection[int]
    day: date | None


def judge(*, now: datetime) -> int:
    """Judge whatever is to be judged of the open cycles, and say of how many; three statements where nothing is.

    On each new day a cycle is judged whole, and so it is when it was never judged, or is opened again. Nobody is told.
    """
    cycles = list(Cycle.objects.filter(closed_at=None).order_by("id").values_list("id", "judged__day"))
    if not cycles:
        return 0
    today = calendar.today(now)
    due = list(_due(cycles, today))
    for each in due:
        with _nothing_collected():
            _judge(each, today, now)
    return len(due)


def forget(cycle: int) -> None:
    """Have a cycle (row id) judged whole when the worker comes to it; its findings stay until then."""
    JudgedCycle.objects.filter(pk=cycle).update(day=None)


def _due(cycles: Collection[tuple[int, date | None]], today: date) -> Iterator[Due]:
    marks: dict[int, dict[int, Mapping[str, Any]]] = {}
    rows = Unjudged.objects.filter(cycle__closed_at=None)
    for pk, cycle, marked in rows.values_list("id", "cycle_id", "codes"):
        marks.setdefault(cycle, {})[pk] = marked
    for cycle, day in cycles:
        of_cycle = marks.get(cycle, {})
        codes: set[str] = set(ALL if day != today else ())
        named: dict[str, Around] = {}
        for code, some in chain.from_iterable(each.items() for each in of_cycle.values()):
            if some is None:
                codes.add(code)
            else:
                around = named.setdefault(code, Around())
                around |= Around.of(some)
        if codes or named:
            few = {code: around for code, around in named.items() if code not in codes}
            yield Due(cycle, frozenset(codes), few, of_cycle.keys(), day)


def _judge(due: Due, today: date, now: datetime) -> None:
    looked = _settle_named(due, today, now)
    judged = []
    for each in readings(due.cycle, due.codes, due.named, as_of=today):
        if near := each.codes & SETTLED:
            _settle(due.cycle, _suspects(due.cycle, near, each.seen), near, today, now)
        judged.append((each, list(found_in(each.seen.snapshot, each.codes - SETTLED))))
    with transaction.atomic():
        if not _is_ours(due, today):
            transaction.set_rollback(True)
            return
        for each, found in judged:
            stored = finding_rows.of_codes(due.cycle, each.codes - SETTLED, among=each.among)
            difference = finding_rows.difference(stored, found, each.seen, among=each.among)
            finding_rows.write(due.cycle, difference, now=now)
        if looked:
            looked.write(now=now)


def _settle_named(due: Due, today: date, now: datetime) -> findings.Looked | None:
    """Judge what hangs on one key result of those that are named; what else is found of these is yet to be written."""
    named = due.named.keys() & NAMED
    if not named:
        return None
    around = Around()
    for code in named:
        around |= due.named[code]
    looked = findings.look(due.cycle, around, named - SETTLED, as_of=today)
    if settled := named & SETTLED:
        _settle(due.cycle, [("key_results", row) for row in sorted(looked.results)], settled, today, now)
    return looked


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A large plan has no circles in it. Looking for some, again and again while it is read, takes half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_ours(due: Due, today: date) -> bool:
    """Take the marks away; where another worker did, it has judged what came after what is judged here."""
    taken, _ = Unjudged.objects.filter(pk__amongst=list(due.marks)).delete()
    bulk.add_missing(JudgedCycle, [[due.cycle, None]], columns=("cycle_id", "day"))
    held = JudgedCycle.objects.select_for_update().get(pk=due.cycle)
    JudgedCycle.objects.filter(pk=due.cycle).update(day=today)
    return taken == len(due.marks) and held.day == due.day and _is_open(due.cycle)


def _is_open(cycle: int) -> bool:
    return Cycle.objects.filter(pk=cycle, closed_at=None).exists()


def _suspects(cycle: int, codes: Collection[str], read: Seen) -> list[tuple[str, int | str]]:
    """What is to be settled: the key results, objectives and teams of findings that are stored otherwise."""
    found: dict[tuple[str, int | str], None] = {}
    stored = finding_rows.of_codes(cycle, codes)
    for key in finding_rows.difference(stored, found_in(read.snapshot, codes), read).keys:
        places = [read.place_of(Ref(Kind(key.kind), key.subject)), *([stored[key].place] if key in stored else [])]
        for place in places:
            if key.code in OF_STANDINGS:
                name, which = "standing", place.key_result
            elif key.kind == Kind.TEAM:
                found["team_keys", key.subject] = None
                continue
            else:
                name, which = ("key_results", place.key_result) if place.key_result else ("objectives", place.objective)
            if which is not None:
                found[name, which] = None
    return list(found)


def _settle(
    cycle: int, suspects: Sequence[tuple[str, int | str]], codes: Collection[str], today: date, now: datetime
) -> None:
    """Judge these again while nobody else writes what they hang on, some at a time, and write what is so then."""
    rest = iter(suspects)
    while some := list(islice(rest, AT_ONCE)):
        around = Around()
        for name, which in some:
            getattr(around, name).add(which)
        with transaction.atomic():
            take_turn()
            if not _is_open(cycle):
                return
            standing.lock(around.key_results | around.standing)
            _hold_needs(around.key_results)
            findings.settle(cycle, around, codes, as_of=today, now=now)


def _hold_needs(key_results: Collection[int]) -> None:
    """Who hands a need over holds it alone."""
    if connection.features.has_select_for_update:
        rows = Need.objects.filter(key_result_id__amongst=list(key_results)).order_by("id").select_for_update()
        list(rows.values_list("id", flat=True))
