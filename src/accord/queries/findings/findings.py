"""Findings as they are kept, ready to be shown: by how grave they are, whose they are, and what they are about."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from accord.domain.checks.finding import Severity
from accord.domain.checks.opinion import Opinion
from accord.domain.checks.registry import BY_CODE
from accord.models import Cycle
from accord.models import Finding as Row
from accord.queries.findings.check_opinion import acceptances, check_settings
from accord.queries.findings.found_rows import STORED, Acceptance, FoundPage, Stored, page_of
from accord.queries.names import PersonName
from accord.queries.statements import in_list, listed

PAGE = 50
EACH = 12  # of one code, where all codes are shown
GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings are open, accepted ones apart: by how grave they are, by code, and by team (id; "" nobody's).

    `of_team` has for each team how many there are of each severity, `accepted_by_code` what is accepted by code.
    """

    open: int
    accepted_by_code: Mapping[str, int]
    by_severity: Mapping[Severity, int]
    by_code: Mapping[str, int]
    by_team: Mapping[str, int]
    of_team: Mapping[str, Mapping[Severity, int]]

    @property
    def accepted(self) -> int:
        """How many are accepted."""
        return sum(self.accepted_by_code.values())


def open_findings(
    cycle: Cycle,
    *,
    today: date,
    teams: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    severity: Severity | None = None,
    accepted: bool | None = False,
    start: int = 0,
    length: int = PAGE,
) -> FoundPage:
    """The open findings of a cycle, the gravest first, then by code and as they were found.

    Of some teams (ids), some codes, one severity; those that are not `accepted` today, those that are, or with None
    both. What is off is in no list. The number of statements does not depend on how many there are.
    """
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today, teams)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    if severity is not None:
        rows = rows.filter(code__in=_codes_of(severity, opinion))
    if accepted is not None:
        rows = rows.filter(is_accepted=accepted)
    ordered = rows.annotate(rank=_rank(opinion)).order_by("rank", "code", "id")
    return _page(cycle, ordered[start : start + length], rows.count(), opinion, today)


def first_of_each_code(
    cycle: Cycle,
    *,
    today: date,
    own: Collection[str],
    teams: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    each: int = EACH,
) -> FoundPage:
    """The first open findings of every code, those of one's `own` teams (ids) before others; accepted ones left out.

    Of all teams or some (ids), of all codes or some.

    `total` is how many there are of all codes together.
    """
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today, teams).filter(is_accepted=False)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    theirs = Case(When(team__key__in=list(own), then=Value(0)), default=Value(1), output_field=IntegerField())
    placed = rows.annotate(place=Window(RowNumber(), partition_by=["code"], order_by=[theirs, "id"])).order_by()
    # Numbered without what they say, which then is read of these few alone.
    few = Row.objects.filter(pk__in=placed.filter(place__lte=each).values("id"))
    few = few.annotate(is_accepted=Value(False), rank=_rank(opinion), theirs=theirs)
    return _page(cycle, few.order_by("rank", "code", "theirs", "id"), rows.count(), opinion, today)


def counts(cycle: Cycle, *, today: date, teams: Collection[str] | None = None) -> Counts:
    """How many open findings there are, of all or of some teams (ids), counted where they are kept; two statements."""
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today, teams)
    grouped = rows.order_by().values_list("code", "team__key", "is_accepted").annotate(count=Count("id"))
    accepted, by_severity = Counter[str](), Counter[Severity]()
    by_code, by_team = Counter[str](), Counter[str]()
    of_team: dict[str, Counter[Severity]] = {}
    for code, team, is_accepted, count in grouped:
        if is_accepted:
            accepted[code] += count
            continue
        severity = opinion.severity_of(code)
        by_severity[severity] += count
        by_code[code] += count
        by_team[team or ""] += count
        of_team.setdefault(team or "", Counter())[severity] += count
    return Counts(by_severity.total(), accepted, by_severity, by_code, by_team, of_team)


def mended(
    cycle: Cycle,
    *,
    today: date,
    teams: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    start: int = 0,
    length: int = PAGE,
) -> FoundPage:
    """What was found in a cycle and is no more, the latest first, of some teams (ids) and codes; what is off is left
    out.
    """
    opinion = check_settings().opinion
    found = Row.objects.filter(cycle=cycle, mended_at__isnull=False).exclude(code__in=opinion.off)
    rows = found.annotate(is_accepted=Value(False))
    if teams is not None:
        rows = rows.filter(team__key__in=list(teams))
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    return _page(cycle, rows.order_by("-mended_at", "-id")[start : start + length], rows.count(), opinion, today)


def finding(cycle: Cycle, number: int, *, today: date) -> FoundPage:
    """One open finding (row id), accepted or not; no rows where it is no longer open."""
    opinion = check_settings().opinion
    return _page(cycle, _open(cycle, opinion, today).filter(pk=number), None, opinion, today)


def _open(cycle: Cycle, opinion: Opinion, today: date, teams: Collection[str] | None = None) -> "QuerySet[Any]":
    same = acceptances(cycle, today=today).filter(code=OuterRef("code"), subject=OuterRef("subject"))
    rows = Row.objects.filter(cycle=cycle, mended_at=None).exclude(code__in=opinion.off)
    rows = rows if teams is None else rows.filter(pk__in=_of_teams(cycle, teams))
    return rows.annotate(is_accepted=Exists(same.order_by()))


def _of_teams(cycle: Cycle, teams: Collection[str]) -> RawSQL:
    """The open findings of some teams (ids). SQLite, left to choose, reads all of the cycle's for them."""
    by = "INDEXED BY open_findings_of_a_team" if connection.vendor == "sqlite" else ""
    return RawSQL(  # noqa: S611 (all ours)
        f"SELECT f.id FROM accord_finding f {by} WHERE f.cycle_id = %s AND f.mended_at IS NULL"  # noqa: S608
        f" AND f.team_id IN (SELECT t.id FROM accord_team t WHERE t.key {in_list()})",
        [cycle.pk, listed(teams)],
    )


def _codes_of(severity: Severity, opinion: Opinion) -> list[str]:
    return [code for code in BY_CODE if opinion.severity_of(code) is severity]


def _rank(opinion: Opinion) -> Case:
    whens = [When(code__in=_codes_of(each, opinion), then=Value(place)) for place, each in enumerate(GRAVEST_FIRST)]
    return Case(*whens, default=Value(len(GRAVEST_FIRST)), output_field=IntegerField())


def _page(cycle: Cycle, rows: "QuerySet[Any]", total: int | None, opinion: Opinion, today: date) -> FoundPage:
    found = [Stored(*row) for row in rows.values_list(*STORED)]
    return page_of(cycle, found, opinion, _accepted(cycle, found, today), total=total)


def _accepted(cycle: Cycle, rows: Sequence[Stored], today: date) -> dict[tuple[str, str], Acceptance]:
    if not any(row.is_accepted for row in rows):
        return {}
    found = acceptances(cycle, today=today).filter(subject__in={row.subject for row in rows}).select_related("by")
    return {
        (each.code, each.subject): Acceptance(
            each.pk, each.reason, each.until, each.at, each.by and PersonName(each.by.key, each.by.name)
        )
        for each in found
    }
