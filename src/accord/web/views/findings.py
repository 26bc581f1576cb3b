"""The Checks page: what does not fit in a cycle, what of it is accepted, and what was mended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from accord.domain.checks.registry import BY_CODE
from accord.queries import access, finding_lines, sentences
from accord.queries import findings as queries
from accord.queries.finding_lines import Board
from accord.queries.finding_texts.messages import help_text
from accord.queries.finding_texts.titles import title
from accord.queries.findings import PAGE, Counts
from accord.queries.found_rows import FoundPage
from accord.web import finding_rows
from accord.web.finding_news import news
from accord.web.finding_rows import Showing
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Cycle, Team
    from accord.queries.access import Reader

MINE = "mine"
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

    @property
    def query(self) -> str:
        """What every link keeps of the address."""
        return f"team={self.whose}" if self.whose else ""

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
    which, code = request.GET.get("which", ""), request.GET.get("code", "").upper()
    if which == "accepted":
        return _accepted(asked)
    if which == "mended":
        return _mended(asked)
    return _of_code(asked, code) if code in BY_CODE else _board(asked)


def _board(asked: Asked) -> HttpResponse:
    board = finding_lines.board(asked.cycle, today=today(), own=asked.who.own_teams, teams=asked.teams)
    in_words = sentences.at_the_start(board.counts.by_severity.get(queries.GRAVEST_FIRST[0], 0))
    return _shown(asked, board, {"code": "", "in_words": in_words})


def _of_code(asked: Asked, code: str) -> HttpResponse:
    own, start = asked.who.own_teams, asked.start
    board = finding_lines.of_code(asked.cycle, code, today=today(), own=own, teams=asked.teams, start=start)
    texts = {"code": code, "title": title(code, translation), "help": help_text(code, translation)}
    return _shown(asked, board, {**texts, **_paged(asked, board.page, f"code={code}")})


def _shown(asked: Asked, board: Board, more: dict[str, Any]) -> HttpResponse:
    context = {
        **_frame(asked, board.counts),
        "groups": finding_rows.groups(board, asked.cycle, asked.who),
        "is_pending": finding_lines.is_pending(asked.cycle),
        "shown": "",
        "before": "",
        "after": "",
        **more,
    }
    return render(asked.request, "findings/findings.html", context)


def _accepted(asked: Asked) -> HttpResponse:
    page = queries.open_findings(asked.cycle, today=today(), teams=asked.teams, accepted=True, start=asked.start)
    return _list(asked, page, "accepted")


def _mended(asked: Asked) -> HttpResponse:
    page = queries.mended(asked.cycle, today=today(), teams=asked.teams, start=asked.start)
    return _list(asked, page, "mended")


def _list(asked: Asked, page: FoundPage, which: str) -> HttpResponse:
    showing = Showing(page, asked.cycle, asked.who)
    context = {
        **_frame(asked, queries.counts(asked.cycle, today=today(), teams=asked.teams)),
        **_paged(asked, page, f"which={which}"),
        "rows": [(showing.one(row), finding_rows.icon_of(row.finding.code), showing.writes(row)) for row in page.rows],
        "total": page.total,
    }
    return render(asked.request, f"findings/{which}.html", context)


def _frame(asked: Asked, counts: Counts) -> dict[str, Any]:
    return {
        "cycle": asked.cycle,
        "counts": counts,
        "mended": finding_lines.how_many_mended(asked.cycle, asked.teams),
        "team": asked.team,
        "whose": asked.whose,
        "query": asked.query,
        "has_own": bool(asked.who.own_teams),
        "teams": _teams(asked),
        "news": news(asked.request),
    }


def _teams(asked: Asked) -> "Sequence[Any]":
    """To choose from: those for which something is open, and the one that is chosen."""
    return finding_lines.teams_with_findings(asked.cycle, also=asked.whose, most=MOST_TEAMS)


def _paged(asked: Asked, page: FoundPage, what: str) -> dict[str, Any]:
    base = "&".join(part for part in (what, asked.query) if part)
    is_last = asked.start + len(page.rows) >= page.total
    return {
        "shown": (asked.start + 1, asked.start + len(page.rows), page.total),
        "before": f"?{base}&page={asked.page - 1}" if asked.page > 1 else "",
        "after": "" if is_last else f"?{base}&page={asked.page + 1}",
    }
