"""Carrying over what a team did not finish into a later cycle."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries import access
from accord.queries.cycles import carrying_over as queries
from accord.services.cycles import carrying_over as services
from accord.services.cycles.carrying_over import CannotCarry
from accord.services.definitions.edits import ChangeRefused, NotThere
from accord.web.request import Request, cycles, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.views.editing import actor

if TYPE_CHECKING:
    from accord.models import Cycle

PAGE = "cycles/carry_over.html"


@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request: Request, cycle: str, key: str) -> HttpResponse:
    """Choose what goes on, and where."""
    who = reader(request)
    team = access.team(who, key)
    if team.key not in who.own_teams and not who.is_admin:
        raise PermissionDenied("not-own")
    if request.method != "POST":
        return render(request, PAGE, _context(request, key))
    into, chosen = _into(request), request.POST.getlist("result")
    try:
        if into is None or not chosen or into.key != request.POST.get("into", into.key):
            raise CannotCarry("nothing")
        with_work = request.POST.get("work") == "yes"
        services.carry(shown_cycle(request), into, key, chosen, with_work=with_work, by=actor(request), clock=now)
    except CannotCarry:
        error = _("Choose what goes on. What is there already is not carried twice.")
        return asked_again(request, PAGE, _context(request, key) | {"error": error})
    except (NotThere, ChangeRefused) as refusal:
        raise PermissionDenied("not-own") from refusal
    return HttpResponseRedirect(f"{reverse('team', kwargs={'cycle': into.key, 'key': key})}?saved=carried")


def _into(request: Request) -> "Cycle | None":
    """The cycle that was chosen, else the next one."""
    later = list(services.later(shown_cycle(request), cycles(request)))
    asked = request.POST.get("into") or request.GET.get("into")
    return next((each for each in later if each.key == asked), later[0] if later else None)


def _context(request: Request, key: str) -> dict[str, Any]:
    who, cycle = reader(request), shown_cycle(request)
    team = access.team(who, key)
    into = _into(request)
    return {
        "team": team,
        "cycle": cycle,
        "into": into,
        "later": list(services.later(cycle, cycles(request))),
        "objectives": queries.unfinished(team, cycle, into, today=today()) if into else [],
        "chosen": request.POST.getlist("result"),
        "with_work": request.method != "POST" or request.POST.get("work") == "yes",
        "error": "",
    }
