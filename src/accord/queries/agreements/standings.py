"""Agreements as their stored standings tell them, for lists: one statement for any number of key results."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from accord.models import Party
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared, Things

OF_ALL = ("state", "clauses", "own", "others", "since")
OF_ONE = ("is_own", "states", "waits", "empties")
COLUMNS = (
    "agreement_id", *(f"agreement__{name}" for name in OF_ALL), "team__key", "team__name", "team__code", *OF_ONE,
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
class Letters:
    """Where the parties' parts of an agreement stand, by ids of teams, and nothing else of it."""

    states: Mapping[str, str]

    def letter(self, team: str, clause: int) -> str:
        """Where a team's part of a clause (1 to 5) stands; open for a team that is no party."""
        return self.states[team][clause - 1] if team in self.states else "o"


@dataclass(frozen=True, slots=True, eq=False)
class AgreementStanding:
    """One agreement: the worst of all clauses and parties, the two rings of its seal, and its parties, own first.

    It never changes, and is the same object for the same rows: what is written of it is kept for it.
    """

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


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A party of an agreement, as it is stored; `row` has the columns of COLUMNS."""

    row: Mapping[str, Any]
    party: PartyStanding


def standings(key_results: Collection[int]) -> dict[int, AgreementStanding]:
    """The agreements of key results, by row id."""
    groups: dict[int, list[_Line]] = {}
    for line in _PARTIES(key_results=key_results):
        groups.setdefault(line.row["agreement_id"], []).append(line)
    return {key_result: _agreement(tuple(lines)) for key_result, lines in groups.items()}


def letters(key_results: Collection[int]) -> dict[int, Letters]:
    """The same of agreements of which nothing but their parts is asked: half of the work."""
    states: dict[int, dict[str, str]] = {}
    for key_result, team, said in _STATES(key_results=key_results):
        states.setdefault(key_result, {})[team] = said
    return {key_result: Letters(of) for key_result, of in states.items()}


@lru_cache(maxsize=AT_MOST)
def _agreement(lines: tuple[_Line, ...]) -> AgreementStanding:
    """The same agreement for the same rows: lists that many people read show it again and again."""
    row = lines[0].row
    parties = tuple(line.party for line in lines)
    state, clauses, own, others, since = (row[f"agreement__{name}"] for name in OF_ALL)
    return AgreementStanding(state, clauses, own, others, since, parties)


def _line(row: Mapping[str, Any]) -> _Line:
    team = TeamName(row["team__key"], row["team__name"], row["team__code"])
    return _Line(row, PartyStanding(team, *(row[name] for name in OF_ONE)))


_PARTIES = Things(
    Prepared(
        lambda key_results: (
            Party.objects.filter(agreement_id__amongst=key_results)
            .order_by("-is_own", "team__position", "team_id")
            .values_list(*COLUMNS)
        ),
        key_results=list,
    ),
    _line,
)
_STATES = Prepared(
    lambda key_results: (
        Party.objects.filter(agreement_id__amongst=key_results)
        .order_by()
        .values_list("agreement_id", "team__key", "states")
    ),
    key_results=list,
)
