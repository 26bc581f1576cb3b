"""What an organization thinks of the checks: which are off, how grave each is, which findings it lives with.

Plan files say it in their `checks` section, an installation in its tables. Options of a command choose among them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from accord.domain.checks.finding import Finding, Severity
from accord.domain.checks.registry import BY_CODE
from accord.domain.plan import Checks

ALL_CODES = frozenset(BY_CODE)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion on a day: `accepted` are the codes and subjects' ids that are accepted on that day.

    What is off counts for nothing, whether it is accepted or not; what is accepted counts as accepted alone.
    """

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    accepted: frozenset[tuple[str, str]] = frozenset()

    def severity_of(self, code: str) -> Severity:
        """How grave a check is here: as the organization says, else as it is made."""
        return self.severities.get(code) or BY_CODE[code].severity

    def accepts(self, finding: Finding) -> bool:
        """Whether a finding is known and lived with, whatever kind of thing its subject is."""
        return (finding.code, finding.subject.id) in self.accepted

    def codes_on(self, chosen: frozenset[str] = ALL_CODES) -> frozenset[str]:
        """The checks that are run, of those that were chosen."""
        return chosen - self.off


def opinion_of(checks: Checks | None, *, as_of: date) -> Opinion:
    """The opinion that a plan states, as it holds on a day: an acceptance holds through its `until`."""
    if checks is None:
        return Opinion()
    return Opinion(
        frozenset(checks.off),
        {code: Severity(severity) for code, severity in checks.severity.items()},
        frozenset((each.code, each.subject) for each in checks.accepted if each.until is None or each.until >= as_of),
    )


class UnknownCode(Exception):
    """No code of a check begins so."""

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning
        super().__init__(beginning)


def chosen_codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The checks left by options, each a list of codes or beginnings of codes between commas: select, then ignore.

    Without select all are. Checks of an installation can be chosen anywhere; in plan files they find nothing.
    Raises UnknownCode.
    """
    selected, ignored = _beginning_as_said(select), _beginning_as_said(ignore)
    return (ALL_CODES if selected is None else selected) - (ignored or frozenset())


def _beginning_as_said(options: Iterable[str]) -> frozenset[str] | None:
    """The codes that options name together; None where there is no option."""
    beginnings = [each.strip() for option in options for each in option.split(",")]
    if not beginnings:
        return None
    return frozenset().union(*map(_beginning_with, beginnings))


def _beginning_with(beginning: str) -> frozenset[str]:
    found = frozenset(code for code in ALL_CODES if beginning and code.startswith(beginning))
    if not found:
        raise UnknownCode(beginning)
    return found
