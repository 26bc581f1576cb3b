"""A team's agreements."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.access import Reader
from accord.queries.agreements import agreements
from accord.queries.people.people_list import ended_places
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Team

WHICH = {"own": True, "others": False}


@require_safe
def listing(request: Request, cycle: str) -> HttpResponse:
    """What waits for a team first: the reader's own, or any that is asked for."""
    who, in_cycle = reader(request), shown_cycle(request)
    yours = agreements.teams_of(who)
    team = _wanted(who, yours, request.GET.get("team"))
    if team is None:
        return render(request, "agreements/no_team.html", {"cycle": in_cycle, "ended": ended_places(who.person)})
    which = request.GET.get("which", "")
    found = agreements.listing(
        team,
        in_cycle,
        own=WHICH.get(which),
        limit=None if request.GET.get("all") else agreements.SHOWN,
    )
    context = {
        "listing": found,
        "cycle": in_cycle,
        "yours": yours,
        "which": which if which in WHICH else "",
        "is_ours": team in yours,
    }
    return render(request, "agreements/agreements.html", context)


def _wanted(who: Reader, yours: Sequence["Team"], key: str | None) -> "Team | None":
    """The team that is asked for, else the reader's first; None for somebody who is in none."""
    if key is None:
        return next(iter(yours), None)
    return next((team for team in yours if team.key == key), None) or access.team(who, key)
