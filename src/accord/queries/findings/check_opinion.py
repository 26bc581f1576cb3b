"""What this organization thinks of the checks: which are off, how grave each is, and what is accepted in a cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accord.domain import descriptions
from accord.domain.checks.finding import Severity
from accord.domain.checks.opinion import Opinion
from accord.models import AcceptedFinding, Cycle, Organization
from accord.queries.prepared import Prepared


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The organization's opinion of codes, with the version that a form on it was made from."""

    opinion: Opinion
    version: int


def check_settings() -> CheckSettings:
    """Which codes are off here, and how grave the others are; nothing of what is accepted. One statement."""
    checks, version = next(_SETTINGS(), ({}, 0))
    severities = {code: Severity(said) for code, said in checks.get("severity", {}).items()}
    return CheckSettings(Opinion(off=frozenset(checks.get("off", ())), severities=severities), version)


def opinion(cycle: Cycle, *, today: date) -> Opinion:
    """The whole opinion as it holds on a day in a cycle; two statements."""
    settings = check_settings().opinion
    accepted = acceptances(cycle, today=today).values_list("code", "subject")
    return Opinion(settings.off, settings.severities, frozenset(accepted))


def acceptances(cycle: Cycle, *, today: date) -> "QuerySet[Any]":
    """The acceptances of a cycle that hold on a day: through their `until`, until somebody takes them back."""
    running = Q(until=None) | Q(until__gte=today)
    return AcceptedFinding.objects.filter(running, cycle=cycle, withdrawn_at=None).order_by("position", "id")


def stated(of_codes: Mapping[str, Any], cycle: Cycle | None) -> dict[str, Any] | None:
    """The opinion as a plan's `checks` section says it, with what is kept of codes; None where there is none."""
    rows = _ACCEPTED.rows(cycle=cycle.pk) if cycle else []
    accepted = [row | {"until": row["until"] and row["until"].isoformat()} for row in rows]
    return descriptions.opinion(of_codes.get("off", ()), of_codes.get("severity", {}), accepted)


_SETTINGS = Prepared(lambda: Organization.objects.order_by("pk").values_list("checks", "version")[:1])
_ACCEPTED = Prepared(
    lambda cycle: (
        AcceptedFinding.objects.filter(cycle=cycle, withdrawn_at=None)
        .order_by("position", "id")
        .values_list("code", "subject", "reason", "until")
    ),
    cycle=int,
)
