"""Who is to be reminded of answers that are due on the next working day."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accord.domain.telling import Kind
from accord.domain.working_days import after
from accord.models import Organization, Party
from accord.queries.recipients import Reason, Reasons, by_person, waiting_parts


class Reminder(NamedTuple):
    """The working day that comes next, and whom to remind of what is due until then."""

    day: date
    reasons: Reasons


def reminder(now: datetime) -> Reminder | None:
    """What is due after today, in the organization's zone, and not after the next working day; None before a plan."""
    organization = Organization.objects.first()
    if organization is None:
        return None
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    next_day = after(today, 1, holidays=holidays)
    due = Party.objects.filter(waits=True, answer_by__lte=next_day, agreement__key_result__cycle__closed_at=None)
    rows = due.values_list("agreement_id", "team_id", "states", "asks").iterator()
    parts = by_person(waiting_parts(rows, asked=lambda ask: today < date.fromisoformat(ask[1]) <= next_day))
    return Reminder(next_day, {person: Reason(Kind.DEADLINE, {"parts": found}) for person, found in parts.items()})
