"""Stored standings after a change of the registry alone: no clause but the definitions can have moved, and no party."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from accord.domain.clauses import Clause, Part, definitions_part
from accord.models import Agreement, Change
from accord.queries import calendar
from accord.queries.definitions.definition_facts import spoken_of
from accord.queries.prepared import Prepared
from accord.services.agreements import standing
from accord.services.agreements.asking import WAITING, Ask
from accord.services.agreements.standing import Answering
from accord.services.agreements.standing_rows import Row, Touched, keep_contents, key_of, store_part, stored

PLACE = Clause.DEFINITIONS.number - 1
_RUNNING = Prepared(
    lambda ids: (
        Agreement.objects.filter(pk__amongst=ids, key_result__cycle__closed_at=None).order_by().values_list("pk")
    ),
    ids=list,
)


def touch(
    key_results: Collection[int], *, change: Change, now: datetime, answering: Answering = standing.nobody
) -> Touched:
    """Work out again what the definitions of these key results' agreements hold, and where their parties stand.

    The same as standing.touch, where entries of the registry have new meanings and nothing else has changed;
    a metric may be used by everybody.
    """
    ids = [row_id for (row_id,) in _RUNNING(ids=key_results)]
    before = stored(ids) if ids else {}
    parts = _parts(ids) if ids else {}
    changed = [(row, parts[row.key_result]) for row in before.values() if _holds_otherwise(row, parts)]
    if not changed:
        return Touched()
    rows = {key_of(row): row for row in _stood(changed, Ask.made(now, calendar.answer_date(now)))}
    known = {row.fingerprints[PLACE] for row in before.values()}
    keep_contents(((row.key_result, part) for row, part in changed), known, change)
    after = standing.agreed(rows, answering(before, rows))
    return store_part(list(after.values()), before, now, place=PLACE)


def _parts(ids: Collection[int]) -> Mapping[int, Part]:
    spoken = spoken_of(ids)
    return {
        row_id: definitions_part(key, "", entries, spoken.metrics, spoken.milestones)
        for row_id, (key, entries) in spoken.entries.items()
    }


def _holds_otherwise(row: Row, parts: Mapping[int, Part]) -> bool:
    return row.fingerprints[PLACE] != parts[row.key_result].fingerprint


def _stood(changed: Sequence[tuple[Row, Part]], ask: Ask) -> Iterator[Row]:
    answers = standing.answers_to({row.key_result for row, _ in changed}, Clause.DEFINITIONS)
    for row, part in changed:
        given = answers.get((row.key_result, row.team, Clause.DEFINITIONS.number))
        letter = standing.letter(given, part.fingerprint, empty=part.empty)
        yield Row(
            row.key_result,
            row.team,
            row.is_own,
            row.states[:PLACE] + letter,
            row.empties[:PLACE] + ("1" if part.empty else "0"),
            (*row.fingerprints[:PLACE], part.fingerprint),
            (*row.asks[:PLACE], ask if letter in WAITING else None),
        )
