"""Agreements as their stored standings tell them, for lists: one statement for any number of key results."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from accord.models import Party
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared

COLUMNS = (
    "agreement_id", "agreement__state", "agreement__clauses", "agreement__own", "agreement__others",
    "agreement__since", "team__key", "team__name", "team__code", "is_own", "states", "waits", "empties",
)  # fmt: skip
AT_MOST = 4096  # agreements that are kept


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """Where one party's parts of the five clauses stand, a letter each; whether something waits for it."""

    team: TeamName
    is_own: bool
    states: str
    waits: bool
    empties: str

    @property
    def has_answered(self) -> bool:
        """Whether it has said anything: a part that holds nothing counts as agreed without a word."""
        return any(letter != "o" and empty == "0" for letter, empty in zip(self.states, self.empties, strict=True))

    @property
    def agreed(self) -> int:
        """Of how many clauses its part is agreed."""
        return self.states.count("a")


@dataclass(frozen=True, slots=True)
class AgreementStanding:
    """One agreement: the worst of all clauses and parties, the two rings of its seal, and its parties, own first."""

    state: str
    clauses: str
    own: str
    others: str
    since: datetime
    parties: tuple[PartyStanding, ...]

    @property
    def other_teams(self) -> tuple[TeamName, ...]:
        return tuple(party.team for party in self.parties if not party.is_own)

    @property
    def is_untouched(self) -> bool:
        """Nobody has said anything yet."""
        return self.state == "open" and not any(party.has_answered for party in self.parties)

    def waits_for(self, teams: Collection[str]) -> bool:
        """Whether one of these teams (ids in the plan) has something to answer here."""
        return any(party.waits and party.team.key in teams for party in self.parties)

    def letter(self, team: str, clause: int) -> str:
        """Where a team's (its id in the plan) part of a clause (1 to 5) stands; open for a team that is no party."""
        return next((party.states[clause - 1] for party in self.parties if party.team.key == team), "o")


_PARTIES = Prepared(
    lambda key_results: (
        Party.objects.filter(agreement_id__amongst=key_results)
        .order_by("-is_own", "team__position", "team_id")
        .values_list(*COLUMNS)
    ),
    key_results=list,
)


def standings(key_results: Collection[int]) -> dict[int, AgreementStanding]:
    """The agreements of key results, by row id."""
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for row in _PARTIES(key_results=key_results):
        groups.setdefault(row[0], []).append(row)
    return {key_result: _agreement(tuple(rows)) for key_result, rows in groups.items()}


@lru_cache(maxsize=AT_MOST)
def _agreement(rows: tuple[tuple[Any, ...], ...]) -> AgreementStanding:
    """The same agreement for the same rows: lists that many people read show it again and again."""
    parties = tuple(PartyStanding(TeamName(*row[6:9]), *row[9:]) for row in rows)
    state, clauses, own, others, since = rows[0][1:6]
    return AgreementStanding(state, clauses, own, others, since, parties)
