"""What teams need from each other in a cycle, and how the agreements stand in which they need it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from accord.domain import answering, matrix
from accord.domain.answering import TeamPeople
from accord.domain.matrix import Pair
from accord.models import Cycle, Team
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.statements import in_list, numbered

# A row for each need, with the key result's team and the team that it is needed from. Only what is published has
# parties, so drafts are in none; who has declined, or was dropped, is none either. A provider that has ended is party
# as its successor. Counting is left to domain.matrix: to compare letters costs SQLite more than to read them.
_NEEDED = """
WITH RECURSIVE heirs(team, heir) AS (
    SELECT id, succeeded_by_id FROM accord_team WHERE succeeded_by_id IS NOT NULL
    UNION
    SELECT h.team, t.succeeded_by_id FROM heirs h JOIN accord_team t ON t.id = h.heir
     WHERE t.succeeded_by_id IS NOT NULL)
SELECT {columns}
  FROM accord_need n
  JOIN accord_party giver ON giver.agreement_id = n.key_result_id AND NOT giver.is_own AND ({gives})
  JOIN accord_party taker ON taker.agreement_id = n.key_result_id AND taker.is_own
 WHERE n.cycle_id = %s AND n.dropped_at IS NULL AND n.declined IS NULL{within}
"""
_PARTS = "n.key_result_id, taker.team_id, giver.team_id, taker.states || giver.states, taker.empties || giver.empties"
_AGREEMENTS = "DISTINCT taker.team_id, giver.team_id, n.key_result_id, taker.states || giver.states"
_BETWEEN = """ AND taker.team_id {among} AND giver.team_id {among}
   AND n.key_result_id IN (SELECT agreement_id FROM accord_party WHERE is_own AND team_id {among})
 ORDER BY n.key_result_id"""
_PROVIDES = "giver.team_id = n.provider_id"
# Only asked where any team has ended: it costs a sixth of the whole.
_SUCCEEDS = """ OR (giver.team_id IN (SELECT heir FROM heirs WHERE team = n.provider_id) AND NOT EXISTS (
    SELECT 1 FROM accord_party p WHERE p.agreement_id = n.key_result_id AND p.team_id = n.provider_id))"""


class Shared(NamedTuple):
    """An agreement (its key result's row id) in which a team needs something from another, with both their letters."""

    taker: int
    giver: int
    key_result: int
    letters: str  # the taker's five, then the giver's


class _Row(NamedTuple):
    """A team as it is stored: what it is below, and who carries on where it has ended."""

    id: int
    key: str
    name: str
    code: str
    parent: str | None
    heir: str | None


@dataclass(frozen=True)
class Teams:
    """All teams of the organization, in the plan's order, and who stands today for those that have ended."""

    rows: Mapping[str, _Row]

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """Each team of today with the one above it today, by their ids in the plan."""
        living = (row for row in self.rows.values() if not row.heir)
        return {row.key: row.parent and self.today(row.parent) for row in living}

    @cached_property
    def keys(self) -> dict[int, str]:
        """The ids in the plan, by row id."""
        return {row.id: row.key for row in self.rows.values()}

    @cached_property
    def ended(self) -> dict[int, int]:
        """Teams that have ended with those that stand for them, by row ids."""
        ended = (row for row in self.rows.values() if row.heir)
        return {row.id: self.rows[self.today(row.key)].id for row in ended}

    def today(self, key: str) -> str:
        """A team's id, or that of the one that stands for it."""
        return answering.successor(key, self._ends) if self.rows[key].heir else key

    def stands(self, team: int) -> int:
        """A team's row id, or that of the one that stands for it."""
        return self.ended.get(team, team)

    def name(self, key: str) -> TeamName:
        """How a team is named."""
        row = self.rows[key]
        return TeamName(row.key, row.name, row.code)

    @cached_property
    def _ends(self) -> dict[str, TeamPeople]:
        return {row.key: TeamPeople(succeeded_by=row.heir) for row in self.rows.values()}


def teams() -> Teams:
    """Every team there is, the ended too; one statement."""
    return Teams({row[1]: _Row(*row) for row in _TEAMS()})


def pairs(cycle: Cycle, among: Teams) -> list[Pair]:
    """Every two teams of which one needs something from the other, by row ids of today's teams; one statement."""
    rows = matrix.pairs(_run(_needed(_PARTS, among), [cycle.pk]))
    return _as_today(rows, among) if among.ended else rows


def agreements_between(cycle: Cycle, of: Collection[tuple[int, int]], among: Teams) -> list[Shared]:
    """The agreements in which teams (row ids) need something from others: of the pairs named; one statement."""
    wanted = {team for pair in of for team in pair}
    listed = numbered(wanted | {team for team, heir in among.ended.items() if heir in wanted})
    text = _needed(_AGREEMENTS, among, _BETWEEN.format(among=in_list()))
    rows = (Shared(*row) for row in _run(text, [cycle.pk, listed, listed, listed]))
    found = (row._replace(taker=among.stands(row.taker), giver=among.stands(row.giver)) for row in rows)
    return [row for row in found if (row.taker, row.giver) in of]


def _needed(columns: str, among: Teams, within: str = "") -> str:
    return _NEEDED.format(columns=columns, gives=_PROVIDES + _SUCCEEDS if among.ended else _PROVIDES, within=within)


def _as_today(rows: Iterable[Pair], among: Teams) -> list[Pair]:
    """In a closed cycle the parties are as they were: their pairs count for whoever stands for them today."""
    found: dict[tuple[int, int], Pair] = {}
    for row in rows:
        pair = row._replace(taker=among.stands(row.taker), giver=among.stands(row.giver))
        if pair.taker != pair.giver:
            found[pair.both] = found[pair.both].with_more(pair) if pair.both in found else pair
    return list(found.values())


def _run(text: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())


_TEAMS = Prepared(lambda: Team.objects.values_list("id", "key", "name", "code", "parent__key", "succeeded_by__key"))
