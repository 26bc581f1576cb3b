"""Realignments as one would tell them: which parts wait in which, what they said before, and how each ended.

The plain model of the state machine: it works everything out again after each step, and knows no tables.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

Part = tuple[str, Any]  # team and clause (or key result and clause)
View = Mapping[Part, tuple[str, Any]]  # letter and content of each part; none where there is no agreement


@dataclass
class Told:
    """One realignment: the content that each of its parts had before."""

    parts: dict[Part, Any] = field(default_factory=dict)
    without: set[Part] = field(default_factory=set)
    state: str = "open"

    def clauses(self) -> set[Any]:
        return {clause for _, clause in self.parts} if self.state == "open" else set()

    def stands(self, now: View) -> str:
        if not self.parts:
            return "withdrawn"
        if all(now[part][1] == before for part, before in self.parts.items()):
            return "reverted"
        left = [part for part in self.parts if now[part][0] != "a"]
        if any(now[part][0] == "x" or part not in self.without for part in left):
            return "open"
        return "unanswered" if left else "realigned"


@dataclass
class Model:
    """Every realignment there has been, the first opened first."""

    told: list[Told] = field(default_factory=list)

    def see(self, was: View, now: View, last_yes: Callable[[Part], Any]) -> None:
        """Something was written or answered."""
        was_in = {clause: each for each in self.told for clause in each.clauses()}
        touched = [each for each in self._open() if any(was.get(part) != now.get(part) for part in each.parts)]
        for each in touched:
            each.parts = {part: before for part, before in each.parts.items() if part in now}
        opening = Told()
        for part in now:
            if now[part][0] != "s" or was.get(part, "o")[0] == "s" or any(part in e.parts for e in self._open()):
                continue
            into = was_in.get(part[1]) or (opening if _agreed_by_all(was, part[1]) else None)
            if into:
                into.parts[part] = was[part][1] if part in was else last_yes(part)
                touched.append(into)
        if opening.parts:
            self.told.append(opening)
        for each in touched:
            each.state = each.stands(now)

    def go_ahead(self, number: int, team: str, now: View, mine: Collection[Part] | None = None) -> None:
        one = self.told[number]
        one.without |= self._stale(one, team, now, mine)
        one.state = one.stands(now)

    def waits(self, number: int, team: str, now: View, mine: Collection[Part] | None = None) -> bool:
        """Whether somebody could go ahead without this team, in these parts or all."""
        one = self.told[number]
        return one.state == "open" and bool(self._stale(one, team, now, mine) - one.without)

    def _stale(self, one: Told, team: str, now: View, mine: Collection[Part] | None) -> set[Part]:
        stale = {part for part in one.parts if part[0] == team and now[part][0] == "s"}
        return stale if mine is None else stale & set(mine)

    def _open(self) -> list[Told]:
        return [each for each in self.told if each.state == "open"]


def _agreed_by_all(was: View, clause: Any) -> bool:
    letters = [letter for part, (letter, _) in was.items() if part[1] == clause]
    return bool(letters) and set(letters) == {"a"}
