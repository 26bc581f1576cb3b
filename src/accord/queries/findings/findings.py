"""Findings as they are kept, ready to be shown: by how grave they are, whose they are, and what they are about."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from accord.domain.checks.finding import Severity
from accord.domain.checks.opinion import Opinion
from accord.domain.checks.registry import BY_CODE
from accord.models import Cycle
from accord.models import Finding as Row
from accord.queries.findings.check_opinion import acceptances, check_settings
from accord.queries.findings.found_rows import STORED, Acceptance, FoundPage, Stored, page_of
from accord.queries.findings.open_rows import OpenRows
from accord.queries.names import PersonName

PAGE = 50
EACH = 12  # of one code, where all codes are shown
GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings are open, by how grave they are and by code; what is accepted by code, apart."""

    open: int
    accepted_by_code: Mapping[str, int]
    by_severity: Mapping[Severity, int]
    by_code: Mapping[str, int]

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
    found = OpenRows(cycle.pk, today, _asked(opinion, codes, severity), teams, accepted)
    # Put in order without what they say, which then is read of these few alone.
    chosen = _in_order(Row.objects.filter(pk__in=found.ids()), opinion).values("id")[start : start + length]
    few = _in_order(Row.objects.filter(pk__in=chosen), opinion).annotate(is_accepted=_is_accepted(cycle, today))
    return _page(cycle, few, found.number(), opinion, today)


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
    """
    opinion = check_settings().opinion
    found = OpenRows(cycle.pk, today, _asked(opinion, codes), teams, accepted=False)
    theirs = Case(When(team__key__in=list(own), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Row.objects.filter(pk__in=found.first_ids(each, own) if teams is None else found.ids())
    placed = rows.annotate(place=Window(RowNumber(), partition_by=["code"], order_by=[theirs, "id"])).order_by()
    # Numbered without what they say, which then is read of these few alone.
    few = Row.objects.filter(pk__in=placed.filter(place__lte=each).values("id"))
    few = few.annotate(is_accepted=Value(False), rank=_rank(opinion), theirs=theirs)
    return _page(cycle, few.order_by("rank", "code", "theirs", "id"), None, opinion, today)


def counts(cycle: Cycle, *, today: date, teams: Collection[str] | None = None) -> Counts:
    """How many open findings there are, of all or of some teams (ids), counted where they are kept; two statements."""
    opinion = check_settings().opinion
    accepted, by_severity, by_code = Counter[str](), Counter[Severity](), Counter[str]()
    for code, number, of_them in OpenRows(cycle.pk, today, _asked(opinion), teams).by_code():
        accepted[code] += of_them
        by_severity[opinion.severity_of(code)] += number - of_them
        by_code[code] += number - of_them
    return Counts(by_severity.total(), +accepted, +by_severity, +by_code)


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
    rows = Row.objects.filter(pk=number, cycle=cycle, mended_at=None).exclude(code__in=opinion.off)
    return _page(cycle, rows.annotate(is_accepted=_is_accepted(cycle, today)), None, opinion, today)


def is_mended(cycle: Cycle, number: int) -> bool:
    """Whether something was found in a cycle (row id) and is no more."""
    return Row.objects.filter(pk=number, cycle=cycle, mended_at__isnull=False).exists()


def _is_accepted(cycle: Cycle, today: date) -> Exists:
    same = acceptances(cycle, today=today).filter(code=OuterRef("code"), subject=OuterRef("subject"))
    return Exists(same.order_by())


def _asked(opinion: Opinion, codes: Collection[str] | None = None, severity: Severity | None = None) -> list[str]:
    """The codes, of some or all and of one severity or any, that are not off."""
    weighed = BY_CODE if severity is None else _codes_of(severity, opinion)
    return [code for code in weighed if code not in opinion.off and (codes is None or code in codes)]


def _in_order(rows: "QuerySet[Any]", opinion: Opinion) -> "QuerySet[Any]":
    ordered: QuerySet[Any] = rows.annotate(rank=_rank(opinion)).order_by("rank", "code", "id")
    return ordered


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
