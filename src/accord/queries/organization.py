"""The organization's page: what is chosen for all, who changed it last, and what it comes to today."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accord.models import Organization
from accord.queries import calendar
from accord.queries.access import NotVisible, Reader
from accord.queries.definitions.saved_meanwhile import Saved, saved_since


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """`today` and `clock` are the organization's; `answer_by` is the day by which what is asked now is answered.

    The bands of pace are points of progress that may be missing; without `most_minutes` there is no limit.
    """

    time_zone: str
    answer_days: int
    coming: tuple[date, ...]  # holidays from today on
    past: tuple[date, ...]  # the latest first
    today: date
    clock: time
    answer_by: date
    on_track_within: int
    behind_within: int
    most_minutes: int | None
    version: int
    row: int


def page(now: datetime) -> OrganizationPage:
    """All of it as it is. Raises NotVisible before there is an organization."""
    organization = Organization.objects.first()
    if organization is None:
        raise NotVisible
    today = calendar.today_of(organization, now)
    holidays = sorted(calendar.holidays_of(organization))
    return OrganizationPage(
        time_zone=organization.time_zone,
        answer_days=organization.answer_days,
        coming=tuple(day for day in holidays if day >= today),
        past=tuple(day for day in reversed(holidays) if day < today),
        today=today,
        clock=now.astimezone(ZoneInfo(organization.time_zone)).time(),
        answer_by=calendar.reckoned(organization, now),
        on_track_within=organization.on_track_within,
        behind_within=organization.behind_within,
        most_minutes=organization.most_minutes,
        version=organization.version,
        row=organization.pk,
    )


def saved_meanwhile(who: Reader, page: OrganizationPage, seen: int) -> Saved:
    """Who has changed the organization since the version that somebody saw."""
    return saved_since("organization", page.row, who, page.version - seen)
