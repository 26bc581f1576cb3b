"""Findings for programs, as plan-format promises them. Written piece by piece: they may name millions of things."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import click
import orjson

from accord.cli.checking import Checked, Row
from accord.domain.checks.finding import Ref
from accord.domain.checks.registry import BY_CODE

AT_ONCE = 200  # findings
Json = dict[str, Any]


def print_findings(checked: Checked) -> None:
    """All findings, then how many there are; laid out as any JSON that Accord prints."""
    counts = {severity.value: count for severity, count in checked.counts.items()}
    summary = _indented(counts | {"accepted": checked.accepted})
    click.echo(b'{\n  "findings": [', nl=False)
    for piece in _pieces(checked):
        click.echo(piece, nl=False)
    click.echo(b'],\n  "summary": ' + summary + b"\n}")


def _pieces(checked: Checked) -> Iterator[bytes]:
    between = b""
    for start in range(0, len(checked.rows), AT_ONCE):
        some = [_finding(checked, row) for row in checked.rows[start : start + AT_ONCE]]
        yield between + _indented(some).removeprefix(b"[").removesuffix(b"\n  ]")
        between = b","
    if between:
        yield b"\n  "


def _indented(value: Any) -> bytes:
    """A value as it stands one level deep. No text holds a line feed as it is, so that each one ends a line."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", b"\n  ")


def _finding(checked: Checked, row: Row) -> Json:
    finding = row.finding
    return {
        "code": finding.code,
        "name": BY_CODE[finding.code].name,
        "severity": row.severity.value,
        "subject": _ref(finding.subject),
        "related": list(map(_ref, finding.related)),
        "message": checked.message(row),
        "help": checked.helps[finding.code],
        "file": row.file,
        "line": row.line,
    }


@cache
def _ref(ref: Ref) -> Json:
    return {"kind": ref.kind.value, "id": ref.id}
