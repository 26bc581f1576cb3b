"""Small plans to be judged, and one way to ask what a check finds in them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accord.domain.checks.finding import Finding
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import (
    Action,
    Brief,
    Contribution,
    Cycle,
    Influence,
    KeyResult,
    Member,
    Metric,
    Milestone,
    Need,
    Objective,
    Organization,
    Person,
    Plan,
    Team,
)

START, END = date(2026, 10, 1), date(2026, 12, 31)
BRIEF = Brief("Bread was late.", "Bread is there at six.", "Nobody asks where it is.")
CYCLE = Cycle("q4", "Q4", START, END, BRIEF)
TEAMS = (
    Team("mill", "The Mill"),
    Team("desk", "Desk", "mill", members=(Member("dot"),)),
    Team("ovens", "Ovens", "mill", members=(Member("olga"),)),
    Team("vans", "Vans", "mill"),
)
PEOPLE = (Person("dot", "Dot"), Person("olga", "Olga"))


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


def result(id_: str = "kr", **fields: Any) -> KeyResult:
    return KeyResult(id_, fields.pop("title", "Bread at six"), **fields)


def moving(id_: str, metric: str, baseline: int, target: int, **fields: Any) -> KeyResult:
    return result(id_, metric=metric, baseline=Decimal(baseline), target=Decimal(target), **fields)


def objective(*key_results: KeyResult, id_: str = "o", team: str = "desk", **fields: Any) -> Objective:
    return Objective(id_, team, fields.pop("title", "Fresh bread"), key_results=key_results, **fields)


def supporting(
    *key_results: str, share: int | None = None, status: str | None = "accepted"
) -> tuple[Contribution, ...]:
    return tuple(Contribution(id_, None if share is None else Decimal(share), status) for id_ in key_results)


def need(id_: str = "n", provider: str = "ovens", **fields: Any) -> Need:
    return Need(id_, provider, fields.pop("what", "A list"), **fields)


def action(id_: str = "a", **fields: Any) -> Action:
    return Action(id_, fields.pop("title", "Make the list"), **fields)


def metric(id_: str = "m", name: str = "On time", **fields: Any) -> Metric:
    return Metric(id_, name, **fields)


def influencing(id_: str, *others: str) -> Metric:
    """A metric that moves others, each written with its sign: `+speed`."""
    return Metric(id_, id_.title(), influences=tuple(Influence(other[1:], other[0]) for other in others))


def milestone(id_: str = "s", name: str = "Opening", **fields: Any) -> Milestone:
    return Milestone(id_, name, **fields)


def plan(*objectives: Objective, **fields: Any) -> Plan:
    base: dict[str, Any] = {"cycle": CYCLE, "teams": TEAMS, "people": PEOPLE} | fields
    return Plan(Organization("mill", "The Mill"), objectives=objectives, **base)


def found(code: str, judged: Plan, as_of: date = START + timedelta(days=10)) -> list[Finding]:
    return list(findings(Snapshot(judged, as_of=as_of), {code}))


def told(code: str, judged: Plan, **when: Any) -> list[str]:
    """Each finding as `subject: related others`."""
    return [
        f"{each.subject.id}: {' '.join(ref.id for ref in each.related)}".rstrip(": ")
        for each in found(code, judged, **when)
    ]
