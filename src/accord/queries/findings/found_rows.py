"""Findings as rows that are ready to be shown: with their names, whose they are, and who lives with them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast, Coalesce

from accord.domain.checks.finding import Finding, Ref, Severity
from accord.domain.checks.keeping import Key, read
from accord.domain.checks.opinion import Opinion
from accord.domain.checks.registry import BY_CODE
from accord.models import Cycle
from accord.queries.findings.finding_names import Wanted, called, wanted
from accord.queries.names import PersonName, TeamName

AT_MOST = 4096  # findings that are kept as they were read
PAGES = 1024  # lists of findings of which it is kept whose names they need
Accepted = Mapping[tuple[str, str], "Acceptance"]  # by code and the subject's id


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who lives with a finding, why, and through which day (None: for good); nobody in particular is a plan file."""

    id: int
    reason: str
    until: date | None
    at: datetime
    by: PersonName | None


class Stored(NamedTuple):
    """A finding as it is kept, with whose it is and what it is under; its columns are those of STORED."""

    id: int
    code: str
    kind: str
    subject: str
    mark: str
    related: str
    facts: str
    found_at: datetime
    mended_at: datetime | None
    team: str | None
    team_name: str
    team_code: str
    key_result: str | None
    key_result_title: str | None
    objective: str | None
    is_accepted: bool


# For values_list; whether it is accepted is annotated by who selects. What is JSON is read where it is new.
STORED = (
    "id", "code", "kind", "subject", "mark", Cast("related", TextField()), Cast("facts", TextField()), "found_at",
    "mended_at", "team__key", "team__name", "team__code", "key_result__key", "key_result__title",
    Coalesce("objective__key", "key_result__objective__key"), "is_accepted",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True, eq=False)
class FoundPage:
    """Some findings of a list, how many there are in all, and the names that sentences about them need.

    It never changes: what is said of it may be kept for it.
    """

    rows: Sequence[FoundRow] = ()
    total: int = 0
    names: Mapping[Ref, str] = field(default_factory=dict)

    def name_of(self, ref: Ref) -> str:
        """What a thing is called; one that is gone, by its id. For finding_texts.words.Words."""
        return self.names.get(ref, ref.id)


def page_of(
    cycle: Cycle, rows: Collection[Stored], opinion: Opinion, accepted: Accepted, *, total: int | None = None
) -> FoundPage:
    """Rows as they are shown; `total` where they are part of more."""
    return shown(rows, opinion, accepted, names_of(cycle, rows), total=total)


def names_of(cycle: Cycle, rows: Collection[Stored]) -> dict[Ref, str]:
    """The names that sentences about stored findings need: one statement."""
    return called(cycle, _wanted(tuple(rows)))


@lru_cache(maxsize=PAGES)
def _wanted(rows: tuple[Stored, ...]) -> Wanted:
    return wanted(map(_read_back, rows))


def shown(
    rows: Collection[Stored],
    opinion: Opinion,
    accepted: Accepted,
    names: Mapping[Ref, str],
    *,
    total: int | None = None,
) -> FoundPage:
    """The same where all is read already."""
    found = [
        FoundRow(
            id=row.id,
            finding=_read_back(row),
            name=BY_CODE[row.code].name,
            severity=opinion.severity_of(row.code),
            label=names.get(_read_back(row).subject, row.subject),
            key_result=row.key_result,
            key_result_title=row.key_result_title,
            objective=row.objective,
            team=TeamName(row.team, row.team_name, row.team_code) if row.team else None,
            found_at=row.found_at,
            mended_at=row.mended_at,
            accepted=accepted.get((row.code, row.subject)),
        )
        for row in rows
    ]
    return FoundPage(found, len(found) if total is None else total, names)


def _read_back(row: Stored) -> Finding:
    return _read(Key(row.code, row.kind, row.subject, row.mark), row.related, row.facts)


@lru_cache(maxsize=AT_MOST)
def _read(key: Key, related: str, facts: str) -> Finding:
    return read(key, json.loads(related), json.loads(facts))
