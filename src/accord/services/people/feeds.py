"""Making and ending the secret addresses of calendars. They concern nobody else, so they leave no event."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accord.models import CalendarFeed, Person, Team
from accord.queries.people.feeds import digest_of
from accord.queries.people.people import teams_of


class MayNot(Exception):
    """It is not a team of this person, or the address is somebody else's."""


@transaction.atomic
def make(person: Person, team: Team | None = None, *, now: datetime) -> str:
    """A new address of a person, for what is theirs or for one of their teams; ends the one they had.

    Returns its secret, of which only a hash is kept. Raises MayNot.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if team and (team.succeeded_by_id is not None or team.key not in teams_of(person)[0]):
        raise MayNot
    CalendarFeed.objects.filter(person=person, team=team, ended_at=None).update(ended_at=now, ended_by=person)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(person=person, team=team, digest=digest_of(token), made_at=now)
    return token


@transaction.atomic
def end(number: int, *, by: Person, now: datetime) -> None:
    """Under this address nothing is read any more; once more changes nothing.

    Whoever made it may end it, and whoever answers for the team it shows. Raises MayNot.
    """
    answered = teams_of(by)[1]
    mine = Q(person=by) | Q(team__key__in=answered)
    if not CalendarFeed.objects.filter(mine, pk=number).exists():
        raise MayNot
    CalendarFeed.objects.filter(pk=number, ended_at=None).update(ended_at=now, ended_by=by)
