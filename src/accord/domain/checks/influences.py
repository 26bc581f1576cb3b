"""How metrics move each other: the shortest paths of influences, of up to four."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from accord.domain.plan import Metric

LONGEST = 4

Sign = bool  # whether both ends of a path move the same way
Ways = dict[tuple[str, Sign], tuple[str, ...]]


class Influences:
    """The influences of a registry."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics
        self._known: dict[str, Ways] = {}

    def ways_to(self, goal: str) -> Ways:
        """The paths to a metric, for each metric they begin at and each sign: metrics from there to the goal.

        A path has one to four influences and no metric twice. The shortest is told, of several the one whose
        metric ids come first.
        """
        if goal not in self._known:
            self._known[goal] = self._found(goal)
        return self._known[goal]

    def _found(self, goal: str) -> Ways:
        found: Ways = {}
        layers: list[set[tuple[str, Sign]]] = [{(goal, True)}]
        for length in range(1, LONGEST + 1):
            layers.append(set(self._one_before(layers[-1], goal)))
            for start in layers[-1]:
                if start not in found:
                    path = next(self._along(start, length, layers, (start[0],)), None)
                    if path is not None:
                        found[start] = path
        return found

    def _one_before(self, layer: Iterable[tuple[str, Sign]], goal: str) -> Iterator[tuple[str, Sign]]:
        for metric, sign in layer:
            for before, step in self._backwards.get(metric, ()):
                if before != goal:
                    yield before, sign == step

    def _along(
        self, here: tuple[str, Sign], left: int, layers: list[set[tuple[str, Sign]]], path: tuple[str, ...]
    ) -> Iterator[tuple[str, ...]]:
        """Paths from here to the goal with so many influences, in the order of their metric ids."""
        if left == 0:
            yield path
            return
        metric, sign = here
        for after, step in self._forwards.get(metric, ()):
            following = (after, sign == step)
            if after not in path and following in layers[left - 1]:
                yield from self._along(following, left - 1, layers, (*path, after))

    @cached_property
    def _forwards(self) -> Mapping[str, list[tuple[str, Sign]]]:
        return {
            metric.id: sorted((influence.metric, influence.sign == "+") for influence in metric.influences)
            for metric in self._metrics
            if metric.influences
        }

    @cached_property
    def _backwards(self) -> Mapping[str, list[tuple[str, Sign]]]:
        found = defaultdict(list)
        for metric, followers in self._forwards.items():
            for after, sign in followers:
                found[after].append((metric, sign))
        return found
