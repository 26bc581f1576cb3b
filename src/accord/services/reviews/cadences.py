"""Choosing when a team reviews, and the one week of a month in which the organization does."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from accord.domain.cadence import Cadence
from accord.domain.cadence import ReviewWeek as Week
from accord.models import Organization, ReviewCadence, ReviewWeek, Team
from accord.queries.people.people import teams_answered_for
from accord.queries.reviews import cadences
from accord.services.administering import administers
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class MayNotChoose(Exception):
    """It is for the team's leads and delegates to choose, or for an admin; a team that has ended reviews no more."""


class Moved(Exception):
    """Somebody chose since it was on the screen."""


@transaction.atomic
def choose(team: Team, cadence: Cadence, *, seen: int, by: Actor, clock: Clock) -> date:
    """A team reviews so from now on; returns the first day that is due by it. What is due sooner already stays due.

    `seen` is how often the team had chosen when it was on the screen; choosing the same again changes nothing.
    Raises MayNotChoose and Moved.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    now, rhythm = clock(), cadences.rhythm_of(team)
    if rhythm is None or not (by.is_operator or team.key in teams_answered_for(by.person)):
        raise MayNotChoose
    if rhythm and rhythm[-1].cadence == cadence:
        return rhythm[-1].begins
    if seen != len(rhythm):
        raise Moved
    chosen = cadences.chosen_now(rhythm, cadence, cadences.calendar(), now)
    ReviewCadence.objects.create(
        team=team,
        kind=cadence.kind.value,
        weekday=cadence.weekday,
        anchor=cadence.anchor,
        day=cadence.day,
        nth=cadence.nth,
        clock=cadence.at,
        zone=cadence.zone,
        day_chosen=chosen.on,
        begins=chosen.begins,
        by=by.person,
        by_email=by.email,
        at=now,
        via=by.via,
    )
    events.record("cadence.chosen", by=by, at=now, concerns=[team.pk], team=team, data=_data(cadence))
    return chosen.begins


@transaction.atomic
def choose_week(week: Week | None, *, seen: int, by: Actor, clock: Clock) -> date:
    """From next month on all monthly reviews are held in this week, or on each team's own day; returns that month.

    Raises MayNotChoose and Moved.
    """
    Organization.objects.select_for_update().get()
    if not administers(by):
        raise MayNotChoose
    now = clock()
    shown = cadences.week_page(now)
    if shown.coming == week:
        return shown.since
    if seen != shown.version:
        raise Moved
    said = week.value if week else ""
    ReviewWeek.objects.create(since=shown.since, week=said, by=by.person, by_email=by.email, at=now, via=by.via)
    events.record("cadence.week-chosen", by=by, at=now, data={"week": said})
    return shown.since


def _data(cadence: Cadence) -> dict[str, object]:
    return {
        "kind": cadence.kind.value,
        "weekday": cadence.weekday,
        "anchor": cadence.anchor.isoformat() if cadence.anchor else None,
        "day": cadence.day,
        "nth": cadence.nth,
        "at": f"{cadence.at:%H:%M}",
        "zone": cadence.zone,
    }
