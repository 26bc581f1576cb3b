"""Findings as SARIF 2.1.0, the exchange format of tools that look at sources; code hosts show it."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import accord
from accord.cli.checking import ENGLISH, Checked, Row
from accord.cli.output import print_json
from accord.cli.plan_input import say_errors
from accord.domain.checks.finding import Finding, Severity
from accord.domain.checks.registry import CHECKS
from accord.queries.finding_texts.meaning import meaning
from accord.queries.finding_texts.titles import title

if TYPE_CHECKING:
    from accord.domain.checks.check import Check
    from accord.formats.plan import PlanError, PlanErrors

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
TELLING = 5  # so many related things tell one finding of a check and a subject from another
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
Json = dict[str, Any]


def print_findings(checked: Checked) -> None:
    """One run: the checks that were made as its rules, the findings as its results."""
    checks = [check for check in CHECKS if check.code in checked.codes]
    places = {check.code: place for place, check in enumerate(checks)}
    results = [_result(checked, row, places[row.finding.code]) for row in checked.rows]
    run = _run([_rule(checked, check) for check in checks], results, {"executionSuccessful": True})
    print_json(_log(run | {"properties": {"accepted": checked.accepted}}))


def print_errors(errors: "PlanErrors") -> None:
    """A run that came to nothing, with the mistakes as notifications; the lines for people as ever."""
    notifications = [_notification(error) for error in errors.errors]
    invocation = {"executionSuccessful": False, "toolExecutionNotifications": notifications}
    print_json(_log(_run([], [], invocation)))
    say_errors(errors)


def _log(run: Json) -> Json:
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _run(rules: list[Json], results: list[Json], invocation: Json) -> Json:
    driver = {"name": "Accord", "version": accord.__version__, "rules": rules}
    return {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }


def _rule(checked: Checked, check: "Check") -> Json:
    return {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": title(check.code, ENGLISH)},
        "fullDescription": {"text": meaning(check.code, ENGLISH)},
        "help": {"text": checked.helps[check.code]},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }


def _result(checked: Checked, row: Row, rule: int) -> Json:
    finding = row.finding
    subject = {"name": finding.subject.id, "fullyQualifiedName": _name(finding), "kind": finding.subject.kind.value}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[row.severity],
        "message": {"text": checked.message(row)},
        "locations": [{"physicalLocation": _place(row.file, startLine=row.line), "logicalLocations": [subject]}],
        "partialFingerprints": {"finding/v1": _identity(finding)},
    }


def _identity(finding: Finding) -> str:
    """What a finding is called in any file and line: it stays when text is moved."""
    others = (f"{ref.kind.value}:{ref.id}" for ref in finding.related[:TELLING])
    return " ".join((finding.code, _name(finding), *others))


def _name(finding: Finding) -> str:
    return f"{finding.subject.kind.value}:{finding.subject.id}"


def _notification(error: "PlanError") -> Json:
    hint = f" (did you mean {error.suggestion}?)" if error.suggestion else ""
    said = f"{error.path}: {error.message}{hint}" if error.path else error.message
    place = _place(error.file, startLine=error.line, startColumn=error.column)
    return {"level": "error", "message": {"text": said}, "locations": [{"physicalLocation": place}]}


def _place(file: str, **region: int) -> Json:
    return {"artifactLocation": {"uri": _address(file)}, "region": region}


def _address(file: str) -> str:
    """A file as a URI: relative to where the command ran, as code hosts want it, or absolute if it was named so."""
    path = PurePosixPath(file)
    return Path(file).as_uri() if path.is_absolute() else quote(str(path))
