"""Closing a key result: its team grades it, each party says met or not met. Progress: nothing goes stale."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accord.domain import grading
from accord.domain.rights import Sides, may_write
from accord.models import Closing, KeyResult, Party, Team, Verdict
from accord.models.objectives import key_result_in_sight
from accord.queries.people.people import is_admin, teams_answered_for, teams_of
from accord.services.agreements import standing
from accord.services.cycles import open_cycles
from accord.services.findings import findings
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class MayNotClose(Exception):
    """It is not this person's to say; `code` is not-own, not-a-party or may-not-answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Moved(Exception):
    """The key result was closed, or opened again, since it was on the screen."""


@transaction.atomic
def close(key_result: KeyResult, *, grade: Decimal, word: str = "", by: Actor, clock: Clock) -> Closing:
    """The team says that its key result is over, and how much of it was reached: 1.0 is met. Sent twice it counts once.

    Raises WrongGrade, MayNotClose, CycleClosed and Moved.
    """
    grade = grading.checked(grade)
    held = _held(key_result)
    _check_own(held, by)
    if already := _closing_of(held):
        if (already.grade, already.word, already.by_id) == (grade, _said(word), by.person_id):
            return already
        raise Moved
    closing = Closing.objects.create(
        key_result=held, is_met=grade == grading.MOST, grade=grade, word=_said(word),
        by_id=by.person_id, by_email=by.email, at=clock(), via=by.via,
    )  # fmt: skip
    data = {"is_met": closing.is_met, "grade": str(grade), "word": closing.word}
    _record("key-result.closed", held, held.objective.team, by=by, now=closing.at, data=data)
    findings.follow_closing(held, now=closing.at)
    return closing


@transaction.atomic
def reopen(key_result: KeyResult, *, seen: int, by: Actor, clock: Clock) -> Closing:
    """The team takes the closing back that was on the screen (row id); what was said of it stays readable.

    Sent twice it counts once. Raises MayNotClose, CycleClosed and Moved.
    """
    held = _held(key_result)
    _check_own(held, by)
    closing = _closing_of(held)
    if closing is None and (already := held.closings.filter(pk=seen, reopened_by=by.person_id).first()):
        return already
    if closing is None or closing.pk != seen:
        raise Moved
    closing.reopened_at, closing.reopened_by_id = clock(), by.person_id
    closing.save(update_fields=["reopened_at", "reopened_by"])
    _record("key-result.reopened", held, held.objective.team, by=by, now=closing.reopened_at, data={})
    findings.follow_closing(held, now=closing.reopened_at)
    return closing


@transaction.atomic
def judge(
    key_result: KeyResult, team: str, *, is_met: bool, word: str = "", seen: int, by: Actor, clock: Clock
) -> Verdict:
    """A party says of the closing that was on the screen (row id) whether it finds the result met; its latest counts.

    The same said twice counts once. Raises MayNotClose (the own team says it in closing), CycleClosed and Moved.
    """
    held = _held(key_result)
    party = Party.objects.filter(agreement_id=held.pk, team__key=team, is_own=False).select_related("team").first()
    if party is None:
        raise MayNotClose("not-a-party")
    if team not in teams_answered_for(by.person):
        raise MayNotClose("may-not-answer")
    closing = _closing_of(held)
    if closing is None or closing.pk != seen:
        raise Moved
    latest = closing.verdicts.filter(team=party.team).order_by("-id").first()
    if latest and (latest.is_met, latest.word, latest.by_id) == (is_met, _said(word), by.person_id):
        return latest
    verdict = Verdict.objects.create(
        closing=closing, team=party.team, is_met=is_met, word=_said(word),
        by_id=by.person_id, by_email=by.email, at=clock(), via=by.via,
    )  # fmt: skip
    data = {"is_met": is_met, "word": verdict.word, "differs": is_met != closing.is_met}
    _record("key-result.judged", held, party.team, by=by, now=verdict.at, data=data)
    return verdict


def _held(key_result: KeyResult) -> KeyResult:
    """The published key result of an open cycle, held until the transaction ends."""
    standing.lock([key_result.pk])
    found = KeyResult.objects.filter(key_result_in_sight(), pk=key_result.pk)
    held: KeyResult | None = found.select_related("objective__team", "cycle").first()
    if held is None:
        raise Moved
    open_cycles.check(held.cycle_id)
    return held


def _check_own(key_result: KeyResult, by: Actor) -> None:
    teams = teams_of(by.person)[0] if by.person else frozenset()
    sides = Sides(own=key_result.objective.team.key)
    if not may_write("key_result", "closed", sides, teams, is_admin=is_admin(by.person)):
        raise MayNotClose("not-own")


def _closing_of(key_result: KeyResult) -> Closing | None:
    return Closing.objects.filter(key_result=key_result, reopened_at=None).first()


def _said(word: str) -> str:
    return word.replace("\r\n", "\n").strip()


def _record(kind: str, key_result: KeyResult, team: Team, *, by: Actor, now: datetime, data: dict[str, object]) -> None:
    parties = Party.objects.filter(agreement_id=key_result.pk).values_list("team_id", flat=True)
    concerns = {*parties, key_result.objective.team_id}
    events.record(kind, by=by, at=now, team=team, key_result=key_result, concerns=concerns, data=data)
