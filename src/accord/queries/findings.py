"""Findings as they are kept, ready to be shown: by how grave they are, whose they are, and what they are about."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from accord.domain.checks.finding import Finding, Kind, Ref, Severity
from accord.domain.checks.keeping import Key, read
from accord.domain.checks.opinion import Opinion
from accord.domain.checks.registry import BY_CODE
from accord.models import Cycle
from accord.models import Finding as Row
from accord.queries.check_opinion import acceptances, check_settings
from accord.queries.finding_names import names
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared

PAGE = 50
EACH = 12  # of one code, where all codes are shown
GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who lives with a finding, why, and through which day (None: for good); nobody in particular is a plan file."""

    id: int
    reason: str
    until: date | None
    at: datetime
    by: PersonName | None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding. Its subject is `finding.subject`; an action or a need stands on the page of `key_result` (its id),
    which is under `objective` (its id).

    `team` is whose it is to mend; None where it is nobody's in particular. `severity` is what it weighs here.
    """

    id: int
    finding: Finding
    name: str
    severity: Severity
    label: str
    key_result: str | None
    key_result_title: str | None
    objective: str | None
    team: TeamName | None
    found_at: datetime
    mended_at: datetime | None
    accepted: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some findings of a list, how many there are in all, and the names that sentences about them need."""

    rows: Sequence[FoundRow] = ()
    total: int = 0
    names: Mapping[Ref, str] = field(default_factory=dict)

    def name_of(self, ref: Ref) -> str:
        """What a thing is called; one that is gone, by its id. For finding_texts.words.Words."""
        return self.names.get(ref, ref.id)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings are open, accepted ones apart: by how grave they are, by code, and by team (id; "" nobody's).

    `of_team` has for each team how many there are of each severity.
    """

    open: int
    accepted: int
    by_severity: Mapping[Severity, int]
    by_code: Mapping[str, int]
    by_team: Mapping[str, int]
    of_team: Mapping[str, Mapping[Severity, int]]


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
    rows = _open(cycle, opinion, today)
    if teams is not None:
        rows = rows.filter(team__key__in=list(teams))
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
    severity: Severity | None = None,
    each: int = EACH,
) -> FoundPage:
    """The first open findings of every code, those of one's `own` teams (ids) before others; accepted ones left out.

    `total` is how many there are of all codes together.
    """
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today).filter(is_accepted=False)
    if teams is not None:
        rows = rows.filter(team__key__in=list(teams))
    if severity is not None:
        rows = rows.filter(code__in=_codes_of(severity, opinion))
    theirs = Case(When(team__key__in=list(own), then=Value(0)), default=Value(1), output_field=IntegerField())
    placed = rows.annotate(
        rank=_rank(opinion), theirs=theirs, place=Window(RowNumber(), partition_by=["code"], order_by=[theirs, "id"])
    )
    return _page(cycle, placed.filter(place__lte=each).order_by("rank", "code", "place"), rows.count(), opinion, today)


def counts(cycle: Cycle, *, today: date, teams: Collection[str] | None = None) -> Counts:
    """How many open findings there are, of all or of some teams (ids), counted where they are kept; two statements."""
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today)
    if teams is not None:
        rows = rows.filter(team__key__in=list(teams))
    grouped = rows.order_by().values_list("code", "team__key", "is_accepted").annotate(count=Count("id"))
    accepted, by_severity, by_code, by_team = 0, Counter[Severity](), Counter[str](), Counter[str]()
    of_team: dict[str, Counter[Severity]] = {}
    for code, team, is_accepted, count in grouped:
        if is_accepted:
            accepted += count
            continue
        severity = opinion.severity_of(code)
        by_severity[severity] += count
        by_code[code] += count
        by_team[team or ""] += count
        of_team.setdefault(team or "", Counter())[severity] += count
    return Counts(by_severity.total(), accepted, by_severity, by_code, by_team, of_team)


def about(
    cycle: Cycle,
    subjects: Iterable[Ref] = (),
    *,
    today: date,
    key_results: Collection[int] = (),
    objectives: Collection[int] = (),
) -> FoundPage:
    """The open findings about these things, accepted ones too: to stand beside them, the gravest first.

    Of `key_results` and `objectives` (row ids), with what is found about actions and needs under key results.
    """
    wanted = Q(key_result__in=list(key_results)) | Q(objective__in=list(objectives))
    by_kind: dict[Kind, list[str]] = {}
    for ref in subjects:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for kind, ids in by_kind.items():
        wanted |= Q(kind=kind.value, subject__in=ids)
    opinion = check_settings().opinion
    rows = _open(cycle, opinion, today).filter(wanted).annotate(rank=_rank(opinion)).order_by("rank", "code", "id")
    return _page(cycle, rows, None, opinion, today)


def beside(cycle: Cycle, key_result: int, *, today: date) -> FoundPage:
    """What is open about a key result (row id) and what is under it; one statement where that is nothing."""
    if next(iter(_ANY(key_result=key_result)), None) is None:
        return FoundPage()
    return about(cycle, today=today, key_results=[key_result])


def mended(
    cycle: Cycle, *, today: date, teams: Collection[str] | None = None, start: int = 0, length: int = PAGE
) -> FoundPage:
    """What was found in a cycle and is no more, the latest first; what is off is left out."""
    opinion = check_settings().opinion
    rows = Row.objects.filter(cycle=cycle, mended_at__isnull=False).exclude(code__in=opinion.off)
    if teams is not None:
        rows = rows.filter(team__key__in=list(teams))
    return _page(cycle, rows.order_by("-mended_at", "-id")[start : start + length], rows.count(), opinion, today)


def finding(cycle: Cycle, number: int, *, today: date) -> FoundPage:
    """One open finding (row id), accepted or not; no rows where it is no longer open."""
    opinion = check_settings().opinion
    return _page(cycle, _open(cycle, opinion, today).filter(pk=number), None, opinion, today)


_ANY = Prepared(
    lambda key_result: Row.objects.filter(key_result=key_result, mended_at=None).order_by().values_list("id")[:1],
    key_result=int,
)


def _open(cycle: Cycle, opinion: Opinion, today: date) -> "QuerySet[Any]":
    same = acceptances(cycle, today=today).filter(code=OuterRef("code"), subject=OuterRef("subject"))
    rows = Row.objects.filter(cycle=cycle, mended_at=None).exclude(code__in=opinion.off)
    return rows.annotate(is_accepted=Exists(same.order_by()))


def _codes_of(severity: Severity, opinion: Opinion) -> list[str]:
    return [code for code in BY_CODE if opinion.severity_of(code) is severity]


def _rank(opinion: Opinion) -> Case:
    whens = [When(code__in=_codes_of(each, opinion), then=Value(place)) for place, each in enumerate(GRAVEST_FIRST)]
    return Case(*whens, default=Value(len(GRAVEST_FIRST)), output_field=IntegerField())


def _page(cycle: Cycle, rows: "QuerySet[Any]", total: int | None, opinion: Opinion, today: date) -> FoundPage:
    found = list(rows.select_related("team", "objective", "key_result__objective"))
    read_back = [read(Key(row.code, row.kind, row.subject, row.mark), row.related, row.facts) for row in found]
    called = names(cycle, read_back)
    accepted = _accepted(cycle, found, today)
    shown = [
        FoundRow(
            id=row.pk,
            finding=each,
            name=BY_CODE[row.code].name,
            severity=opinion.severity_of(row.code),
            label=called.get(each.subject, each.subject.id),
            key_result=row.key_result and row.key_result.key,
            key_result_title=row.key_result and row.key_result.title,
            objective=_objective(row),
            team=row.team and TeamName(row.team.key, row.team.name, row.team.code),
            found_at=row.found_at,
            mended_at=row.mended_at,
            accepted=accepted.get((row.code, row.subject)),
        )
        for row, each in zip(found, read_back, strict=True)
    ]
    return FoundPage(shown, len(shown) if total is None else total, called)


def _objective(row: Row) -> str | None:
    found = row.objective or (row.key_result and row.key_result.objective)
    return found.key if found else None


def _accepted(cycle: Cycle, rows: Sequence[Row], today: date) -> dict[tuple[str, str], Acceptance]:
    if not any(getattr(row, "is_accepted", False) for row in rows):
        return {}
    found = acceptances(cycle, today=today).filter(subject__in={row.subject for row in rows}).select_related("by")
    return {
        (each.code, each.subject): Acceptance(
            each.pk, each.reason, each.until, each.at, each.by and PersonName(each.by.key, each.by.name)
        )
        for each in found
    }
