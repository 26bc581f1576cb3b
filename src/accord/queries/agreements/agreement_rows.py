"""What the page of an agreement is made of: parties, parts, clauses, what was said, versions. Rows ready to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from accord.domain.canonical import Content as Body
from accord.domain.clauses import Clause
from accord.domain.standing import OBJECT
from accord.queries.agreements.clause_lines import Fact, Item
from accord.queries.agreements.named_things import Names, Thing, thing
from accord.queries.realignments.realigned_clauses import Realigned

STATES = {"x": "objected", "s": "stale", "o": "open", "a": "agreed"}
WORST_FIRST = "xsoa"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given; `team` is the party it counts for, `given_as` the ended team that gave it."""

    clause: int
    team: str
    given_as: str | None
    answer: str
    fingerprint: str
    is_standing: bool
    reason: str | None
    act: int
    at: datetime
    by: str
    by_key: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A team the agreement binds, with a letter a clause as stored."""

    team: Thing
    is_own: bool
    is_yours: bool
    states: str
    empties: str
    fingerprints: tuple[str, ...]
    answer_by: date | None
    last_yes: Given | None
    has_answered: bool
    counts: Mapping[str, int]  # how many actions, duties, needs and contributions concern it

    @property
    def agreed(self) -> int:
        return self.states.count("a")

    def clauses(self, letter: str) -> list[int]:
        """Numbers of the clauses on which it stands so."""
        return [number for number, each in enumerate(self.states, 1) if each == letter]

    @property
    def state(self) -> str:
        worst = min(self.states, key=WORST_FIRST.index)
        return "untouched" if worst == "o" and not self.has_answered else STATES[worst]


@dataclass(frozen=True, slots=True)
class Part:
    """A party's part of one clause, and the answer that decides how it stands."""

    party: PartyRow
    state: str  # objected, stale, open, agreed, or empty
    fingerprint: str
    given: Given | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something in a clause's thread: a question, a reply or an objection."""

    clause: int
    kind: str
    team: Thing
    by: str
    is_you: bool
    at: datetime
    text: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class ClauseRow:
    """One clause of a page: what it says to this reader, and how each party stands on it."""

    clause: Clause
    state: str
    parts: Sequence[Part]
    yours: Sequence[Part]
    items: Sequence[Item]  # everybody's, and those that concern the reader's teams
    theirs: Sequence[tuple[Thing, Sequence[Item]]]
    thread: Sequence[Said]
    waits: bool  # something here is open or stale for a team the reader answers for
    is_whole: bool  # the reader's part is the whole clause
    fingerprint: str

    @property
    def number(self) -> int:
        return self.clause.number

    @property
    def answerable(self) -> list[Part]:
        """The reader's parts that hold something."""
        return [part for part in self.yours if part.state != "empty"]

    @property
    def asks(self) -> bool:
        """Whether a yes of the reader's would record anything."""
        return any(part.state != "agreed" for part in self.answerable)


@dataclass(frozen=True, slots=True)
class Version:
    """A content that parts of a clause have had, and the change it came with."""

    fingerprint: str
    clause: int
    body: Body
    change: int | None
    at: datetime | None
    by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, eq=False)
class AgreementPage:
    """What the page of an agreement says to somebody. `yours` are the parties the reader answers for.

    It never changes, and is the same object where it says the same: what is written of it is kept for it.
    """

    objective: str  # the id of the key result's objective
    measured_by: str | None  # the id of the metric or milestone that measures the key result
    unit: str | None  # of the key result's own numbers
    state: str
    parties: Sequence[PartyRow]
    clauses: Sequence[ClauseRow]
    names: Names
    versions: Sequence[Version]
    answers: Sequence[Given]
    may_answer: bool
    units: Mapping[str, str | None]  # of every metric the definitions hold, by its id
    whose: Mapping[str, str]  # each action's team, as the responsibilities say
    is_member: bool  # the reader is of a party, whether or not they answer for it
    realigned: Realigned = field(default_factory=Realigned)
    moved: Sequence["Moved"] = field(default_factory=tuple)

    def unit_of(self, metric: Fact | None) -> str | None:
        """The unit of what a promised key result is measured in; a percentage where nothing else measures it."""
        return self.units.get(metric.value.id) if metric and isinstance(metric.value, Thing) else "%"

    @property
    def shown(self) -> str:
        """What texts the page shows: the beginning of each clause's fingerprint."""
        return "-".join(clause.fingerprint[:12] for clause in self.clauses)

    def team_name(self, key: str) -> str:
        """What a team is called, ended ones too."""
        return thing(self.names, "team", key).name

    @property
    def own(self) -> PartyRow:
        return next(party for party in self.parties if party.is_own)

    @property
    def yours(self) -> list[PartyRow]:
        return [party for party in self.parties if party.is_yours]

    @property
    def waiting(self) -> list[ClauseRow]:
        return [clause for clause in self.clauses if clause.waits]

    @property
    def agreed(self) -> int:
        """Clauses on which all of the reader's teams stand agreed; without one, on which everybody does."""
        if not self.yours:
            return sum(clause.state == "agreed" for clause in self.clauses)
        return sum(all(part.state in {"agreed", "empty"} for part in clause.yours) for clause in self.clauses)

    @property
    def steps(self) -> int:
        """How often something was written, answered or said."""
        changes = {version.change for version in self.versions if version.change}
        return len(changes) + len({given.act for given in self.answers}) + self.messages

    @property
    def messages(self) -> int:
        return sum(said.kind != OBJECT for clause in self.clauses for said in clause.thread)


@dataclass(frozen=True, slots=True)
class Moved:
    """A part that is no longer what the reader saw. Without items what was seen is unknown here."""

    team: Thing
    clause: Clause
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw of a team's part: its fingerprint then."""

    team: str
    clause: Clause
    fingerprint: str
