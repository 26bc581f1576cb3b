"""The facts one agreement is about, as stored texts and values, ready to be divided into clauses.

Texts here are the first text of their wording class (see wording/): two facts that differ
in wording only are equal here. `services` builds these from tables; tests build them by hand.
Ids are plan ids. Only published content is ever put in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 (fields are called date)
from decimal import Decimal

from accord.domain.plan import Hold, PathPoint


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action under the key result; team None means the key result's team."""

    id: str
    title: str
    team: str | None = None
    due: Date | None = None
    effort_days: Decimal | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What a team does all along."""

    team: str
    does: str


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """Today's definition of what provides a need: kind is 'action', 'key_result' or 'milestone'.

    `due` of a key result is effective (the cycle's end where it has none); of an action as stated.
    """

    kind: str
    id: str
    title: str | None = None
    due: Date | None = None
    metric: str | None = None
    milestone: str | None = None
    target: Decimal | None = None
    hold: Hold | None = None
    completion_criteria: str | None = None


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """A need of the key result from a team. Declined ones may be put in; they are not content."""

    id: str
    provider: str
    what: str
    for_action: str | None = None
    completion_criteria: str | None = None
    by: Date | None = None
    promised: Date | None = None
    provided_by: ProviderFacts | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """An objective that contributes to the key result; status as in the plan file."""

    objective: str
    title: str
    team: str
    share: Decimal | None = None
    status: str = "proposed"


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """A metric's definition."""

    id: str
    name: str
    definition: str | None = None
    formula: str | None = None
    counts: str | None = None
    excludes: str | None = None
    unit: str | None = None
    source: str | None = None
    frequency: str | None = None
    better: str = "none"


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A milestone's definition."""

    id: str
    name: str
    definition: str | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class KeyResultFacts:
    """One key result with everything its five clauses hold.

    `due` is effective. `metrics` and `milestones` hold at least every registry entry that the
    clauses name (more does no harm), by id.
    """

    id: str
    team: str
    objective: str
    objective_title: str
    ambition: str
    title: str
    due: Date
    metric: str | None = None
    milestone: str | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    hold: Hold | None = None
    path: tuple[PathPoint, ...] = ()
    completion_criteria: str | None = None
    decomposition: str | None = None
    guardrails: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    duties: tuple[DutyFacts, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    needs: tuple[NeedFacts, ...] = ()
    contributions: tuple[ContributionFacts, ...] = ()
    metrics: Mapping[str, MetricFacts] = field(default_factory=dict)
    milestones: Mapping[str, MilestoneFacts] = field(default_factory=dict)
    # An ended team's id -> the id of the team that answers in its place today (end of the chain).
    successors: Mapping[str, str] = field(default_factory=dict)
