"""Closing a cycle, and opening one again that was closed by mistake. (It is opened and changed as a definition.)"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accord.models import Cycle, KeyResult, Need, Objective
from accord.models.objectives import objective_in_sight
from accord.queries.cycles.cycles import UNDO
from accord.services.administering import administers
from accord.services.agreements import standing
from accord.services.definitions.carrying_out import take_turn
from accord.services.findings import judging
from accord.services.realignments import realignments
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class CannotClose(Exception):
    """Why not: not-admin, closed (already), open-inside, not-closed, too-late, closed-around; `about` names a cycle."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


@transaction.atomic
def close(cycle: Cycle, *, by: Actor, clock: Clock) -> Cycle:
    """End a cycle: its agreements stay as they stand, its realignments are withdrawn, and nothing in it is written.

    What is not graded or answered stays so. Raises CannotClose.
    """
    row = _held(cycle, by)
    if row.closed_at:
        raise CannotClose("closed")
    if inside := Cycle.objects.filter(parent=row, closed_at=None).order_by("start").first():
        raise CannotClose("open-inside", inside.name)
    # Whoever is answering one of them just now has answered before, or finds the cycle closed.
    standing.lock(_key_results(row))
    list(Need.objects.filter(cycle=row).order_by("id").select_for_update().values_list("id"))
    now = clock()
    realignments.withdraw(row, by=by, now=now)
    Cycle.objects.filter(pk=row.pk).update(closed_at=now, closed_by=by.person, version=F("version") + 1)
    _record("cycle.closed", row, by=by, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def reopen(cycle: Cycle, *, by: Actor, clock: Clock) -> Cycle:
    """Take a closing back for a while: agreements and realignments stand as they did.

    What was defined otherwise meanwhile for all cycles (a metric, a team that ended) is felt now. Raises CannotClose.
    """
    row = _held(cycle, by)
    if row.closed_at is None:
        raise CannotClose("not-closed")
    now = clock()
    if now > row.closed_at + UNDO:
        raise CannotClose("too-late")
    if row.parent and row.parent.closed_at:
        raise CannotClose("closed-around", row.parent.name)
    key_results = _key_results(row)
    standing.lock(key_results)
    realignments.resume(row, closed_at=row.closed_at)
    Cycle.objects.filter(pk=row.pk).update(closed_at=None, closed_by=None, version=F("version") + 1)
    touched = standing.touch(key_results, change=None, now=now)
    realignments.follow(touched, change=None, by=by, now=now)
    judging.forget(row.pk)
    _record("cycle.reopened", row, by=by, now=now)
    row.refresh_from_db()
    return row


def _held(cycle: Cycle, by: Actor) -> Cycle:
    """The cycle as it is once nobody else is changing definitions."""
    if not administers(by):
        raise CannotClose("not-admin")
    take_turn()
    return Cycle.objects.select_related("parent").get(pk=cycle.pk)


def _key_results(cycle: Cycle) -> list[int]:
    return list(KeyResult.objects.filter(cycle=cycle).order_by("id").values_list("id", flat=True))


def _record(kind: str, cycle: Cycle, *, by: Actor, now: datetime) -> None:
    teams = Objective.objects.filter(objective_in_sight(), cycle=cycle).values_list("team_id", flat=True)
    data = {"cycle": cycle.key, "name": cycle.name}
    events.record(kind, by=by, at=now, concerns=set(teams), data=data)
