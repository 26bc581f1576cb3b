"""All checks with what this organization thinks of each, and how much each finds in a cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import BY_CODE, CHECKS
from accord.models import Cycle
from accord.queries.findings.check_opinion import check_settings
from accord.queries.findings.findings import counts


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check. `severity` is what it weighs here, `usual` what it weighs where nobody has said otherwise."""

    code: str
    name: str
    severity: Severity
    usual: Severity
    is_off: bool
    open: int


@dataclass(frozen=True, slots=True)
class CheckList:
    """All checks in the order of their codes; `version` is what a form that changes one was made from."""

    checks: Sequence[CheckRow]
    version: int

    def row(self, code: str) -> CheckRow:
        """One of them; KeyError where there is none of that code."""
        return {each.code: each for each in self.checks}[code]


def check_list(cycle: Cycle | None, *, today: date) -> CheckList:
    """The checks as they are here; without a cycle nothing is counted."""
    settings = check_settings()
    found = counts(cycle, today=today).by_code if cycle else {}
    rows = [
        CheckRow(
            code=check.code,
            name=check.name,
            severity=settings.opinion.severity_of(check.code),
            usual=BY_CODE[check.code].severity,
            is_off=check.code in settings.opinion.off,
            open=found.get(check.code, 0),
        )
        for check in CHECKS
    ]
    return CheckList(rows, settings.version)
