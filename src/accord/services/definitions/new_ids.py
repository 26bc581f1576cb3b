"""Ids of new things: short, made from the title, and unlike any other of the section in the plan."""

from collections.abc import Sequence
from dataclasses import replace

from accord.domain.cycles import following
from accord.domain.new_things import new_id, start_of_id
from accord.models import Cycle
from accord.services.definitions.edits import Create, Saying
from accord.services.plans.plan_columns import OF_A_CYCLE, TABLES

# Kinds whose ids may not be alike: something may refer to either.
SECTIONS = (
    ("objective",), ("key_result", "action", "need", "milestone"), ("metric", "milestone"), ("cycle",),
    ("strategic_goal",), ("person",), ("team",),
)  # fmt: skip
NAMED_BY = {"need": "what", "metric": "name", "milestone": "name", "cycle": "name", "person": "name", "team": "name"}


def given(cycle: Cycle, said: Sequence[Saying]) -> list[Saying]:
    """The same, with an id for each new thing that has none."""
    found: list[Saying] = []
    for each in said:
        if isinstance(each, Create) and each.id is None:
            if each.kind == "cycle" and (usual := _usual_id(str(each.fields.get("name") or ""))):
                found.append(replace(each, id=usual))
                continue
            title = str(each.fields.get(NAMED_BY.get(each.kind, "title")) or "")
            said_too = {other.id for other in [*said, *found] if other.id}
            start = start_of_id(title, each.kind)
            found.append(replace(each, id=new_id(title, each.kind, taken(cycle, each.kind, start) | said_too)))
        else:
            found.append(each)
    return found


def _usual_id(name: str) -> str | None:
    """After ‘2026-q4’, called ‘Q4 2026’, comes ‘2027-q1’: the id that a name makes one expect, if nothing has it."""
    cycles = Cycle.objects.values_list("key", "name", "start", "end")
    expected = {each.name: each.id for each in (following(*row) for row in cycles) if each and each.id}
    usual = expected.get(name)
    return usual if usual and not Cycle.objects.filter(key=usual).exists() else None


def taken(cycle: Cycle, kind: str, start: str) -> set[str]:
    """The ids beginning so that a new thing of a kind may not have, also those of things that were dropped."""
    keys: set[str] = set()
    for other in sorted(section(kind)):
        rows = TABLES[other].objects.filter(key__startswith=start)
        rows = rows.filter(cycle=cycle) if other in OF_A_CYCLE else rows
        keys.update(rows.order_by().values_list("key", flat=True))
    return keys


def section(kind: str) -> set[str]:
    """The kinds whose ids may not be like those of this one."""
    return {other for kinds in SECTIONS if kind in kinds for other in kinds}
