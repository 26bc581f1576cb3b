"""Checking the plan of some files: what was found, where it stands, how grave it is here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from gettext import NullTranslations
from itertools import chain
from typing import NamedTuple

from accord.cli.second_core import begun_beside
from accord.domain.checks.finding import Finding, Ref, Severity
from accord.domain.checks.opinion import opinion_of
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.formats.plan import PlanFile
from accord.queries.finding_texts.messages import help_text, message
from accord.queries.finding_texts.words import Words

ENGLISH = NullTranslations()  # the shell speaks English, whatever the machine's language
GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)
# Those that search long and find little: they take nearly as long as all others together, and are told in a moment.
SEARCHING = frozenset({"AL109", "AL305", "AL307", "AL405"})
LARGE = 5_000  # key results: a second core is worth its while


class Row(NamedTuple):
    """A finding with its place: the file and the line of its subject's id."""

    file: str
    line: int
    severity: Severity
    finding: Finding


@dataclass(frozen=True)
class Checked:
    """What the checks found in a plan. Rows come in the promised order; accepted findings are only counted."""

    snapshot: Snapshot
    codes: frozenset[str]
    rows: list[Row]
    accepted: int

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(row.severity for row in self.rows)
        return {severity: counted[severity] for severity in GRAVEST_FIRST}

    @cached_property
    def _words(self) -> Words:
        return Words(ENGLISH, cache(self.snapshot.name_of))

    def message(self, row: Row) -> str:
        """What was found, in a sentence that names people and numbers. Made when asked for: there may be many."""
        return message(row.finding, self._words)

    @cached_property
    def helps(self) -> dict[str, str]:
        """How to mend what each check finds, by code."""
        return {code: help_text(code, ENGLISH) for code in sorted(self.codes)}

    def fails_on(self, least: Severity) -> bool:
        """Whether anything is as grave as this, or graver."""
        return any(self.counts[severity] for severity in GRAVEST_FIRST[: GRAVEST_FIRST.index(least) + 1])


def check_plan(file: PlanFile, *, codes: frozenset[str], as_of: date) -> Checked:
    """Run checks over a plan on a day, those that the plan itself has turned off left out."""
    snapshot = Snapshot(file.plan, as_of=as_of)
    opinion = opinion_of(file.plan.checks, as_of=as_of)
    run = opinion.codes_on(codes)
    severities = {code: opinion.severity_of(code) for code in run}
    found = _found(file, snapshot, run)
    kept = [finding for finding in found if not opinion.accepts(finding)] if opinion.accepted else found
    places = file.places if kept else {}
    rows = sorted((Row(*places[finding.subject], severities[finding.code], finding) for finding in kept), key=_in_order)
    return Checked(snapshot, run, rows, len(found) - len(kept))


def _found(file: PlanFile, snapshot: Snapshot, run: frozenset[str]) -> list[Finding]:
    """All findings, those of one check in their order. In a large plan some are searched for on a second core."""

    # In one piece: the other core would wait until each is taken.
    def search() -> Iterator[list[Finding]]:
        yield list(findings(snapshot, run & SEARCHING))

    with begun_beside(search, is_worth_it=len(snapshot.key_results) >= LARGE) as searched:
        found = list(findings(snapshot, run - SEARCHING))
        if found:
            file.find_places()  # they will be asked for, and the other core may still be searching
        return list(chain(found, *searched))


def _in_order(row: Row) -> tuple[str, int, str, Ref, tuple[Ref, ...]]:
    finding = row.finding
    return row.file, row.line, finding.code, finding.subject, finding.related
