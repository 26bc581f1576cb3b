"""A plan with every key, in order, to be made wrong in one place at a time."""

from accord.formats.plan import PlanError, PlanErrors, PlanFile, read_documents

HEAD = """\
accord: 1
organization: {id: mill, name: The Mill}
cycle: {id: 2026-q4, name: Q4 2026, start: 2026-10-01, end: 2026-12-31}
"""

FULL = """\
accord: 1
organization: {id: mill, name: The Mill}
cycle:
  id: 2026-q4
  name: Q4 2026
  start: 2026-10-01
  end: 2026-12-31
  brief:
    why: Bread was late too often.
    success: Every shop opens with full shelves.
    different: Nobody calls us before seven.
strategic_goals:
  - {id: fresh, title: Always fresh, horizon: 2028-12-31}
people:
  - {id: ana, name: Ana, email: ana@mill.example, reports_to: [li]}
  - {id: li, name: Li, email: li@mill.example}
teams:
  - {id: mill, name: The Mill}
  - id: bakery
    name: Bakery
    parent: mill
    members:
      - {person: ana, role: lead, allocation: 80}
      - {person: li}
  - {id: drivers, name: Drivers, parent: mill}
  - {id: carts, name: Carts, succeeded_by: drivers}
metrics:
  - id: late-loaves
    name: Late loaves
    aliases: [loaves after seven]
    definition: Loaves that reach a shop after seven, per hundred.
    formula: 100 * late / all
    counts: Every shop.
    excludes: Holidays.
    unit: per 100
    source: shop tills
    frequency: weekly
    better: lower
    owner: bakery
    influences:
      - {metric: returns, sign: "+", lag_days: 7, evidence: observed}
  - {id: returns, name: Returns}
milestones:
  - {id: new-oven, name: New oven, aliases: [big oven], definition: It bakes., date: 2026-11-15, owner: bakery}
objectives:
  - id: on-time
    team: bakery
    title: Bread on time
    why: Shops wait.
    ambition: committed
    serves: [fresh]
    contributes_to:
      - {key_result: routes-done, share: 15, status: accepted}
    key_results:
      - id: late-down
        title: Late loaves from 10 to 6
        metric: late-loaves
        baseline: 10
        target: 6
        start: 2026-10-01
        due: 2026-12-31
        path: [{date: 2026-11-15, value: 8.5}]
        weight: 2
        accountable: ana
        completion_criteria: The December value is 6.0 or lower.
        decomposition: Earlier start (half), shorter routes (half).
        guardrails: [returns]
        terms: [new-oven]
        duties:
          - {team: drivers, does: Loads at five.}
        actions:
          - {id: early-dough, title: Dough the evening before, team: bakery, responsible: li, due: 2026-11-20,
             effort_days: 15, expected: 2, done: 2026-11-18}
        needs:
          - id: route-list
            from: drivers
            what: Weekly list of routes
            for: early-dough
            completion_criteria: Every shop with its hour.
            by: 2026-10-20
            promised: 2026-10-18
            provided_by: short-routes
            delivered: 2026-10-18
            received: 2026-10-19
          - {id: second-cart, from: drivers, what: A second cart, declined: No money before spring.}
      - {id: oven-stands, title: The oven stands, milestone: new-oven}
      - {id: returns-held, title: Returns stay low, metric: returns, hold: {at_least: 0, at_most: 3}}
  - id: routes
    team: drivers
    title: Shorter routes
    not_strategic_because: It is urgent.
    key_results:
      - id: routes-done
        title: All routes planned
        actions:
          - {id: short-routes, title: Plan the routes}
check_ins:
  - {key_result: late-down, date: 2026-11-01, value: 8.7, confidence: 6, note: Dough is ready.}
  - {key_result: oven-stands, date: 2026-11-01, value: 0}
metric_values:
  - {metric: late-loaves, date: 2026-09-30, value: 10}
checks:
  off: [AL604]
  severity: {AL701: info}
  accepted:
    - {code: AL701, subject: bakery, reason: Two teams merge., until: 2026-11-30}
"""

MARK = "¦"


def read(*texts: str) -> PlanFile:
    """Read one text as plan.yaml, or several as plan.yaml, plan2.yaml, ..."""
    names = ["plan.yaml", *(f"plan{number}.yaml" for number in range(2, len(texts) + 1))]
    return read_documents([(name, text.encode()) for name, text in zip(names, texts, strict=True)])


def errors_of(*texts: str) -> list[PlanError]:
    try:
        read(*texts)
    except PlanErrors as wrong:
        return wrong.errors
    return []


def errors_in_json(text: str | bytes) -> list[PlanError]:
    try:
        read_documents([("plan.json", text.encode() if isinstance(text, str) else text)])
    except PlanErrors as wrong:
        return wrong.errors
    return []


def changed(old: str, new: str) -> str:
    """The full plan with one place written otherwise."""
    assert FULL.count(old) == 1, f"“{old}” stands {FULL.count(old)} times in the plan"
    return FULL.replace(old, new)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the line and column that each mark stood before."""
    places = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for index, char in enumerate(line):
            if char == MARK:
                places.append((number, index + 1 - line[:index].count(MARK)))
    return text.replace(MARK, ""), places


def places_of(errors: list[PlanError]) -> list[tuple[int, int]]:
    return [(error.line, error.column) for error in errors]
