"""Who is reminded of a review: who answers for its team, a working day before it is due, and once it is late."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from accord.domain.cadence import Due
from accord.domain.telling import Kind
from accord.domain.working_days import after
from accord.models import KeyResult, Notice, Organization, Review, Team
from accord.models.objectives import key_result_in_sight
from accord.queries import calendar
from accord.queries.names import TeamName
from accord.queries.people.answerers import answerers_of
from accord.queries.reviews import cadences
from accord.queries.teams import carried_on
from accord.queries.telling.recipients import Reason, Reasons

ABOUT = "review"
WEEK = timedelta(days=7)  # no two working days are further apart, but for holidays in a row
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Missing:
    """A review that is still to be written; `cycle` is the one it is about."""

    team: TeamName
    cycle: str
    due: date
    is_late: bool


def due(organization: Organization, now: datetime) -> tuple[str, Reasons] | None:
    """Whom to remind today: an effect, and the people. A fixed number of statements, however many teams."""
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    next_day = after(today, 1, holidays=holidays)
    if after(today - timedelta(days=1), 1, holidays=holidays) != today:
        return None  # nobody works today
    wanted: dict[int, date] = {}
    until = _reviewing(today)
    for team, found in _due_around(until, today, next_day).items():
        for each in found:
            is_now = today < each.day <= next_day or each.day < today == after(each.day, 1, holidays=holidays)
            if is_now and each.day <= until[team]:
                wanted[team] = each.day
    missing = _unpublished(wanted)
    reasons = {
        person: Reason(Kind.REVIEW, {"about": ABOUT, "teams": sorted(teams), "due": _written(missing, teams)})
        for person, teams in answerers_of(missing).items()
    }
    return f"review:{today.isoformat()}", reasons


def facts(notice: Notice) -> list[Missing] | None:
    """The reviews that are still missing when it is sent; None where all are published meanwhile."""
    due_days = {int(team): date.fromisoformat(day) for team, day in notice.data["due"].items()}
    missing = _unpublished(due_days)
    cycles = _cycles(missing)
    sent = calendar.today(notice.made_at)
    rows = Team.objects.filter(pk__amongst=list(missing), succeeded_by=None).order_by("position", "id")
    found = [
        Missing(TeamName(team.key, team.name, team.code), cycles[team.pk], missing[team.pk], missing[team.pk] < sent)
        for team in rows
        if team.pk in cycles
    ]
    return found or None


def _reviewing(today: date) -> dict[int, date]:
    """Teams with a published key result in a cycle that runs or is just over, with the last day of it.

    What an ended team left is reviewed by whoever carries on its work.
    """
    found = KeyResult.objects.filter(
        key_result_in_sight(), cycle__closed_at=None, cycle__start__lte=today, cycle__end__gte=today - WEEK
    )
    ends = found.order_by().values("objective__team").annotate(end=Max("cycle__end"))
    heirs = carried_on.heirs()
    until: dict[int, date] = {}
    for row, end in ends.values_list("objective__team", "end"):
        team = heirs[row].pk if row in heirs else row
        until[team] = max(end, until.get(team, end))
    return until


def _due_around(teams: Collection[int], today: date, next_day: date) -> dict[int, list[Due]]:
    start, end = (datetime.combine(day, NOON, tzinfo=UTC) for day in (today - WEEK, next_day + timedelta(days=1)))
    return cadences.due_between(teams, start, end)


def _unpublished(due_days: dict[int, date]) -> dict[int, date]:
    done = set(
        Review.objects.filter(team_id__amongst=list(due_days), published_at__isnull=False)
        .order_by()
        .values_list("team_id", "due")
    )
    return {team: day for team, day in due_days.items() if (team, day) not in done}


def _cycles(missing: Mapping[int, date]) -> dict[int, str]:
    """Of each team the cycle that its review is about: the latest of those that hold the day it is due."""
    reviewing = {row: heir.pk for row, heir in carried_on.heirs().items() if heir.pk in missing}
    reviewing |= {team: team for team in missing}
    rows = KeyResult.objects.filter(
        key_result_in_sight(), objective__team__amongst=list(reviewing), cycle__closed_at=None
    )
    held = rows.order_by("cycle__start").values_list("objective__team", "cycle__key", "cycle__start", "cycle__end")
    found = ((reviewing[row], key, start, end) for row, key, start, end in held.distinct())
    return {team: key for team, key, start, end in found if start <= missing[team] <= end}


def _written(missing: dict[int, date], teams: Collection[int]) -> dict[str, str]:
    return {str(team): missing[team].isoformat() for team in sorted(teams)}
