"""What reviews want of somebody today: the one to write, updates to acknowledge, and own updates nobody has read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from accord.models import Cycle, KeyResult
from accord.models.objectives import key_result_in_sight
from accord.queries.access import Reader
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.reviews import review_periods, updates
from accord.queries.reviews.review_periods import Period
from accord.queries.reviews.updates import UpdateRow
from accord.queries.teams import carried_on

SOON = 3  # days before a review is due


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review that a team should write now."""

    team: TeamName
    period: Period
    late: int  # days; 0 while it can still be in time


@dataclass(frozen=True, slots=True)
class ReviewLines:
    """Lines of home. `unheard` asks nothing of the reader; it is seen by both sides."""

    due: Sequence[DueReview] = ()
    to_read: Sequence[UpdateRow] = ()
    unheard: Sequence[UpdateRow] = ()

    @property
    def count(self) -> int:
        """How much of it waits for an answer; a review of one's own is told, and not counted."""
        return len(self.to_read)

    def late(self, today: date) -> list[UpdateRow]:
        """What of it should have been answered before today."""
        return [each for each in self.to_read if each.is_late(today)]

    @property
    def deadlines(self) -> list[date]:
        """The days by which it should be done."""
        return [each.period.due for each in self.due] + [each.answer_by for each in self.to_read if each.answer_by]


def lines(who: Reader, cycle: Cycle, *, today: date) -> ReviewLines:
    """What stands on somebody's home; seven statements, none for whoever is in no team."""
    teams = who.answers_for or who.own_teams
    if not teams or cycle.closed_at is not None:
        return ReviewLines()
    return ReviewLines(
        due=due(teams, cycle, today=today) if cycle.start <= today else (),
        to_read=updates.to_read(who.answers_for, cycle),
        unheard=updates.unheard(teams, cycle, today=today),
    )


def due(teams: Collection[str], cycle: Cycle, *, today: date) -> list[DueReview]:
    """Reviews of the cycle that these teams (ids) should write today or soon, the latest first.

    The last one can be late when the cycle is over already.
    """
    found = _reviewing(teams, cycle)
    periods = review_periods.to_write_of(list(found), today=today)
    lines = [
        DueReview(found[row][0], period, period.days_late(today))
        for row, period in periods.items()
        if (period.due - today).days <= SOON
        and not period.is_published
        and max(found[row][1].date(), cycle.start) <= period.due <= cycle.end
    ]
    return sorted(lines, key=lambda line: line.period.due)


def _reviewing(teams: Collection[str], cycle: Cycle) -> dict[int, tuple[TeamName, datetime]]:
    """By row id who has something to review, and since when: of an ended team whoever carries on its work."""
    found: dict[int, tuple[TeamName, datetime]] = {}
    rows = list(_REVIEWING(teams=sorted(teams), cycle=cycle.pk))
    heirs = carried_on.heirs() if any(heir for *_, heir, _ in rows) else {}
    for row, *name, _, since in rows:
        heir = heirs.get(row)
        team, named = (heir.pk, TeamName(heir.key, heir.name, heir.code)) if heir else (row, TeamName(*name))
        found[team] = named, min(since, found[team][1]) if team in found else since
    return found


_REVIEWING = Prepared(
    lambda teams, cycle: (
        KeyResult.objects.filter(key_result_in_sight(), objective__team__key__amongst=teams, cycle=cycle)
        .order_by()
        .values("objective__team")
        .annotate(since=Min("published_at"))
        .values_list(
            "objective__team_id", "objective__team__key", "objective__team__name", "objective__team__code",
            "objective__team__succeeded_by_id", "since",
        )
    ),
    teams=list,
    cycle=int,
)  # fmt: skip
