"""The organization's calendar: which day it is there, and on which something asked now should be answered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.domain.working_days import after
from accord.models import Organization


def answer_date(now: datetime) -> date:
    """The day by which what is asked now should be answered: so many working days on, in the organization's zone."""
    organization = Organization.objects.get()
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    return after(_day(now, organization), organization.answer_days, holidays=holidays)


def today(now: datetime) -> date:
    """The day it is in the organization's zone."""
    return _day(now, Organization.objects.get())


def _day(now: datetime, organization: Organization) -> date:
    return now.astimezone(ZoneInfo(organization.time_zone)).date()
