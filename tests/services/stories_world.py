"""The organization of the long stories: three results that teams may come to share, and who leads which team."""

from accord.formats.plan import read_documents
from accord.models import Cycle
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests.services.plain_plan import PlainPlan
from tests.services.stories_people import LEADS
from tests.world import Clock

OPERATOR = Actor(None, "shell")
TEAMS = tuple(LEADS)
OBJECTIVES = {"calm": "product", "books": "finance", "help": "care"}
RESULTS = {"one": "calm", "two": "books", "three": "calm"}
FIRST = "Looked at monthly."

PEOPLE = ", ".join(f"{{id: {person}, name: {person.title()}}}" for person in LEADS.values())
MEMBERS = [
    f"{{id: {team}, name: {team}, parent: north, members: [{{person: {lead}, role: lead}}]}}"
    for team, lead in LEADS.items()
]
PLAN = f"""
accord: 1
organization: {{id: north, name: Northwind}}
cycle: {{id: 2026-q4, name: Q4 2026, start: 2026-10-01, end: 2026-12-31}}
people: [{PEOPLE}]
teams: [{{id: north, name: Northwind}}, {", ".join(MEMBERS)}]
metrics:
  - {{id: tickets, name: {FIRST}, definition: {FIRST}, unit: a week, better: lower, owner: support}}
  - {{id: waits, name: {FIRST}, owner: product}}
objectives:
  - id: calm
    team: product
    title: {FIRST}
    key_results:
      - {{id: one, title: {FIRST}, metric: tickets, baseline: 210, target: 60, completion_criteria: {FIRST}}}
      - {{id: three, title: {FIRST}}}
  - id: books
    team: finance
    title: {FIRST}
    key_results: [{{id: two, title: {FIRST}, metric: tickets, target: 5, decomposition: {FIRST}}}]
  - {{id: help, team: care, title: {FIRST}}}
"""


def begin(clock: Clock) -> Cycle:
    plans.apply_plan(read_documents([("plan.yaml", PLAN.encode())]).plan, by=OPERATOR, clock=clock)
    return Cycle.objects.get()


def told() -> PlainPlan:
    """The same in plain values."""
    plan = PlainPlan()
    plan.make("metric", "tickets", name=FIRST, definition=FIRST, unit="a week", better="lower", owner="support")
    plan.make("metric", "waits", name=FIRST, definition=None, unit=None, better="none", owner="product")
    for key, team in OBJECTIVES.items():
        plan.make("objective", key, title=FIRST, team=team, ambition="committed")
    for key, objective in RESULTS.items():
        plan.make("key_result", key, title=FIRST, objective=objective, completion_criteria=None, decomposition=None)
    for key, name, value in (
        ("one", "completion_criteria", FIRST), ("two", "decomposition", FIRST), ("one", "metric", "tickets"),
        ("two", "metric", "tickets"), ("one", "baseline", "210"), ("one", "target", "60"), ("two", "target", "5"),
    ):  # fmt: skip
        plan.edit("key_result", key, name, value)
    return plan
