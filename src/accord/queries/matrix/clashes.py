"""Which two teams clash, by what the checks found: opposed goals, or a circle of waiting."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accord.models import Cycle, Finding, Need
from accord.queries.findings.check_opinion import check_settings
from accord.queries.findings.open_rows import OpenRows
from accord.queries.matrix.needing import Teams

CIRCLE, OPPOSED = "AL305", "AL601"
NOTHING: Set[int] = frozenset()


@dataclass(slots=True)
class Sides:
    """Clashes with two sides, by the teams (row ids) that stand on each: too many pairs to list them."""

    one: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    other: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, clash: int, one: Iterable[int], other: Iterable[int]) -> None:
        """Put these teams on the two sides of a clash."""
        for team in one:
            self.one[team].add(clash)
        for team in other:
            self.other[team].add(clash)

    def part(self, team: int, from_team: int) -> bool:
        """Whether two teams stand on different sides of any clash."""
        theirs = self.other.get(from_team, NOTHING), self.one.get(from_team, NOTHING)
        ours = self.one.get(team, NOTHING), self.other.get(team, NOTHING)
        return not ours[0].isdisjoint(theirs[0]) or not ours[1].isdisjoint(theirs[1])

    def first(self, team: int, from_team: int) -> int:
        """Of the clashes in which two teams stand on different sides, the one that was found first."""
        return min((self.one[team] & self.other[from_team]) | (self.other[team] & self.one[from_team]))


@dataclass(slots=True)
class Clashes:
    """What the checks found between teams."""

    circles: dict[tuple[int, int], int] = field(default_factory=dict)  # by a team and the one it waits for
    opposed: Sides = field(default_factory=Sides)

    def __bool__(self) -> bool:
        return bool(self.circles or self.opposed.one)

    def code(self, taker: int, giver: int) -> str | None:
        """The gravest that was found between a team and one that it needs something from (row ids)."""
        if (taker, giver) in self.circles:
            return CIRCLE
        return OPPOSED if self.opposed.part(taker, giver) else None

    def cause(self, taker: int, giver: int) -> tuple[str | None, int]:
        """What is the same for all pairs that one finding makes clash."""
        code = self.code(taker, giver)
        if code == CIRCLE:
            return code, self.circles[taker, giver]
        return code, self.opposed.first(taker, giver)


def clashes(cycle: Cycle, teams: Teams, *, today: date) -> Clashes:
    """The open findings of a cycle that two teams have with each other; what is accepted or off is none.

    Four statements at most, however many there are.
    """
    off = check_settings().opinion.off
    circles, opposed = (_open(cycle, {code} - off, today) for code in (CIRCLE, OPPOSED))
    return Clashes(_circles(cycle, circles, teams), _opposed(opposed, teams))


def _open(cycle: Cycle, codes: Collection[str], today: date) -> "QuerySet[Finding]":
    found = OpenRows(cycle.pk, today, codes, accepted=False)
    return Finding.objects.filter(pk__in=found.ids()).order_by("id")


def _circles(cycle: Cycle, rows: "QuerySet[Finding]", teams: Teams) -> dict[tuple[int, int], int]:
    """Who waits for whom in a circle, with the finding that says so first."""
    found = list(rows.values_list("id", "subject", "related"))
    needs = {need: pk for pk, subject, related in reversed(found) for need in (subject, *_ids(related))}
    if not needs:
        return {}
    waiting = Need.objects.filter(cycle=cycle, key__amongst=sorted(needs)).order_by()
    both = waiting.values_list("key", "key_result__objective__team", "provider")
    return {(teams.stands(taker), teams.stands(giver)): needs[need] for need, taker, giver in both}


def _opposed(rows: "QuerySet[Finding]", teams: Teams) -> Sides:
    """Who moves a metric up, and who moves it down."""
    sides = Sides()
    for pk, facts in rows.values_list("id", "facts"):
        up, down = (_ids(each["item"] for each in facts[side]) for side in ("up", "down"))
        sides.add(pk, _row_ids(up, teams), _row_ids(down, teams))
    return sides


def _ids(items: Iterable[Any]) -> list[str]:
    """The ids of things as findings keep them: each as its kind and its id."""
    return [id_ for _, id_ in items]


def _row_ids(keys: Iterable[str], teams: Teams) -> list[int]:
    return [teams.stands(teams.rows[key].id) for key in keys if key in teams.rows]
