"""What a change of dates, targets and promises does to findings further down the chain."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.running import findings_of
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Need

CODES = frozenset({"AL304", "AL306", "AL307", "AL403"})
"""What is told before a change is made, and to those further down the chain after it."""


class Consequences(NamedTuple):
    """What a change does to findings. `worse` and `better` are those that stay, as they are after it."""

    appear: list[Finding]
    go: list[Finding]
    worse: list[Finding]
    better: list[Finding]


def consequences(before: Snapshot, after: Snapshot, changed: Iterable[Ref]) -> Consequences:
    """Which findings about dates and sums a change makes appear, go, or weigh more or less.

    `changed` are the items that differ between the two; whatever these reach is looked at.
    """
    items = list(changed)
    refs = list(dict.fromkeys((*reached(before, items), *reached(after, items))))
    old, new = _found(before, refs), _found(after, refs)
    staying = [(old[key], each) for key, each in new.items() if key in old]
    return Consequences(
        appear=[each for key, each in new.items() if key not in old],
        go=[each for key, each in old.items() if key not in new],
        worse=[each for was, each in staying if _weight(each) > _weight(was)],
        better=[each for was, each in staying if _weight(each) < _weight(was)],
    )


def reached(snapshot: Snapshot, changed: Iterable[Ref]) -> Iterator[Ref]:
    """The needs and key results whose dates or sums depend on some items."""
    needs: dict[str, None] = {}
    for ref in changed:
        yield from _sums_of(snapshot, ref)
        needs.update(dict.fromkeys(need.id for need in _needs_of(snapshot, ref)))
    waiting = list(needs)
    while waiting:
        for need in _needs_waiting_for(snapshot, waiting.pop()):
            if need.id not in needs:
                needs[need.id] = None
                waiting.append(need.id)
    yield from (Ref(Kind.NEED, id_) for id_ in needs)


def _sums_of(snapshot: Snapshot, ref: Ref) -> Iterator[Ref]:
    if ref.kind is Kind.KEY_RESULT:
        yield ref
    objective = snapshot.objectives.get(ref.id) if ref.kind is Kind.OBJECTIVE else None
    if objective is not None:
        yield from (Ref(Kind.KEY_RESULT, each.key_result) for each in objective.contributes_to)
        yield from (Ref(Kind.KEY_RESULT, each.id) for each in objective.key_results)


def _needs_of(snapshot: Snapshot, ref: Ref) -> Iterator[Need]:
    """The needs that are, belong to, or are provided by an item or what stands under it."""
    if ref.kind is Kind.NEED and ref.id in snapshot.needs:
        yield snapshot.needs[ref.id].it
    yield from snapshot.waits.provided.get(ref.id, ())
    objective = snapshot.objectives.get(ref.id) if ref.kind is Kind.OBJECTIVE else None
    placed = snapshot.key_results.get(ref.id) if ref.kind is Kind.KEY_RESULT else None
    for key_result in (placed.it,) if placed else objective.key_results if objective else ():
        yield from key_result.needs
        yield from snapshot.waits.provided.get(key_result.id, ())
        for action in key_result.actions:
            yield from snapshot.waits.provided.get(action.id, ())


def _needs_waiting_for(snapshot: Snapshot, id_: str) -> Iterator[Need]:
    """The needs that come later if this one does: what waits for it provides them."""
    need, under = snapshot.needs[id_]
    for item in (under.it.id, need.for_action):
        yield from snapshot.waits.provided.get(item or "", ())


def _found(snapshot: Snapshot, refs: Iterable[Ref]) -> dict[tuple[str, Ref], Finding]:
    return {(each.code, each.subject): each for ref in refs for each in findings_of(snapshot, ref, CODES)}


def _weight(finding: Finding) -> int | Decimal:
    """How much is missing: what the shares lack, or days."""
    weight = finding.facts["missing" if finding.code == "AL403" else "days"]
    return weight if isinstance(weight, int | Decimal) else 0
