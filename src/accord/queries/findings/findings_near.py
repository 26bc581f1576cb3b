"""The few findings that stand beside something else on its page: about a key result, or of a team."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accord.domain.checks.finding import Kind, Severity
from accord.domain.checks.opinion import Opinion
from accord.models import AcceptedFinding, Cycle, Finding, Organization
from accord.queries.findings.found_rows import STORED, Acceptance, Accepted, FoundPage, FoundRow, Stored, page_of
from accord.queries.names import PersonName
from accord.queries.prepared import Prepared

GRAVEST_FIRST = tuple(Severity)
Row = Sequence[Any]  # the organization's opinion, then the columns of a finding


def about(cycle: Cycle, key_result: int, *, today: date) -> FoundPage:
    """What is open about a key result (row id) and what is under it, accepted ones too, the gravest first.

    One statement where that is nothing, else two, and one more where some are accepted.
    """
    return _page(cycle, list(_ABOUT(key_result=key_result, today=today)), today)


def of_team(cycle: Cycle, team: int, *, codes: Collection[str], today: date) -> FoundPage:
    """What some codes find open for a team (row id) and nobody has accepted, the gravest first."""
    page = _page(cycle, list(_OF_TEAM(cycle=cycle.pk, team=team, codes=sorted(codes), today=today)), today)
    rows = [row for row in page.rows if row.accepted is None]
    return FoundPage(rows, len(rows), page.names)


def of_objectives(cycle: Cycle, team: int, *, today: date) -> FoundPage:
    """What is open about the objectives themselves of a team (row id), accepted ones too, the gravest first."""
    return _page(cycle, list(_OF_OBJECTIVES(cycle=cycle.pk, team=team, today=today)), today)


def opinion() -> Opinion:
    """Which codes are off in this organization, and how grave the others are; nothing of what is accepted."""
    return _opinion(next(iter(_SETTINGS()), (None,))[0])


@lru_cache(maxsize=16)
def _opinion(said: str | None) -> Opinion:
    checks = json.loads(said or "{}")
    severities = {code: Severity(said) for code, said in checks.get("severity", {}).items()}
    return Opinion(frozenset(checks.get("off", ())), severities)


def _page(cycle: Cycle, found: Sequence[Row], today: date) -> FoundPage:
    if not found:
        return FoundPage()
    holding = _opinion(found[0][0])
    rows = [row for row in (Stored(*columns) for _, *columns in found) if row.code not in holding.off]
    page = page_of(cycle, rows, holding, _accepted(cycle, rows, today))
    return FoundPage(sorted(page.rows, key=_place), page.total, page.names)


def _place(row: FoundRow) -> tuple[int, str, int]:
    return GRAVEST_FIRST.index(row.severity), row.finding.code, row.id


def _accepted(cycle: Cycle, rows: Collection[Stored], today: date) -> Accepted:
    subjects = sorted({row.subject for row in rows if row.is_accepted})
    if not subjects:
        return {}
    found = _ACCEPTED(cycle=cycle.pk, subjects=subjects, today=today)
    return {
        (code, subject): Acceptance(pk, reason, until, at, PersonName(key, name) if key else None)
        for pk, code, subject, reason, until, at, key, name in found
    }


def _open(today: date, **condition: object) -> "QuerySet[Finding, Any]":
    # Put in order when they are weighed: asked for by number, SQLite reads all of the cycle in that order.
    rows = Finding.objects.filter(mended_at=None, **condition).order_by()
    same = Q(cycle=OuterRef("cycle"), code=OuterRef("code"), subject=OuterRef("subject"))
    accepted = AcceptedFinding.objects.filter(same, _running(today), withdrawn_at=None).order_by()
    return rows.annotate(is_accepted=Exists(accepted)).values_list(Subquery(_checks()), *STORED)


def _running(today: date) -> Q:
    """Of acceptances those that hold on a day."""
    return Q(until=None) | Q(until__gte=today)


def _checks() -> "QuerySet[Organization, Any]":
    return Organization.objects.order_by().values_list(Cast("checks", TextField()))[:1]


_ABOUT = Prepared(lambda key_result, today: _open(today, key_result=key_result), key_result=int, today=date)
_OF_TEAM = Prepared(
    lambda cycle, team, codes, today: _open(today, cycle=cycle, team=team, code__amongst=codes),
    cycle=int,
    team=int,
    codes=list,
    today=date,
)
_OF_OBJECTIVES = Prepared(
    lambda cycle, team, today: _open(today, cycle=cycle, team=team, kind=Kind.OBJECTIVE.value),
    cycle=int,
    team=int,
    today=date,
)
_SETTINGS = Prepared(_checks)
_ACCEPTED = Prepared(
    lambda cycle, subjects, today: (
        AcceptedFinding.objects.filter(_running(today), cycle=cycle, withdrawn_at=None, subject__amongst=subjects)
        .order_by("position", "id")
        .values_list("id", "code", "subject", "reason", "until", "at", "by__key", "by__name")
    ),
    cycle=int,
    subjects=list,
    today=date,
)
