"""A team grades all its key results of a cycle in one go: what is new or otherwise is closed so, all else stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accord.domain import grading
from accord.models import Closing, Cycle, KeyResult
from accord.services.agreements import standing
from accord.services.cycles import closing, open_cycles
from accord.services.cycles.closing import Moved
from accord.services.definitions.edits import NotThere
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Graded:
    """A key result (id in the plan) with its grade and a word; `seen` is the closing on the screen (row id, or 0)."""

    key_result: str
    grade: Decimal
    word: str = ""
    seen: int = 0


@transaction.atomic
def grade_all(cycle: Cycle, team: str, grades: Sequence[Graded], *, by: Actor, clock: Clock) -> int:
    """Close these key results with their grades, all or none; say how many were not closed so on the screen.

    One that is closed otherwise is opened and closed anew: its parties are asked again whether they find so. A form
    that is sent twice counts once.
    Raises WrongGrade, MayNotClose, CycleClosed, NotThere, and Moved where one was closed or opened since.
    """
    open_cycles.check(cycle.pk)
    rows = KeyResult.objects.live().filter(cycle=cycle, objective__team__key=team)
    found = {row.key: row for row in rows.filter(key__in=[each.key_result for each in grades]).order_by("id")}
    if missing := [("key_result", each.key_result) for each in grades if each.key_result not in found]:
        raise NotThere(missing)
    standing.lock([row.pk for row in found.values()])
    closed = {
        each.key_result_id: each for each in Closing.objects.filter(key_result__in=found.values(), reopened_at=None)
    }
    return sum(_grade(found[each.key_result], each, closed, by=by, clock=clock) for each in grades)


def _grade(row: KeyResult, said: Graded, closed: dict[int, Closing], *, by: Actor, clock: Clock) -> bool:
    was = closed.get(row.pk)
    is_seen = (was.pk if was else 0) == said.seen
    word = said.word.replace("\r\n", "\n").strip()
    if was and was.grade == grading.checked(said.grade) and was.word == word and (is_seen or was.by_id == by.person_id):
        return not is_seen
    if not is_seen:
        raise Moved
    if was:
        closing.reopen(row, seen=was.pk, by=by, clock=clock)
    closing.close(row, grade=said.grade, word=word, by=by, clock=clock)
    return True
