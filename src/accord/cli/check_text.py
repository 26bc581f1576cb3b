"""Findings for people: the gravest first, by the team that can mend them, each with its place; then how to mend."""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import click

from accord.cli.checking import ENGLISH, Checked, Row
from accord.cli.harmless import harmless
from accord.domain.checks.finding import Kind, Ref, Severity
from accord.domain.checks.registry import BY_CODE
from accord.domain.checks.snapshot import Snapshot
from accord.queries.finding_texts.messages import severity_word

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("info", "infos"),
}


def print_findings(checked: Checked) -> None:
    """The findings with their places, how to mend each kind, and how many there are."""
    text = "\n".join(_lines(checked))
    is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(text if is_coloured else click.unstyle(text), color=is_coloured)


def _lines(checked: Checked) -> Iterator[str]:
    if not checked.rows:
        yield _nothing_found(checked)
        return
    for severity, count in checked.counts.items():
        if count:
            heading = f"{severity_word(severity, ENGLISH)}: {_counted(count, *COUNTED[severity])}"
            yield click.style(heading, fg=COLOURS[severity], bold=True)
            yield from _of_severity(checked, severity)
    yield from _how_to_mend(checked)
    yield _summary(checked)


def _of_severity(checked: Checked, severity: Severity) -> Iterator[str]:
    by_team: dict[str | None, list[Row]] = defaultdict(list)
    for row in checked.rows:
        if row.severity is severity:
            by_team[team_of(checked.snapshot, row.finding.subject)].append(row)
    for team, name in _teams(checked.snapshot):
        if rows := by_team.get(team):
            yield ""
            yield click.style(name, bold=True)
            yield from (_line(checked, row) for row in rows)
    yield ""


def _teams(snapshot: Snapshot) -> Iterator[tuple[str | None, str]]:
    """Whose findings are told in which order: those of nobody in particular first."""
    yield None, "The whole organization"
    yield from ((team.id, _on_one_line(team.name)) for team in snapshot.plan.teams)


def _line(checked: Checked, row: Row) -> str:
    place, code = " ".join(harmless(f"{row.file}:{row.line}:").splitlines()), row.finding.code
    said = _on_one_line(checked.message(row) + _under(checked.snapshot, row.finding.subject))
    return f"{place} {click.style(code, fg=COLOURS[row.severity])} {said}"


def _under(snapshot: Snapshot, ref: Ref) -> str:
    """The key result of an action or a need: many of those are called alike."""
    match ref.kind:
        case Kind.ACTION:
            return f" (“{snapshot.actions[ref.id].under.it.title}”)"
        case Kind.NEED:
            return f" (“{snapshot.needs[ref.id].under.it.title}”)"
    return ""


def _how_to_mend(checked: Checked) -> Iterator[str]:
    """The gravest first; of those alike, what is found most."""
    yield click.style("How to mend", bold=True)
    found = Counter((list(Severity).index(row.severity), row.finding.code) for row in checked.rows)
    for (_, code), count in sorted(found.items(), key=lambda each: (each[0][0], -each[1], each[0][1])):
        yield f"{code} {BY_CODE[code].name} ({count:,}): {checked.helps[code]}"
    yield ""


def _summary(checked: Checked) -> str:
    found = [_counted(count, *COUNTED[severity]) for severity, count in checked.counts.items() if count]
    return f"{_in_a_row(found)}.{_accepted(checked)}"


def _nothing_found(checked: Checked) -> str:
    teams, key_results = len(checked.snapshot.teams), len(checked.snapshot.key_results)
    looked_at = f"{_counted(teams, 'team', 'teams')} and {_counted(key_results, 'key result', 'key results')}"
    return f"Nothing found in {looked_at}: as far as these checks can see, it fits together.{_accepted(checked)}"


def _accepted(checked: Checked) -> str:
    return f" {_counted(checked.accepted, 'finding is', 'findings are')} accepted." if checked.accepted else ""


def team_of(snapshot: Snapshot, ref: Ref) -> str | None:
    """The team that can mend what is found about an item; nobody's in particular where there is none."""
    match ref.kind:
        case Kind.TEAM:
            return ref.id
        case Kind.OBJECTIVE:
            return snapshot.objectives[ref.id].team
        case Kind.KEY_RESULT:
            return snapshot.key_results[ref.id].team
        case Kind.ACTION:
            return snapshot.actions[ref.id].team
        case Kind.NEED:
            return snapshot.needs[ref.id].under.team
        case Kind.METRIC:
            return snapshot.metrics[ref.id].owner
        case Kind.MILESTONE:
            return snapshot.milestones[ref.id].owner
    return None


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _in_a_row(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _on_one_line(text: str) -> str:
    return harmless(" ".join(text.split()))
