"""Cycles: all of them, each with its brief and where it stands, closing one, and the way from one to another."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.domain.cycles import comes_after
from accord.queries import access, shell
from accord.queries.access import NotVisible
from accord.queries.cycles import cycle_end
from accord.queries.cycles import cycles as queries
from accord.queries.teams import teams
from accord.queries.telling.recipients import leads
from accord.services.cycles import cycles as services
from accord.services.cycles.cycles import CannotClose
from accord.web.news import news
from accord.web.request import Request, cycles, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.shell import time_of, weeks_of
from accord.web.views.editing import actor

if TYPE_CHECKING:
    from accord.queries.cycles.cycles import CyclePage

PAGE, CLOSE = "cycles/cycle.html", "cycles/close.html"


@require_safe
def listing(request: Request) -> HttpResponse:
    """All cycles, the latest first, each with those inside it."""
    lines = queries.listing(cycles(request), today=today())
    times = {line.cycle.key: time_of(line.cycle, today(), cycles(request)) for line in lines}
    context = {"lines": lines, "times": times, "who": reader(request), "news": news(request)}
    return render(request, "cycles/cycles.html", context)


@require_safe
def cycle(request: Request, cycle: str) -> HttpResponse:
    """What one cycle is for, when it is, and where it stands."""
    return render(request, PAGE, _shown(request, news=_opened(request) or news(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, cycle: str) -> HttpResponse:
    """Close a cycle, once it was said what that does and what is still open in it."""
    shown = shown_cycle(request)
    if not reader(request).is_admin:
        raise PermissionDenied("not-admin")
    if request.method != "POST":
        return render(request, CLOSE, _closing(request))
    try:
        services.close(shown, by=actor(request), clock=now)
    except CannotClose as refusal:
        context = _closing(request) | {"refusal": _why(refusal)}
        return asked_again(request, CLOSE, context, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('cycle', kwargs={'cycle': shown.key})}?saved=closed")


@require_POST
def reopen(request: Request, cycle: str) -> HttpResponse:
    """Take a closing back."""
    shown = shown_cycle(request)
    try:
        services.reopen(shown, by=actor(request), clock=now)
    except CannotClose as refusal:
        if refusal.code == "not-admin":
            raise PermissionDenied(refusal.code) from refusal
        return asked_again(request, PAGE, _shown(request, refusal=_why(refusal)), status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('cycle', kwargs={'cycle': shown.key})}?saved=yes")


@require_safe
def switch(request: Request, cycle: str) -> HttpResponse:
    """From a key result or its agreement to the same one in another cycle; where it is not there, to that cycle."""
    shown, key = shown_cycle(request), request.GET.get("key", "")
    kind = request.GET.get("to", "")
    if kind in {"key_result", "agreement"}:
        try:
            getattr(access, kind)(reader(request), shown, key)
        except NotVisible:
            return HttpResponseRedirect(reverse("cycle", kwargs={"cycle": shown.key}))
        return HttpResponseRedirect(reverse(kind, kwargs={"cycle": shown.key, "key": key}))
    return HttpResponseRedirect(reverse("cycle", kwargs={"cycle": shown.key}))


def _shown(request: Request, *, news: str = "", refusal: str = "") -> dict[str, Any]:
    shown = shown_cycle(request)
    page = queries.page(shown, cycles(request), now=now(), today=today())
    return {
        "page": page,
        "cycle": shown,
        "who": reader(request),
        "time": time_of(shown, today(), cycles(request)),
        "weeks": weeks_of(shown, today()) if page.state == "running" else None,
        "first": _first(request, page),
        "news": news,
        "refusal": refusal,
    }


def _opened(request: Request) -> str:
    """What is said once to whoever has just opened the cycle."""
    if request.GET.get("saved") != "opened":
        return ""
    person = reader(request).person
    count = len(leads() - ({person.pk} if person else set()))
    return ngettext("Open. One lead is told.", "Open. %(num)s leads are told.", count) % {"num": count}


def _first(request: Request, page: "CyclePage") -> dict[str, Any]:
    """What comes first in a cycle in which nobody has published anything: nothing in any other.

    `team` is the one the reader is at home in, `before` whether a cycle came before, `earlier` the one the team can
    carry over from.
    """
    if page.numbers.objectives or page.state not in {"planned", "running"}:
        return {}
    who, shown = reader(request), shown_cycle(request)
    key = shell.home_team(who.person)
    team = access.team(who, key) if key in who.own_teams else None
    before = [each for each in cycles(request) if comes_after(shown, each)]
    return {"team": team, "before": bool(before), "earlier": teams.latest_with_plan(team, before) if team else None}


def _closing(request: Request) -> dict[str, Any]:
    shown = shown_cycle(request)
    return {
        "cycle": shown,
        "left": cycle_end.left_open(shown),
        "is_early": today() <= shown.end,
        "refusal": "",
    }


def _why(refusal: CannotClose) -> str:
    return {
        "closed": _("Somebody has closed it already."),
        "open-inside": _("%(cycle)s is part of it and still open. Close that first.") % {"cycle": refusal.about},
        "not-closed": _("Somebody has opened it again already."),
        "too-late": _("It was closed more than 14 days ago. What it holds stays as it is."),
        "closed-around": _("It is part of %(cycle)s, which is closed. Open that first.") % {"cycle": refusal.about},
    }[refusal.code]
