"""How metrics move each other: the shortest paths of influences, of up to four."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from accord.domain.plan import Metric

LONGEST = 4

Sign = bool  # whether both ends of a path move the same way
Moved = tuple[str, Sign]  # a metric, and whether it moves the way its goal does
Path = tuple[str, ...]
Ways = dict[Moved, Path]


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
            self._known[goal] = dict(_Goal(goal, self._forwards, self._backwards).ways())
        return self._known[goal]

    @cached_property
    def _forwards(self) -> Mapping[str, list[Moved]]:
        return {
            metric.id: sorted((influence.metric, influence.sign == "+") for influence in metric.influences)
            for metric in self._metrics
            if metric.influences
        }

    @cached_property
    def _backwards(self) -> Mapping[Moved, list[Moved]]:
        found = defaultdict(list)
        for metric, followers in self._forwards.items():
            for after, sign in followers:
                for is_same_way in (True, False):
                    found[after, is_same_way].append((metric, is_same_way == sign))
        return found


class _Goal:
    """The paths to one metric."""

    def __init__(self, goal: str, forwards: Mapping[str, list[Moved]], backwards: Mapping[Moved, list[Moved]]) -> None:
        self._goal = goal
        self._forwards = forwards
        self._backwards = backwards
        # From where so many influences lead to the goal, whether or not some metric is met twice on the way.
        self._layers: list[set[Moved]] = [{(goal, True)}]
        self._kept: dict[tuple[Moved, int], list[Path]] = {}

    def ways(self) -> Iterator[tuple[Moved, Path]]:
        """The first of the shortest paths from wherever there is one."""
        told: set[Moved] = set()
        for length in range(1, LONGEST + 1):
            starts = self._one_before()
            if not starts:
                return
            self._layers.append(starts)
            for start in starts - told:
                path = self._first(start, length, ())
                if path is not None:
                    told.add(start)
                    yield start, path

    def _one_before(self) -> set[Moved]:
        if len(self._layers) > 2 and self._layers[-1] == self._layers[-2]:
            return self._layers[-1]  # where much influences much it stays so, and takes long to find again
        before: set[Moved] = set().union(*(self._backwards.get(each, ()) for each in self._layers[-1]))
        return before - {(self._goal, True), (self._goal, False)}

    def _first(self, start: Moved, length: int, avoided: Path) -> Path | None:
        """The first path of some length, of those that avoid some metrics."""
        metric, sign = start
        if length == 1:
            return metric, self._goal
        avoided = (*avoided, metric)
        nearer = self._layers[length - 1]
        for after, step in self._forwards.get(metric, ()):
            following = (after, sign == step)
            if following in nearer and after not in avoided:
                for path in self._few(following, length - 1):
                    if not any(each in path for each in avoided):
                        return (metric, *path)
        return None

    def _few(self, start: Moved, length: int) -> list[Path]:
        """Of all paths of some length the few among which is the first one, whatever a path to this metric has met.

        To try all of them again for each way to come here takes minutes where much influences much.
        """
        if (start, length) not in self._kept:
            most = LONGEST - length  # metrics that a path has met before
            found: dict[Path, None] = {}
            to_avoid: list[Path] = [()]
            for avoided in to_avoid:
                path = self._first(start, length, avoided)
                if path is not None and path not in found:
                    found[path] = None
                if path is not None and len(avoided) < most:
                    to_avoid += [(*avoided, each) for each in path[1:-1]]
            self._kept[start, length] = sorted(found)
        return self._kept[start, length]
