"""What a new thing begins with: the value of every field that nobody states, and an id made from its title."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from accord.domain import plan as p
from accord.domain.descriptions import described

LONGEST = 32  # an id can be longer; nobody likes to type one that is
_DAY = date(2000, 1, 1)
_ORGANIZATION, _CYCLE = p.Organization("", ""), p.Cycle("", "", _DAY, _DAY)


def blank(kind: str) -> dict[str, Any]:
    """The fields of a thing of which nothing is stated yet, as a plan file has them; what must be stated is None."""
    return dict(_BLANK[kind])


def new_id(title: str, kind: str, taken: Collection[str]) -> str:
    """A short id made of the title's words, unlike all that are taken."""
    base = start_of_id(title, kind)
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def start_of_id(title: str, kind: str) -> str:
    """How the id made of a title begins; a number may have to follow."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    found = ""
    for word in words:
        if found and len(found) + 1 + len(word) > LONGEST:
            break
        found = f"{found}-{word}" if found else word[:LONGEST]
    return found or kind.replace("_", "-")


def _least_plan() -> p.Plan:
    contribution, need = p.Contribution("", status="proposed"), p.Need("", "", "")
    key_result = p.KeyResult("", "", actions=(p.Action("", ""),), needs=(need,))
    objective = p.Objective("", "", "", contributes_to=(contribution,), key_results=(key_result,))
    metrics, milestones = (p.Metric("", ""),), (p.Milestone("", ""),)
    goals, people = (p.StrategicGoal("", ""),), (p.Person("", ""),)
    teams = (p.Team("", "", members=(p.Member(""),)),)
    return p.Plan(
        _ORGANIZATION,
        _CYCLE,
        strategic_goals=goals,
        people=people,
        teams=teams,
        metrics=metrics,
        milestones=milestones,
        objectives=(objective,),
    )


_BLANK: Mapping[str, Mapping[str, Any]] = {
    thing.kind: {name: None if value in ("", _DAY) else value for name, value in thing.fields.items()}
    for thing in described(_least_plan())
}
