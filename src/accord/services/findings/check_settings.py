"""What an organization thinks of a check: off, or how grave what it finds is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import BY_CODE
from accord.models import Change, Organization
from accord.services.administering import administers
from accord.services.definitions import revisions
from accord.services.definitions.revisions import Revised
from accord.services.organization import MayNotChange, Moved
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


@transaction.atomic
def weigh(code: str, severity: Severity | None, *, seen: int, by: Actor, clock: Clock) -> bool:
    """From now on a check weighs so much here, for everybody and in every cycle; with None it is off.

    Returns whether anything is different. `seen` is the organization's version when it was on the screen.
    Raises MayNotChange for who is no admin, and Moved.
    """
    organization = Organization.objects.select_for_update().get()
    if not administers(by):
        raise MayNotChange
    before = dict(organization.checks or {})
    after = _weighed(before, code, severity)
    if after == before:
        return False
    if seen != organization.version:
        raise Moved
    now = clock()
    Organization.objects.filter(pk=organization.pk).update(checks=after, version=F("version") + 1)
    made = Change.objects.create(at=now, by=by.person, by_email=by.email, via=by.via)
    revised = Revised("organization", organization.pk, organization.key, "checks", before or None, after or None, False)
    revisions.keep(made, [revised], cycle=None)
    data = {"code": code, "severity": severity.value if severity else None}
    events.record("check.weighed", by=by, at=now, change=made, data=data)
    return True


def _weighed(before: dict[str, Any], code: str, severity: Severity | None) -> dict[str, Any]:
    """The opinion with this check in it; what is as it usually is, is left out."""
    off = set(before.get("off", ())) - {code}
    severities = {each: said for each, said in before.get("severity", {}).items() if each != code}
    if severity is None:
        off.add(code)
    elif severity is not BY_CODE[code].severity:
        severities[code] = severity.value
    rest = {name: value for name, value in before.items() if name not in {"off", "severity"}}
    return {
        **({"off": sorted(off)} if off else {}),
        **({"severity": dict(sorted(severities.items()))} if severities else {}),
        **rest,
    }
