"""What the checks find about a team that may be worth a sentence in its review, beside what the form tells anyhow."""

from collections.abc import Collection
from datetime import date

from accord.domain.checks.finding import Kind, Severity
from accord.models import Cycle, Team
from accord.queries.findings import findings_near
from accord.queries.findings.found_rows import FoundPage, page_of

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
    found = findings_near.of_team(cycle, team.pk, codes=WORTH, today=today)
    overdue = {row.key_result for row in found.rows if row.code == OVERDUE}
    worth = [
        row
        for row in found.rows
        if found.opinion.severity_of(row.code) is not Severity.INFO
        and not (row.kind == Kind.NEED and row.subject in told)
        and not (row.code == STALE and row.key_result in overdue)
    ]
    return page_of(cycle, worth[:MOST], found.opinion, {}, total=len(worth))
