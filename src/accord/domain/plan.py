"""A plan as values: what a plan file says, and what an installation holds.

Ids are the plan's ids (text). Left-out and null are both None; lists left out are empty.
Numbers are exact decimals. Places (file, line) are kept by the reader, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 (fields are called date)
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Organization:
    """The one organization an installation serves."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a cycle is for: read before anybody writes an objective."""

    why: str | None = None
    success: str | None = None
    different: str | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A period with dates in which objectives live."""

    id: str
    name: str
    start: Date
    end: Date
    brief: Brief = Brief()


@dataclass(frozen=True, slots=True)
class StrategicGoal:
    """A long-term aim beyond the cycle."""

    id: str
    title: str
    horizon: Date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there; may report to several people."""

    id: str
    name: str
    email: str | None = None
    reports_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in one team."""

    person: str
    role: str = "member"
    allocation: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A company, department or team, in a tree."""

    id: str
    name: str
    parent: str | None = None
    members: tuple[Member, ...] = ()
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Influence:
    """One metric moves another."""

    metric: str
    sign: str
    lag_days: int | None = None
    evidence: str = "stated"


@dataclass(frozen=True, slots=True)
class Metric:
    """A named measure of the registry, with its precise definition."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    definition: str | None = None
    formula: str | None = None
    counts: str | None = None
    excludes: str | None = None
    unit: str | None = None
    source: str | None = None
    frequency: str | None = None
    better: str = "none"
    owner: str | None = None
    influences: tuple[Influence, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A named event of the registry: what exactly it means, and its date."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    definition: str | None = None
    date: Date | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """An objective supports a key result above or beside it."""

    key_result: str
    share: Decimal | None = None
    status: str | None = None  # proposed | accepted | declined; None: not stated in the file, which means proposed


@dataclass(frozen=True, slots=True)
class Hold:
    """A band that a metric must stay in."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A planned value on the way to the target."""

    date: Date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Duty:
    """What a team does for a key result all along."""

    team: str
    does: str


@dataclass(frozen=True, slots=True)
class Action:
    """A piece of work under a key result."""

    id: str
    title: str
    team: str | None = None
    responsible: str | None = None
    due: Date | None = None
    effort_days: Decimal | None = None
    expected: Decimal | None = None
    done: Date | None = None


# What the team that a need is from says to it, and what came of that.
PROVIDERS_WORD = ("promised", "provided_by", "declined", "delivered", "received")


@dataclass(frozen=True, slots=True)
class Need:
    """Something a key result, or one of its actions, needs from another team.

    `stated` holds the file's keys that were present and whose absence means "leave alone"
    (the provider's word); `promised` given as "" is in `stated` with the value None: the promise is taken back.
    """

    id: str
    provider: str  # the file's key is `from`
    what: str
    for_action: str | None = None  # the file's key is `for`
    completion_criteria: str | None = None
    by: Date | None = None
    promised: Date | None = None
    provided_by: str | None = None
    delivered: Date | None = None
    received: Date | None = None
    declined: str | None = None
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeyResult:
    """How an objective is measured."""

    id: str
    title: str
    metric: str | None = None
    milestone: str | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    hold: Hold | None = None
    start: Date | None = None
    due: Date | None = None
    path: tuple[PathPoint, ...] = ()
    weight: Decimal = Decimal(1)
    accountable: str | None = None
    completion_criteria: str | None = None
    decomposition: str | None = None
    guardrails: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    actions: tuple[Action, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What a team wants to reach in a cycle, and why."""

    id: str
    team: str
    title: str
    why: str | None = None
    ambition: str = "committed"
    serves: tuple[str, ...] = ()
    not_strategic_because: str | None = None
    contributes_to: tuple[Contribution, ...] = ()
    key_results: tuple[KeyResult, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A new value of a key result: progress."""

    key_result: str
    date: Date
    value: Decimal
    confidence: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One value in a metric's history."""

    metric: str
    date: Date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that is accepted as it is."""

    code: str
    subject: str
    reason: str
    until: Date | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """The plan's own opinion of the checks."""

    off: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one plan says, in the files' order."""

    organization: Organization
    cycle: Cycle
    strategic_goals: tuple[StrategicGoal, ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    metrics: tuple[Metric, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    objectives: tuple[Objective, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    metric_values: tuple[MetricValue, ...] = ()
    checks: Checks | None = None
