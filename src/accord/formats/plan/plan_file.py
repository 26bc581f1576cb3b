"""What reading files comes to: their plan, and where things stand in them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

from accord.domain.plan import Plan
from accord.formats.plan.sections import Part
from accord.formats.plan.text_order import Subjects

ONCE = ("organization", "cycle", "checks")
_LISTS = (
    "strategic_goals",
    "people",
    "teams",
    "metrics",
    "milestones",
    "objectives",
    "check_ins",
    "metric_values",
)
Files = Sequence[tuple[str, bytes]]  # names and bytes
Lined = tuple[str, Callable[[], tuple[Subjects, Sequence[int]]]]  # a file, and where the ids in it stand


class PlanFile:
    """A plan that was read, and where its subjects stand."""

    def __init__(self, plan: Plan, files: Sequence[Lined]) -> None:
        self.plan = plan
        self._files = files

    @cached_property
    def places(self) -> Mapping[tuple[str, str], tuple[str, int]]:
        """File and line of the id of each subject, by its kind (as in findings) and id."""
        places: dict[tuple[str, str], tuple[str, int]] = {}
        for name, find_lines in self._files:
            subjects, lines = find_lines()
            places.update(zip(subjects, zip(repeat(name), lines, strict=False), strict=True))
        return places

    def find_places(self) -> None:
        """Look places up now, if they are not known yet: it takes a while."""
        len(self.places)


def joined(parts: Sequence[Part]) -> Plan:
    """The plan that the parts of its files are together."""
    once: dict[str, Any] = {key: next(filter(None, (getattr(part, key) for part in parts)), None) for key in ONCE}
    lists: dict[str, Any] = {key: tuple([item for part in parts for item in getattr(part, key)]) for key in _LISTS}
    return Plan(**once, **lists)
