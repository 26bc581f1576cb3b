"""What checks know of reviews: which teams reviewed the month before, what nobody acknowledged, what it all took."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, F

from accord.domain.checks.installed import Installed
from accord.domain.checks.installed import Update as Unread
from accord.models import Cycle, KeyResult, Membership, Organization, Review, Update
from accord.queries.agreements.facts import successors

DAY = timedelta(days=1)
TENTH = Decimal("0.1")
READING = 1  # minutes for an update that somebody acknowledged: nobody is timed while reading


@dataclass(frozen=True, slots=True)
class _Month:
    """The month before a day, in the organization's zone: its last day, and the moments from and before which it is."""

    last: date
    start: datetime
    end: datetime
    zone: ZoneInfo


def review_facts(cycle: Cycle, *, as_of: date) -> Installed:
    """For AL705, AL802 and AL803 on a day: the fields of an installation's state that come from reviews; seven
    statements.

    A team is active if it had a published key result of the cycle on the last day of the month before, while the cycle
    ran. Updates are those that ask and are not acknowledged, in the order in which they were sent. Minutes are those
    of the month before, whatever the cycle: what reviews took to write until they were published and one for each
    update that was acknowledged or answered, divided by the people of the team.
    """
    zone, most = Organization.objects.values_list("time_zone", "most_minutes").get()
    month = _month_before(as_of, ZoneInfo(zone))
    return Installed(
        active=_active(cycle, month),
        reviewed=frozenset(
            Review.objects.filter(month=month.last.replace(day=1), published_at__isnull=False)
            .order_by()
            .values_list("team__key", flat=True)
        ),
        updates=_unread(cycle, month.zone),
        minutes=_minutes(month),
        most_minutes=None if most is None else Decimal(most),
    )


def _month_before(day: date, zone: ZoneInfo) -> _Month:
    first = day.replace(day=1)
    start = (first - DAY).replace(day=1)
    return _Month(
        first - DAY, datetime.combine(start, time(), tzinfo=zone), datetime.combine(first, time(), tzinfo=zone), zone
    )


def _active(cycle: Cycle, month: _Month) -> frozenset[str]:
    if not cycle.start <= month.last <= cycle.end:
        return frozenset()
    found = KeyResult.objects.live().filter(
        cycle=cycle, published_at__lt=month.end, objective__published_at__lt=month.end, objective__dropped_at=None,
    ).exclude(closings__at__lt=month.end, closings__reopened_at=None)  # fmt: skip
    heirs = successors()
    teams = found.order_by().values_list("objective__team__key", flat=True).distinct()
    return frozenset(heirs.get(key, key) for key in teams)


def _unread(cycle: Cycle, zone: ZoneInfo) -> tuple[Unread, ...]:
    rows = Update.objects.filter(review__cycle=cycle, asks=True, acknowledged_at=None).order_by("id")
    sent = rows.values_list("team__key", "review__team__key", "review__published_at", "pk")
    return tuple(Unread(reader, writer, at.astimezone(zone).date(), pk) for reader, writer, at, pk in sent if at)


def _minutes(month: _Month) -> dict[str, Decimal]:
    """By team, for each of its people."""
    took: Counter[str] = Counter()
    written = Review.objects.filter(published_at__gte=month.start, published_at__lt=month.end).order_by()
    for review in written.select_related("team").defer("document", "typed"):
        took[review.team.key] += review.minutes
    # Who publishes has read it also for the other teams they answer for: that took nobody's time.
    read = Update.objects.filter(acknowledged_at__gte=month.start, acknowledged_at__lt=month.end).exclude(
        acknowledged_at=F("review__published_at")
    )
    for team, number in read.order_by().values_list("team__key").annotate(Count("id")):
        took[team] += READING * number
    sizes = Membership.objects.filter(team__key__amongst=list(took)).order_by()
    people = dict(sizes.values_list("team__key").annotate(Count("person", distinct=True)))
    return {team: (Decimal(minutes) / people.get(team, 1)).quantize(TENTH) for team, minutes in sorted(took.items())}
