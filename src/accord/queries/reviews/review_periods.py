"""Which period a team reviews now: the one that is due next, or the one before it while that is only late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Max

from accord.domain.cadence import LONGEST, Due, month_of
from accord.domain.reviewing import SHORTER_THAN_A_MONTH
from accord.models import Review, Team
from accord.queries.prepared import Prepared
from accord.queries.reviews import cadences


@dataclass(frozen=True, slots=True)
class Period:
    """The days a review is about, the last of which is the day it is due."""

    key: str
    start: date
    due: date
    is_published: bool = False

    @property
    def month(self) -> date:
        """The first day of the month it is for."""
        return month_of(self.start, self.due)

    @property
    def is_of_days(self) -> bool:
        """Whether it is known by its days: there are several in a month."""
        return self.due - self.start < SHORTER_THAN_A_MONTH

    def days_late(self, today: date) -> int:
        """How many days ago it was due; 0 where it still can be in time."""
        return max((today - self.due).days, 0)


def to_write(team: Team, *, today: date) -> Period | None:
    """The period that a team's next review is about; None for a team that has ended. Four statements."""
    return to_write_of([team.pk], today=today).get(team.pk)


def to_write_of(teams: Collection[int], *, today: date) -> dict[int, Period]:
    """The same for many teams (row ids), in as many statements.

    A review that is missing can be made up for until half of the period after it has passed.
    """
    if not teams:
        return {}
    around = datetime.combine(today, time(12), tzinfo=UTC)
    due = cadences.due_between(teams, around - 2 * LONGEST, around + LONGEST)
    published: dict[int, date] = dict(_PUBLISHED(teams=list(teams)))
    return {team: _now(found, published.get(team), today) for team, found in due.items()}


def _now(due: Sequence[Due], published: date | None, today: date) -> Period:
    at = next(place for place, each in enumerate(due) if each.day >= today)
    missing, coming = due[at - 1], due[at]
    made_up_until = coming.start + (coming.day - coming.start) / 2
    is_done = published is not None and published >= missing.day
    chosen = coming if is_done or today > made_up_until else missing
    return Period(chosen.key, chosen.start, chosen.day, is_published=published is not None and published >= chosen.day)


_PUBLISHED = Prepared(
    lambda teams: (
        Review.objects.filter(team_id__amongst=teams, published_at__isnull=False)
        .order_by()
        .values("team_id")
        .annotate(latest=Max("due"))
        .values_list("team_id", "latest")
    ),
    teams=list,
)
