"""The matrix: who needs whom, and how that stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.domain.matrix import Standing
from accord.domain.team_lines import Line
from accord.queries.agreements import agreements
from accord.queries.matrix import matrix_pairs
from accord.queries.matrix.matrix import Matrix, Wish
from accord.queries.matrix.matrix import matrix as look
from accord.queries.matrix.matrix_pairs import PAGE, Taking
from accord.queries.names import TeamName
from accord.web.addresses import url
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle

MOST_OPENED = 50
NOT_AGREED = "not-agreed"  # the list of all that are, however they stand


@require_safe
def matrix(request: Request, cycle: str) -> HttpResponse:
    """Who needs whom in a cycle: all teams, or those around one; groups are opened and closed by their address."""
    who, in_cycle = reader(request), shown_cycle(request)
    wish = _wish(request)
    page = look(who, in_cycle, wish, today=today())
    is_part = request.htmx and not request.htmx.history_restore_request
    context = {
        "page": page,
        "cycle": in_cycle,
        "wish": wish,
        "ways": Ways(url("matrix", cycle=in_cycle.key), wish, page.opened),
        "yours": agreements.teams_of(who),
        "choices": _choices(page),
        "just_opened": _just_opened(request, page.opened) if is_part else None,
    }
    return render(request, "matrix/_page.html" if is_part else "matrix/matrix.html", context)


@require_safe
def pairs(request: Request, cycle: str, standing: str) -> HttpResponse:
    """The list behind a count: every two teams that stand so, or all that are not agreed; of one row, or of all."""
    if standing not in {*Standing, NOT_AGREED}:
        raise Http404
    who, in_cycle, wish, taking = reader(request), shown_cycle(request), _wish(request), _taking(request)
    stands = None if standing == NOT_AGREED else Standing(standing)
    found = matrix_pairs.pairs(who, in_cycle, wish, stands, today=today(), taking=taking, start=_start(request))
    page = url("matrix_pairs", cycle=in_cycle.key, standing=standing)
    said = [("team", wish.team), *_said(taking)]
    context = {
        "found": found,
        "cycle": in_cycle,
        "standing": standing,
        "back": _address(url("matrix", cycle=in_cycle.key), [("team", wish.team)]),
        "before": _address(page, [*said, ("start", max(found.start - PAGE, 0))]) if found.start else "",
        "after": _address(page, [*said, ("start", found.start + PAGE)]) if found.has_more else "",
    }
    return render(request, "matrix/pairs.html", context)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the page's links lead: the same page with other groups open."""

    page: str
    wish: Wish
    opened: Sequence[str]

    def opening(self, *keys: str) -> str:
        """The page with these groups open too, at the first of them."""
        return self._to([*self.opened, *(key for key in keys if key not in self.opened)], keys[0])

    def between(self, row: Line, column: Line) -> str:
        """The page with the groups of a cell open."""
        return self.opening(*dict.fromkeys(line.key for line in (row, column) if line.is_group))

    def closing(self, key: str) -> str:
        """The page with a group closed, at where it is."""
        return self._to([each for each in self.opened if each != key], key)

    def listing(self, standing: str) -> str:
        """The list of the pairs of teams that stand so, of what the page is about."""
        return _address(f"{self.page}{standing}/", [("team", self.wish.team)])

    def not_agreed(self, row: Line) -> str:
        """The list of what the teams of a row need and is not agreed."""
        said = [("team", self.wish.team), *_said(Taking(row.key, row.is_group))]
        return _address(f"{self.page}{NOT_AGREED}/", said)

    def _to(self, opened: Sequence[str], at: str) -> str:
        said = [("team", self.wish.team), ("only", "open" if self.wish.only_open else None)]
        query = [(name, value) for name, value in said if value]
        # That nothing is open has to be said where something is open to begin with.
        query += [("open", key) for key in opened] or ([("open", "")] if self.wish.team else [])
        return f"{self.page}{'?' if query else ''}{urlencode(query)}#at-{at}"


def _wish(request: Request) -> Wish:
    opened = request.GET.getlist("open")[:MOST_OPENED] if "open" in request.GET else None
    return Wish(request.GET.get("team") or None, opened, only_open=request.GET.get("only") == "open")


def _start(request: Request) -> int:
    asked = request.GET.get("start", "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 0


def _taking(request: Request) -> Taking | None:
    said = next((name for name in ("of", "below") if request.GET.get(name)), None)
    return Taking(request.GET[said], is_group=said == "below") if said else None


def _said(taking: Taking | None) -> list[tuple[str, str]]:
    return [("below" if taking.is_group else "of", taking.key)] if taking else []


def _address(page: str, said: Iterable[tuple[str, str | int | None]]) -> str:
    query = {name: value for name, value in said if value}
    return f"{page}?{urlencode(query)}" if query else page


def _choices(page: Matrix) -> list[tuple[TeamName, bool]]:
    """Teams that one may ask for alone: those on the page, by name; and whether others are below them in a group."""
    groups = [head.team for head in page.heads if head.line.is_group and len(head.names) == 1]
    groups += [names[0] for names in page.groups.values() if len(names) == 1]
    teams = [head.team for head in page.heads if not head.line.is_group]
    found = dict.fromkeys(teams, False) | dict.fromkeys(groups, True)
    if page.chosen:
        found.setdefault(page.chosen, False)
    return sorted(found.items(), key=lambda each: each[0].name.casefold())


def _just_opened(request: Request, opened: Sequence[str]) -> str | None:
    """The group that has come open since the page the reader came from: what they look at next."""
    before = parse_qs(urlsplit(request.htmx.current_url or "").query).get("open", [])
    return next((key for key in opened if key not in before), None)
