"""When teams review: which review is next, what its period is, and what is due between two moments for many teams."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accord.domain.cadence import (
    DAY,
    LONGEST,
    Cadence,
    Calendar,
    Chosen,
    Due,
    Kind,
    Rhythm,
    beginning,
    in_force,
    period_of,
    reviews,
    zone_of,
)
from accord.domain.cadence import ReviewWeek as Week
from accord.models import Organization, Review, ReviewCadence, ReviewWeek, Revision, Team
from accord.queries.access import Reader
from accord.queries.prepared import Prepared
from accord.queries.sentences.cadence_sentences import how_often

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AT_MOST = 1024  # reviews that are kept
ZONE, HOLIDAYS = "time_zone", "holidays"  # what of the organization moves reviews
SHOWN = 4  # reviews to come, on a page
DAYS = timedelta(days=2)  # that calendars of two places are apart at most


@dataclass(frozen=True, slots=True)
class CadencePage:
    """When a team reviews, as its page shows it: what was chosen last, and which reviews that brings.

    `version` is how often the team has chosen, `week` the organization's review week this month, `zone` its zone.
    """

    cadence: Cadence
    coming: Sequence[Due]
    may_choose: bool
    version: int
    week: Week | None
    zone: str
    today: date


class Line(NamedTuple):
    """How often a team reviews, in words, the review that is next, and the one after it."""

    how_often: str
    due: Due
    after: Due


class History(NamedTuple):
    """What a team chose, and the moments at which something was chosen that could move its reviews.

    `zone_changed_at` are those at which the organization's clock did, by which also what is past is told.
    """

    rhythm: Rhythm
    chosen_at: Sequence[datetime]
    zone_changed_at: Sequence[datetime]

    def moved(self, due: Due) -> tuple[int, datetime]:
        """How often a review can have been moved, and when last: nothing chosen once it was due does, but a zone."""
        counted = [*self.zone_changed_at, *(at for at in self.chosen_at if at < due.at)]
        return len(counted), max(counted, default=LONG_AGO)


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The organization's review week: what counts this month, what from the next on, and how often it was chosen."""

    now: Week | None
    coming: Week | None
    since: date
    version: int


def current(team: Team, now: datetime) -> Due | None:
    """The review whose period holds today on the team's clock: on its due day still that one, then the next.

    None for a team that has ended. Three statements.
    """
    known = calendar()
    rhythm = _rhythms([team.pk]).get(team.pk)
    return None if rhythm is None else _due(tuple(rhythm), _today(rhythm, known, now), known)


def due_between(teams: Collection[int], start: datetime, end: datetime) -> dict[int, list[Due]]:
    """By team (row id) the reviews that come due after a moment and not after another, in order; three statements.

    Teams that have ended, or have none due, are not in it.
    """
    known, found = calendar(), {}
    for team, rhythm in _rhythms(teams).items():
        due = _between(tuple(rhythm), start.date() - DAYS, end.date() + DAYS, known)
        if between := [each for each in due if start < each.at <= end]:
            found[team] = between
    return found


def shown(team: Team, now: datetime) -> Line | None:
    """What a line says of when a team reviews; None for one that has ended. Three statements."""
    known = calendar()
    rhythm = _rhythms([team.pk]).get(team.pk)
    if rhythm is None:
        return None
    due = _due(tuple(rhythm), _today(rhythm, known, now), known)
    after = _due(tuple(rhythm), due.day + DAY, known)
    # What was chosen last is what the team is known by, also while a review by the old rhythm is still to come.
    return Line(how_often(rhythm[-1].cadence if rhythm else Cadence(), known.review_week(due.day)), due, after)


def page(who: Reader, team: Team, now: datetime) -> CadencePage:
    """The page on which a team's leads choose. A team that has ended reviews no more, and nothing is to come."""
    known = calendar()
    rhythm = _rhythms([team.pk]).get(team.pk)
    today = now.astimezone(known.zone).date()
    coming = [] if rhythm is None else _coming(team, rhythm, known, now)
    return CadencePage(
        cadence=rhythm[-1].cadence if rhythm else Cadence(),
        coming=coming,
        may_choose=rhythm is not None and team.key in who.answers_for,
        version=len(rhythm or ()),
        week=known.review_week(today),
        zone=str(known.zone),
        today=today,
    )


def preview(team: Team, cadence: Cadence, now: datetime) -> Sequence[Due]:
    """The reviews to come, were a cadence chosen now."""
    known = calendar()
    rhythm = _rhythms([team.pk]).get(team.pk)
    if rhythm is None:
        return []
    return _coming(team, [*rhythm, chosen_now(rhythm, cadence, known, now)], known, now)


def chosen_now(rhythm: Rhythm, cadence: Cadence, known: Calendar, now: datetime) -> Chosen:
    """A choice as it would be kept, with the first day that is due by it."""
    today = now.astimezone(known.zone).date()
    return Chosen(cadence, today, beginning(rhythm, cadence, today, known))


def rhythm_of(team: Team) -> Rhythm | None:
    """All that a team ever chose, in order; None for one that has ended."""
    return _rhythms([team.pk]).get(team.pk)


def history(teams: Collection[int]) -> dict[int, History]:
    """By team (row id) what it chose, and when something was that moves its reviews; four statements.

    Teams that have ended are not in it.
    """
    changes = Revision.objects.filter(kind="organization", field__in=(ZONE, HOLIDAYS)).values_list(
        "field", "change__at"
    )
    zone = [at for field, at in changes if field == ZONE]
    of_all = [at for field, at in changes if field == HOLIDAYS] + list(ReviewWeek.objects.values_list("at", flat=True))
    own: dict[int, list[datetime]] = defaultdict(list)
    for team, at in ReviewCadence.objects.filter(team_id__amongst=teams).values_list("team_id", "at"):
        own[team].append(at)
    return {team: History(rhythm, [*of_all, *own[team]], zone) for team, rhythm in _rhythms(teams).items()}


def week_page(now: datetime) -> WeekPage:
    """The page on which an admin chooses the review week."""
    known = calendar()
    month = now.astimezone(known.zone).date().replace(day=1)
    following = (month + timedelta(days=31)).replace(day=1)
    weeks = known.review_weeks
    return WeekPage(known.review_week(month), known.review_week(following), following, len(weeks))


def calendar() -> Calendar:
    """The organization's zone, holidays and review weeks; two statements."""
    organization: Organization | None = _ORGANIZATION.first()
    if organization is None:
        return Calendar()
    weeks = [(since, Week(week) if week else None) for since, week in _WEEKS()]
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    return Calendar(ZoneInfo(organization.time_zone), holidays, tuple(weeks))


@lru_cache(maxsize=AT_MOST)
def _due(rhythm: tuple[Chosen, ...], day: date, known: Calendar) -> Due:
    """Found once a day for all teams that chose the same."""
    return period_of(rhythm, day, known)


@lru_cache(maxsize=AT_MOST)
def _between(rhythm: tuple[Chosen, ...], start: date, end: date, known: Calendar) -> tuple[Due, ...]:
    """The same of all that are due from a day to another."""
    return tuple(reviews(rhythm, start, end, known))


def _coming(team: Team, rhythm: Rhythm, known: Calendar, now: datetime) -> list[Due]:
    """The first reviews to come that are not published yet."""
    today = _today(rhythm, known, now)
    first = max(today, _open_from(team, today))
    found = reviews(rhythm, first, first + (SHOWN + 1) * LONGEST, known)
    return list(islice((each for each in found if each.at > now), SHOWN))


def _open_from(team: Team, today: date) -> date:
    """The day after the last that a team has published a review for."""
    latest = next(iter(_PUBLISHED(team=team.pk)), (None,))[0]
    return latest + DAY if latest else today


def _today(rhythm: Rhythm, known: Calendar, now: datetime) -> date:
    """The day it is for a team: on the clock by which its next review is due."""
    cadence = in_force(rhythm, now.astimezone(known.zone).date())
    return now.astimezone(zone_of(cadence, known)).date()


def _rhythms(teams: Collection[int]) -> Mapping[int, list[Chosen]]:
    """What each of these teams chose, in order; one statement. Teams that have ended are not in it."""
    found: dict[int, list[Chosen]] = defaultdict(list)
    for team, kind, *rest in _CHOSEN(teams=teams):
        chosen = found[team]
        if kind is not None:
            weekday, anchor, day, nth, clock, zone, on, begins = rest
            chosen.append(Chosen(Cadence(Kind(kind), weekday, anchor, day, nth, clock, zone), on, begins))
    return found


_ORGANIZATION = Prepared(lambda: Organization.objects.order_by("id"))
_PUBLISHED = Prepared(
    lambda team: (
        Review.objects.filter(team=team, published_at__isnull=False).order_by("-due", "-id").values_list("due")[:1]
    ),
    team=int,
)
# What was chosen last for a month counts.
_WEEKS = Prepared(lambda: ReviewWeek.objects.order_by("since", "id").values_list("since", "week"))
_CHOSEN = Prepared(
    lambda teams: (
        Team.objects.filter(pk__amongst=teams, succeeded_by=None)
        .order_by("id", "cadences__id")
        .values_list(
            "id", "cadences__kind", "cadences__weekday", "cadences__anchor", "cadences__day", "cadences__nth",
            "cadences__clock", "cadences__zone", "cadences__day_chosen", "cadences__begins",
        )
    ),
    teams=list,
)  # fmt: skip
