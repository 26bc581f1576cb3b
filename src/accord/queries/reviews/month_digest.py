"""A month across teams, by mail: to whoever answers for a team that has others below it, once the month is over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accord.domain.telling import Kind
from accord.domain.working_days import after
from accord.models import Cycle, Membership, Notice, Organization, Team
from accord.queries import calendar
from accord.queries.reviews.across import Across, across
from accord.queries.telling.recipients import Reason, Reasons

ABOUT = "month"
DAY = timedelta(days=1)
MADE_UP_FOR = timedelta(days=6)  # a worker that stood still on the day itself still tells it so much later
ANSWERING = (Membership.Role.LEAD, Membership.Role.DELEGATE)
MOST = 3  # departments in one letter: the highest first


@dataclass(frozen=True, slots=True)
class Month:
    """What the letter says: a month of a cycle (its id), across each of the reader's departments."""

    cycle: str
    first: date
    departments: Sequence[Across]


def due(organization: Organization, now: datetime) -> tuple[str, Reasons] | None:
    """Whom to tell of the month that is over, from the first working day of the next: an effect, and the people."""
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    first = today.replace(day=1)
    day = after(first - DAY, 1, holidays=calendar.holidays())
    if not day <= today <= day + MADE_UP_FOR:
        return None
    month = (first - DAY).replace(day=1)
    cycle = _cycle_of(first - DAY)
    if cycle is None:
        return None
    reasons = {
        person: Reason(Kind.MONTH, {"about": ABOUT, "month": month.isoformat(), "cycle": cycle.key, "teams": teams})
        for person, teams in _departments().items()
    }
    return f"month:{month:%Y-%m}", reasons


def facts(notice: Notice) -> Month | None:
    """What there is to say, as of when it is sent; None where no team of these departments has key results."""
    month = date.fromisoformat(notice.data["month"])
    cycle = Cycle.objects.filter(key=notice.data["cycle"]).first()
    if cycle is None:
        return None
    today = (month + timedelta(days=31)).replace(day=1)
    teams = Team.objects.filter(pk__amongst=notice.data["teams"], succeeded_by=None).order_by("position", "id")
    pages = [across(team, cycle, month=month, today=today) for team in teams[:MOST]]
    pages = [page for page in pages if len(page.teams) > 1]
    return Month(cycle.key, month, pages) if pages else None


def _cycle_of(day: date) -> Cycle | None:
    """The shortest cycle that holds a day: of a year and its quarters the quarter."""
    around = Cycle.objects.filter(start__lte=day, end__gte=day)
    return min(around, key=lambda cycle: (cycle.end - cycle.start, cycle.pk), default=None)


def _departments() -> dict[int, list[int]]:
    """People (row ids) who answer for teams that have others below them, with those teams (row ids)."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(
        role__in=ANSWERING, team__succeeded_by=None, team__children__succeeded_by=None, team__children__isnull=False
    )
    for person, team in rows.order_by("team_id").values_list("person_id", "team_id").distinct():
        found[person].append(team)
    return found
