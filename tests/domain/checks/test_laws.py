"""What holds for every plan: names, order and strangers change nothing, and graphs are right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import pairwise, permutations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.graphs import shortest_circles, strong_components
from accord.domain.checks.influences import LONGEST, Influences
from accord.domain.checks.registry import BY_CODE, CHECKS
from accord.domain.checks.running import findings, findings_of
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import Influence, Metric, Plan
from accord.formats.plan.codes import CODES
from tests.domain.checks.plans import CYCLE, day
from tests.domain.checks.random_plans import ACTIONS, METRICS, PEOPLE, RESULTS, TEAMS, plans, renamed

ONE_OF_A_KIND = {"AL503"}  # about the cycle, of which both plans have the same
IDS = frozenset((*TEAMS, *PEOPLE, *METRICS, *RESULTS, *ACTIONS, "o1", "o2", "o3", "s1", "g1")) | {
    f"{id_}n{place}" for id_ in RESULTS for place in range(2)
}
LISTS = ("strategic_goals", "people", "teams", "metrics", "milestones", "objectives", "check_ins")


def judged(made: Plan) -> list[Finding]:
    return list(findings(Snapshot(made, as_of=day(20))))


def told(found: Iterable[Finding]) -> Counter[tuple[str, Ref, tuple[Ref, ...]]]:
    return Counter((each.code, each.subject, tuple(each.related)) for each in found)


def unordered(found: Iterable[Finding]) -> Counter[tuple[str, Ref, frozenset[Ref]]]:
    return Counter((each.code, each.subject, frozenset(each.related)) for each in found)


def test_codes_are_the_promised_ones_and_names_are_in_kebab_case() -> None:
    assert [check.code for check in CHECKS] == sorted(BY_CODE)
    assert tuple(BY_CODE) == CODES
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.name == check.name.lower().replace("_", "-") for check in CHECKS)


@given(plans)
def test_ids_in_the_same_order_by_other_names_change_nothing_else(made: Plan) -> None:
    def new(id_: str) -> str:
        return f"x.{id_}"

    other = renamed(made, new, IDS)
    expected = Counter(
        (code, Ref(subject.kind, calling(subject, new)), tuple(Ref(ref.kind, calling(ref, new)) for ref in related))
        for code, subject, related in told(judged(made)).elements()
    )

    assert told(judged(other)) == expected


def calling(ref: Ref, new: Any) -> str:
    return str(new(ref.id)) if ref.id in IDS else ref.id


@given(plans, st.randoms(use_true_random=False))
def test_sections_in_another_order_change_the_order_of_findings_only(made: Plan, random: Any) -> None:
    # Which of two things of one name is the later is a matter of order; so is which one AL108 tells.
    orders: dict[str, Any] = {
        name: tuple(random.sample(getattr(made, name), len(getattr(made, name)))) for name in LISTS
    }
    shuffled = replace(made, **orders)

    assert unordered(but(judged(shuffled), "AL108")) == unordered(but(judged(made), "AL108"))


@given(plans, plans)
@settings(max_examples=50)
def test_two_plans_that_know_nothing_of_each_other_have_the_findings_of_both(one: Plan, other: Plan) -> None:
    one, other = without_words(one), without_words(renamed(other, lambda id_: f"y.{id_}", IDS))
    both = replace(one, **{name: getattr(one, name) + getattr(other, name) for name in LISTS})

    assert told(but(judged(both), *ONE_OF_A_KIND)) == told(but([*judged(one), *judged(other)], *ONE_OF_A_KIND))


def but(found: Iterable[Finding], *codes: str) -> Iterator[Finding]:
    return (each for each in found if each.code not in codes)


def without_words(made: Plan) -> Plan:
    """Names that no other plan has: a shared vocabulary is a way of knowing each other."""
    things: dict[str, Any] = {
        name: tuple(replace(each, name=f"Q{each.id}", aliases=()) for each in getattr(made, name))
        for name in LISTS[3:5]
    }
    return replace(made, **things)


@given(plans)
def test_an_item_alone_is_judged_as_it_is_in_the_whole(made: Plan) -> None:
    snapshot = Snapshot(made, as_of=day(20))
    refs = [Ref(kind, id_) for kind in Kind if kind is not Kind.ORGANIZATION for id_ in snapshot.items(kind)]

    alone = [each for ref in refs for each in findings_of(snapshot, ref)]

    assert told(alone) == told(each for each in findings(snapshot) if BY_CODE[each.code].each is not None)


NODES = "abcd"
links = st.dictionaries(
    st.sampled_from(NODES), st.dictionaries(st.sampled_from(NODES), st.integers(0, 99), max_size=4), max_size=4
)


@given(links)
def test_circles_are_those_that_trying_every_walk_finds(numbered: dict[str, dict[str, int]]) -> None:
    graph = {node: {to: f"{number:02}{node}{to}" for to, number in out.items()} for node, out in numbered.items()}
    circles = [
        tuple(graph[one][other] for one, other in pairwise((*nodes, nodes[0])))
        for length in range(1, len(NODES) + 1)
        for nodes in permutations(NODES, length)
        if all(other in graph.get(one, {}) for one, other in pairwise((*nodes, nodes[0])))
    ]
    expected = {
        min(tuple(best[place:] + best[:place]) for place in range(len(best)))
        for first in {circle[0] for circle in circles}
        for best in [min((circle for circle in circles if circle[0] == first), key=lambda each: (len(each), each))]
    }

    assert shortest_circles(graph) == sorted(expected)


@given(links)
def test_components_reach_each_other_and_come_after_what_they_lead_to(numbered: dict[str, dict[str, int]]) -> None:
    reach = {node: reached(node, numbered) for node in NODES}

    components = list(strong_components(numbered))

    for component in components:
        assert all(other in reach[node] for node, other in product(component, component) if node != other)
    place = {node: number for number, component in enumerate(components) for node in component}
    assert all(place[to] <= place[node] for node, out in numbered.items() for to in out)


def reached(start: str, graph: dict[str, dict[str, int]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), {}):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


signed = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.sampled_from("+-"), max_size=16
)


@given(signed)
def test_paths_of_influences_are_those_that_trying_every_path_finds(graph: dict[tuple[str, str], str]) -> None:
    metrics = [
        Metric(one, one, influences=tuple(Influence(to, sign) for (start, to), sign in graph.items() if start == one))
        for one in "abcdef"
    ]
    expected: dict[tuple[str, bool], tuple[str, ...]] = {}
    for length in range(2, LONGEST + 2):
        for path in sorted(each for each in permutations("abcdef", length) if each[-1] == "f"):
            if all(step in graph for step in pairwise(path)):
                sign = sum(graph[step] == "-" for step in pairwise(path)) % 2 == 0
                expected.setdefault((path[0], sign), path)

    assert Influences(metrics).ways_to("f") == expected


def test_a_chain_longer_than_the_stack_is_no_trouble() -> None:
    ring = {str(number): {str((number + 1) % 5000): f"{number:04}"} for number in range(5000)}

    assert [
        len(circle) for circle in shortest_circles({node: dict(out) for node, out in list(ring.items())[:4999]})
    ] == []
    assert len(next(iter(strong_components(ring)))) == 5000
    assert shortest_circles(ring) == [tuple(f"{number:04}" for number in range(5000))]


def test_every_list_of_a_plan_is_shuffled_and_merged() -> None:
    assert {each.name for each in fields(Plan)} - set(LISTS) == {"organization", "cycle", "metric_values", "checks"}
    assert CYCLE.brief.why
