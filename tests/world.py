"""The cast of most tests: Alice's team promises a result, Bob's team waits with her, Carol's team is neither.

Alice leads Product, whose key result is shared; Bob leads Support, a party to it; Carol leads Finance,
an outsider; Dan is a member of Product and answers for nobody; Ada runs the installation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.formats.plan import read_documents
from accord.models import Agreement, Cycle, KeyResult, Party, Person, User
from accord.services.agreements import answers
from accord.services.agreements.answers import Answered, Seen
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.built_once import built_once

START = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
CLAUSES = tuple(Clause)

PLAN = b"""
accord: 1
organization: {id: north, name: Northwind}
cycle: {id: 2026-q4, name: Q4 2026, start: 2026-10-01, end: 2026-12-31}
people:
  - {id: alice, name: Alice Adler, email: alice@north.example}
  - {id: bob, name: Bob Berg, email: bob@north.example}
  - {id: carol, name: Carol Cruz, email: carol@north.example}
  - {id: dan, name: Dan Diaz, email: dan@north.example}
  - {id: ada, name: Ada Admin, email: ada@north.example}
teams:
  - {id: north, name: Northwind}
  - {id: product, name: Product, parent: north, members: [{person: alice, role: lead}, {person: dan}]}
  - {id: support, name: Support, parent: north, members: [{person: bob, role: lead}]}
  - {id: finance, name: Finance, parent: north, members: [{person: carol, role: lead}]}
metrics:
  - {id: tickets, name: Tickets a week, definition: Tickets from Monday to Sunday., unit: a week, source: Desk,
     frequency: weekly, better: lower, owner: support}
objectives:
  - id: calm
    team: product
    title: Eliminate what frustrates customers
    key_results:
      - id: fewer-tickets
        title: Calendar tickets, from 210 to 60 a week
        metric: tickets
        baseline: 210
        target: 60
        accountable: alice
        completion_criteria: Support counts 60 or fewer in the last two weeks of December.
        decomposition: Three fixes take out 150 tickets a week.
        duties: [{team: support, does: Samples 100 tickets every Friday.}]
        actions:
          - {id: fix-sync, title: Rebuild the sync, team: product, responsible: dan, due: 2026-12-11}
          - {id: retag, title: Tag September again, team: support, due: 2026-11-13, effort_days: 6}
        needs:
          - {id: tags, from: support, what: Correct cause tags, for: fix-sync, by: 2026-12-18,
             completion_criteria: Every calendar ticket carries one of the 18 causes.}
  - id: books
    team: finance
    title: Close the books in five days
    key_results:
      - {id: five-days, title: Days to close, accountable: carol, completion_criteria: Five working days.}
"""


@dataclass
class Clock:
    """A clock that moves only when it is read, a minute at a time."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class World:
    """The installation with the cast in it."""

    clock: Clock
    cycle: Cycle
    key_result: KeyResult

    def actor(self, person: str, via: str = "web") -> Actor:
        found = Person.objects.get(key=person)
        return Actor(found, via, found.email or "")

    def account(self, person: str, *, is_admin: bool = False) -> User:
        found = Person.objects.get(key=person)
        user, _ = User.objects.get_or_create(
            email=found.email or f"{person}@north.example",
            defaults={"person": found, "added_at": START, "is_admin": is_admin},
        )
        return user

    def seen(self, team: str, clauses: Sequence[Clause] = CLAUSES) -> list[Seen]:
        """A team's parts as they are on its screen now."""
        party = Party.objects.get(agreement_id=self.key_result.pk, team__key=team)
        return [Seen(team, clause, party.fingerprints[clause.number - 1]) for clause in clauses]

    def agree(self, person: str, team: str, clauses: Sequence[Clause] = CLAUSES) -> Answered:
        seen = self.seen(team, clauses)
        return answers.agree(self.key_result, seen, by=self.actor(person), clock=self.clock)

    def states(self, team: str) -> str:
        """A party's five letters: a agreed, o open, s stale, x objected."""
        return Party.objects.get(agreement_id=self.key_result.pk, team__key=team).states

    def state(self) -> str:
        return Agreement.objects.get(pk=self.key_result.pk).state

    def apply(self, change: Callable[[Plan], Plan] = lambda plan: plan, *, by: str | None = None) -> plans.Applied:
        """Apply the plan as it began, changed."""
        actor = self.actor(by, "shell") if by else Actor(None, "shell")
        return plans.apply_plan(change(the_plan()), by=actor, clock=self.clock)


def build() -> World:
    return _built(PLAN)


@built_once
def _built(text: bytes) -> World:
    clock = Clock()
    plans.apply_plan(the_plan(text), by=Actor(None, "shell"), clock=clock)
    return World(clock, Cycle.objects.get(), KeyResult.objects.select_related("cycle").get(key="fewer-tickets"))


def the_plan(text: bytes = PLAN) -> Plan:
    return read_documents([("plan.yaml", text)]).plan


def with_key_result(plan: Plan, **changed: object) -> Plan:
    """The plan with other values at its shared key result."""
    first, *rest = plan.objectives
    (key_result,) = first.key_results
    replaced = replace(first, key_results=(replace(key_result, **changed),))  # type: ignore[arg-type]
    return replace(plan, objectives=(replaced, *rest))
