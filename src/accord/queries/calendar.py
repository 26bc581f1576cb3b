"""The organization's calendar: on which day something asked now should be answered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.domain.working_days import after
from accord.models import Organization


def answer_date(now: datetime) -> date:
    """The day by which what is asked now should be answered: so many working days on, in the organization's zone."""
    organization = Organization.objects.get()
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    return after(today, organization.answer_days, holidays=holidays)
