"""The few findings that stand beside something else on its page: about a key result, or of a team."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accord.domain.checks.finding import Kind, Severity
from accord.domain.checks.opinion import Opinion
from accord.models import AcceptedFinding, Cycle, Finding, Organization
from accord.queries.found_rows import Acceptance, Accepted, FoundPage, FoundRow, page_of
from accord.queries.names import PersonName
from accord.queries.prepared import Prepared

GRAVEST_FIRST = tuple(Severity)


def about(cycle: Cycle, key_result: int, *, today: date) -> FoundPage:
    """What is open about a key result (row id) and what is under it, accepted ones too, the gravest first.

    One statement where that is nothing, else four.
    """
    return _page(cycle, _ABOUT.instances(key_result=key_result), today)


def of_team(cycle: Cycle, team: int, *, codes: Collection[str], today: date) -> FoundPage:
    """What some codes find open for a team (row id) and nobody has accepted, the gravest first."""
    page = _page(cycle, _OF_TEAM.instances(cycle=cycle.pk, team=team, codes=sorted(codes)), today)
    rows = [row for row in page.rows if row.accepted is None]
    return FoundPage(rows, len(rows), page.names)


def of_objectives(cycle: Cycle, team: int, *, today: date) -> FoundPage:
    """What is open about the objectives themselves of a team (row id), accepted ones too, the gravest first."""
    return _page(cycle, _OF_OBJECTIVES.instances(cycle=cycle.pk, team=team), today)


def opinion() -> Opinion:
    """Which codes are off in this organization, and how grave the others are; nothing of what is accepted."""
    checks = next(iter(_SETTINGS()), ({},))[0] or {}
    severities = {code: Severity(said) for code, said in checks.get("severity", {}).items()}
    return Opinion(frozenset(checks.get("off", ())), severities)


def _page(cycle: Cycle, rows: list[Finding], today: date) -> FoundPage:
    if not rows:
        return FoundPage()
    holding = opinion()
    rows = [row for row in rows if row.code not in holding.off]
    page = page_of(cycle, rows, holding, _accepted(cycle, rows, today))
    return FoundPage(sorted(page.rows, key=_place), page.total, page.names)


def _place(row: FoundRow) -> tuple[int, str, int]:
    return GRAVEST_FIRST.index(row.severity), row.finding.code, row.id


def _accepted(cycle: Cycle, rows: Collection[Finding], today: date) -> Accepted:
    subjects = sorted({row.subject for row in rows})
    found = _ACCEPTED(cycle=cycle.pk, subjects=subjects, today=today)
    return {
        (code, subject): Acceptance(pk, reason, until, at, PersonName(key, name) if key else None)
        for pk, code, subject, reason, until, at, key, name in found
    }


def _open(**condition: object) -> "QuerySet[Finding]":
    rows = Finding.objects.filter(mended_at=None, **condition).order_by("id")
    return rows.select_related("team", "objective", "key_result__objective")


_ABOUT = Prepared(lambda key_result: _open(key_result=key_result), key_result=int)
_OF_TEAM = Prepared(
    lambda cycle, team, codes: _open(cycle=cycle, team=team, code__amongst=codes), cycle=int, team=int, codes=list
)
_OF_OBJECTIVES = Prepared(
    lambda cycle, team: _open(cycle=cycle, team=team, kind=Kind.OBJECTIVE.value), cycle=int, team=int
)
_SETTINGS = Prepared(lambda: Organization.objects.order_by().values_list("checks"))
_ACCEPTED = Prepared(
    lambda cycle, subjects, today: (
        AcceptedFinding.objects.filter(
            Q(until=None) | Q(until__gte=today), cycle=cycle, withdrawn_at=None, subject__amongst=subjects
        )
        .order_by("position", "id")
        .values_list("id", "code", "subject", "reason", "until", "at", "by__key", "by__name")
    ),
    cycle=int,
    subjects=list,
    today=date,
)
