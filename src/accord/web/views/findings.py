"""The Checks page: what does not fit in a cycle, what of it is accepted, and what was mended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import BY_CODE
from accord.queries import access
from accord.queries.finding_texts.messages import help_text
from accord.queries.finding_texts.titles import title
from accord.queries.findings import finding_lines, findings_near
from accord.queries.findings import findings as queries
from accord.queries.findings.finding_lines import Board
from accord.queries.findings.findings import PAGE, Counts
from accord.queries.findings.found_rows import FoundPage
from accord.queries.sentences import sentences
from accord.web import finding_rows
from accord.web.finding_news import news
from accord.web.finding_rows import Mender, Showing
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.states import FINDING

if TYPE_CHECKING:
    from accord.models import Cycle, Team
    from accord.queries.access import Reader

MINE = "mine"
OPEN, ACCEPTED, MENDED = "open", "accepted", "mended"
MOST_PAGES = 10_000
MOST_TEAMS = 100  # to choose from


@dataclass(frozen=True)
class Asked:
    """What an address asks for: which cycle, whose findings, which part of the list."""

    request: Request
    who: "Reader"
    cycle: "Cycle"

    @cached_property
    def whose(self) -> str:
        """A team's id, `mine`, or nothing for all."""
        return self.request.GET.get("team", "")

    @cached_property
    def team(self) -> "Team | None":
        """The one team that is asked for."""
        return access.team(self.who, self.whose) if self.whose not in {"", MINE} else None

    @cached_property
    def teams(self) -> Collection[str] | None:
        """Whose findings are shown; None for everybody's."""
        if self.team is not None:
            return [self.team.key]
        return self.who.own_teams if self.whose == MINE else None

    @cached_property
    def severity(self) -> Severity | None:
        """How grave what is shown is; None for however grave."""
        said = self.request.GET.get("severity", "")
        return Severity(said) if said in set(Severity) else None

    @cached_property
    def code(self) -> str:
        """The check whose findings are shown; nothing for all."""
        said = self.request.GET.get("code", "").upper()
        return said if said in BY_CODE else ""

    @cached_property
    def codes(self) -> Collection[str] | None:
        """The checks whose findings are shown, by how grave they are here and by which is chosen; None for all."""
        if self.severity is None:
            return [self.code] if self.code else None
        opinion = findings_near.opinion()
        grave = [code for code in BY_CODE if opinion.severity_of(code) is self.severity]
        return grave if not self.code else [code for code in grave if code == self.code]

    def query(self, *but: str) -> str:
        """What links keep of the address, but for some of it."""
        said = {"team": self.whose, "severity": self.severity or "", "code": self.code}
        return urlencode({name: value for name, value in said.items() if value and name not in but})

    @cached_property
    def page(self) -> int:
        """Which page of the list, from 1."""
        asked = self.request.GET.get("page", "")
        return min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and asked.isascii() else 1

    @property
    def start(self) -> int:
        """How many findings stand on the pages before."""
        return (self.page - 1) * PAGE


@require_safe
def listing(request: Request, cycle: str) -> HttpResponse:
    """What is open, accepted or mended: of all teams, of the reader's own, or of one; of all checks, or of one."""
    asked = Asked(request, reader(request), shown_cycle(request))
    which = request.GET.get("which", "")
    if which == ACCEPTED:
        return _accepted(asked)
    if which == MENDED:
        return _mended(asked)
    return _of_code(asked) if asked.code else _board(asked)


def _board(asked: Asked) -> HttpResponse:
    own = asked.who.own_teams
    board = finding_lines.board(asked.cycle, today=today(), own=own, teams=asked.teams, codes=asked.codes)
    in_words = sentences.at_the_start(board.counts.by_severity.get(queries.GRAVEST_FIRST[0], 0))
    return _shown(asked, board, {"in_words": in_words})


def _of_code(asked: Asked) -> HttpResponse:
    board = finding_lines.of_code(
        asked.cycle,
        asked.code,
        today=today(),
        own=asked.who.own_teams,
        teams=asked.teams,
        codes=asked.codes,
        start=asked.start,
    )
    texts = {"title": title(asked.code, translation), "help": help_text(asked.code, translation)}
    is_off = not board.groups and asked.code in findings_near.opinion().off
    return _shown(asked, board, {**texts, **_paged(asked, board.page), "is_off": is_off})


def _shown(asked: Asked, board: Board, more: dict[str, Any]) -> HttpResponse:
    context = {
        **_frame(asked, board.counts, OPEN),
        "of_same": asked.query("code", "severity"),
        "groups": finding_rows.groups(board, asked.cycle, asked.who),
        "is_pending": finding_lines.is_pending(asked.cycle),
        "is_off": False,
        "shown": "",
        "before": "",
        "after": "",
        **more,
    }
    return render(asked.request, "findings/findings.html", context)


def _accepted(asked: Asked) -> HttpResponse:
    page = queries.open_findings(
        asked.cycle, today=today(), teams=asked.teams, codes=asked.codes, accepted=True, start=asked.start
    )
    return _list(asked, page, ACCEPTED)


def _mended(asked: Asked) -> HttpResponse:
    page = queries.mended(asked.cycle, today=today(), teams=asked.teams, codes=asked.codes, start=asked.start)
    return _list(asked, page, MENDED)


def _list(asked: Asked, page: FoundPage, which: str) -> HttpResponse:
    showing = Showing(page, Mender.of(asked.cycle, asked.who))
    context = {
        **_frame(asked, queries.counts(asked.cycle, today=today(), teams=asked.teams), which),
        **_paged(asked, page, which),
        "rows": [(showing.one(row), finding_rows.icon_of(row.finding.code), showing.writes(row)) for row in page.rows],
        "total": page.total,
    }
    return render(asked.request, f"findings/{which}.html", context)


def _frame(asked: Asked, counts: Counts, which: str) -> dict[str, Any]:
    mended = finding_lines.mended_by_code(asked.cycle, asked.teams)
    by_code = {OPEN: counts.by_code, ACCEPTED: counts.accepted_by_code, MENDED: mended}
    return {
        "cycle": asked.cycle,
        "which": which,
        "counts": counts,
        "numbers": {each: _how_many(found, asked.codes) for each, found in by_code.items()},
        "team": asked.team,
        "whose": asked.whose,
        "severity": asked.severity or "",
        "code": asked.code,
        "codes": [(code, title(code, translation)) for code in sorted({*by_code[which], asked.code} - {""})],
        "severities": [(each.value, FINDING[each.value].word) for each in Severity],
        "query": asked.query(),
        "has_own": bool(asked.who.own_teams),
        "teams": _teams(asked, which),
        "news": news(asked.request),
    }


def _how_many(by_code: Mapping[str, int], codes: Collection[str] | None) -> int:
    return sum(number for code, number in by_code.items() if codes is None or code in codes)


def _teams(asked: Asked, which: str) -> "Sequence[Any]":
    """To choose from: those for which something is open, or mended, and the one that is chosen."""
    return finding_lines.teams_with_findings(asked.cycle, also=asked.whose, most=MOST_TEAMS, is_mended=which == MENDED)


def _paged(asked: Asked, page: FoundPage, which: str = "") -> dict[str, Any]:
    base = "&".join(part for part in (asked.query(), f"which={which}" if which else "") if part)
    is_last = asked.start + len(page.rows) >= page.total
    return {
        "shown": (asked.start + 1, asked.start + len(page.rows), page.total),
        "before": f"?{base}&page={asked.page - 1}" if asked.page > 1 else "",
        "after": "" if is_last else f"?{base}&page={asked.page + 1}",
    }
