"""Kinds of things that one team asks of another, and what became of them; ready to show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accord.domain.handover import Handover, Promise
from accord.queries.names import TeamName


@dataclass(frozen=True, slots=True)
class Result:
    """What something is asked for, or with: a key result or an objective."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a team asks, since when and until when it should be answered."""

    team: TeamName
    result: Result
    since: datetime
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class AskedNeed(Ask):
    """A need to promise, or to promise anew because what is asked for has changed since. `giver` is whom it names."""

    key: str
    what: str
    completion_criteria: str | None
    promise: Promise
    version: int
    giver: TeamName
    provided_by: str | None
    is_anew: bool
    has_agreement: bool


@dataclass(frozen=True, slots=True)
class Delivered(Ask):
    """Something that was delivered to the team; it says whether it has received it."""

    key: str
    what: str
    completion_criteria: str | None
    promise: Promise
    link: str
    last_step: int


@dataclass(frozen=True, slots=True)
class Proposed(Ask):
    """A contribution that another team proposes to the team's key result."""

    objective: Result
    share: Decimal | None
    unit: str | None
    has_agreement: bool
    is_party: bool

    @property
    def key(self) -> str:
        """Its id, as in the plan."""
        return f"{self.objective.key}>{self.result.key}"


@dataclass(frozen=True, slots=True)
class Work:
    """An action, or a duty, which has no dates."""

    what: str
    is_duty: bool
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class Given(Ask):
    """Work for another team's key result; `is_stale` where the team agreed to it as it was."""

    work: tuple[Work, ...]
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """What the team has promised, and where that stands. `last_step` is of its handover, 0 before the first."""

    key: str
    what: str
    team: TeamName
    promise: Promise
    standing: Handover
    last_step: int

    @property
    def may_change(self) -> bool:
        """A day was promised, and nothing has been handed over yet."""
        return bool(self.promise.promised and not self.promise.delivered and not self.promise.received)


@dataclass(frozen=True, slots=True)
class Declined:
    """What the team has said no to in this cycle, and why."""

    team: TeamName
    what: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Provider:
    """Something of the team that may provide a need: an action, a key result or a milestone."""

    kind: str
    key: str
    name: str
    due: date | None
