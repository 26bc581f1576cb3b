"""Findings for programs, as plan-format promises them. Written piece by piece: they may name millions of things."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain, zip_longest
from typing import Any

import click
import orjson

from accord.cli.checking import Checked, Row
from accord.cli.second_core import begun_beside
from accord.domain.checks.finding import Ref
from accord.domain.checks.registry import BY_CODE

AT_ONCE = 200  # findings
MANY = 50  # pieces: a second core is worth its while
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
    """What stands in the list; of many findings every other piece is made on a second core."""
    starts = range(0, len(checked.rows), AT_ONCE)
    here, beside = (partial(_listed, checked, starts[turn::2]) for turn in (0, 1))
    between = b""
    with begun_beside(beside, is_worth_it=len(starts) >= MANY) as made_beside:
        for piece in chain.from_iterable(zip_longest(here(), made_beside, fillvalue=b"")):
            if piece:
                yield between + piece
                between = b","
    if between:
        yield b"\n  "


def _listed(checked: Checked, starts: Iterable[int]) -> Iterator[bytes]:
    """The findings from some places on, each time as many as are made at once."""
    for start in starts:
        some = [_finding(checked, row) for row in checked.rows[start : start + AT_ONCE]]
        yield _indented(some).removeprefix(b"[").removesuffix(b"\n  ]")


def _indented(value: Any) -> bytes:
    """A value as it stands one level deep. No text holds a line feed as it is, so that each one ends a line."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", b"\n  ")


def _finding(checked: Checked, row: Row) -> Json:
    finding = row.finding
    return {
        "code": finding.code,
        "name": BY_CODE[finding.code].name,
        "severity": row.severity,
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
