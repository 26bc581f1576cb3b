"""The organization's calendar: which day it is there, and on which something asked now should be answered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.domain.working_days import after
from accord.models import Organization, Revision
from accord.queries.prepared import Prepared, Things

RECKONED_WITH = ("time_zone", "answer_days", "holidays")


def answer_date(now: datetime) -> date:
    """The day by which what is asked now should be answered: so many working days on, in the organization's zone."""
    return reckoned(_reckoning(), now)


def holidays() -> frozenset[date]:
    """Days on which nobody is expected to work."""
    return holidays_of(_reckoning())


def today(now: datetime) -> date:
    """The day it is in the organization's zone."""
    return today_of(_reckoning(), now)


def organization() -> Organization:
    """The organization, for whoever asks it for more than one of these."""
    found: Organization = _ORGANIZATION.first()
    return found


def reckoned(organization: Organization, asked: datetime) -> date:
    """The day by which what was asked then should be answered, by an organization's calendar."""
    day = today_of(organization, asked)
    return after(day, organization.answer_days, holidays=holidays_of(organization))


def holidays_of(organization: Organization) -> frozenset[date]:
    """The days on which nobody works there."""
    return frozenset(date.fromisoformat(day) for day in organization.holidays)


def today_of(organization: Organization, now: datetime) -> date:
    """The day it is in an organization's zone."""
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


class Calendars:
    """The calendar as it was at any moment: what was to be answered by a day stays so, whatever is changed later.

    One statement; one more once the calendar has ever been changed.
    """

    def __init__(self) -> None:
        self._today: Organization = _ORGANIZATION.first()
        self._changes = list(_CHANGES(organization=self._today.pk)) if self._today.version > 1 else []

    def answer_by(self, asked: datetime) -> date:
        """The day by which what was asked then should be answered."""
        return reckoned(self._at(asked), asked)

    def _at(self, moment: datetime) -> Organization:
        """The first change after a moment says what was there until then."""
        was = {name: getattr(self._today, name) for name in RECKONED_WITH}
        was |= {field: before for field, before, at in self._changes if at > moment}
        return Organization(**was)


def _reckoning() -> Organization:
    """The organization with its calendar alone."""
    (found,) = _RECKONING()
    return found


_ORGANIZATION = Prepared(Organization.objects.all)
_RECKONING = Things(Prepared(lambda: Organization.objects.values_list(*RECKONED_WITH)), lambda row: Organization(**row))
_CHANGES = Prepared(  # the latest first, so that of several the first has the last word
    lambda organization: (
        Revision.objects.filter(kind="organization", item=organization, field__in=RECKONED_WITH)
        .order_by("-id")
        .values_list("field", "before", "change__at")
    ),
    organization=int,
)
