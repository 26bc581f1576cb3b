"""What is stored of findings, beside what a full run over the installation finds."""

from datetime import date
from typing import Any

from accord.domain.checks.felt import SETTLED
from accord.domain.checks.keeping import kept, keyed
from accord.domain.checks.registry import BY_CODE
from accord.domain.checks.running import findings
from accord.models import Cycle, Finding, Unjudged
from accord.queries.findings.snapshots import seen

Found = dict[Any, Any]


def stored(cycle: Cycle) -> Found:
    """The open findings of a cycle: what they say, whose they are, and what they are under."""
    rows = Finding.objects.filter(cycle=cycle, mended_at=None)
    return {
        (row.code, row.kind, row.subject, row.mark): (
            row.related, row.facts, row.team_id, row.key_result_id, row.objective_id,
        )
        for row in rows
    }  # fmt: skip


def wanted(cycle: Cycle, today: date) -> Found:
    """The same of a full run."""
    it = seen(cycle.pk, BY_CODE.keys(), as_of=today)
    return {
        tuple(key): (kept(each).related, kept(each).facts, *it.place_of(each.subject))
        for key, each in keyed(findings(it.snapshot))
    }


def wrong(cycle: Cycle, today: date, *, settled_alone: bool) -> dict[Any, Any]:
    """What is stored otherwise than it should be; before the worker has come by, of what needs no worker."""
    was, should = stored(cycle), wanted(cycle, today)
    waiting = set().union(*Unjudged.objects.filter(cycle=cycle).values_list("codes", flat=True))
    looked_at = SETTLED - waiting if settled_alone else BY_CODE.keys()
    keys = [key for key in was.keys() | should.keys() if key[0] in looked_at and was.get(key) != should.get(key)]
    return {key: (was.get(key), should.get(key)) for key in keys}
