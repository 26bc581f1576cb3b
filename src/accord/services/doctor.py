"""Stored standings and findings computed again, from the facts up, and compared. Nothing is written."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from accord.domain.clauses import Clause
from accord.models import Agreement, Content, KeyResult, Team
from accord.services.agreements import standing
from accord.services.agreements.standing_rows import STATES, Row, Stored, agreement_of, key_of
from accord.services.agreements.standing_rows import stored as stored_parties
from accord.services.findings import doctor_findings

AT_ONCE = 1000  # key results; more would only take more memory
CLAUSES = tuple(Clause)
SHOWN = 12  # digits of a fingerprint, enough to find it
MEND = (
    "Change anything at this key result and back; that works it out again. Then please report it as a mistake of ours."
)
JUDGE = "Start the worker: `accord serve` has one beside it, `accord worker` runs one alone."
JUDGED_DAILY = "It is worked out anew within a day. Please report it as a mistake of ours."
LOST = "Restore the latest backup that has it: what was agreed must stay readable."


class Problem(NamedTuple):
    """Where something is wrong, what, and how to mend it."""

    where: str
    wrong: str
    mend: str


def problems(*, now: datetime) -> Iterator[Problem]:
    """What of the stored standings and findings is not what today's content and the answers make of them."""
    ids = list(KeyResult.objects.order_by("id").values_list("id", flat=True))
    teams = dict(Team.objects.values_list("id", "key"))
    for start in range(0, len(ids), AT_ONCE):
        yield from _problems_of(ids[start : start + AT_ONCE], teams, now)
    yield from (Problem("findings", late, JUDGE) for late in doctor_findings.overdue(now=now))
    yield from (Problem("findings", wrong, JUDGED_DAILY) for wrong in doctor_findings.wrong())


def _problems_of(ids: list[int], teams: Mapping[int, str], now: datetime) -> Iterator[Problem]:
    names = dict(KeyResult.objects.filter(id__amongst=ids).values_list("id", "key"))
    stored = stored_parties(ids)
    # A closed cycle's agreements are frozen: what stands there is no longer today's.
    running = KeyResult.objects.filter(id__amongst=ids, cycle__closed_at=None).values_list("id", flat=True)
    current = set(running)
    found, _ = standing.worked_out(list(current), stored, now=now)
    for key in sorted(stored.keys() | found.keys()):
        if key[0] in current:
            for wrong in _differences(stored.get(key), found.get(key), teams[key[1]]):
                yield Problem("standings", f"{names[key[0]]}: {wrong}", MEND)
    frozen = {key: row for key, row in stored.items() if key[0] not in current}
    for key_result, wrong in _of_agreements(ids, found | frozen):
        yield Problem("standings", f"{names[key_result]}: {wrong}", MEND)
    yield from _of_contents(stored, names)


def _differences(stored: Row | None, found: Row | None, team: str) -> Iterator[str]:
    if stored is None:
        yield f"{team} is a party, and is not stored as one"
    elif found is None:
        yield f"{team} is stored as a party, and is none"
    else:
        if stored.is_own != found.is_own:
            yield f"it is not stored right whether {team} is the key result’s own team"
        for place, clause in enumerate(CLAUSES):
            yield from (f"{team}’s part of {clause}: {wrong}" for wrong in _of_part(stored, found, place))


def _of_part(stored: Row, found: Row, place: int) -> Iterator[str]:
    if stored.fingerprints[place] != found.fingerprints[place]:
        was, now = (row.fingerprints[place][:SHOWN] for row in (stored, found))
        yield f"the stored fingerprint is {was}…, the content’s {now}…"
    if stored.empties[place] != found.empties[place]:
        yield "it is stored as empty, and is not" if stored.empties[place] == "1" else "it is empty, and not stored so"
    if stored.states[place] != found.states[place]:
        was, now = (STATES[row.states[place]] for row in (stored, found))
        yield f"it is stored as {was}, and is {now}"


def _of_agreements(ids: Collection[int], parties: Stored) -> Iterator[tuple[int, str]]:
    """What lists show of an agreement is made of its parties' letters."""
    found = Agreement.objects.filter(pk__amongst=ids).values_list("pk", "state", "clauses", "own", "others")
    agreements = {pk: tuple(rest) for pk, *rest in found}
    made = {
        key_result: agreement_of(list(rows))
        for key_result, rows in groupby(sorted(parties.values(), key=key_of), key=lambda row: row.key_result)
    }
    for key_result in sorted(agreements.keys() | made.keys()):
        was, now = agreements.get(key_result), made.get(key_result)
        if was != now:
            yield key_result, f"the agreement is stored as {_letters(was)}, its parties make it {_letters(now)}"


def _letters(agreement: tuple[str, ...] | None) -> str:
    return " ".join(agreement) if agreement else "none"


def _of_contents(stored: Stored, names: Mapping[int, str]) -> Iterator[Problem]:
    """What was and is asked of people can be read, word for word."""
    wanted = {
        fingerprint: row.key_result
        for row in stored.values()
        for fingerprint, empty in zip(row.fingerprints, row.empties, strict=True)
        if empty == "0"
    }
    bodies = dict(Content.objects.filter(pk__amongst=list(wanted)).values_list("fingerprint", "body"))
    for fingerprint, key_result in wanted.items():
        body = bodies.get(fingerprint)
        if body is None:
            yield Problem("contents", f"{names[key_result]}: the content of {fingerprint[:SHOWN]}… is not kept", LOST)
        elif sha256(body.encode()).hexdigest() != fingerprint:
            yield Problem(
                "contents", f"{names[key_result]}: the content of {fingerprint[:SHOWN]}… has been altered", LOST
            )
