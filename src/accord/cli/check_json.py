"""Findings for programs, as plan-format promises them."""

from typing import Any

from accord.cli.checking import Checked, Row
from accord.cli.output import print_json
from accord.domain.checks.finding import Ref
from accord.domain.checks.registry import BY_CODE


def print_findings(checked: Checked) -> None:
    """All findings, then how many there are."""
    summary = {severity.value: count for severity, count in checked.counts.items()} | {"accepted": checked.accepted}
    print_json({"findings": [_finding(checked, row) for row in checked.rows], "summary": summary})


def _finding(checked: Checked, row: Row) -> dict[str, Any]:
    finding = row.finding
    return {
        "code": finding.code,
        "name": BY_CODE[finding.code].name,
        "severity": row.severity.value,
        "subject": _ref(finding.subject),
        "related": [_ref(ref) for ref in finding.related],
        "message": checked.message(row),
        "help": checked.helps[finding.code],
        "file": row.file,
        "line": row.line,
    }


def _ref(ref: Ref) -> dict[str, str]:
    return {"kind": ref.kind.value, "id": ref.id}
