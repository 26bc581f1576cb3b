"""Which way key results push their metrics, and which bands they hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from accord.domain.checks.placed import PlacedKeyResult
from accord.domain.plan import Hold, KeyResult


class Push(NamedTuple):
    """A metric and the way it is pushed."""

    metric: str
    is_up: bool

    @property
    def reverse(self) -> "Push":
        return Push(self.metric, not self.is_up)


class Movements:
    """What the key results of a plan do to metrics. Key results come in the files' order."""

    def __init__(self, key_results: Iterable[PlacedKeyResult]) -> None:
        self._key_results = key_results

    @cached_property
    def pushing(self) -> Mapping[Push, Sequence[PlacedKeyResult]]:
        """The key results behind each push."""
        found = defaultdict(list)
        for placed in self._key_results:
            if (push := push_of(placed.it)) is not None:
                found[push].append(placed)
        return found

    @cached_property
    def harmed_bands(self) -> Mapping[Push, Sequence[PlacedKeyResult]]:
        """The key results with a band that a push leads out of."""
        found = defaultdict(list)
        for placed in self._key_results:
            metric, hold = placed.it.metric, placed.it.hold
            if metric is not None and hold is not None:
                if hold.at_most is not None:
                    found[Push(metric, is_up=True)].append(placed)
                if hold.at_least is not None:
                    found[Push(metric, is_up=False)].append(placed)
        return found

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each key result in the files' order."""
        return {placed.it.id: place for place, placed in enumerate(self._key_results)}

    def in_order(self, *several: Sequence[PlacedKeyResult]) -> list[PlacedKeyResult]:
        """Key results put together, each of several in the files' order and all of them then."""
        there = [some for some in several if some]
        together = [placed for some in there for placed in some]
        return together if len(there) < 2 else sorted(together, key=lambda placed: self.order[placed.it.id])


def moves_alike(one: KeyResult, other: KeyResult) -> bool:
    """Whether a key result in two states does the same to its metric, and bears the same of what others do to it."""
    return push_of(one) == push_of(other) and _limits(one.hold) == _limits(other.hold)


def _limits(band: Hold | None) -> tuple[bool, bool]:
    return (band is not None and band.at_least is not None, band is not None and band.at_most is not None)


def push_of(it: KeyResult) -> Push | None:
    """Which way a key result moves its metric; a band moves nothing."""
    if it.metric is None or it.hold is not None or it.baseline is None or it.target is None or it.baseline == it.target:
        return None
    return Push(it.metric, it.target > it.baseline)
