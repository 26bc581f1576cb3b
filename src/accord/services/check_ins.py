"""Check-ins: how far a key result is, and what its people believe. Progress: it never makes an agreement stale."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accord.domain import check_ins as rules
from accord.domain.check_ins import Unfit
from accord.domain.rights import may_check_in
from accord.models import CheckIn, Closing, KeyResult
from accord.queries import calendar
from accord.queries.check_ins.progress import OWN_COLUMNS, measure_of
from accord.queries.people.people import is_admin, teams_of
from accord.queries.prepared import Prepared
from accord.services import bulk
from accord.services.definitions import edits
from accord.services.findings import findings
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
A_DAY = ("key_result_id", "date")
# What is asked of a key result: whether it can be checked in, by whom, and what measures it.
READ = (
    *OWN_COLUMNS, "cycle_id", "accountable_id", "published_at", "dropped_at", "metric__unit", "metric__frequency",
    "milestone__date", "cycle__start", "cycle__end", "cycle__closed_at", "objective__published_at",
    "objective__dropped_at", "objective__team__key", "objective__team__name",
)  # fmt: skip


class NotCheckedIn(Exception):
    """A check-in that is not taken; nothing is recorded."""


class MayNotCheckIn(NotCheckedIn):
    """It is not this person's to say: not of the key result's team, and not accountable for it; or another said it."""


class NotThere(NotCheckedIn):
    """There is no such key result any more, or it is still a draft."""


class CycleClosed(NotCheckedIn, edits.CycleClosed):
    """Its cycle is over: nothing is written into it any more."""


class ResultClosed(NotCheckedIn):
    """Its team has said how the key result ended."""


class Unsaid(NotCheckedIn):
    """What was said does not fit; `code` says why."""

    def __init__(self, code: Unfit) -> None:
        super().__init__(code.value)
        self.code = code


class Gone(NotCheckedIn):
    """The check-in was taken back meanwhile."""


class Moved(NotCheckedIn):
    """Somebody checked in, or took theirs back, since the form was filled in.

    `day` is the day that it was for, `now` what stands for it, if anything.
    """

    def __init__(self, day: date, now: CheckIn | None) -> None:
        super().__init__()
        self.day, self.now = day, now


@transaction.atomic
def check_in(
    key_result: KeyResult,
    *,
    value: Decimal,
    confidence: Decimal | None = None,
    note: str = "",
    day: date,
    seen: str | None = None,
    by: Actor,
    clock: Clock,
) -> CheckIn:
    """Say how far a key result was on a day, and how confident its people are (0 to 10; None: nobody said).

    There is one check-in a day: a second takes the first one's place, and what the first said stays in activity.
    `seen` is the mark of what stood for that day on the form, empty for nothing; None takes the place of whatever
    stands. A form that is sent twice counts once. A milestone takes 1, declared reached, or 0. Raises a NotCheckedIn.
    """
    held = _held(key_result.pk)
    _check_right(held, by)
    now = clock()
    today = _check_fit(held, value, confidence, day, now)
    before: CheckIn | None = _OF_DAY.first(key_result=held.pk, day=day)
    if before and seen not in (None, before.mark) and _says(before, value, confidence, note, by):
        return before
    _check_seen(before, seen, day)
    row = _say(held, day, value, confidence, note, by, now)
    _record("check-in.made", row, by=by, now=now, was=_told(before) if before else None)
    findings.follow_check_in(held, day=day, today=today, now=now)
    return row


@transaction.atomic
def correct(
    number: int,
    *,
    value: Decimal,
    confidence: Decimal | None = None,
    note: str = "",
    seen: str,
    by: Actor,
    clock: Clock,
) -> CheckIn:
    """Put right what was checked in for a day (row id); activity tells what it said before.

    A form that is sent twice counts once. Raises a NotCheckedIn.
    """
    row = _own(number, by)
    if seen != row.mark and _says(row, value, confidence, note, by):
        return row
    _check_seen(row, seen, row.date)
    now = clock()
    _check_fit(row.key_result, value, confidence, row.date, now)
    said = _say(row.key_result, row.date, value, confidence, note, by, now)
    _record("check-in.corrected", said, by=by, now=now, was=_told(row))
    return said


@transaction.atomic
def take_back(number: int, *, seen: str, by: Actor, clock: Clock) -> None:
    """Remove a check-in (row id) that should not be; activity tells what it said. Raises a NotCheckedIn."""
    row = _own(number, by)
    _check_seen(row, seen, row.date)
    now = clock()
    _record("check-in.taken-back", row, by=by, now=now)
    row.delete()
    findings.follow_check_in(row.key_result, today=calendar.today(now), now=now)


def _held(number: int) -> KeyResult:
    """The key result (row id) with its team and what measures it, held until the transaction ends."""
    held: KeyResult | None = _TO_CHECK_IN.first(key_result=number)
    if held is None or held.published_at is None or held.objective.published_at is None:
        raise NotThere
    if held.dropped_at is not None or held.objective.dropped_at is not None:
        raise NotThere
    if held.cycle.closed_at is not None:
        raise CycleClosed
    if any(_CLOSING(key_result=held.pk)):
        raise ResultClosed
    return held


def _own(number: int, by: Actor) -> CheckIn:
    """A check-in that this person may put right: their own, or one for the team they lead.

    What a file brought is everybody's who may check in.
    """
    found = CheckIn.objects.filter(pk=number)
    held = _held(found.values_list("key_result_id", flat=True).first() or 0)
    _check_right(held, by)
    row = found.first()
    if row is None:
        raise Gone
    row.key_result = held
    if row.by_id not in (None, by.person_id) and not _leads(held, by):
        raise MayNotCheckIn
    return row


def _check_right(key_result: KeyResult, by: Actor) -> None:
    if by.person is None:
        raise MayNotCheckIn
    teams, _ = teams_of(by.person)
    accountable = key_result.accountable_id == by.person.pk
    own = key_result.objective.team.key
    if may_check_in(own, teams, is_accountable=accountable):
        return
    if not may_check_in(own, teams, is_accountable=accountable, is_admin=is_admin(by.person)):
        raise MayNotCheckIn


def _leads(key_result: KeyResult, by: Actor) -> bool:
    assert by.person is not None
    return key_result.objective.team.key in teams_of(by.person)[1] or is_admin(by.person)


def _check_fit(key_result: KeyResult, value: Decimal, confidence: Decimal | None, day: date, now: datetime) -> date:
    """The day it is in the organization, on which this fits."""
    organization = calendar.organization()
    today = calendar.today_of(organization, now)
    code = rules.unfit(measure_of(key_result, organization), value, confidence, day, today=today)
    if code:
        raise Unsaid(code)
    return today


def _check_seen(row: CheckIn | None, seen: str | None, day: date) -> None:
    if seen is not None and seen != (row.mark if row else ""):
        raise Moved(day, row)


def _says(row: CheckIn, value: Decimal, confidence: Decimal | None, note: str, by: Actor) -> bool:
    """Whether this person has said just this already."""
    stands = (row.value, row.confidence, row.note, row.by_id)
    return stands == (value, confidence, _noted(note), by.person_id)


def _say(
    held: KeyResult, day: date, value: Decimal, confidence: Decimal | None, note: str, by: Actor, now: datetime
) -> CheckIn:
    """Keep what stands for a day from now on."""
    said: dict[str, Any] = {
        "value": value, "confidence": confidence, "note": _noted(note), "by_id": by.person_id, "by_email": by.email,
        "at": now, "via": by.via,
    }  # fmt: skip
    number = bulk.put(CheckIn, {"key_result_id": held.pk, "date": day, **said}, key=A_DAY)
    return CheckIn(pk=number, key_result=held, date=day, **said)


def _noted(note: str) -> str | None:
    return note.replace("\r\n", "\n").strip() or None


def _told(row: CheckIn) -> dict[str, Any]:
    """What a check-in says, for activity to tell when the row itself says something else, or is gone."""
    confidence = None if row.confidence is None else format(row.confidence, "f")
    return {"value": format(row.value, "f"), "confidence": confidence, "note": row.note or ""}


def _record(kind: str, row: CheckIn, *, by: Actor, now: datetime, was: dict[str, Any] | None = None) -> None:
    result = row.key_result
    data = {"day": row.date.isoformat(), **_told(row), **_measured(result), **({"was": was} if was else {})}
    team = result.objective.team
    events.record(kind, by=by, at=now, team=team, key_result=result, concerns=[team.pk], data=data)


def _measured(key_result: KeyResult) -> dict[str, str]:
    """What the number is of: its unit, or that it is a milestone's."""
    if key_result.milestone_id is not None:
        return {"measure": "milestone"}
    unit = key_result.metric.unit if key_result.metric else "%"
    return {"measure": "number", "unit": unit or ""}


_TO_CHECK_IN = Prepared(
    lambda key_result: (
        KeyResult.objects.filter(pk=key_result)
        .select_related("objective__team", "cycle", "metric", "milestone")
        .only(*READ)
        .select_for_update(of=("self",))
    ),
    key_result=int,
)
_CLOSING = Prepared(
    lambda key_result: Closing.objects.filter(key_result=key_result, reopened_at=None).values_list("id"),
    key_result=int,
)
_OF_DAY = Prepared(
    lambda key_result, day: CheckIn.objects.filter(key_result=key_result, date=day), key_result=int, day=date
)
