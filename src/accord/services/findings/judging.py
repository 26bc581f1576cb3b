"""The worker's part of keeping findings current: what was marked, and each new day all of a cycle.

Whatever is to be judged has a mark that was left before it is read. It is read and judged without holding anything;
what came of it is then written in short turns. What changes meanwhile leaves a mark of its own, and is judged next.
All of a cycle is looked through a step at a time, and what was changed meanwhile is judged between two steps.
"""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from accord.domain.checks.felt import ALL, NAMED, NEAR, SETTLED, Codes
from accord.domain.checks.finding import Finding
from accord.domain.checks.running import findings as found_in
from accord.models import Cycle, JudgedCycle, Need, Unjudged
from accord.queries import calendar
from accord.queries.findings.snapshot_rows import Around, measured_by, together
from accord.queries.findings.snapshots import LIGHT, Reading, readings
from accord.queries.findings.speaking_results import speaking_of
from accord.queries.prepared import Prepared
from accord.services import bulk
from accord.services.agreements import standing
from accord.services.definitions.carrying_out import take_turn
from accord.services.findings import cycle_suspects, finding_rows, findings
from accord.services.findings.cycle_suspects import Suspect
from accord.services.findings.finding_rows import Difference

AT_ONCE = 100  # key results, objectives and teams that are settled in one turn
Marked = Mapping[str, Any]  # codes, each with null or what it is named with


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be judged of a cycle: light codes in all of it, others around some things, and the marks that say so,
    of which the first was left at `at`.
    """

    cycle: int
    codes: frozenset[str]
    named: Mapping[str, Around]
    marks: Collection[int]
    at: datetime


def judge(*, now: datetime) -> int:
    """Judge whatever is to be judged of the open cycles, and say of how many; four statements where nothing is.

    On each new day a cycle is judged whole, and so it is when it was never judged, or is opened again. Nobody is told.
    """
    cycles = dict(_CYCLES())
    if not cycles:
        return 0
    today = calendar.today(now)
    judged = _judge_marked(today, now)
    whole = _marks(is_whole=True)
    for cycle, day in cycles.items():
        marks = whole.get(cycle, {})
        if day != today:
            _judge_day(cycle, today, now)
        elif marks:
            _judge_whole(cycle, frozenset[str]().union(*(marked for _, marked in marks.values())), today, now)
        else:
            continue
        Unjudged.objects.filter(pk__amongst=list(marks)).delete()
        judged.add(cycle)
    return len(judged)


def forget(cycle: int) -> None:
    """Have a cycle (row id) judged whole when the worker comes to it; its findings stay until then."""
    JudgedCycle.objects.filter(pk=cycle).update(day=None)


def _judge_day(cycle: int, today: date, now: datetime) -> None:
    """All of a cycle, once a day. Until that is done it counts as not judged."""
    bulk.add_missing(JudgedCycle, [[cycle, None]], columns=("cycle_id", "day"))
    JudgedCycle.objects.filter(pk=cycle).update(day=None)
    findings.mark(LIGHT, cycle=cycle, now=now)
    _judge_whole(cycle, ALL - LIGHT, today, now)
    JudgedCycle.objects.filter(pk=cycle, day=None, cycle__closed_at=None).update(day=today)


def _judge_whole(cycle: int, codes: frozenset[str], today: date, now: datetime) -> None:
    suspects: dict[Suspect, set[str]] = defaultdict(set)
    with _nothing_collected():
        _judge_marked(today, now)
        for code, several in cycle_suspects.look_through(cycle, codes, as_of=today):
            for each in several:
                suspects[each].add(code)
            _judge_marked(today, now)
        for named in cycle_suspects.parts(suspects):
            findings.mark((), named=named, cycle=cycle, now=now)
            _judge_marked(today, now)


def _judge_marked(today: date, now: datetime) -> set[int]:
    """What hangs on what was changed, of every cycle (row id) where something was."""
    marked = _marks(is_whole=False)
    for cycle, marks in marked.items():
        with _nothing_collected():
            _judge(_due(cycle, marks), today, now)
    return {*marked}


def _marks(*, is_whole: bool) -> Mapping[int, Mapping[int, tuple[datetime, Marked]]]:
    """The marks of each open cycle: those for which all of it is read, or the others."""
    found: dict[int, dict[int, tuple[datetime, Marked]]] = {}
    for pk, cycle, at, marked in _MARKS():
        if is_whole == any(some is None and code not in LIGHT for code, some in marked.items()):
            found.setdefault(cycle, {})[pk] = at, marked
    return found


_CYCLES = Prepared(lambda: Cycle.objects.filter(closed_at=None).order_by("id").values_list("id", "judged__day"))
_MARKS = Prepared(
    lambda: Unjudged.objects.filter(cycle__closed_at=None).order_by("id").values_list("id", "cycle_id", "at", "codes")
)


def _due(cycle: int, marks: Mapping[int, tuple[datetime, Marked]]) -> Due:
    codes: set[str] = set()
    named: dict[str, Around] = {}
    for _, marked in marks.values():
        for code, some in marked.items():
            if some is None:
                codes.add(code)
            else:
                around = named.setdefault(code, Around())
                around |= Around.of(some)
    few = {code: around for code, around in named.items() if code not in codes}
    return Due(cycle, frozenset(codes), few, marks.keys(), min(at for at, _ in marks.values()))


def _judge(due: Due, today: date, now: datetime) -> None:
    near = frozenset(due.named.keys() & (NEAR | NAMED))
    looked = findings.look(due.cycle, _around(due, near), near, as_of=today) if near else None
    if looked:
        _settle(due.cycle, _suspects(looked), near & SETTLED, today, now)
    judged = [
        (each, list(found_in(each.seen.snapshot, each.codes)))
        for each in readings(due.cycle, due.codes, due.named, as_of=today)
    ]
    mark = _take(due)
    if mark is None:
        return
    for turn in _turns(due.cycle, judged, looked):
        with transaction.atomic():
            if not _is_ours(mark, due.cycle):
                return
            finding_rows.write(due.cycle, turn, now=now)
    Unjudged.objects.filter(pk=mark).delete()


def _around(due: Due, near: Codes) -> Around:
    around = together(due.named, near)
    around.key_results |= measured_by(due.cycle, around)
    if around.names:
        around.key_results |= speaking_of(due.cycle, around.names)
    return around


@transaction.atomic
def _take(due: Due) -> int | None:
    """Put one mark in the place of those that were judged. None where another worker has taken one of them: it has
    judged what came after what is judged here.
    """
    taken, _ = Unjudged.objects.filter(pk__amongst=list(due.marks)).delete()
    if taken != len(due.marks) or not _is_open(due.cycle):
        transaction.set_rollback(True)
        return None
    marked = {code: around.named() for code, around in due.named.items()} | dict.fromkeys(sorted(due.codes))
    return Unjudged.objects.create(cycle_id=due.cycle, codes=marked, at=due.at).pk


def _is_ours(mark: int, cycle: int) -> bool:
    """Whether no other worker has taken it over, who then has read later, and will write."""
    return bool(Unjudged.objects.select_for_update().filter(pk=mark).values_list("id")) and _is_open(cycle)


def _turns(
    cycle: int, judged: Sequence[tuple[Reading, list[Finding]]], looked: "findings.Looked | None"
) -> Iterator[Difference]:
    """What is to be written, so much at a time that nobody waits long."""
    for each, found in judged:
        if each.among is None or each.among:
            stored = finding_rows.of_codes(cycle, each.codes, among=each.among)
            yield from finding_rows.difference(stored, found, each.seen, among=each.among).in_turns()
    if looked:
        yield from looked.difference(looked.codes - SETTLED).in_turns()


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


def _is_open(cycle: int) -> bool:
    return Cycle.objects.filter(pk=cycle, closed_at=None).exists()


def _suspects(looked: findings.Looked) -> list[Suspect]:
    """What is to be settled: the key results, objectives and teams of findings that are stored otherwise."""
    found = (cycle_suspects.suspect(key, place) for key, place in looked.otherwise(SETTLED))
    return list(dict.fromkeys(each for each in found if each))


def _settle(cycle: int, suspects: Sequence[Suspect], codes: Collection[str], today: date, now: datetime) -> None:
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
