"""The list behind a count of the matrix: every two teams of which what one needs of the other stands alike, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.domain.matrix import Pair, Standing
from accord.models import Cycle
from accord.queries.access import Reader
from accord.queries.matrix import matrix_reasons
from accord.queries.matrix.matrix import Asked, Wish, asked_for, gravest_first
from accord.queries.matrix.matrix_reasons import Reason
from accord.queries.names import TeamName

PAGE = 50


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
    """A part of the list, from `start` on; `chosen` is the team around which it is, if it is around one."""

    chosen: TeamName | None
    lines: Sequence[Line]
    total: int
    start: int

    @property
    def has_more(self) -> bool:
        """Whether there are more after these."""
        return self.start + len(self.lines) < self.total


def pairs(who: Reader, cycle: Cycle, wish: Wish, standing: Standing, *, today: date, start: int = 0) -> Pairs:
    """The pairs that stand so, the reader's own first. The number of statements does not depend on how many there are.

    Raises NotVisible where the team that is wished for is not there.
    """
    it = asked_for(cycle, wish, today=today)
    own = {it.teams.rows[key].id for key in who.own_teams if key in it.teams.rows}
    alike = sorted((pair for pair, stands in it.pairs if stands is standing), key=lambda pair: gravest_first(pair, own))
    shown = alike[start : start + PAGE]
    reasons = _reasons(cycle, it, shown, standing)
    lines = [
        Line(*it.named(pair), standing, pair.things, pair.moved, reasons.get(pair.both, Reason())) for pair in shown
    ]
    return Pairs(it.teams.name(wish.team) if wish.team else None, lines, len(alike), start)


def _reasons(cycle: Cycle, it: Asked, shown: Sequence[Pair], standing: Standing) -> dict[tuple[int, int], Reason]:
    if standing is Standing.AGREED or not shown:
        return {}
    codes = {pair.both: code for pair in shown if (code := it.clashing.code(*pair.both))}
    return matrix_reasons.reasons(cycle, [(pair, standing) for pair in shown], codes, it.teams)
