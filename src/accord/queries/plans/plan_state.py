"""A short name for the state an installation is in, so that a caller can tell whether it has changed."""

from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, Sum

from accord.models import AcceptedFinding, Act, Action, Change, CheckIn, Cycle, KeyResult, MetricValue, Need, Objective

LATEST = (Change, Act)
DRAFTED = (Objective, KeyResult, Action, Need)  # drafts change without a Change


def plan_state() -> str:
    """64 hex digits that differ as soon as anybody changes a definition, answers for a team, or reports progress."""
    marks: list[Any] = [table.objects.order_by("-id").values_list("id", flat=True).first() for table in LATEST]
    marks += [_one(table.objects.aggregate(rows=Count("id"), versions=Sum("version"))) for table in DRAFTED]
    marks.append(_one(CheckIn.objects.aggregate(rows=Count("id"), last=Max("id"), at=Max("at"))))
    marks.append(_one(AcceptedFinding.objects.aggregate(rows=Count("id"), gone=Count("withdrawn_at"))))
    marks.append(_one(MetricValue.objects.aggregate(rows=Count("id"), last=Max("id"))))
    closed = Cycle.objects.exclude(closed_at=None).order_by("id").values_list("id", flat=True)
    return sha256(repr([*marks, *closed]).encode()).hexdigest()


def _one(counted: dict[str, Any]) -> list[str]:
    return [str(value) for value in counted.values()]
