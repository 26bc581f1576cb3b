"""Findings as a page shows them: a sentence, where it is, how to mend it, and a button that leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils import translation

from accord.domain.checks.finding import Kind
from accord.queries.access import Reader
from accord.queries.finding_texts.messages import mend_text, message
from accord.queries.finding_texts.words import Words
from accord.queries.findings.finding_lines import Board, Line
from accord.queries.findings.found_rows import FoundPage, FoundRow
from accord.web import formatting
from accord.web.finding_ways import Found, Way, way
from accord.web.manner import Manner, in_one_manner, manner
from accord.web.states import FINDING, Look

if TYPE_CHECKING:
    from accord.models import Cycle

KEPT = 512  # things whose findings are kept as they stand beside them
UNDER_A_RESULT = frozenset({Kind.ACTION, Kind.NEED})
# The icon of a family, and of codes that have one of their own.
ICONS: Mapping[str, str] = {
    "AL1": "pen", "AL2": "person", "AL3": "handoff", "AL4": "cascade", "AL5": "cascade", "AL6": "clash", "AL7": "team",
    "AL8": "eye", "AL9": "waiting", "AL204": "calendar", "AL302": "calendar", "AL303": "person", "AL304": "calendar",
    "AL305": "stale", "AL306": "calendar", "AL307": "calendar", "AL401": "gap", "AL404": "inbox", "AL405": "stale",
    "AL703": "person", "AL704": "person", "AL801": "clock", "AL902": "stale", "AL903": "objected", "AL904": "clock",
    "AL905": "person",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding, ready to be shown. `under` is the key result it stands under, where it is not itself one."""

    row: FoundRow
    sentence: str
    under: str
    way: Way


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the page; `others` come from the same change or cause as the first."""

    first: Shown
    others: Sequence[Shown]
    look: Look
    icon: str
    fix: str
    may_accept: bool
    is_ours: bool

    @property
    def code(self) -> str:
        """The check's code."""
        return self.first.row.finding.code


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """All lines of one severity."""

    look: Look
    severity: str
    count: int
    lines: Sequence[ShownLine]
    more: Sequence[tuple[str, int]]


def groups(board: Board, cycle: "Cycle", who: Reader) -> list[ShownGroup]:
    """A board for somebody."""
    showing = Showing(board.page, Mender.of(cycle, who))
    with in_one_manner():
        return [
            ShownGroup(
                FINDING[group.severity.value],
                group.severity.value,
                group.count,
                [showing.line(line) for line in group.lines],
                group.more,
            )
            for group in board.groups
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A finding as it stands beside what it is about. It never changes: what is written of it may be kept for it."""

    shown: Shown
    look: Look


class Mender(NamedTuple):
    """Who reads findings, and of which cycle: in a closed one nobody mends anything."""

    cycle: str
    is_closed: bool
    own_teams: frozenset[str]
    is_admin: bool

    @classmethod
    def of(cls, cycle: "Cycle", who: Reader) -> "Mender":
        """Somebody who reads what is found in a cycle."""
        return cls(cycle.key, cycle.closed_at is not None, who.own_teams, who.is_admin)


def beside(
    page: FoundPage, cycle: "Cycle", who: Reader, *, leaving_out: frozenset[str] = frozenset()
) -> tuple[Beside, ...]:
    """What is found about one thing, for a page that shows it; codes that the page tells by itself are left out."""
    with in_one_manner():
        return _beside(manner(), page, Mender.of(cycle, who), leaving_out)


@lru_cache(maxsize=KEPT)
def _beside(_: Manner, page: FoundPage, who: Mender, leaving_out: frozenset[str]) -> tuple[Beside, ...]:
    showing = Showing(page, who)
    rows = [row for row in page.rows if row.finding.code not in leaving_out]
    return tuple(Beside(showing.one(row), FINDING[row.severity.value]) for row in rows)


class Showing:
    """Shows findings of one page to one reader."""

    def __init__(self, page: FoundPage, who: Mender) -> None:
        self._who = who
        self._words = Words(translation, page.name_of, formatting.day)

    def line(self, line: Line) -> ShownLine:
        """A line with its button."""
        code = line.first.finding.code
        return ShownLine(
            first=self.one(line.first, realignment=line.realignment),
            others=[self.one(row) for row in line.others],
            look=FINDING[line.first.severity.value],
            icon=icon_of(code),
            fix=mend_text(line.first.finding, translation, is_asked=self._is_asked(line.first)),
            may_accept=not line.others and self.writes(line.first),
            is_ours=line.is_ours,
        )

    def one(self, row: FoundRow, *, realignment: int | None = None) -> Shown:
        """One finding."""
        found = Found(row, self._who.cycle, self._who.own_teams, self.writes(row))
        under = row.key_result_title if row.finding.subject.kind in UNDER_A_RESULT else None
        return Shown(row, message(row.finding, self._words), under or "", way(found, realignment=realignment))

    def _is_asked(self, row: FoundRow) -> bool:
        """Whether the reader's team is the one that somebody else asks for this."""
        asked = next((ref.id for ref in row.finding.related if ref.kind is Kind.TEAM), None)
        asking = row.team.key if row.team else None
        return asked in self._who.own_teams and asking not in self._who.own_teams

    def writes(self, row: FoundRow) -> bool:
        """Whether what a finding is about is the reader's to change."""
        if self._who.is_closed:
            return False
        return self._who.is_admin or (row.team is not None and row.team.key in self._who.own_teams)


def icon_of(code: str) -> str:
    """A check's icon, else its family's."""
    return ICONS.get(code) or ICONS[code[:3]]
