"""What a check is: a code, a name, a severity, and one function that finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from accord.domain.checks.finding import Finding, Kind, Severity
from accord.domain.checks.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Check:
    """One alignment check.

    A check that judges items one by one names their kind in `each`, and `find` takes the snapshot and one item as the
    snapshot places it. A check of the whole leaves `each` out, and `find` takes the snapshot alone.
    What `is_installed` is about is known in an installation only; plan files never have it.
    """

    code: str
    name: str
    severity: Severity
    find: Callable[..., Iterable[Finding]]
    each: Kind | None = None
    is_installed: bool = False

    def of_all(self, snapshot: Snapshot) -> Iterable[Finding]:
        """What the check finds in the whole organization."""
        if self.each is None:
            return self.find(snapshot)
        return chain.from_iterable(map(self.find, repeat(snapshot), snapshot.items(self.each).values()))

    def of_one(self, snapshot: Snapshot, item: Any) -> Iterable[Finding]:
        """What the check finds about one item of the kind it judges."""
        return self.find(snapshot, item)
