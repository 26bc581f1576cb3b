"""What the page of a realignment is made of. Rows ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from accord.queries.agreements.clause_lines import Item
from accord.queries.names import PersonName, TeamName
from accord.queries.realignments.realignment_meaning import Meant


@dataclass(frozen=True, slots=True)
class Made:
    """One of the changes that made the realignment or joined it; `wording` are texts it only worded otherwise."""

    at: datetime
    by: PersonName | None
    reason: str | None
    wording: Sequence[tuple[str, str]] = ()  # the old text and the new one


class InCycle(NamedTuple):
    """The cycle that a part of the page is in, as its links need it."""

    key: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs in one agreement from what a team agreed to; what an earlier one told already is left out."""

    unit: str | None
    cycle: InCycle
    items: Sequence[Item]


class Without(NamedTuple):
    """A team that was gone ahead without, and why."""

    team: TeamName
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartRow:
    """A team's part of a clause: where it stands in the realignment."""

    key_result: int  # row id
    team: TeamName
    clause: int
    letter: str
    is_active: bool
    has_left: bool
    settled_at: datetime | None
    before: str
    agreed_to: str
    without: Without | None

    @property
    def waits(self) -> bool:
        return self.is_active and self.letter != "a"


@dataclass(frozen=True, slots=True)
class Objection:
    """What a party said would make it a yes; `stands` until the party has answered again."""

    team: TeamName
    clause: int
    text: str
    by: PersonName
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the reader sees it now, to be answered exactly so."""

    key: str
    team: str
    clause: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One of the agreements that it touches, as the reader's teams see it."""

    key: str
    title: str
    cycle: str
    team: TeamName  # whose key result it is
    own: str  # letters for the seal; empty where there is no agreement any more
    others: str
    parts: Sequence[PartRow]
    is_ours: bool
    our_clauses: Sequence[int]
    to_answer: Sequence[Shown]
    unit: str | None = None  # of the key result's numbers
    means: Sequence[Meant] = ()  # for the reader's teams
    objections: Sequence[Objection] = ()  # that were given in it

    @property
    def what_we_do_stays(self) -> bool:
        """Nothing changes in what the reader's teams do, give or contribute."""
        return not any(each.meaning.is_work for each in self.means)

    @property
    def clauses(self) -> list[int]:
        return sorted({part.clause for part in self.parts})

    @property
    def must_answer(self) -> list[TeamName]:
        return list(dict.fromkeys(part.team for part in self.parts if part.waits and not part.without))

    @property
    def settled_at(self) -> datetime | None:
        """When the last of its parts was agreed again; None while any waits."""
        if any(part.waits for part in self.parts):
            return None
        return max((part.settled_at for part in self.parts if part.settled_at), default=None)

    @property
    def without(self) -> list[Without]:
        return list(dict.fromkeys(part.without for part in self.parts if part.without and part.letter == "s"))


class Late(NamedTuple):
    """A team without whose answer the reader may go ahead, in which clauses of which agreements."""

    team: TeamName
    places: Sequence[tuple[str, Sequence[int]]]  # title of the key result, numbers of its clauses


@dataclass(frozen=True, slots=True)
class RealignmentPage:
    """A realignment for one reader."""

    id: int
    state: str
    opened_at: datetime
    closed_at: datetime | None
    deadline: date
    is_late: bool
    was_escalated: bool
    by: PersonName | None
    changes: Sequence[Made]
    agreements: Sequence[AgreementRow]
    others: int  # agreements that are not shown
    differences: Sequence[Differences]
    as_teams: Sequence[TeamName]  # for whom the reader answers here
    is_party: bool
    last_revision: int | None
    late: Sequence[Late] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return len(self.agreements) + self.others

    @property
    def clauses(self) -> int:
        return sum(len(each.clauses) for each in self.agreements)

    @property
    def to_answer(self) -> list[Shown]:
        return [shown for each in self.agreements for shown in each.to_answer]

    @property
    def teams(self) -> list[tuple[TeamName, str]]:
        """Every team that has or had a part in it, and where it stands: waits, objected, without, agreed or left."""
        found: dict[TeamName, list[PartRow]] = {}
        for each in self.agreements:
            for part in each.parts:
                found.setdefault(part.team, []).append(part)
        return [(team, _standing(parts)) for team, parts in found.items()]

    @property
    def answered(self) -> int:
        return sum(standing == "agreed" for _, standing in self.teams)


def _standing(parts: Sequence[PartRow]) -> str:
    if all(part.has_left for part in parts):
        return "left"
    here = [part for part in parts if not part.has_left]
    if any(part.letter == "x" for part in here):
        return "objected"
    if any(part.letter == "s" and not part.without for part in here):
        return "waits"
    return "without" if any(part.letter == "s" for part in here) else "agreed"
