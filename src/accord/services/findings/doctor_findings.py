"""Stored findings compared with what a full run over each open cycle finds. Nothing is written."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accord.domain.checks.felt import ALL
from accord.domain.checks.running import findings
from accord.models import Cycle, Unjudged
from accord.queries.findings.snapshots import seen
from accord.services.findings import finding_rows

SOON = timedelta(minutes=5)  # a worker that runs has come by long before


def overdue(*, now: datetime) -> Iterator[str]:
    """The cycles of which something was changed a while ago and has not been judged since."""
    late = Unjudged.objects.filter(at__lt=now - SOON, cycle__closed_at=None).order_by("cycle_id")
    for key in late.values_list("cycle__key", flat=True).distinct():
        yield f"{key}: what was changed minutes ago has not been checked"


def wrong() -> Iterator[str]:
    """What is stored otherwise than it should be, of what was judged and has not been changed since."""
    for cycle in Cycle.objects.filter(closed_at=None).select_related("judged"):
        day = cycle.judged.day if hasattr(cycle, "judged") else None
        if day is not None:
            yield from _wrong_in(cycle, day)


def _wrong_in(cycle: Cycle, day: date) -> Iterator[str]:
    codes = ALL.difference(*Unjudged.objects.filter(cycle=cycle).values_list("codes", flat=True))
    it = seen(cycle.pk, codes, as_of=day)
    stored = finding_rows.of_codes(cycle.pk, codes)
    difference = finding_rows.difference(stored, findings(it.snapshot, codes), it)
    others = {row.id: key for key, row in stored.items()}
    for key in difference.new:
        yield f"{cycle.key}: {key.code} about {key.kind} {key.subject} is not stored"
    for row in difference.other:
        yield f"{cycle.key}: {others[row].code} about {others[row].kind} {others[row].subject} is stored otherwise"
    for row in difference.mended:
        yield f"{cycle.key}: {others[row].code} about {others[row].kind} {others[row].subject} is stored, and is not so"
