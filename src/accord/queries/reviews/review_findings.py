"""What the checks find about a team that may be worth a sentence in its review, beside what the form tells anyhow."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from accord.domain.checks.finding import Kind, Severity
from accord.models import Cycle, Team
from accord.queries.findings import findings_near
from accord.queries.findings.found_rows import FoundPage

MOST = 6
# Promises and chains that cannot hold, what nobody said or received, and agreements that do not stand: what moves from
# review to review. How a plan is written is mended in the plan.
WORTH = frozenset({"AL304", "AL305", "AL306", "AL307", "AL308", "AL309", "AL403", "AL801", "AL902", "AL903", "AL904"})
STALE, OVERDUE = "AL902", "AL904"


def worth_a_word(cycle: Cycle, team: Team, *, told: Collection[str], today: date) -> FoundPage:
    """The open errors and warnings that are the team's to mend, the gravest first, six of them at most.

    Needs (ids) that are told already are left out, and so is a stale agreement whose realignment is overdue, which is
    said. `total` is how many there are. One statement where there are none.
    """
    page = findings_near.of_team(cycle, team.pk, codes=WORTH, today=today)
    overdue = {row.key_result for row in page.rows if row.finding.code == OVERDUE}
    rows = [
        row
        for row in page.rows
        if row.severity is not Severity.INFO
        and not (row.finding.subject.kind is Kind.NEED and row.finding.subject.id in told)
        and not (row.finding.code == STALE and row.key_result in overdue)
    ]
    return replace(page, rows=rows[:MOST], total=len(rows))
