"""The few findings that stand beside something else on its page: about a key result, or of a team."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accord.domain.checks.finding import Kind, Ref, Severity
from accord.domain.checks.opinion import Opinion
from accord.models import AcceptedFinding, Cycle, Finding, Organization
from accord.queries.findings.found_rows import STORED, Acceptance, Accepted, FoundPage, Stored, names_of, shown
from accord.queries.names import PersonName
from accord.queries.prepared import Prepared, Things

GRAVEST_FIRST = tuple(Severity)
PAGES = 1024  # that are kept
Row = tuple[str | None, Stored]  # with the organization's opinion


@dataclass(frozen=True, slots=True)
class Weighed:
    """Stored findings, the gravest first, and the opinion they are weighed by; nothing of what they speak of yet."""

    rows: Sequence[Stored] = ()
    opinion: Opinion = field(default_factory=Opinion)


def about(cycle: Cycle, key_result: int, *, today: date) -> FoundPage:
    """What is open about a key result (row id) and what is under it, accepted ones too, the gravest first.

    One statement where that is nothing, else two, and one more where some are accepted.
    """
    return _page(cycle, _ABOUT(key_result=key_result, today=today), today)


def of_team(cycle: Cycle, team: int, *, codes: Collection[str], today: date) -> Weighed:
    """What some codes find open for a team (row id) and nobody has accepted; one statement."""
    found = _weighed(_OF_TEAM(cycle=cycle.pk, team=team, codes=sorted(codes), today=today))
    return Weighed([row for row in found.rows if not row.is_accepted], found.opinion)


def of_objectives(cycle: Cycle, team: int, *, today: date) -> FoundPage:
    """What is open about the objectives themselves of a team (row id), accepted ones too, the gravest first."""
    return _page(cycle, _OF_OBJECTIVES(cycle=cycle.pk, team=team, today=today), today)


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
    it = _weighed(found)
    accepted, called = _accepted(cycle, it.rows, today), names_of(cycle, it.rows)
    return _shown(tuple(it.rows), found[0][0], tuple(accepted.items()), tuple(called.items()))


@lru_cache(maxsize=PAGES)
def _shown(
    rows: Sequence[Stored],
    opinion: str | None,
    accepted: Sequence[tuple[tuple[str, str], Acceptance]],
    called: Sequence[tuple[Ref, str]],
) -> FoundPage:
    """The same page where all that it says is the same."""
    return shown(rows, _opinion(opinion), dict(accepted), dict(called))


def _weighed(found: Sequence[Row]) -> Weighed:
    if not found:
        return Weighed()
    opinion = _opinion(found[0][0])
    rows = [row for _, row in found if row.code not in opinion.off]
    return Weighed(sorted(rows, key=lambda row: _place(row, opinion)), opinion)


def _place(row: Stored, opinion: Opinion) -> tuple[int, str, int]:
    return GRAVEST_FIRST.index(opinion.severity_of(row.code)), row.code, row.id


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


def _row(columns: Mapping[str, Any]) -> Row:
    said, *stored = columns.values()
    return said, Stored(*stored)


_ABOUT = Things(
    Prepared(lambda key_result, today: _open(today, key_result=key_result), key_result=int, today=date), _row
)
_OF_TEAM = Things(
    Prepared(
        lambda cycle, team, codes, today: _open(today, cycle=cycle, team=team, code__amongst=codes),
        cycle=int,
        team=int,
        codes=list,
        today=date,
    ),
    _row,
)
_OF_OBJECTIVES = Things(
    Prepared(
        lambda cycle, team, today: _open(today, cycle=cycle, team=team, kind=Kind.OBJECTIVE.value),
        cycle=int,
        team=int,
        today=date,
    ),
    _row,
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
