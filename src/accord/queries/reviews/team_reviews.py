"""What a team's page says of its reviews: the latest in a few words, and the one to write now; one statement."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.fields.json import KT

from accord.domain.cadence import Due
from accord.models import Cycle, Review, Team
from accord.queries.prepared import Prepared
from accord.queries.reviews.review_periods import Period

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LatestReview:
    """The review of a cycle that was published last: its first words, and how many of those it asked took note."""

    id: int
    words: str
    period: Period
    at: datetime
    asked: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class TeamReviews:
    """The latest, and what is to be written: the period that is coming, unless the one before it is late."""

    latest: LatestReview | None
    coming: Period | None
    is_late: bool = False
    is_soon: bool = False


def team_reviews(team: Team, cycle: Cycle, coming: Due | None, *, today: date) -> TeamReviews:
    """Of a team and a cycle, whose next review is `coming`; that one is None where it is published, or of no cycle."""
    latest = _latest(team, cycle)
    if coming is None or not cycle.start <= coming.day <= cycle.end or (latest and latest.period.due >= coming.day):
        return TeamReviews(latest, None)
    missing = coming.start - timedelta(days=1)
    is_there = missing < cycle.start or (latest is not None and latest.period.due >= missing)
    is_late = not is_there and today <= coming.start + (coming.day - coming.start) / 2
    is_soon = is_late or coming.day - today <= SOON
    return TeamReviews(latest, Period(coming.key, coming.start, coming.day), is_late, is_soon)


def _latest(team: Team, cycle: Cycle) -> LatestReview | None:
    for number, key, due, start, at, doing, way, correct, title, asked, acknowledged in _LATEST(
        team=team.pk, cycle=cycle.pk
    ):
        period = Period(key, date.fromisoformat(start), due, is_published=True)
        return LatestReview(number, doing or way or correct or title, period, at, asked, acknowledged)
    return None


_LATEST = Prepared(
    lambda team, cycle: (
        Review.objects.filter(team=team, cycle=cycle, published_at__isnull=False)
        .order_by("-due", "-edition")
        .annotate(
            start=KT("document__start"),
            asked=Count("updates", filter=Q(updates__asks=True)),
            acknowledged=Count("updates", filter=Q(updates__asks=True, updates__acknowledged_at__isnull=False)),
        )
        .values_list(
            "id", "period", "due", "start", "published_at", "doing", "way", "correct", "title", "asked", "acknowledged"
        )[:1]
    ),
    team=int,
    cycle=int,
)
