"""A team's reviews: those it published, and the one it writes now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from accord.domain import kept
from accord.domain.reviewing import Document
from accord.models import Cycle, Review, Team
from accord.queries.access import NotVisible, Reader
from accord.queries.prepared import Prepared
from accord.queries.reviews import documents, review_periods, updates
from accord.queries.reviews.review_periods import Period
from accord.queries.reviews.updates import UpdateRow


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A published review in a list, with how many of those it told have yet to acknowledge it."""

    id: int
    edition: int
    at: datetime
    document: Document
    minutes: int

    @property
    def at_risk(self) -> int:
        return sum(each.is_at_risk for each in self.document.results)


@dataclass(frozen=True, slots=True)
class Listing:
    """A team's published reviews of a cycle, the latest first; `now` is the period to write, if anybody is to.

    In a cycle that is over there is nothing to write, but for the last review while it can be made up for; nor in one
    that begins after the day it is due.
    """

    rows: Sequence[ReviewRow]
    now: Period | None
    may_write: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Published:
    """A published review as everybody reads it, with what it told other teams and what they said."""

    review: Review
    document: Document
    updates: Sequence[UpdateRow]
    is_mine: bool
    may_follow: bool  # by another edition: it is the latest of the period that is reviewed now


def listing(who: Reader, team: Team, cycle: Cycle, *, today: date) -> Listing:
    """The reviews of a team in a cycle; seven statements."""
    found = list(Review.objects.filter(team=team, cycle=cycle).order_by("-due", "-edition"))
    published = [row for row in found if row.published_at is not None]
    now = _now(team, cycle, published, today)
    may_write = team.key in who.own_teams and now is not None
    return Listing(
        rows=[_row(row, row.published_at) for row in published if row.published_at],
        now=now,
        may_write=may_write,
        has_draft=may_write and len(published) < len(found),
    )


def published(who: Reader, number: int, *, today: date) -> Published:
    """One published review; three statements. Raises NotVisible: a draft is its team's own."""
    review = _ONE.first(number=number)
    if review is None:
        raise NotVisible
    is_mine = review.team.key in who.own_teams and review.cycle.closed_at is None
    return Published(
        review=review,
        document=documents.document(number),
        updates=updates.of_review(review),
        is_mine=is_mine,
        # What it says can still be said anew: its period is not over, and nobody did so before.
        may_follow=is_mine and today <= review.due and not review.is_followed,
    )


def _later() -> "QuerySet[Review]":
    of_the_same = Review.objects.filter(team=OuterRef("team"), cycle=OuterRef("cycle"))
    return of_the_same.filter(due__gte=OuterRef("due"), published_at__gt=OuterRef("published_at"))


def _now(team: Team, cycle: Cycle, published: Sequence[Review], today: date) -> Period | None:
    """The period to write in a cycle. What was published of it in another cycle is not published in this one."""
    if cycle.closed_at is not None:
        return None
    period = review_periods.to_write(team, today=today)
    if period is None or period.start > cycle.end or period.due < cycle.start:
        return None
    return replace(period, is_published=any(each.period == period.key for each in published))


def _row(review: Review, at: datetime) -> ReviewRow:
    return ReviewRow(review.pk, review.edition, at, kept.read(Document, review.document or {}), review.minutes)


_ONE = Prepared(
    lambda number: (
        Review.objects.filter(pk=number, published_at__isnull=False)
        .select_related("team", "cycle", "published_by")
        .defer("document", "typed")
        .annotate(is_followed=Exists(_later()))
    ),
    number=int,
)
