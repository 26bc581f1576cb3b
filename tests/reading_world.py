"""An organization with something of everything that pages show: numbers, silence, needs, contributions, versions.

Alice leads Product, Bob leads Support, Carol leads Finance; Design has nobody who leads it, Product's lead answers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from accord.formats.plan import read_documents
from accord.models import Cycle, KeyResult, Objective, Party, Person, Team, User
from accord.queries import access
from accord.queries.access import Reader
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.built_once import built_once
from tests.world import CLAUSES, START, Clock

TODAY = date(2026, 11, 15)

PLAN = b"""
accord: 1
organization: {id: north, name: Northwind}
cycle: {id: 2026-q4, name: Q4 2026, start: 2026-10-01, end: 2026-12-30}
strategic_goals: [{id: calm, title: Calm customers}]
people:
  - {id: alice, name: Alice Adler, email: alice@north.example}
  - {id: bob, name: Bob Berg, email: bob@north.example}
  - {id: carol, name: Carol Cruz, email: carol@north.example}
  - {id: dan, name: Dan Diaz, email: dan@north.example}
teams:
  - {id: north, name: Northwind}
  - {id: product, name: Product, parent: north, members: [{person: dan, allocation: 60}, {person: alice, role: lead}]}
  - {id: design, name: Design, parent: product}
  - {id: support, name: Support, parent: north, members: [{person: bob, role: lead}]}
  - {id: finance, name: Finance, parent: north, members: [{person: carol, role: lead}]}
metrics:
  - {id: tickets, name: Calendar tickets, aliases: [sync tickets], definition: Tickets from Monday to Sunday.,
     unit: a week, source: Desk, frequency: weekly, better: lower, owner: support,
     influences: [{metric: churn, sign: "+", lag_days: 14}]}
  - {id: churn, name: Churn, definition: Clinics that leave in a month., unit: "%", better: lower, owner: finance}
  - {id: uptime, name: Uptime, unit: "%", frequency: daily}
milestones:
  - {id: beta, name: Public beta, definition: Anyone can sign up., date: 2026-11-30, owner: product}
objectives:
  - id: company
    team: north
    title: Fewer clinics leave
    key_results:
      - {id: churn-down, title: Churn from 10 to 6, metric: churn, baseline: 10, target: 6, guardrails: [uptime]}
  - id: calm-product
    team: product
    title: Eliminate what frustrates customers
    why: Four tickets in ten name three causes. We fixed the loud ones.
    serves: [calm]
    contributes_to: [{key_result: churn-down, share: 3, status: accepted}]
    key_results:
      - id: fewer-tickets
        title: Calendar tickets, from 210 to 60
        metric: tickets
        baseline: 210
        target: 60
        accountable: alice
        completion_criteria: Support counts 60 or fewer.
        decomposition: Three fixes take out 150 tickets.
        terms: [beta]
        duties: [{team: support, does: Samples 100 tickets every Friday.}]
        actions:
          - {id: fix-sync, title: Rebuild the sync, team: product, responsible: dan, due: 2026-12-11, expected: 70}
          - {id: retag, title: Tag September again, team: support, due: 2026-11-13, done: 2026-11-12}
        needs:
          - {id: tags, from: support, what: Correct cause tags, for: fix-sync, by: 2026-12-01, promised: 2026-12-05,
             provided_by: retag, completion_criteria: Every ticket carries a cause.}
          - {id: budget, from: finance, what: A budget for tools, declined: Not before January.}
      - {id: keep-uptime, title: Uptime stays, metric: uptime, hold: {at_least: 99.5}}
      - {id: open-beta, title: The beta is open, milestone: beta}
  - id: tidy
    team: support
    title: Answer what is asked
    contributes_to: [{key_result: churn-down, share: 2}, {key_result: fewer-tickets, share: 40, status: accepted}]
    key_results:
      - {id: a-very-long-identifier, title: Half of the handbook is rewritten, completion_criteria: Ten chapters.}
check_ins:
  - {key_result: fewer-tickets, date: 2026-10-12, value: 201, confidence: 8}
  - {key_result: fewer-tickets, date: 2026-11-09, value: 135, confidence: 5, note: Two fixes are live.}
  - {key_result: fewer-tickets, date: 2026-12-20, value: 60, confidence: 10}
  - {key_result: keep-uptime, date: 2026-10-05, value: 99.9}
  - {key_result: churn-down, date: 2026-11-01, value: 9}
metric_values:
  - {metric: tickets, date: 2026-09-28, value: 210}
  - {metric: tickets, date: 2026-10-12, value: 202}
"""


@dataclass
class ReadingWorld:
    """The installation, and what tests of pages do in it."""

    clock: Clock
    cycle: Cycle

    def account(self, person: str) -> User:
        found = Person.objects.get(key=person)
        return User.objects.get_or_create(email=found.email, defaults={"person": found, "added_at": START})[0]

    def reader(self, person: str) -> Reader:
        return access.reader(self.account(person))

    def team(self, key: str) -> Team:
        return Team.objects.select_related("parent").get(key=key)

    def key_result(self, person: str, key: str) -> KeyResult:
        return access.key_result(self.reader(person), self.cycle, key)

    def agree(self, person: str, team: str, key_result: str) -> None:
        row = KeyResult.objects.get(key=key_result)
        party = Party.objects.get(agreement_id=row.pk, team__key=team)
        seen = [Seen(team, clause, party.fingerprints[clause.number - 1]) for clause in CLAUSES]
        answers.agree(row, seen, by=self._actor(person), clock=self.clock)

    def define(self, person: str, kind: str, key: str, field: str, to: object, reason: str = "") -> None:
        edits = [Edit(kind, key, {field: to})]
        definitions.save(self.cycle, edits, by=self._actor(person), clock=self.clock, reason=reason, agree=False)

    def make_draft(self, objective: str) -> None:
        Objective.objects.filter(key=objective).update(published_at=None)
        KeyResult.objects.filter(objective__key=objective).update(published_at=None)

    def _actor(self, person: str) -> Actor:
        found = Person.objects.get(key=person)
        return Actor(found, "web", found.email or "")


@built_once
def build() -> ReadingWorld:
    clock = Clock(datetime(2026, 10, 5, 8, 0, tzinfo=UTC))
    plan = read_documents([("plan.yaml", PLAN)]).plan
    plans.apply_plan(plan, by=Actor(None, "shell"), clock=clock)
    return ReadingWorld(clock, Cycle.objects.get())
