"""What a team's page shows, as rows that never change: objectives, their key results, people, other teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from accord.domain.handover import Handover
from accord.domain.sums import Together
from accord.models import Team
from accord.queries.agreements.standings import AgreementStanding
from accord.queries.asks.handovers import Counted, NeedLine, WorkLine
from accord.queries.check_ins.progress import Scored
from accord.queries.names import TeamName


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team: role is lead, delegate or member; allocation in per cent where it is stated."""

    key: str
    name: str
    role: str
    allocation: Decimal | None


@dataclass(frozen=True, slots=True)
class Supported:
    """A key result that an objective contributes to, with the share in that key result's unit.

    `written` is the share as text: 5 and 5.0 are equal, and read differently.
    """

    key: str
    title: str
    team: TeamName
    share: Decimal | None
    unit: str | None
    status: str
    written: str


@dataclass(frozen=True, slots=True)
class ResultCard:
    """A key result as its team's page shows it; `pressing` are needs that are late, or wait to be received."""

    result: Scored
    is_draft: bool
    agreement: AgreementStanding | None
    needs: int
    pressing: tuple[tuple[str, Handover], ...]
    work: Counted

    @property
    def row_id(self) -> int:
        found: int = self.result.row["id"]
        return found

    def waits_for(self, teams: Collection[str]) -> bool:
        """Whether one of these teams (ids in the plan) has something to answer in its agreement."""
        return self.agreement is not None and self.agreement.waits_for(teams)


class Wanted(NamedTuple):
    """An objective in its own columns."""

    id: int
    key: str
    title: str
    why: str
    not_strategic_because: str
    published_at: datetime | None


class Behind(NamedTuple):
    """What gets a key result there: actions, duties, and needs with where each stands."""

    work: tuple[WorkLine, ...]
    needs: tuple[tuple[NeedLine, Handover], ...]


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective with its key results; a draft is seen by its team's own people only."""

    row: Wanted
    is_draft: bool
    serves: tuple[str, ...]
    supports: tuple[Supported, ...]
    results: tuple[ResultCard, ...]
    together: Together

    @property
    def keys(self) -> list[str]:
        """The ids of its key results."""
        return [each.result.row["key"] for each in self.results]

    def waits_in(self, teams: Collection[str]) -> frozenset[int]:
        """Its key results (row ids) in whose agreement one of these teams (ids in the plan) has to answer something."""
        return frozenset(each.row_id for each in self.results if each.waits_for(teams))

    def among(self, key_results: Collection[int]) -> frozenset[int]:
        """Which of these key results (row ids) are its own."""
        return frozenset(each.row_id for each in self.results if each.row_id in key_results)


@dataclass(frozen=True, slots=True)
class Pair:
    """Another team, what passes between the two in one direction, and the most pressing of where it stands."""

    team: TeamName
    what: tuple[str, ...]
    standing: Handover
    is_mine_to_answer: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything the page of a team shows."""

    team: Team
    members: tuple[Member, ...]
    objectives: tuple[ObjectiveCard, ...]
    depends_on: tuple[Pair, ...]
    needed_by: tuple[Pair, ...]
    agreements: int
    answered_by: tuple[str, ...]
    is_mine: bool

    @property
    def published_results(self) -> list[int]:
        """Row ids of the key results that everybody sees."""
        return [
            result.row_id
            for card in self.objectives
            for result in card.results
            if not (card.is_draft or result.is_draft)
        ]

    @property
    def has_draft(self) -> bool:
        """Whether something in it is not published yet; only the team's own people have drafts on their page."""
        return any(card.is_draft or any(result.is_draft for result in card.results) for card in self.objectives)
