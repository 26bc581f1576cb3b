"""Reminders: what comes round by the calendar, without anything having happened. Each is told once under its effect."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from accord.domain.telling import Kind
from accord.domain.working_days import after
from accord.models import Notice, Organization, Party
from accord.queries.check_ins import check_in_reminders
from accord.queries.reviews import month_digest, review_reminders
from accord.queries.telling.recipients import Reason, Reasons, by_person, waiting_parts


class Reminder(NamedTuple):
    """Whom to remind, and why. `effect` tells it from every other reminder: under it each person is reminded once."""

    effect: str
    reasons: Reasons


def reminders(now: datetime) -> list[Reminder]:
    """All reminders that are due, in the organization's zone; none before there is a plan."""
    organization = Organization.objects.first()
    found = (find(organization, now) for find in FINDERS) if organization else ()
    return [reminder for reminder in found if reminder]


def _answers(organization: Organization, now: datetime) -> Reminder:
    """What is to be answered after today, and not after the next working day."""
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    next_day = after(today, 1, holidays=holidays)
    due = Party.objects.filter(waits=True, answer_by__lte=next_day, agreement__key_result__cycle__closed_at=None)
    rows = due.values_list("agreement_id", "team_id", "states", "asks").iterator()
    parts = by_person(waiting_parts(rows, asked=lambda ask: today < date.fromisoformat(ask[1]) <= next_day))
    reasons = {person: Reason(Kind.DEADLINE, {"parts": found}) for person, found in parts.items()}
    return Reminder(f"deadline:{next_day.isoformat()}", reasons)


def _month(organization: Organization, now: datetime) -> Reminder | None:
    """The month that is over, across the teams of a department."""
    due = month_digest.due(organization, now)
    return Reminder(*due) if due else None


def _check_ins(organization: Organization, now: datetime) -> Reminder | None:
    """New values that are expected of the people whose hour strikes next."""
    due = check_in_reminders.due(organization, now)
    return Reminder(*due) if due else None


def _reviews(organization: Organization, now: datetime) -> Reminder | None:
    """Reviews that are due on the next working day, or were on the one before."""
    due = review_reminders.due(organization, now)
    return Reminder(*due) if due else None


# Each says who is reminded of one sort of thing. A reason's data has `about` (the key of OF_REMINDERS), may have
# `teams` (row ids) for which it comes, and else whatever its letter needs.
FINDERS: Sequence[Callable[[Organization, datetime], Reminder | None]] = (_answers, _reviews, _check_ins, _month)
# By what a reminder is about: what its letter says, as of when it is sent; None where nothing is left to remind of.
# The letter's template is named in jobs/words.py under the same key.
OF_REMINDERS: Mapping[str, Callable[[Notice], Any]] = {
    check_in_reminders.ABOUT: check_in_reminders.facts,
    month_digest.ABOUT: month_digest.facts,
    review_reminders.ABOUT: review_reminders.facts,
}
