"""Who is reminded of a new value: whoever carries the key result, at their own hour, once in each period of silence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.domain.check_ins import to_remind
from accord.domain.scoring import days_between_values
from accord.domain.telling import Choice, Kind, next_at
from accord.domain.working_days import after
from accord.models import CheckIn, Notice, Organization, Person
from accord.queries.check_ins import check_ins
from accord.queries.check_ins.check_ins import NumberLine
from accord.queries.people.answerers import answerers_of
from accord.queries.telling.recipients import Reason, Reasons
from accord.queries.telling.told_people import ToldPerson, told_people

ABOUT = "check-ins"
A_DAY = timedelta(days=1)
AHEAD = timedelta(hours=1)  # so long before their hour it is settled what they are reminded of
LONGEST_PERIOD = timedelta(days=100)  # an earlier reminder than this is of an earlier period
FREQUENCIES = (None, "daily", "weekly", "monthly", "quarterly")

Row = Mapping[str, Any]


def due(organization: Organization, now: datetime) -> tuple[str, Reasons] | None:
    """Whom to remind when their hour strikes next, on a working day where they are: an effect, and the people."""
    strikes = _next_hour(now)
    if strikes is None or strikes - now > AHEAD:
        return None
    holidays = frozenset(date.fromisoformat(day) for day in organization.holidays)
    carried = _carried(_expected(strikes.date() + A_DAY))
    people = told_people(carried)
    days = {pk: strikes.astimezone(person.zone).date() for pk, person in people.items()}
    listening = [pk for pk, person in people.items() if _listens(person, strikes, now)]
    reminded = _reminded(listening, since=strikes - LONGEST_PERIOD)
    reasons: Reasons = {}
    for pk in listening:
        if after(days[pk] - A_DAY, 1, holidays=holidays) != days[pk]:
            continue  # nobody works there that day
        numbers = [
            row["id"] for row in carried[pk] if _is_due(row, days[pk], reminded.get((pk, row["id"]), ()), holidays)
        ]
        if numbers:
            data = {"about": ABOUT, "day": days[pk].isoformat(), "key_results": numbers}
            reasons[pk] = Reason(Kind.CHECK_IN, data)
    return f"check-ins:{strikes:%Y-%m-%dT%H%MZ}", reasons


def facts(notice: Notice) -> list[NumberLine] | None:
    """The numbers that are still expected when it is sent; None where somebody has said them all meanwhile."""
    lines = check_ins.due_for(notice.data["key_results"], on=date.fromisoformat(notice.data["day"]))
    return lines or None


def _next_hour(now: datetime) -> datetime | None:
    """When the next of all the hours strikes that people have chosen, each on their own clock."""
    clocks = set(Person.objects.order_by().values_list("account__time_zone", "telling__hour").distinct())
    return min((next_at(_hour(hour), _zone(zone), after=now) for zone, hour in clocks), default=None)


def _zone(name: str | None) -> ZoneInfo:
    return ZoneInfo(name or settings.TIME_ZONE)


def _hour(chosen: int | None) -> int:
    return Choice().hour if chosen is None else chosen


def _listens(person: ToldPerson, strikes: datetime, now: datetime) -> bool:
    """Whether this is a person's hour, and whether they can check in at all."""
    return person.has_account and next_at(person.choice.hour, person.zone, after=now) == strikes


def _expected(latest_day: date) -> "QuerySet[Any, Any]":
    """Key results that run and of which a new value may be expected up to a day, with the day they were heard of."""
    said = CheckIn.objects.filter(key_result=OuterRef("pk")).order_by("-date")
    heard = Coalesce(Subquery(said.values("date")[:1]), "start", "cycle__start")
    is_due = Q()
    for frequency in FREQUENCIES:
        before = latest_day - timedelta(days=days_between_values(frequency))
        measured = Q(metric__frequency=frequency) if frequency else Q(metric=None) | Q(metric__frequency=None)
        is_due |= measured & Q(heard__lte=before)
    rows = check_ins.running_rows().annotate(heard=heard, said=Subquery(said.values("value")[:1])).filter(is_due)
    columns = ("id", "accountable_id", "objective__team_id", "milestone_id", "metric__frequency", "heard", "said")
    found: QuerySet[Any, Any] = rows.order_by("id").values(*columns)
    return found


def _carried(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """By person (row id): whoever is accountable; where nobody is, those who answer for the team."""
    found: dict[int, list[Row]] = defaultdict(list)
    nobodys: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["milestone_id"] and row["said"] is not None and row["said"] >= 1:
            continue  # it has happened
        if row["accountable_id"]:
            found[row["accountable_id"]].append(row)
        else:
            nobodys[row["objective__team_id"]].append(row)
    for person, teams in answerers_of(nobodys).items():
        for team in sorted(teams):
            found[person].extend(nobodys[team])
    return found


def _reminded(people: Collection[int], *, since: datetime) -> Mapping[tuple[int, int], list[date]]:
    """By person and key result (row ids), the days on which that person was reminded of it."""
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    notices = Notice.objects.filter(kind=Kind.CHECK_IN.value, person_id__amongst=list(people), made_at__gte=since)
    for person, data in notices.values_list("person_id", "data").iterator():
        for key_result in data["key_results"]:
            found[person, key_result].append(date.fromisoformat(data["day"]))
    return found


def _is_due(row: Row, day: date, reminded: Collection[date], holidays: frozenset[date]) -> bool:
    return to_remind(row["metric__frequency"], row["heard"], on=day, reminded=reminded, holidays=holidays)
