"""Publishing a team's drafts, once it was said who is asked for what."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accord.queries import access, editing
from accord.queries.access import NotVisible
from accord.services import drafts
from accord.services.edits import ChangeRefused, CycleClosed
from accord.web.editing import effects
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.views.editing import actor


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
    agree = request.method != "POST" or "asked_yes" not in request.POST or request.POST.get("yes") == "yes"
    try:
        if request.method == "POST":
            drafts.publish(in_cycle, team.key, by=actor(request), clock=now, agree=agree)
            return HttpResponseRedirect(f"{page}?saved=published")
        found = effects.told(drafts.preview(in_cycle, team.key, by=actor(request), clock=now))
    except (ChangeRefused, CycleClosed) as refusal:
        raise NotVisible from refusal
    context = {"team": team, "cycle": in_cycle, "drafts": written, "effects": found}
    return render(request, "editing/publish.html", context)
