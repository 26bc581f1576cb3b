"""Findings as workflow commands of GitHub Actions, which shows them beside the lines they are about."""

from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from accord.cli.checking import Checked, Row
from accord.cli.harmless import harmless
from accord.cli.output import say
from accord.cli.plan_input import say_errors
from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import BY_CODE

if TYPE_CHECKING:
    from accord.formats.plan import PlanError, PlanErrors

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def print_findings(checked: Checked) -> None:
    """One command for each finding; the counts are for people, on standard error."""
    if checked.rows:
        click.echo("\n".join(_annotation(checked, row) for row in checked.rows))
    say(", ".join(f"{severity.value}: {count}" for severity, count in checked.counts.items()))


def print_errors(errors: "PlanErrors") -> None:
    """One command for each mistake, at its line and column; the lines for people as ever."""
    click.echo("\n".join(map(_error, errors.errors)))
    say_errors(errors)


def _annotation(checked: Checked, row: Row) -> str:
    code = row.finding.code
    title = f"{code} {BY_CODE[code].name}"
    said = f"{checked.message(row)}\n{checked.helps[code]}"
    return _command(LEVELS[row.severity], said, file=row.file, line=row.line, title=title)


def _error(error: "PlanError") -> str:
    hint = f" (did you mean {error.suggestion}?)" if error.suggestion else ""
    said = f"{error.path}: {error.message}{hint}" if error.path else error.message
    return _command("error", said, file=error.file, line=error.line, col=error.column, title="Plan cannot be read")


def _command(level: str, message: str, *, file: str, **properties: str | int) -> str:
    """GitHub finds no line of `./plan.yaml`: it knows the file as `plan.yaml`."""
    properties = {"file": str(PurePath(file)), **properties}
    listed = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{level} {listed}::{harmless(message).translate(_IN_MESSAGES)}"
