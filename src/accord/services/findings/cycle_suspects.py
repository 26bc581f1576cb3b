"""All of a cycle looked through for what is stored otherwise than it should be, and what to judge again for that.

Nearly all is stored as it should be, and one reading tells so. Nothing of it is written: it grows old while changes are
judged, so what it finds otherwise is only suspected, and judged again as after a change.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from accord.domain.checks.felt import (
    OF_INFLUENCES,
    OF_METRICS,
    OF_MILESTONES,
    OF_PARTIES,
    OF_PEOPLE,
    OF_STANDINGS,
    OF_USES,
    Codes,
)
from accord.domain.checks.finding import Kind
from accord.domain.checks.keeping import Key, judged
from accord.domain.checks.running import findings
from accord.queries.findings.snapshot_rows import Around
from accord.queries.findings.snapshots import Place, Seen, seen
from accord.services.findings import finding_rows

Suspect = tuple[str, int | str]  # what a finding hangs on: one of Around's names, and an id
# How many are judged at once, of what is judged together: well within a second.
AT_ONCE: tuple[tuple[frozenset[str], int], ...] = (
    (frozenset({"key_results", "objectives", "standing", "team_keys"}), 200),
    (frozenset({"teams"}), 500),
    (frozenset({"metric_keys"}), 50),
    (frozenset({"milestone_keys"}), 500),
    (frozenset({"people_keys"}), 500),
)
OF_TEXTS: Codes = frozenset({"AL101", "AL109", "AL202", "AL301"})
WITH_STANDINGS: Codes = OF_STANDINGS | OF_PARTIES
BY_ID: tuple[tuple[Codes, str], ...] = (
    (OF_USES | OF_METRICS | OF_INFLUENCES, "metric_keys"),
    (OF_MILESTONES, "milestone_keys"),
    (OF_PEOPLE, "people_keys"),
)


def look_through(cycle: int, codes: Codes, *, as_of: date) -> Iterator[tuple[str, set[Suspect]]]:
    """Each of these codes judged of all of a cycle (row id), with the suspects; what takes long lies between two."""
    for several in filter(None, (codes & OF_TEXTS, codes & WITH_STANDINGS, codes - OF_TEXTS - WITH_STANDINGS)):
        it = seen(cycle, several, as_of=as_of)
        for code in sorted(several):
            yield code, _suspects(cycle, code, it)


def parts(suspects: Mapping[Suspect, Collection[str]]) -> Iterator[dict[str, Around]]:
    """Suspects with their codes, as marks name them, some at a time."""
    for names, most in AT_ONCE:
        some = [each for each in suspects if each[0] in names]
        for start in range(0, len(some), most):
            named: dict[str, Around] = {}
            for name, which in some[start : start + most]:
                for code in suspects[name, which]:
                    getattr(named.setdefault(code, Around()), name).add(which)
            yield named


def suspect(key: Key, place: Place) -> Suspect | None:
    """What a finding hangs on that belongs there; None where nothing of it is left."""
    name, which = _hung_on(key, place)
    return None if which is None else (name, which)


def _suspects(cycle: int, code: str, it: Seen) -> set[Suspect]:
    stored = finding_rows.of_codes(cycle, {code})
    otherwise = finding_rows.difference(stored, findings(it.snapshot, {code}), it)
    found = (suspect(key, place) for key, place in finding_rows.places(otherwise, stored, it))
    return {each for each in found if each}


def _hung_on(key: Key, place: Place) -> tuple[str, int | str | None]:
    for codes, name in BY_ID:
        if key.code in codes:
            return name, judged(key)
    if key.code in OF_PARTIES:
        return "teams", place.team
    if key.code in OF_STANDINGS:
        return "standing", place.key_result
    if key.kind == Kind.TEAM:
        return "team_keys", key.subject
    return ("objectives", place.objective) if place.key_result is None else ("key_results", place.key_result)
