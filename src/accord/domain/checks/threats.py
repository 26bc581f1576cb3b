"""Which key results push a metric some way: directly, or through the metrics that influence it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from accord.domain.checks.finding import Ref
from accord.domain.checks.influences import Influences
from accord.domain.checks.movements import Movements, Push
from accord.domain.checks.placed import PlacedKeyResult


class Threat(NamedTuple):
    """Key results that push a metric some way: what they push themselves, and the path from there to the metric."""

    push: Push
    path: tuple[str, ...]
    by: Sequence[PlacedKeyResult]


class Threatened(NamedTuple):
    """All that pushes a metric some way: the nearest threat, and every key result behind any, in the files' order."""

    nearest: Threat
    by: tuple[Ref, ...]
    places: Mapping[Ref, int]

    def others_than(self, ref: Ref) -> tuple[Ref, ...]:
        """The key results behind it without one of them; nothing is copied for one that is not."""
        place = self.places.get(ref)
        return self.by if place is None else self.by[:place] + self.by[place + 1 :]


class Threats:
    """The threats of a plan, worked out once for each push."""

    def __init__(self, movements: Movements, influences: Influences) -> None:
        self._movements = movements
        self._influences = influences
        self._known: dict[Push, Threatened | None] = {}

    def direct(self, wrong: Push) -> Threat:
        """What moves the metric itself that way."""
        return Threat(wrong, (wrong.metric,), self._movements.pushing.get(wrong, ()))

    def by_influence(self, wrong: Push) -> Iterator[Threat]:
        """What moves other metrics that influence it, over one to four influences."""
        for (start, is_same_way), path in self._influences.ways_to(wrong.metric).items():
            push = Push(start, wrong.is_up == is_same_way)
            by = self._movements.pushing.get(push)
            if by:
                yield Threat(push, path, by)

    def together(self, wrong: Push) -> Threatened | None:
        """Everything that pushes the metric that way; None where nothing does."""
        if wrong not in self._known:
            self._known[wrong] = self._found(wrong)
        return self._known[wrong]

    def _found(self, wrong: Push) -> Threatened | None:
        threats = [threat for threat in (self.direct(wrong), *self.by_influence(wrong)) if threat.by]
        if not threats:
            return None
        nearest = min(threats, key=lambda threat: (len(threat.path), threat.path))
        by = self._movements.in_order(*(threat.by for threat in threats))
        refs = tuple(placed.ref for placed in by)
        return Threatened(nearest, refs, {ref: place for place, ref in enumerate(refs)})
