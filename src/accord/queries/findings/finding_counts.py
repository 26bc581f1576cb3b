"""How much the checks find for a team, by how grave it is: to stand beside what they do."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accord.domain.checks.finding import Severity
from accord.models import AcceptedFinding, Cycle, Finding
from accord.queries.findings import findings_near
from accord.queries.prepared import Prepared


def weights(cycle: Cycle, team: str, *, today: date) -> Mapping[Severity, int]:
    """How many findings are open for a team (id), without accepted ones and what is off; two statements at most."""
    rows = list(_OPEN(cycle=cycle.pk, team=team, today=today))
    if not rows:
        return {}
    opinion = findings_near.opinion()
    found: Counter[Severity] = Counter()
    for code, number in rows:
        if code not in opinion.off:
            found[opinion.severity_of(code)] += number
    return found


def _accepted(cycle: int, today: date) -> "Exists":
    running = Q(until=None) | Q(until__gte=today)
    same = Q(code=OuterRef("code"), subject=OuterRef("subject"))
    return Exists(AcceptedFinding.objects.filter(running, same, cycle=cycle, withdrawn_at=None).order_by())


_OPEN = Prepared(
    lambda cycle, team, today: (
        Finding.objects.filter(~_accepted(cycle, today), cycle=cycle, mended_at=None, team__key=team)
        .order_by()
        .values_list("code")
        .annotate(number=Count("id"))
    ),
    cycle=int,
    team=str,
    today=date,
)
