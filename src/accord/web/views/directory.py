"""The directory of teams and people."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import shell
from accord.queries.access import NotVisible
from accord.queries.people import directory as queries
from accord.queries.people import people_list
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Cycle

MOST_PAGES = 100_000


@require_safe
def directory(request: Request) -> HttpResponse:
    """All teams with who answers for each, and the people of one of them, or all, or those who are looked for."""
    who, cycle = reader(request), _cycle(request)
    named = " ".join(request.GET.get("q", "").split())[:100]
    tree = queries.team_tree(who, cycle, under=request.GET.get("under"), named=named)
    wants_all = named or request.GET.get("people") == "all"
    team = None if wants_all else queries.team_name(request.GET.get("team", "")) or shell.at_home(who.person)
    people = people_list.people(
        cycle, teams=tree.at_and_below(team.key) if team else (), named=named, page=_page(request)
    )
    context = {"tree": tree, "people": people, "team": team, "named": named, "cycle": cycle}
    context["is_admin"] = who.is_admin and cycle is not None
    return render(request, "directory/directory.html", context)


def _cycle(request: Request) -> "Cycle | None":
    try:
        return shown_cycle(request)
    except NotVisible:
        if request.GET.get("cycle"):
            raise
        return None  # there is no plan yet


def _page(request: Request) -> int:
    asked = request.GET.get("page", "")
    return min(int(asked), MOST_PAGES) if asked.isdecimal() and asked.isascii() else 1
