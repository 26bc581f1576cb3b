"""Who needs whom: every team beside every other, how many things one needs of the other, and how that stands."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from accord.domain import matrix as domain
from accord.domain import team_lines
from accord.domain.matrix import RANK, Cell, Counted, Pair, Standing
from accord.domain.team_lines import Line, Lines
from accord.models import Cycle
from accord.queries.access import NotVisible, Reader
from accord.queries.matrix import matrix_reasons, needing
from accord.queries.matrix.clashes import Clashes, clashes
from accord.queries.matrix.matrix_reasons import Reason
from accord.queries.matrix.needing import Teams
from accord.queries.names import TeamName

FIRST, LEANED_ON, QUIET = 5, 5, 12  # how many of each are named
ALIKE = 2  # of the first, where others stand otherwise


class Wish(NamedTuple):
    """What of the matrix is asked for: one team with all below it, or all; which groups are open, None as it begins."""

    team: str | None = None
    opened: Sequence[str] | None = None
    only_open: bool = False  # leave out what is agreed


ALL = Wish()


@dataclass(frozen=True, slots=True)
class Head:
    """What a row or column is about: one team, or a group named after one team, or after the first and last of it."""

    line: Line
    names: Sequence[TeamName]
    is_yours: bool

    @property
    def team(self) -> TeamName:
        """The team, or the first that the group is named after."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with what it is about; `only` are the two teams, where it is about no more."""

    column: Head
    cell: Cell | None
    is_self: bool  # where a row meets its own column
    only: tuple[TeamName, TeamName] | None


@dataclass(frozen=True, slots=True)
class Row:
    """What the teams of one line need, column by column; `open` counts the pairs that are not agreed."""

    head: Head
    places: Sequence[Place]
    open: int


@dataclass(frozen=True, slots=True)
class Grave:
    """Two teams to look at first, and why."""

    taker: TeamName
    giver: TeamName
    standing: Standing
    reason: Reason


@dataclass(frozen=True, slots=True)
class LeanedOn:
    """A team that others lean on."""

    team: TeamName
    teams: int
    things: int
    not_agreed: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page. `standings` count the pairs shown by how they stand; `quiet` are teams that stand beside no other.

    `groups` are those that are open, with what they are named after.
    """

    chosen: TeamName | None
    columns: Sequence[Head]
    rows: Sequence[Row]
    standings: Mapping[Standing, int]
    opened: Sequence[str]
    groups: Mapping[str, Sequence[TeamName]]
    is_grouped: bool
    first: Sequence[Grave]
    leaned: Sequence[LeanedOn]
    quiet: Sequence[TeamName]
    quiet_more: int
    teams: int
    needs_anywhere: bool  # whether anybody needs anything in the cycle, shown or not

    @property
    def total(self) -> int:
        """How many pairs are shown."""
        return sum(self.standings.values())

    @property
    def agreed(self) -> int:
        """How many of them are agreed."""
        return self.standings[Standing.AGREED]

    @property
    def heads(self) -> list[Head]:
        """Everything a row or a column is about."""
        return [*(row.head for row in self.rows), *self.columns]

    @property
    def bodies(self) -> list[tuple[str | None, list[Row]]]:
        """The rows, by the opened group they stand in; one may come twice, around another that is open in it."""
        return [(under, list(rows)) for under, rows in groupby(self.rows, key=lambda row: row.head.line.under)]

    @property
    def spans(self) -> list[tuple[str | None, int]]:
        """How many columns beside each other stand in the same opened group."""
        return [
            (under, sum(1 for _ in heads)) for under, heads in groupby(self.columns, key=lambda head: head.line.under)
        ]


def matrix(who: Reader, cycle: Cycle, wish: Wish = ALL, *, today: date) -> Matrix:
    """The matrix of a cycle as a reader asks for it. The number of statements does not depend on how much there is."""
    it = asked_for(cycle, wish, today=today)
    return _Page(who, cycle, it.teams, wish, it.pairs, it.clashing).made(needs_anywhere=it.needs_anywhere)


Judged = list[tuple[Pair, Standing]]


class Asked(NamedTuple):
    """The pairs of teams that are asked for, each with how it stands, and what was read with them."""

    teams: Teams
    pairs: Judged
    clashing: Clashes
    needs_anywhere: bool

    def named(self, pair: Pair) -> tuple[TeamName, TeamName]:
        """Who needs, and from whom."""
        return self.teams.name(self.teams.keys[pair.taker]), self.teams.name(self.teams.keys[pair.giver])


def asked_for(cycle: Cycle, wish: Wish, *, today: date) -> Asked:
    """How the pairs of teams stand that somebody asks for. Raises NotVisible where the team is not there."""
    teams = needing.teams()
    if wish.team is not None and wish.team not in teams.parents:
        raise NotVisible
    found = needing.pairs(cycle, teams)
    clashing = clashes(cycle, teams, today=today) if found else Clashes()
    judged = [(pair, pair.standing) for pair in found]
    if clashing:
        judged = [(pair, Standing.CLASH if clashing.code(*pair.both) else standing) for pair, standing in judged]
    return Asked(teams, _asked_for(judged, wish, teams), clashing, bool(found))


def gravest_first(pair: Pair, own: Set[int]) -> tuple[bool, int, int, Pair]:
    """The order of pairs that stand alike: those of one's own teams (row ids), then where most does."""
    return own.isdisjoint(pair.both), -pair.moved, -pair.things, pair


def _asked_for(judged: Judged, wish: Wish, teams: Teams) -> Judged:
    """What one team and those below it need, and what is needed of them; of that, what is not agreed."""
    if wish.team is not None:
        inside = _at_and_below(wish.team, teams)
        judged = [(pair, standing) for pair, standing in judged if pair.taker in inside or pair.giver in inside]
    if wish.only_open:
        judged = [(pair, standing) for pair, standing in judged if standing is not Standing.AGREED]
    return judged


def _at_and_below(key: str, teams: Teams) -> set[int]:
    below: dict[str | None, list[str]] = {}
    for team, parent in teams.parents.items():
        below.setdefault(parent, []).append(team)
    found = [key]
    for each in found:
        found.extend(below.get(each, ()))
    return {teams.rows[each].id for each in found}


@dataclass(frozen=True)
class _Page:
    """Lays the pairs out."""

    who: Reader
    cycle: Cycle
    teams: Teams
    wish: Wish
    judged: Judged
    clashing: Clashes

    def made(self, *, needs_anywhere: bool) -> Matrix:
        takers = {self.teams.keys[team] for team in {pair.taker for pair, _ in self.judged}}
        givers = {self.teams.keys[team] for team in {pair.giver for pair, _ in self.judged}}
        laid_out = team_lines.lines(self.teams.parents, takers | givers, self._opened())
        heads = [self._head(line) for line in laid_out.lines]
        counted = domain.count(self.judged, self._places(laid_out))
        is_whole = self.wish.team is None and not self.wish.only_open
        columns = [place for place, head in enumerate(heads) if is_whole or givers.intersection(head.line.teams)]
        rows = [place for place, head in enumerate(heads) if is_whole or takers.intersection(head.line.teams)]
        quiet = [key for key in self.teams.parents if key not in takers and key not in givers] if is_whole else []
        return Matrix(
            chosen=self.teams.name(self.wish.team) if self.wish.team else None,
            columns=[heads[place] for place in columns],
            rows=[self._row(place, heads, columns, counted) for place in rows],
            standings=counted.standings,
            opened=laid_out.opened,
            groups={key: self._names(named) for key, named in laid_out.named.items()},
            is_grouped=any(head.line.is_group for head in heads) or bool(laid_out.opened),
            first=self._first(),
            leaned=self._leaned(counted),
            quiet=self._names(quiet[:QUIET]),
            quiet_more=max(0, len(quiet) - QUIET),
            teams=len(takers | givers),
            needs_anywhere=needs_anywhere,
        )

    def _opened(self) -> Sequence[str]:
        """As it begins, the way down to the chosen team is open."""
        if self.wish.opened is not None:
            return self.wish.opened
        return team_lines.path_to(self.wish.team, self.teams.parents) if self.wish.team else ()

    def _places(self, laid_out: Lines) -> dict[int, int]:
        """The place of every team (row id) among the lines."""
        rows = self.teams.rows
        return {rows[key].id: place for place, line in enumerate(laid_out.lines) for key in line.teams}

    def _head(self, line: Line) -> Head:
        return Head(line, self._names(line.named), not self.who.own_teams.isdisjoint(line.teams))

    def _names(self, keys: Collection[str]) -> list[TeamName]:
        return [self.teams.name(key) for key in keys]

    def _row(self, at: int, heads: Sequence[Head], columns: Sequence[int], counted: Counted) -> Row:
        cells = {column: counted.cells.get((at, column)) for column in columns}
        places = [
            Place(heads[column], cell, column == at, self._both(cell.only) if cell and cell.only else None)
            for column, cell in cells.items()
        ]
        return Row(heads[at], places, sum(cell.not_agreed for cell in cells.values() if cell))

    def _both(self, pair: Pair) -> tuple[TeamName, TeamName]:
        return self.teams.name(self.teams.keys[pair.taker]), self.teams.name(self.teams.keys[pair.giver])

    def _first(self) -> list[Grave]:
        """The gravest, but no more than two that stand alike where others are grave, too."""
        own = {self.teams.rows[key].id for key in self.who.own_teams if key in self.teams.rows}
        first: list[tuple[Pair, Standing]] = []
        others: list[tuple[Pair, Standing]] = []
        for standing in Standing:
            if standing is not Standing.AGREED and len(first) < FIRST:
                alike = [(pair, standing) for pair in self._standing(standing, own)]
                first += alike[:ALIKE]
                others += alike[ALIKE:FIRST]
        first = sorted([*first, *others][:FIRST], key=lambda each: RANK[each[1]])
        codes = {pair.both: code for pair, _ in first if (code := self.clashing.code(*pair.both))}
        reasons = matrix_reasons.reasons(self.cycle, first, codes, self.teams) if first else {}
        return [Grave(*self._both(pair), standing, reasons.get(pair.both, Reason())) for pair, standing in first]

    def _standing(self, standing: Standing, own: Set[int]) -> Collection[Pair]:
        """What stands so: the reader's own first, then where most does; of what clashes for one cause, one pair."""
        pairs = [pair for pair, stands in self.judged if stands is standing]
        pairs.sort(key=lambda pair: gravest_first(pair, own))
        if standing is not Standing.CLASH:
            return pairs
        told: dict[object, Pair] = {}
        for pair in pairs:
            told.setdefault(self.clashing.cause(*pair.both), pair)
        return told.values()

    def _leaned(self, counted: Counted) -> list[LeanedOn]:
        most = sorted(counted.leaned.values(), key=lambda each: (-each.teams, -each.things, each.team))[:LEANED_ON]
        return [
            LeanedOn(self.teams.name(self.teams.keys[each.team]), each.teams, each.things, each.not_agreed)
            for each in most
        ]
