"""The organization at one moment, with what the checks look up. Built the same way from plan files and an installation.

Indexes are made when first asked for, once. Everything is in the files' order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from accord.domain.checks.finding import Kind, Ref
from accord.domain.checks.influences import Influences
from accord.domain.checks.installed import Installed
from accord.domain.checks.movements import Movements
from accord.domain.checks.placed import (
    PlacedAction,
    PlacedKeyResult,
    PlacedNeed,
    Provider,
    Support,
    is_live,
    live_contributions,
)
from accord.domain.checks.threats import Threats
from accord.domain.checks.vocabulary import Vocabulary
from accord.domain.checks.waits import Waits
from accord.domain.plan import Cycle, KeyResult, Metric, Milestone, Need, Objective, Person, Plan, StrategicGoal, Team


class Snapshot:
    """A plan on a day, ready to be judged.

    `plan` is one cycle's published plan; `as_of` the day by which horizons and check-ins are judged;
    `installed` what only an installation knows, of which plan files know nothing.
    """

    def __init__(self, plan: Plan, *, as_of: date, installed: Installed | None = None) -> None:
        self.plan = plan
        self.as_of = as_of
        self.installed = installed or Installed()
        self.is_installed = installed is not None
        self._providers: dict[str, Provider | None] = {}

    def items(self, kind: Kind) -> Mapping[str, Any]:
        """All items of a kind as checks take them, by id."""
        items: Mapping[str, Any] = getattr(self, _ITEMS[kind])
        return items

    def name_of(self, ref: Ref) -> str:
        """What people call an item: its name, title, or what is needed; its id where there is no such item."""
        if ref.kind is Kind.ORGANIZATION:
            return self.plan.organization.name
        item = self.items(ref.kind).get(ref.id)
        item = getattr(item, "it", item)
        for field in ("name", "title", "what"):
            if (said := getattr(item, field, None)) is not None:
                return str(said)
        return ref.id

    @cached_property
    def cycles(self) -> Mapping[str, Cycle]:
        return {self.plan.cycle.id: self.plan.cycle}

    @cached_property
    def strategic_goals(self) -> Mapping[str, StrategicGoal]:
        return {goal.id: goal for goal in self.plan.strategic_goals}

    @cached_property
    def people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.plan.people}

    @cached_property
    def teams(self) -> Mapping[str, Team]:
        return {team.id: team for team in self.plan.teams}

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        return {metric.id: metric for metric in self.plan.metrics}

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        return {milestone.id: milestone for milestone in self.plan.milestones}

    @cached_property
    def objectives(self) -> Mapping[str, Objective]:
        return {objective.id: objective for objective in self.plan.objectives}

    @cached_property
    def key_results(self) -> Mapping[str, PlacedKeyResult]:
        end = self.plan.cycle.end
        return {
            key_result.id: PlacedKeyResult(key_result, objective, key_result.due or end)
            for objective in self.plan.objectives
            for key_result in objective.key_results
        }

    @cached_property
    def actions(self) -> Mapping[str, PlacedAction]:
        return {
            action.id: PlacedAction(action, placed)
            for placed in self.key_results.values()
            for action in placed.it.actions
        }

    @cached_property
    def needs(self) -> Mapping[str, PlacedNeed]:
        return {need.id: PlacedNeed(need, placed) for placed in self.key_results.values() for need in placed.it.needs}

    def provider(self, need: Need) -> Provider | None:
        """What a need is provided by, if that is said."""
        id_ = need.provided_by
        if id_ is None:
            return None
        if id_ not in self._providers:
            self._providers[id_] = self._provider(id_)
        return self._providers[id_]

    def _provider(self, id_: str) -> Provider | None:
        if (action := self.actions.get(id_)) is not None:
            return Provider(action.ref, action.team, action.due)
        if (key_result := self.key_results.get(id_)) is not None:
            return Provider(key_result.ref, key_result.team, key_result.due)
        if (milestone := self.milestones.get(id_)) is not None:
            return Provider(Ref(Kind.MILESTONE, id_), milestone.owner, milestone.date)
        return None

    @cached_property
    def support(self) -> Mapping[str, list[Support]]:
        """What is contributed to each key result."""
        found = defaultdict(list)
        for objective in self.plan.objectives:
            for contribution in live_contributions(objective):
                found[contribution.key_result].append(Support(objective, contribution))
        return found

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The people of each team itself."""
        return {team.id: frozenset(member.person for member in team.members) for team in self.plan.teams}

    @cached_property
    def parents(self) -> frozenset[str]:
        """The teams that have teams below them."""
        return frozenset(team.parent for team in self.plan.teams if team.parent is not None)

    @cached_property
    def objectives_of(self) -> Mapping[str, list[Objective]]:
        """The objectives of each team that has any."""
        found = defaultdict(list)
        for objective in self.plan.objectives:
            found[objective.team].append(objective)
        return found

    @cached_property
    def allocations(self) -> Mapping[str, dict[str, Decimal]]:
        """What of each person's time was promised to which team, where that is stated."""
        found: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for team in self.plan.teams:
            for member in team.members:
                if member.allocation is not None:
                    found[member.person][team.id] = member.allocation
        return found

    @cached_property
    def carried(self) -> Mapping[str, list[PlacedAction]]:
        """The actions each person is responsible for."""
        found = defaultdict(list)
        for placed in self.actions.values():
            if placed.it.responsible is not None:
                found[placed.it.responsible].append(placed)
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The registry's words."""
        return Vocabulary(self.plan)

    @cached_property
    def waits(self) -> Waits:
        """Who waits for what."""
        return Waits(self.needs, self.provider)

    @cached_property
    def served(self) -> frozenset[str]:
        """The strategic goals that an objective itself serves."""
        return frozenset(goal for objective in self.plan.objectives for goal in objective.serves)

    @cached_property
    def strategic(self) -> frozenset[str]:
        """The objectives that serve a strategic goal, themselves or through what they contribute to."""
        found = {objective.id for objective in self.plan.objectives if objective.serves}
        reached = [objective for objective in self.plan.objectives if objective.serves]
        while reached:
            for key_result in reached.pop().key_results:
                for supporting, _ in self.support.get(key_result.id, ()):
                    if supporting.id not in found:
                        found.add(supporting.id)
                        reached.append(supporting)
        return frozenset(found)

    @cached_property
    def check_in_days(self) -> Mapping[str, list[date]]:
        """The days on which each key result was checked in."""
        found = defaultdict(list)
        for check_in in self.plan.check_ins:
            found[check_in.key_result].append(check_in.date)
        return found

    @cached_property
    def parties(self) -> frozenset[str]:
        """The teams that an agreement binds."""
        standings = self.installed.standings.values()
        return frozenset(team for parties in standings if len(parties) > 1 for team in parties)

    def upwards(self, team: Team | None) -> Iterator[Team]:
        """A team, and the teams above it."""
        while team is not None:
            yield team
            team = self.teams.get(team.parent or "")

    @cached_property
    def movements(self) -> Movements:
        """What key results do to their metrics."""
        return Movements(self.key_results.values())

    @cached_property
    def influences(self) -> Influences:
        """What metrics do to each other."""
        return Influences(self.plan.metrics)

    @cached_property
    def threats(self) -> Threats:
        """Which key results push a metric some way, through whatever influences it."""
        return Threats(self.movements, self.influences)

    @cached_property
    def metric_users(self) -> Mapping[str, list[PlacedKeyResult]]:
        """The key results that name a metric, as measure, guardrail or term: the metrics in use."""
        return self._users(self.metrics, lambda it: (it.metric, *it.guardrails, *it.terms))

    @cached_property
    def milestones_in_use(self) -> frozenset[str]:
        """The milestones that a key result is measured by or speaks of, or that provide a need."""
        users = self._users(self.milestones, lambda it: (it.milestone, *it.terms))
        providing = {placed.it.provided_by for placed in self.needs.values() if is_live(placed.it)}
        return frozenset(self.milestones.keys() & (users.keys() | providing))

    def _users(
        self, registry: Mapping[str, Any], named: Callable[[KeyResult], Iterable[str | None]]
    ) -> Mapping[str, list[PlacedKeyResult]]:
        found = defaultdict(list)
        for placed in self.key_results.values():
            for id_ in dict.fromkeys(named(placed.it)):
                if id_ is not None and id_ in registry:
                    found[id_].append(placed)
        return found


_ITEMS = {
    Kind.CYCLE: "cycles",
    Kind.STRATEGIC_GOAL: "strategic_goals",
    Kind.PERSON: "people",
    Kind.TEAM: "teams",
    Kind.METRIC: "metrics",
    Kind.MILESTONE: "milestones",
    Kind.OBJECTIVE: "objectives",
    Kind.KEY_RESULT: "key_results",
    Kind.ACTION: "actions",
    Kind.NEED: "needs",
}
