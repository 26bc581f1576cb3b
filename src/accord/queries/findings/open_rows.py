"""Which findings of a cycle are open, as an index alone tells: what they say is then read of those that are shown."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from accord.queries.statements import in_list, listed

_ACCEPTED = """(f.code, f.subject) IN (
    SELECT a.code, a.subject FROM accord_acceptedfinding a
     WHERE a.cycle_id = %s AND a.withdrawn_at IS NULL AND (a.until IS NULL OR a.until >= %s))"""
_OF_TEAMS = " AND f.team_id IN (SELECT t.id FROM accord_team t WHERE t.key {})"


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The open findings of some codes in a cycle (row id), of some teams (ids) or all.

    Those that are not `accepted` on the day `today`, those that are, or with None both.
    """

    cycle: int
    today: date
    codes: Collection[str]
    teams: Collection[str] | None = None
    accepted: bool | None = None

    def ids(self) -> RawSQL:
        """Their row ids, for a condition."""
        return RawSQL(f"SELECT f.id {self._found}", self._values)  # noqa: S611 (what is asked comes as values)

    def first_ids(self, each: int, own: Collection[str]) -> RawSQL:
        """Among which the first of every code are: those of one's `own` teams (ids), and of each code the first."""
        own_ones = replace(self, teams=own)
        texts, values = [f"SELECT f.id {own_ones._found}"], own_ones._values
        # A branch for each, so that a few are kept of each and nothing is sorted. Ordered by `f.id` alone, PostgreSQL
        # would walk through all findings of all codes until it has enough of one.
        for number, code in enumerate(self.codes):
            one = replace(self, codes=[code])
            branch = f"SELECT f.id {one._found} ORDER BY f.id + 0 LIMIT %s"
            texts.append(f"SELECT id FROM ({branch}) of_a_code_{number}")  # noqa: S608 (ours)
            values += [*one._values, each]
        return RawSQL(" UNION ALL ".join(texts), values)  # noqa: S611 (as above)

    def number(self) -> int:
        """How many there are; one statement."""
        ((number,),) = _fetched(f"SELECT COUNT(*) {self._found}", self._values)
        return int(number)

    def by_code(self) -> list[tuple[str, int, int]]:
        """Of each code that has any: how many there are, and how many of them are accepted; one statement."""
        text = f"SELECT f.code, COUNT(*), SUM(CASE WHEN {_ACCEPTED} THEN 1 ELSE 0 END) {self._found} GROUP BY f.code"
        return [(code, number, accepted) for code, number, accepted in _fetched(text, [*self._day, *self._values])]

    @property
    def _found(self) -> str:
        theirs = "" if self.teams is None else _OF_TEAMS.format(in_list())
        said = {None: "", True: f" AND {_ACCEPTED}", False: f" AND NOT {_ACCEPTED}"}[self.accepted]
        return (
            f"FROM accord_finding f {self._by} WHERE f.cycle_id = %s AND f.mended_at IS NULL"
            f" AND f.code {in_list()}{theirs}{said}"
        )

    @property
    def _by(self) -> str:
        """SQLite, left to choose, reads every row of the cycle."""
        index = "a_finding_is_open_once" if self.teams is None else "open_findings_of_a_team"
        return f"INDEXED BY {index}" if connection.vendor == "sqlite" else ""

    @property
    def _values(self) -> list[Any]:
        theirs = [] if self.teams is None else [listed(self.teams)]
        return [self.cycle, listed(self.codes), *theirs, *([] if self.accepted is None else self._day)]

    @property
    def _day(self) -> list[Any]:
        return [self.cycle, connection.ops.adapt_datefield_value(self.today)]


def _fetched(text: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())
