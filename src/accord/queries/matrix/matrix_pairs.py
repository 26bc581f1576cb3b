"""The list behind a count of the matrix: every two teams of which what one needs of the other stands alike, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accord.domain import team_lines
from accord.domain.matrix import RANK, Standing
from accord.models import Cycle
from accord.queries.access import NotVisible, Reader
from accord.queries.matrix import matrix_reasons
from accord.queries.matrix.matrix import Asked, Judged, Wish, asked_for, gravest_first
from accord.queries.matrix.matrix_reasons import Reason
from accord.queries.names import TeamName

PAGE = 50


class Taking(NamedTuple):
    """A row of the matrix: what one team needs, or what all in a group need."""

    key: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Two teams, how many things one needs of the other, in how many agreements that stands so, and why."""

    taker: TeamName
    giver: TeamName
    standing: Standing
    things: int
    moved: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pairs:
    """A part of the list, from `start` on; `chosen` is the team around which it is, if it is around one. `taking` are
    those whose row it is, by what the row is called after, if it is of one row.
    """

    chosen: TeamName | None
    taking: Sequence[TeamName]
    lines: Sequence[Line]
    total: int
    start: int

    @property
    def has_more(self) -> bool:
        """Whether there are more after these."""
        return self.start + len(self.lines) < self.total


def pairs(
    who: Reader,
    cycle: Cycle,
    wish: Wish,
    standing: Standing | None,
    *,
    today: date,
    taking: Taking | None = None,
    start: int = 0,
) -> Pairs:
    """The pairs that stand so, or all that are not agreed, the gravest first; of those alike the reader's own first.

    `taking` leaves those of one row. The number of statements does not depend on how many there are. Raises NotVisible
    where a team that is wished for is not there.
    """
    it = asked_for(cycle, wish, today=today)
    own = {it.teams.rows[key].id for key in who.own_teams if key in it.teams.rows}
    takers, named = _row(it, taking) if taking else (None, [])
    alike = [
        (pair, stands)
        for pair, stands in it.pairs
        if _is_wanted(stands, standing) and (takers is None or it.teams.keys[pair.taker] in takers)
    ]
    alike.sort(key=lambda each: (RANK[each[1]], gravest_first(each[0], own)))
    shown = alike[start : start + PAGE]
    reasons = _reasons(cycle, it, shown)
    lines = [
        Line(*it.named(pair), stands, pair.things, pair.moved, reasons.get(pair.both, Reason()))
        for pair, stands in shown
    ]
    return Pairs(it.teams.name(wish.team) if wish.team else None, named, lines, len(alike), start)


def _is_wanted(stands: Standing, standing: Standing | None) -> bool:
    return stands is standing if standing else stands is not Standing.AGREED


def _row(it: Asked, taking: Taking) -> tuple[Collection[str], list[TeamName]]:
    """The teams of a row, and what it is called after. A group is grouped as the matrix does it."""
    busy = {it.teams.keys[team] for pair, _ in it.pairs for team in pair.both}
    alone = [taking.key], [taking.key]
    inside, named = team_lines.group(taking.key, it.teams.parents, busy) if taking.is_group else alone
    if not inside or inside[0] not in it.teams.parents:
        raise NotVisible
    return frozenset(inside), [it.teams.name(key) for key in named]


def _reasons(cycle: Cycle, it: Asked, shown: Judged) -> dict[tuple[int, int], Reason]:
    told = [(pair, stands) for pair, stands in shown if stands is not Standing.AGREED]
    codes = {pair.both: code for pair, _ in told if (code := it.clashing.code(*pair.both))}
    return matrix_reasons.reasons(cycle, told, codes, it.teams) if told else {}
