"""What checks know of reviews: which teams reviewed the month before, and which updates nobody has acknowledged."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accord.domain.checks.installed import Update as Unread
from accord.models import Cycle, KeyResult, Organization, Review, Update

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The fields of domain.checks.installed.Installed that come from reviews, by ids in the plan."""

    active: frozenset[str]
    reviewed: frozenset[str]
    updates: tuple[Unread, ...]


def review_facts(cycle: Cycle, *, as_of: date) -> ReviewFacts:
    """For AL802 and AL803 on a day; four statements.

    A team is active if it had a published key result of the cycle on the last day of the month before, while the cycle
    ran. Updates are those that ask and are not acknowledged, in the order in which they were sent.
    """
    zone = ZoneInfo(Organization.objects.values_list("time_zone", flat=True).get())
    last_day = as_of.replace(day=1) - DAY
    return ReviewFacts(
        active=_active(cycle, last_day, zone),
        reviewed=frozenset(
            Review.objects.filter(month=last_day.replace(day=1), published_at__isnull=False)
            .order_by()
            .values_list("team__key", flat=True)
        ),
        updates=_unread(cycle, zone),
    )


def _active(cycle: Cycle, last_day: date, zone: ZoneInfo) -> frozenset[str]:
    if not cycle.start <= last_day <= cycle.end:
        return frozenset()
    end = datetime.combine(last_day + DAY, time(), tzinfo=zone)
    found = KeyResult.objects.live().filter(
        cycle=cycle, published_at__lt=end, objective__published_at__lt=end, objective__dropped_at=None,
        objective__team__succeeded_by=None,
    ).exclude(closings__at__lt=end, closings__reopened_at=None)  # fmt: skip
    return frozenset(found.order_by().values_list("objective__team__key", flat=True))


def _unread(cycle: Cycle, zone: ZoneInfo) -> tuple[Unread, ...]:
    rows = Update.objects.filter(review__cycle=cycle, asks=True, acknowledged_at=None).order_by("id")
    sent = rows.values_list("team__key", "review__team__key", "review__published_at")
    return tuple(Unread(reader, writer, at.astimezone(zone).date()) for reader, writer, at in sent if at)
