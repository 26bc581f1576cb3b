"""What the things are called that findings speak of: one statement, whatever their kinds and however many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from accord.domain.checks.finding import Fact, Finding, Kind, Ref
from accord.models import Cycle
from accord.queries.statements import in_list, listed

# Where a kind is kept and what of it is its name; whether its ids are a cycle's own.
_NAMED: Mapping[Kind, tuple[str, str, bool]] = {
    Kind.ORGANIZATION: ("accord_organization", "name", False),
    Kind.CYCLE: ("accord_cycle", "name", False),
    Kind.STRATEGIC_GOAL: ("accord_strategicgoal", "title", False),
    Kind.PERSON: ("accord_person", "name", False),
    Kind.TEAM: ("accord_team", "name", False),
    Kind.METRIC: ("accord_metric", "name", False),
    Kind.MILESTONE: ("accord_milestone", "name", False),
    Kind.OBJECTIVE: ("accord_objective", "title", True),
    Kind.KEY_RESULT: ("accord_keyresult", "title", True),
    Kind.ACTION: ("accord_action", "title", True),
    Kind.NEED: ("accord_need", "what", True),
}
# A sentence names the first few of many.
TOLD = 8
AT_MOST = 256  # statements that are kept: one for each choice of kinds
Wanted = tuple[tuple[Kind, tuple[str, ...]], ...]


def names(cycle: Cycle, findings: Iterable[Finding]) -> dict[Ref, str]:
    """The names of the subjects of these findings, of their first related items, and of what their facts name."""
    return called(cycle, wanted(findings))


def wanted(findings: Iterable[Finding]) -> Wanted:
    """Whose names the sentences of these findings need: ids by their kind."""
    found: dict[Kind, set[str]] = {}
    for finding in findings:
        for ref in _spoken_of(finding):
            found.setdefault(ref.kind, set()).add(ref.id)
    return tuple((kind, tuple(sorted(ids))) for kind, ids in found.items())


def called(cycle: Cycle, things: Wanted) -> dict[Ref, str]:
    """The names of these things; one statement where there are any."""
    if not things:
        return {}
    values: list[Any] = []
    for kind, ids in things:
        values += [listed(ids), cycle.pk] if _NAMED[kind][2] else [listed(ids)]
    with connection.cursor() as cursor:
        cursor.execute(_selects(tuple(kind for kind, _ in things)), values)
        return {Ref(Kind(kind), key): name for kind, key, name in cursor.fetchall()}


def _spoken_of(finding: Finding) -> Iterator[Ref]:
    yield finding.subject
    yield from _refs(finding.related[:TOLD])
    # A path through metrics stands first among what is related to some, and last of it the thing that is hit.
    yield from (ref for ref in finding.related[TOLD:] if ref.kind in {Kind.METRIC, Kind.NEED})
    for fact in finding.facts.values():
        yield from _refs(fact)


def _refs(fact: Fact) -> Iterator[Ref]:
    if isinstance(fact, Ref):
        yield fact
    elif isinstance(fact, Sequence) and not isinstance(fact, str):
        for each in fact:
            yield from _refs(each)


@lru_cache(maxsize=AT_MOST)
def _selects(kinds: Sequence[Kind]) -> str:
    return " UNION ALL ".join(map(_select, kinds))


def _select(kind: Kind) -> str:
    table, name, is_of_cycle = _NAMED[kind]
    # Names of tables and columns are ours, as they stand above.
    text = f"SELECT '{kind.value}', key, {name} FROM {table} WHERE key {in_list()}"  # noqa: S608
    return f"{text} AND cycle_id = %s" if is_of_cycle else text
