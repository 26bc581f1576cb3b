"""The organization's calendar: which day it is there, and on which something asked now should be answered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.domain.working_days import after
from accord.models import Organization
from accord.queries.prepared import Prepared


def answer_date(now: datetime) -> date:
    """The day by which what is asked now should be answered: so many working days on, in the organization's zone."""
    organization: Organization = _ORGANIZATION.first()
    return after(_day(now, organization), organization.answer_days, holidays=_holidays(organization))


def holidays() -> frozenset[date]:
    """Days on which nobody is expected to work."""
    return _holidays(_ORGANIZATION.first())


def today(now: datetime) -> date:
    """The day it is in the organization's zone."""
    return _day(now, _ORGANIZATION.first())


def _holidays(organization: Organization) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in organization.holidays)


def _day(now: datetime, organization: Organization) -> date:
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


_ORGANIZATION = Prepared(Organization.objects.all)
