"""Circles in directed graphs, without recursion: a chain may be longer than Python's stack."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

Links = Mapping[str, Mapping[str, str]]
"""For each node its followers, each with the label of the link to it. Labels of one node's links differ."""


def shortest_circles(links: Links) -> list[tuple[str, ...]]:
    """For each link on a circle the shortest circle through it, as labels; each circle once, its smallest label first.

    Of several equally short, the one whose labels, read from that link on, come first.
    """
    found: dict[tuple[str, ...], None] = {}
    for component in strong_components(links):
        if len(component) == 1 and component[0] not in links.get(component[0], ()):
            continue
        inside = frozenset(component)
        within = {
            node: {other: label for other, label in _by_label(links.get(node, {})) if other in inside}
            for node in sorted(inside)
        }
        for circle in _circles_within(within):
            found[_from_the_smallest(circle)] = None
    return sorted(found)


def strong_components(links: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Groups of nodes that reach each other, a group after all groups it leads to."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    settled: set[str] = set()
    for root in links:
        if root in order:
            continue
        way = [(root, iter(links[root]))]
        order[root] = lowest[root] = len(order)
        waiting.append(root)
        while way:
            node, followers = way[-1]
            for other in followers:
                if other not in order:
                    order[other] = lowest[other] = len(order)
                    waiting.append(other)
                    way.append((other, iter(links.get(other, ()))))
                    break
                if other not in settled:
                    lowest[node] = min(lowest[node], order[other])
            else:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    component = _taken_from(waiting, node)
                    settled.update(component)
                    yield component


def _taken_from(waiting: list[str], first: str) -> list[str]:
    """The last of those waiting, from one on, which wait no more."""
    taken = [waiting.pop()]
    while taken[-1] != first:
        taken.append(waiting.pop())
    return taken[::-1]


def _circles_within(within: Links) -> Iterator[list[str]]:
    # Where nobody has two followers all are one circle: found from each link anew, a long one takes minutes.
    if all(len(followers) == 1 for followers in within.values()):
        yield list(_way_round(within))
        return
    backwards: dict[str, list[str]] = defaultdict(list)
    for node, followers in within.items():
        for other in followers:
            backwards[other].append(node)
    for start, followers in within.items():
        # The circles through a node with one way in and one way out are those through the link that leads to it.
        if len(followers) == len(backwards[start]) == 1:
            continue
        away = _steps_to(start, backwards, followers.keys())
        for other, label in followers.items():
            yield [label, *_shortest_way(other, start, within, away)]


def _by_label(followers: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(followers.items(), key=lambda link: link[1])


def _way_round(circle: Links) -> Iterator[str]:
    first = node = next(iter(circle))
    while True:
        ((node, label),) = circle[node].items()
        yield label
        if node == first:
            return


def _steps_to(goal: str, backwards: Mapping[str, list[str]], wanted: Collection[str]) -> dict[str, int]:
    """How many links lead from each node to the goal, told until all wanted nodes are."""
    steps = {goal: 0}
    missing = set(wanted) - {goal}
    level = [goal]
    while level and missing:
        following = []
        for node in level:
            for before in backwards.get(node, ()):
                if before not in steps:
                    steps[before] = steps[node] + 1
                    missing.discard(before)
                    following.append(before)
        level = following
    return steps


def _shortest_way(start: str, goal: str, within: Links, steps: Mapping[str, int]) -> Iterator[str]:
    """The first by its labels, in the order of which the links of each node come."""
    node = start
    while node != goal:
        nearer = steps[node] - 1
        node, label = next(link for link in within[node].items() if steps.get(link[0]) == nearer)
        yield label


def _from_the_smallest(circle: list[str]) -> tuple[str, ...]:
    place = circle.index(min(circle))
    return (*circle[place:], *circle[:place])
