"""What an alignment check reports. No sentence stands here: a finding is a code, a place and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad it is: the plan contradicts itself; it will probably hurt; it is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What a finding may be about, in the words of plan files."""

    ORGANIZATION = "organization"
    CYCLE = "cycle"
    STRATEGIC_GOAL = "strategic_goal"
    PERSON = "person"
    TEAM = "team"
    METRIC = "metric"
    MILESTONE = "milestone"
    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    ACTION = "action"
    NEED = "need"


class Ref(NamedTuple):
    """One item of the plan, by its kind and id."""

    kind: Kind
    id: str


Fact = str | int | Decimal | date | Ref | Sequence["Fact"] | None
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: the check's code, the place to mend it, the others, and what a sentence needs."""

    code: str
    subject: Ref
    related: tuple[Ref, ...] = ()
    facts: Facts = field(default_factory=dict)
