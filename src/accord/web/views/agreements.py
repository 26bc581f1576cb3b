"""A team's agreements."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access, agreements, shell
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

WHICH = {"own": True, "others": False}


@require_safe
def listing(request: Request, cycle: str) -> HttpResponse:
    """What waits for a team first: the reader's own, or any that is asked for."""
    who, in_cycle = reader(request), shown_cycle(request)
    yours = agreements.teams_of(who)
    wanted = request.GET.get("team") or shell.home_team(who.person)
    if wanted is None:
        return render(request, "agreements/no_team.html", {"cycle": in_cycle})
    which = request.GET.get("which", "")
    found = agreements.listing(
        access.team(who, wanted),
        in_cycle,
        own=WHICH.get(which),
        limit=None if request.GET.get("all") else agreements.SHOWN,
    )
    context = {
        "listing": found,
        "cycle": in_cycle,
        "yours": yours,
        "which": which if which in WHICH else "",
        "is_ours": found.team in yours,
    }
    return render(request, "agreements/agreements.html", context)
