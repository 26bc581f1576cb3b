"""Running checks: over everything, or over one item."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from accord.domain.checks.check import Check
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.registry import CHECKS
from accord.domain.checks.snapshot import Snapshot


def findings(snapshot: Snapshot, codes: Collection[str] | None = None) -> Iterator[Finding]:
    """All findings of an organization, in the order of codes and of the plan; of all checks, or of some codes."""
    for check in _chosen(codes):
        if snapshot.is_installed or not check.is_installed:
            yield from check.of_all(snapshot)


def findings_of(snapshot: Snapshot, ref: Ref, codes: Collection[str] | None = None) -> Iterator[Finding]:
    """What the checks that judge one item at a time find about this one; nothing where it is not in the snapshot.

    Checks of the whole (AL108, AL305, AL405) have no part in it, and AL602 is judged with the metric that is pushed.
    """
    item = snapshot.items(ref.kind).get(ref.id)
    if item is None:
        return
    for check in _of_kind(ref.kind, None if codes is None else frozenset(codes)):
        yield from check.of_one(snapshot, item)


@lru_cache(maxsize=512)
def _of_kind(kind: Kind, codes: frozenset[str] | None) -> tuple[Check, ...]:
    return tuple(check for check in _chosen(codes) if check.each is kind)


def _chosen(codes: Collection[str] | None) -> Iterator[Check]:
    return (check for check in CHECKS if codes is None or check.code in codes)
