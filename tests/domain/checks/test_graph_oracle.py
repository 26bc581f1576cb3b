"""The checks that follow chains, against networkx and the plainest reading of their definitions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import networkx as nx
from hypothesis import given

from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import KeyResult, Metric, Need, Objective, Plan
from tests.domain.checks.plans import CYCLE, day
from tests.domain.checks.random_plans import METRICS, plans

Told = set[tuple[str, ...]]


def told(code: str, made: Plan) -> Told:
    """What a check finds: subject and related, as ids."""
    return {
        (each.subject.id, *(ref.id for ref in each.related)) for each in findings(Snapshot(made, as_of=day(20)), {code})
    }


class Plain:
    """A plan looked up the slow way."""

    def __init__(self, made: Plan) -> None:
        self.plan = made
        self.objective_of = {result.id: objective for objective in made.objectives for result in objective.key_results}
        self.results = {result.id: result for objective in made.objectives for result in objective.key_results}
        self.under = {need.id: result for result in self.results.values() for need in result.needs}
        self.needs = {need.id: need for result in self.results.values() for need in result.needs if not need.declined}
        self.due: dict[str, date | None] = {each.id: each.date for each in made.milestones}
        for result in self.results.values():
            self.due[result.id] = result.due or CYCLE.end
            self.due |= {action.id: action.due or self.due[result.id] for action in result.actions}

    def team(self, id_: str) -> str:
        return self.objective_of[id_].team

    def waiting(self) -> Iterator[tuple[str, Need]]:
        for need in self.needs.values():
            yield self.under[need.id].id, need
            if need.for_action:
                yield need.for_action, need

    def is_late(self, need: Need) -> bool:
        due = self.due.get(need.provided_by or "")
        return need.promised is not None and (
            (need.by is not None and need.promised > need.by) or (due is not None and due > need.promised)
        )

    def arrival(self, need: Need) -> date | None:
        return need.promised or self.due.get(need.provided_by or "")

    def movers(self) -> dict[str, tuple[str, int]]:
        """For each result that moves a metric: which, and whether up (1) or down (-1)."""
        return {
            it.id: (it.metric, 1 if it.target > it.baseline else -1)
            for it in self.results.values()
            if it.metric and not it.hold and None not in (it.baseline, it.target) and it.baseline != it.target
            if it.baseline is not None and it.target is not None
        }


def circles(graph: "nx.DiGraph[str]") -> Told:
    """For each link on a circle the shortest one through it, by the links' labels, the smallest first."""
    found: Told = set()
    for start, end in graph.edges:
        if not nx.has_path(graph, end, start):
            continue
        walks = [(start, *way) for way in nx.all_shortest_paths(graph, end, start)]
        best = min(tuple(graph.edges[link]["label"] for link in pairwise(walk)) for walk in walks)
        place = best.index(min(best))
        found.add(best[place:] + best[:place])
    return found


@given(plans)
def test_circular_waits(made: Plan) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for waits, need in Plain(made).waiting():
        if need.provided_by:
            label = min(graph.edges.get((waits, need.provided_by), {}).get("label", need.id), need.id)
            graph.add_edge(waits, need.provided_by, label=label)

    assert told("AL305", made) == circles(graph)


@given(plans)
def test_circles_of_contributions(made: Plan) -> None:
    plain = Plain(made)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for objective in made.objectives:
        for each in objective.contributes_to:
            if each.status != "declined":
                above = plain.objective_of[each.key_result].id
                graph.add_edge(objective.id, above, label=above)

    assert told("AL405", made) == circles(graph)


@given(plans)
def test_chains_that_cannot_hold(made: Plan) -> None:
    plain = Plain(made)
    graph: nx.DiGraph[str] = nx.DiGraph()
    behind = [(waits, need) for waits, need in plain.waiting() if not plain.is_late(need)]
    graph.add_nodes_from(plain.needs)
    for need, (waits, further) in product(plain.needs.values(), behind):
        if need.provided_by == waits and need.id != further.id:
            graph.add_edge(need.id, further.id)

    assert told("AL307", made) == {chain for need in plain.needs.values() for chain in too_late(plain, graph, need)}


def too_late(plain: Plain, graph: "nx.DiGraph[str]", need: Need) -> Iterator[tuple[str, ...]]:
    """The shortest chain from a need to one that comes after the day this one is needed by."""
    if need.by is None or plain.is_late(need):
        return
    late = [
        other
        for other in nx.descendants(graph, need.id)
        if (arrives := plain.arrival(plain.needs[other])) is not None and arrives > need.by
    ]
    chains = [tuple(way) for other in late for way in nx.all_shortest_paths(graph, need.id, other)]
    if chains:
        yield min(chains, key=lambda chain: (len(chain), chain))


@given(plans)
def test_objectives_that_serve_no_strategy(made: Plan) -> None:
    plain = Plain(made)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(each.id for each in made.objectives)
    for objective in made.objectives:
        live = (each for each in objective.contributes_to if each.status != "declined")
        graph.add_edges_from((objective.id, plain.objective_of[each.key_result].id) for each in live)
    serving = {each.id for each in made.objectives if each.serves}

    expected = {
        (each.id,)
        for each in made.objectives
        if not (each.not_strategic_because or "").strip() and not serving & {each.id, *nx.descendants(graph, each.id)}
    }
    assert told("AL501", made) == expected


def ways(metrics: Iterable[Metric], start: str, end: str) -> dict[int, tuple[str, ...]]:
    """The path that is told from one metric to another, for each sign: the shortest, of several the first by ids."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for metric in metrics:
        graph.add_node(metric.id)
        for each in metric.influences:
            graph.add_edge(metric.id, each.metric, sign=1 if each.sign == "+" else -1)
    found: dict[int, tuple[str, ...]] = {}
    paths = [tuple(path) for path in nx.all_simple_paths(graph, start, end, cutoff=4)] if start != end else [(start,)]
    for path in sorted(paths, key=lambda path: (len(path), path)):
        sign = 1
        for link in pairwise(path):
            sign *= graph.edges[link]["sign"]
        found.setdefault(sign, path)
    return found


@given(plans)
def test_hidden_tensions(made: Plan) -> None:
    plain = Plain(made)
    expected: Told = set()
    for (one, (start, push)), end in product(plain.movers().items(), made.metrics):
        for sign, path in ways(made.metrics, start, end.id).items():
            harmed = [
                other.id
                for other in plain.results.values()
                if plain.team(other.id) != plain.team(one) and is_harmed(plain, other, end.id, push * sign)
                if start != end.id or other.hold is not None
            ]
            if harmed:
                expected.add((one, *path, *harmed))

    assert told("AL602", made) == expected


def is_harmed(plain: Plain, it: KeyResult, metric: str, push: int) -> bool:
    if it.metric != metric:
        return False
    if it.hold is not None:
        return (it.hold.at_most if push > 0 else it.hold.at_least) is not None
    return plain.movers().get(it.id) == (metric, -push)


@given(plans)
def test_guardrails_at_risk(made: Plan) -> None:
    plain, better = Plain(made), {each.id: each.better for each in made.metrics}
    expected: Told = set()
    for it in plain.results.values():
        for guardrail in it.guardrails:
            wrong = {"lower": 1, "higher": -1}.get(better[guardrail])
            pushing = [
                other
                for other, (start, push) in plain.movers().items()
                if wrong is not None and wrong * push in ways(made.metrics, start, guardrail)
            ]
            if pushing:
                expected.add((it.id, guardrail, *(other for other in pushing if other != it.id)))

    assert told("AL603", made) == expected


def apart(made: Plan) -> Plan:
    """The same plan with fewer ties between teams, and fewer metrics to move."""
    return replace(made, objectives=tuple(map(_with_few_ties, made.objectives)))


def _with_few_ties(objective: Objective) -> Objective:
    few = (replace(it, duties=(), needs=it.needs[:1], metric=it.metric and METRICS[0]) for it in objective.key_results)
    return replace(objective, contributes_to=objective.contributes_to[:1], key_results=tuple(few))


@given(plans.map(apart))
def test_doubled_work(made: Plan) -> None:
    plain = Plain(made)
    expected: Told = set()
    for metric, push in product((each.id for each in made.metrics), (1, -1)):
        together = [id_ for id_, moved in plain.movers().items() if moved == (metric, push)]
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(together)
        graph.add_edges_from((a, b) for a, b in product(together, together) if is_linked(plain, a, b))
        if nx.number_connected_components(graph) > 1:
            expected.add((metric, *together))

    assert told("AL604", made) == expected


def is_linked(plain: Plain, one: str, other: str) -> bool:
    return (
        plain.team(one) == plain.team(other)
        or plain.team(one) in parties(plain, other)
        or plain.team(other) in parties(plain, one)
        or bool(supported(plain.objective_of[one]) & supported(plain.objective_of[other]))
    )


def parties(plain: Plain, id_: str) -> set[str]:
    it = plain.results[id_]
    return (
        {action.team for action in it.actions if action.team}
        | {duty.team for duty in it.duties}
        | {need.provider for need in it.needs if not need.declined}
        | {each.team for each in plain.plan.objectives if id_ in supported(each)}
    )


def supported(objective: Objective) -> set[str]:
    return {each.key_result for each in objective.contributes_to if each.status != "declined"}
