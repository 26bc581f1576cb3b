"""Running checks: over everything, over some items, and before beside after a change."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Finding, Ref
from accord.domain.checks.registry import CHECKS
from accord.domain.checks.snapshot import Snapshot

DATES_AND_SUMS = frozenset({"AL304", "AL306", "AL307", "AL403"})
"""What is looked at before a change is made, and what tells those further down the chain."""


def findings(snapshot: Snapshot, codes: Collection[str] | None = None) -> Iterator[Finding]:
    """All findings of an organization, in the order of codes and of the plan; of all checks, or of some codes."""
    for check in _chosen(codes):
        yield from check.of_all(snapshot)


def findings_of(snapshot: Snapshot, ref: Ref, codes: Collection[str] | None = None) -> Iterator[Finding]:
    """What the checks that judge one item at a time find about this one; nothing where it is not in the snapshot.

    Checks of the whole (AL108, AL305, AL405) have no part in it, and AL602 is judged with the metric that is pushed.
    """
    item = snapshot.items(ref.kind).get(ref.id)
    if item is None:
        return
    for check in _chosen(codes):
        if check.each is ref.kind:
            yield from check.of_one(snapshot, item)


class Difference(NamedTuple):
    """What a change does to findings. `changed` are those whose facts differ, as they are after it."""

    appeared: list[Finding]
    gone: list[Finding]
    changed: list[Finding]


def difference(
    before: Snapshot, after: Snapshot, refs: Iterable[Ref], codes: Collection[str] = DATES_AND_SUMS
) -> Difference:
    """Which findings about some items appear, go, or tell something else after a change."""
    looked_at = list(dict.fromkeys(refs))
    old = {key: each for ref in looked_at for key, each in _by_key(findings_of(before, ref, codes))}
    new = {key: each for ref in looked_at for key, each in _by_key(findings_of(after, ref, codes))}
    return Difference(
        [each for key, each in new.items() if key not in old],
        [each for key, each in old.items() if key not in new],
        [each for key, each in new.items() if key in old and old[key] != each],
    )


def _by_key(found: Iterable[Finding]) -> Iterator[tuple[tuple[str, Ref], Finding]]:
    return (((each.code, each.subject), each) for each in found)


def _chosen(codes: Collection[str] | None) -> Iterator[Check]:
    return (check for check in CHECKS if codes is None or check.code in codes)
