"""The history of an agreement: every version of each clause, who agreed to which, and every change that was made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from accord.domain.clauses import Clause
from accord.domain.differences import differences
from accord.models import KeyResult, Person
from accord.queries.agreements.agreement_rows import AgreementPage, Given, Version
from accord.queries.agreements.clause_lines import DATES, NO_CHANGES, Changes, Item, items
from accord.queries.agreements.differences import differences_since
from accord.queries.agreements.history import Entry, history


@dataclass(frozen=True, slots=True)
class ClauseVersion:
    """One version of a clause, as a change brought it; `items` are marked with what differs from the one before.

    `answers` are those given to what this version brought, to the whole or to a part of it.
    """

    number: int
    whole: Version
    items: Sequence[Item]
    answers: Sequence[Given]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One change with what it did to anything the agreement speaks of."""

    id: int
    at: datetime
    by: str | None
    reason: str | None
    entries: Sequence[Entry]

    @property
    def is_wording_only(self) -> bool:
        return not any(entry.substantive for entry in self.entries)


def agreement_versions(page: AgreementPage) -> list[tuple[Clause, list[ClauseVersion]]]:
    """For each clause its versions, the newest first. Nothing is asked of the database."""
    return [(clause, _versions(page, clause)[::-1]) for clause in Clause]


def changes_of(key_result: KeyResult) -> list[Changed]:
    """Every change to what the agreement speaks of, wording and people included, the newest first."""
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for entry in history(key_result):
        grouped[entry.change].append(_with_dates(entry))
    people = dict(
        Person.objects.filter(key__in={e[0].by for e in grouped.values() if e[0].by}).values_list("key", "name")
    )
    return [
        Changed(change, first.at, people.get(first.by) if first.by else None, first.reason, entries)
        for change, entries in sorted(grouped.items(), reverse=True)
        for first in entries[:1]
    ]


def changes_behind(key_result: KeyResult, moved: Sequence[tuple[str, str]]) -> list[Changed]:
    """The changes because of which parts are no longer what somebody saw: pairs of fingerprints, seen and today's."""
    told = differences_since(key_result, moved)
    ids = {each.entry.change for group in told if group for each in group if each.entry}
    return [change for change in changes_of(key_result) if change.id in ids] if ids else []


def _with_dates(entry: Entry) -> Entry:
    if entry.field not in DATES:
        return entry
    before, after = (date.fromisoformat(each) if each else None for each in (entry.before, entry.after))
    return replace(entry, before=before, after=after)


def _versions(page: AgreementPage, clause: Clause) -> list[ClauseVersion]:
    brought: dict[int, list[Version]] = defaultdict(list)
    for version in page.versions:
        if version.clause == clause.number:
            brought[version.change or 0].append(version)
    today = page.clauses[clause.number - 1].fingerprint
    found: list[ClauseVersion] = []
    for number, (_, together) in enumerate(sorted(brought.items()), 1):
        # Parts are taken out of the whole, so the whole is the longest.
        whole = max(together, key=lambda version: len(str(version.body)))
        before = found[-1].whole if found else None
        fingerprints = {version.fingerprint for version in together}
        found.append(
            ClauseVersion(
                number=number,
                whole=whole,
                items=_items(page, whole, before),
                answers=[given for given in page.answers if given.fingerprint in fingerprints],
                is_today=today in fingerprints,
            )
        )
    return found


def _items(page: AgreementPage, version: Version, before: Version | None) -> list[Item]:
    objective = page.objective
    changes = Changes.of(differences(before.body, version.body, objective)) if before else NO_CHANGES
    teams = page.whose if version.clause == Clause.DECOMPOSITION.number else {}
    return items(version.body, page.names, changes, objective=objective, teams=teams)
