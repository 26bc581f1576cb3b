"""What a team's plan lost and can get back for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value

from accord import models as m
from accord.queries.prepared import Prepared

BRING_BACK = timedelta(days=14)  # as long as what was dropped can come back


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was dropped and can be brought back until a moment."""

    kind: str
    key: str
    title: str
    at: datetime
    until: datetime


def dropped(cycle: m.Cycle, team: m.Team, *, now: datetime) -> list[Dropped]:
    """What a team's plan lost in the last 14 days and can get back, the latest first; not what went with it."""
    rows = _DROPPED(cycle=cycle.pk, team=team.pk, since=now - BRING_BACK)
    return [Dropped(kind, key, title, at, at + BRING_BACK) for kind, key, title, at in rows]


def _dropped(cycle: int, team: int, since: datetime) -> "QuerySet[Any, Any]":
    gone = Q(cycle=cycle, dropped_at__gt=since)
    under = Q(key_result__objective__team=team, key_result__dropped_at=None, key_result__objective__dropped_at=None)
    found: list[tuple[str, QuerySet[Any, Any], str]] = [
        ("objective", m.Objective.objects.filter(gone, team=team), "title"),
        ("key_result", m.KeyResult.objects.filter(gone, objective__team=team, objective__dropped_at=None), "title"),
        ("action", m.Action.objects.filter(gone, under), "title"),
        ("need", m.Need.objects.filter(gone, under), "what"),
    ]
    first, *others = [
        rows.order_by().annotate(of_kind=Value(kind)).values_list("of_kind", "key", name, "dropped_at")
        for kind, rows, name in found
    ]
    merged: QuerySet[Any, Any] = first.union(*others, all=True).order_by("-dropped_at")
    return merged


_DROPPED = Prepared(_dropped, cycle=int, team=int, since=datetime)
