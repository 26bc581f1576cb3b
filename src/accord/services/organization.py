"""Changing what holds for the whole organization: its calendar, how pace is judged, how much time Accord may take."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accord.domain.checks.felt import OF_REVIEWS
from accord.models import Change, Organization
from accord.queries.calendar import today_of
from accord.services.administering import administers
from accord.services.definitions import revisions
from accord.services.definitions.revisions import Revised
from accord.services.findings import findings
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


class MayNotChange(Exception):
    """It is for admins to change."""


class Moved(Exception):
    """Somebody changed it since it was on the screen."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A zone by its IANA name, how many working days people have to answer, and the holidays from today on; how many
    points of progress may be missing on track, and behind; the most minutes a month for each person, None for any.
    """

    time_zone: str
    answer_days: int
    holidays: Set[date]
    on_track_within: int = 10
    behind_within: int = 25
    most_minutes: int | None = None


@transaction.atomic
def change(wanted: Chosen, *, seen: int, by: Actor, clock: Clock) -> bool:
    """From now on the organization reckons and judges so; returns whether anything is different.

    Days by which something is to be answered stay as they were given, and so do holidays that are past and reviews
    that are published. `seen` is the
    organization's version when it was on the screen. Raises MayNotChange and Moved.
    """
    organization = Organization.objects.select_for_update().get()
    if not administers(by):
        raise MayNotChange
    now = clock()
    columns = _columns(wanted, organization, today_of(organization, now))
    different = {name: value for name, value in columns.items() if getattr(organization, name) != value}
    if not different:
        return False
    if seen != organization.version:
        raise Moved
    Organization.objects.filter(pk=organization.pk).update(**different, version=F("version") + 1)
    made = Change.objects.create(at=now, by=by.person, by_email=by.email, via=by.via)
    revised = [
        Revised("organization", organization.pk, organization.key, name, getattr(organization, name), value, False)
        for name, value in different.items()
    ]
    revisions.keep(made, revised, cycle=None)
    data = _data(organization, different)
    events.record("organization.changed", by=by, at=now, change=made, data=data)
    findings.mark(OF_REVIEWS if "most_minutes" in different else (), now=now)
    return True


def _columns(wanted: Chosen, organization: Organization, today: date) -> dict[str, Any]:
    past = {day for day in organization.holidays if date.fromisoformat(day) < today}
    coming = {day.isoformat() for day in wanted.holidays if day >= today}
    holidays = sorted(past | coming)
    is_same = set(organization.holidays) == set(holidays)
    return {
        "time_zone": wanted.time_zone,
        "answer_days": wanted.answer_days,
        "holidays": organization.holidays if is_same else holidays,
        "on_track_within": wanted.on_track_within,
        "behind_within": wanted.behind_within,
        "most_minutes": wanted.most_minutes,
    }


def _data(was: Organization, different: dict[str, Any]) -> dict[str, Any]:
    """What the sentence of the event tells: the new values, of holidays only those that came or went."""
    data = {name: value for name, value in different.items() if name != "holidays"}
    if data.keys() & {"on_track_within", "behind_within"}:  # one is understood beside the other only
        data = {name: getattr(was, name) for name in ("on_track_within", "behind_within")} | data
    if "holidays" in different:
        before, after = set(was.holidays), set(different["holidays"])
        data |= {"added": sorted(after - before), "taken_out": sorted(before - after)}
    return data
