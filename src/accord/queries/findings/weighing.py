"""What the organization thinks of some checks, for pages that draw what these look at without reading findings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accord.domain.checks.finding import Severity
from accord.domain.checks.opinion import Opinion
from accord.models import AcceptedFinding, Cycle
from accord.queries.findings.findings_near import opinion
from accord.queries.prepared import Prepared


@dataclass(frozen=True, slots=True)
class LivedWith:
    """Why a finding may stay, and until when."""

    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """Which checks are on, how grave they are, and which of what they find is accepted: by code and subject's id."""

    opinion: Opinion = field(default_factory=Opinion)
    accepted: Mapping[tuple[str, str], LivedWith] = field(default_factory=dict)

    def is_on(self, code: str) -> bool:
        """Whether anybody is to be told what it finds."""
        return code not in self.opinion.off

    def severity(self, code: str) -> Severity:
        """How grave it is here."""
        return self.opinion.severity_of(code)

    def accepted_of(self, code: str) -> list[str]:
        """The ids of the subjects of which this is accepted."""
        return [subject for each, subject in self.accepted if each == code]


def weighing(cycle: Cycle, codes: Collection[str], *, today: date) -> Weighing:
    """What holds of these codes on a day in a cycle; two statements."""
    rows = _ACCEPTED(cycle=cycle.pk, codes=sorted(codes), today=today)
    return Weighing(opinion(), {(code, subject): LivedWith(reason, until) for code, subject, reason, until in rows})


def lived_with(cycle: Cycle, subjects: Collection[str], *, today: date) -> dict[tuple[str, str], LivedWith]:
    """What is accepted of these subjects (ids), by code and id; one statement."""
    rows = _OF_SUBJECTS(cycle=cycle.pk, subjects=sorted(subjects), today=today)
    return {(code, subject): LivedWith(reason, until) for code, subject, reason, until in rows}


_RUNNING = ("code", "subject", "reason", "until")
_ACCEPTED = Prepared(
    lambda cycle, codes, today: AcceptedFinding.objects.filter(
        Q(until=None) | Q(until__gte=today), cycle=cycle, withdrawn_at=None, code__amongst=codes
    ).values_list(*_RUNNING),
    cycle=int,
    codes=list,
    today=date,
)
_OF_SUBJECTS = Prepared(
    lambda cycle, subjects, today: AcceptedFinding.objects.filter(
        Q(until=None) | Q(until__gte=today), cycle=cycle, withdrawn_at=None, subject__amongst=subjects
    ).values_list(*_RUNNING),
    cycle=int,
    subjects=list,
    today=date,
)
