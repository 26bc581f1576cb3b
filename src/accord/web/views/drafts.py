"""Publishing a team's drafts, once it was said who is asked for what."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accord.queries import access
from accord.queries.access import NotVisible
from accord.queries.definitions import editing, proposals
from accord.services.definitions import drafts
from accord.services.definitions.edits import ChangeRefused, CycleClosed
from accord.web.editing import effects
from accord.web.editing.forms import says_yes
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import gone_on
from accord.web.views.editing import actor

PAGE, PART = "editing/publish.html", "editing/_publish.html"


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, cycle: str, key: str) -> HttpResponse:
    """Show what publishing does; then let everybody see the plan, and ask."""
    who, in_cycle = reader(request), shown_cycle(request)
    team = access.team(who, key)
    page = reverse("team", kwargs={"cycle": in_cycle.key, "key": team.key})
    written = editing.drafts(in_cycle, team)
    if team.key not in who.own_teams and not who.is_admin:
        raise NotVisible
    if not written:
        return HttpResponseRedirect(page)
    context = {"team": team, "cycle": in_cycle, "drafts": written, "effects": None}
    context["proposals"] = proposals.of_drafts(in_cycle, team)
    if request.method != "POST":
        return render(request, PAGE, context)
    try:
        found = effects.told(drafts.preview(in_cycle, team.key, by=actor(request), clock=now))
        if "look" in request.POST:
            return render(request, "editing/_told.html", {"effects": found, "cycle": in_cycle})
        if found.touches and request.POST.get("told") != found.token:
            return render(request, PART if request.htmx else PAGE, context | {"effects": found})
        drafts.publish(in_cycle, team.key, by=actor(request), clock=now, agree=says_yes(request.POST))
    except (ChangeRefused, CycleClosed) as refusal:
        raise NotVisible from refusal
    return gone_on(request, f"{page}?saved=published")
