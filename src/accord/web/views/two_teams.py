"""The two of us: what stands between two teams."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.access import NotVisible
from accord.queries.agreements.two_teams import two_teams as between
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle


@require_safe
def two_teams(request: Request, cycle: str, team: str, other: str) -> HttpResponse:
    """Agreements, needs and what is open between two teams; the reader's own stands first."""
    who, in_cycle = reader(request), shown_cycle(request)
    if team == other:
        raise NotVisible
    one, second = access.team(who, team), access.team(who, other)
    if other in who.answers_for and team not in who.answers_for:
        named = {"cycle": in_cycle.key, "team": other, "other": team}
        return HttpResponseRedirect(reverse("two_teams", kwargs=named))
    page = between(who, one, second, in_cycle)
    context = {"page": page, "cycle": in_cycle, "mine": who.answers_for, "own": who.own_teams, "today": today()}
    return render(request, "two_teams/two_teams.html", context)
