"""When a realignment's deadline has passed: others are asked and told, and a key result's team may go ahead without."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accord.domain.answering import answerers, led_above
from accord.models import GoneAhead, Party, RealignedPart, Realignment, Team
from accord.queries import calendar
from accord.queries.people.people import team_people, teams_answered_for
from accord.services.agreements import standing
from accord.services.realignments import realignment_events, realignments
from accord.services.realignments.realignments import AGREED, STALE
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class CannotGoAhead(Exception):
    """Why not: closed, too-early, nothing-waits (for this team in the person's own key results) or no-reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def go_ahead(number: int, without: Team, *, reason: str, by: Actor, clock: Clock) -> GoneAhead:
    """Go ahead without a team that has not answered, in all key results of the teams that the person answers for.

    The team's parts stay stale, and the reason stays beside them. With nothing else left to wait for the realignment
    closes as unanswered. Raises CannotGoAhead.
    """
    said = reason.replace("\r\n", "\n").strip()
    if not said:
        raise CannotGoAhead("no-reason")
    standing.lock(_waiting(number, without, by).values_list("key_result_id", flat=True))
    row = Realignment.objects.select_for_update().get(pk=number)
    now = clock()
    if row.closed_at:
        raise CannotGoAhead("closed")
    if calendar.today(now) <= row.deadline:
        raise CannotGoAhead("too-early")
    parts = _waiting(number, without, by)
    places = list(parts.values_list("key_result_id", "clause"))
    if not places:
        raise CannotGoAhead("nothing-waits")
    gone = GoneAhead.objects.create(
        realignment=row, team=without, reason=said, by_id=by.person_id, by_email=by.email, at=now, via=by.via
    )
    parts.update(gone_ahead=gone)
    _tell(gone, len({key_result for key_result, _ in places}), by)
    realignments.close_settled([number], by=by, now=now)
    return gone


@transaction.atomic
def escalate(*, now: datetime) -> int:
    """Once for each realignment whose deadline has passed: ask the others who may answer for the teams that have not,
    and tell the teams above. Says how many there were.
    """
    still_open = Realignment.objects.filter(closed_at=None, escalated_at=None)
    if not still_open.exists():
        return 0
    due = still_open.filter(deadline__lt=calendar.today(now))
    passed = list(due.order_by("id").select_for_update())
    if passed:
        Realignment.objects.filter(pk__amongst=[row.pk for row in passed]).update(escalated_at=now)
    for row in passed:
        _tell_late(row, now)
    return len(passed)


def _waiting(number: int, without: Team, by: Actor) -> "QuerySet[RealignedPart]":
    """A team's stale parts in the agreements of those for whom the person answers."""
    own = Party.objects.filter(is_own=True, team__key__in=teams_answered_for(by.person))
    return RealignedPart.objects.filter(
        realignment_id=number,
        team=without,
        is_active=True,
        state=STALE,
        gone_ahead=None,
        key_result_id__in=own.exclude(team=without).values("agreement_id"),
    )


def _tell(gone: GoneAhead, agreements: int, by: Actor) -> None:
    events.record(
        "realignment.gone-ahead",
        by=by,
        at=gone.at,
        team=gone.team,
        concerns=realignment_events.parties_of([gone.realignment_id]),
        data={"realignments": [gone.realignment_id], "agreements": agreements, "reason": gone.reason},
    )


def _tell_late(row: Realignment, now: datetime) -> None:
    """Tell the teams that have not answered, those whose key results wait, and the leads of the teams above."""
    late = RealignedPart.objects.filter(realignment=row, is_active=True, gone_ahead=None).exclude(state=AGREED)
    teams = dict(late.order_by("team__key").values_list("team__key", "team_id"))
    people = team_people()
    above = {team: led for team in teams if (led := led_above(team, people))}
    data = {
        "realignments": [row.pk],
        "deadline": row.deadline.isoformat(),
        "asked": sorted({person for team in teams for person in answerers(team, people)}),
        "told": sorted({person for team in above.values() for person in people[team].leads}),
        **realignment_events.named(teams.values()),
    }
    concerned = realignment_events.parties_of([row.pk]) | set(_rows(above.values()))
    events.record("realignment.deadline-passed", by=Actor(None, events.CHORE), at=now, concerns=concerned, data=data)


def _rows(teams: Iterable[str]) -> "QuerySet[Team, int]":
    return Team.objects.filter(key__in=set(teams)).values_list("id", flat=True)
