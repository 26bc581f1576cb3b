"""Which teams a large table shows one by one and which together, so that it stays readable at any size."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

AT_ONCE = 30  # teams that are shown one by one without being asked for
MOST_BELOW = 40  # things below one that are shown beside each other; beyond, they come in runs
A_RUN = 30
MOST_LINES = 150


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column: one team, or a group that can be opened.

    `named` are the teams it is called after: one, or the first and the last of a run. `under` is the opened group
    it stands in.
    """

    key: str
    teams: Sequence[str]  # all it stands for
    named: Sequence[str]
    under: str | None = None

    @property
    def is_group(self) -> bool:
        """Whether it stands for several teams."""
        return len(self.teams) > 1


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines in the tree's order; which groups are open, and what those are called after."""

    lines: Sequence[Line]
    opened: Sequence[str]
    named: Mapping[str, Sequence[str]]


def lines(
    parents: Mapping[str, str | None], busy: Collection[str], opened: Sequence[str] = (), *, at_once: int = AT_ONCE
) -> Lines:
    """The lines for the busy teams of a tree (each team's parent, in the plan's order).

    Few teams stand each by itself. More are grouped by what is directly below the top; `opened` groups show what is
    directly below them, and the latest opened are kept where all would be too many.
    """
    tree = _Tree.of(parents, busy)
    if len(tree.inside(None)) <= at_once:
        return Lines([Line(key, (key,), (key,)) for key in tree.inside(None)], (), {})
    kept = tuple(dict.fromkeys(key for key in opened if tree.is_group(key)))
    while True:
        found = list(tree.lines(kept))
        if len(found) <= MOST_LINES or not kept:
            return Lines(found, kept, {key: tree.named(key) for key in kept})
        kept = kept[1:]


def group(key: str, parents: Mapping[str, str | None], busy: Collection[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The busy teams that a group stands for, and those it is called after; none where there is no such group."""
    tree = _Tree.of(parents, busy)
    return tree.inside(key), tree.named(key)


def path_to(team: str, parents: Mapping[str, str | None]) -> list[str]:
    """A team with all above it, the top first: what is to be opened for it to be seen."""
    found: list[str] = []
    above: str | None = team
    while above is not None and above not in found and above in parents:
        found.append(above)
        above = parents[above]
    return found[::-1]


@dataclass(slots=True)
class _Tree:
    """The busy teams and what is above them. Where too many are below one, runs of them stand in between."""

    busy: Collection[str]
    below: dict[str | None, list[str]] = field(default_factory=dict)
    runs: dict[str, Sequence[str]] = field(default_factory=dict)
    _inside: dict[str | None, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, parents: Mapping[str, str | None], busy: Collection[str]) -> "_Tree":
        tree = cls(frozenset(busy))
        wanted = {above for team in busy for above in path_to(team, parents)}
        for team, parent in parents.items():
            if team in wanted:
                tree.below.setdefault(parent if parent in parents else None, []).append(team)
        for parent, children in list(tree.below.items()):
            if len(children) > MOST_BELOW:
                tree.below[parent] = [tree._run(parent, children, start) for start in range(0, len(children), A_RUN)]
        return tree

    def _run(self, parent: str | None, children: Sequence[str], start: int) -> str:
        key = f"{parent or ''}~{start // A_RUN + 1}"
        self.runs[key] = self.below[key] = list(children[start : start + A_RUN])
        return key

    def inside(self, top: str | None) -> list[str]:
        """The busy teams at and below one, in the tree's order; below nothing, all."""
        if top not in self._inside:
            found, waiting = [], [top]
            while waiting:
                key = waiting.pop()
                if key in self.busy:
                    found.append(key)
                waiting.extend(reversed(self.below.get(key, ())))
            self._inside[top] = [key for key in found if key is not None]
        return self._inside[top]

    def is_group(self, key: str) -> bool:
        return bool(self.below.get(key)) and len(self.inside(key)) > 1

    def named(self, key: str) -> Sequence[str]:
        run = self.runs.get(key)
        return (run[0], run[-1]) if run else (key,)

    def lines(self, opened: Collection[str]) -> Iterator[Line]:
        always = self._single_tops()
        waiting: list[tuple[str, str | None]] = [(key, None) for key in reversed(self.below.get(None, ()))]
        while waiting:
            key, under = waiting.pop()
            inside = self.inside(key)
            if len(inside) == 1:
                yield Line(inside[0], inside, inside, under)
            elif key not in always and key not in opened:
                yield Line(key, inside, self.named(key), under)
            else:
                under = under if key in always else key
                if key in self.busy:
                    yield Line(key, (key,), (key,), under)
                waiting.extend((child, under) for child in reversed(self.below[key]))

    def _single_tops(self) -> set[str]:
        """A company above all others is no group: what is directly below it is."""
        found: set[str] = set()
        level = self.below.get(None, [])
        while len(level) == 1 and level[0] in self.below:
            found.add(level[0])
            level = self.below[level[0]]
        return found
