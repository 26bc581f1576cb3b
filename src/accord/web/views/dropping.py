"""Dropping a thing, once it was said what that does; and bringing back what was dropped."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accord.queries.access import NotVisible
from accord.queries.definitions import editing
from accord.queries.definitions.editing import Editable
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Conflict, Drop, NotThere, Restore
from accord.web.editing import effects, forms, places
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again, gone_on
from accord.web.views.editing import KINDS, actor, not_yours

PAGE, PART = "editing/drop.html", "editing/_drop.html"


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, kind: str, key: str, cycle: str = "") -> HttpResponse:
    """Ask before a thing goes, with everything below it and every agreement it was in."""
    thing = editing.existing(reader(request), shown_cycle(request), _kind(kind), key)
    if not thing.may_remove:
        return not_yours(request, thing)
    if request.method != "POST":
        return render(request, PAGE, _context(request, thing))
    said = [Drop(thing.kind, key, _version(request.POST.get("seen", "")))]
    try:
        found = effects.told(definitions.preview(shown_cycle(request), said, by=actor(request), clock=now))
        if "look" in request.POST:
            return render(request, "editing/_told.html", {"effects": found, "cycle": shown_cycle(request)})
        if found.must_be_seen and request.POST.get("told") != found.token:
            return render(request, PART if request.htmx else PAGE, _context(request, thing) | {"effects": found})
        reason, agree = _reason(request) or None, forms.says_yes(request.POST)
        definitions.save(shown_cycle(request), said, by=actor(request), clock=now, reason=reason, agree=agree)
    except Conflict:
        error = _("Somebody changed it meanwhile. Look at it once more; nothing was dropped.")
        return _refused(request, thing, error, HTTPStatus.CONFLICT)
    except effects.REFUSALS as refusal:
        return _refused(request, thing, effects.why(refusal))
    return gone_on(request, f"{_where_to(request, thing)}?dropped={thing.kind}:{key}")


@require_POST
def bring_back(request: Request, kind: str, key: str, cycle: str = "") -> HttpResponse:
    """Put back what was dropped in the last 14 days; agreements come back by their content."""
    try:
        definitions.save(shown_cycle(request), [Restore(_kind(kind), key)], by=actor(request), clock=now)
    except (NotThere, *effects.REFUSALS) as refusal:
        raise NotVisible from refusal
    thing = editing.existing(reader(request), shown_cycle(request), _kind(kind), key)
    return HttpResponseRedirect(f"{_where_to(request, thing)}?saved=yes")


def _refused(
    request: Request, thing: Editable, error: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    answer = asked_again(request, PAGE, _context(request, thing, error), fragment=PART, status=status)
    # What was only looked at has a smaller place on the page than what is said now.
    return reswap(retarget(answer, "#editing"), "outerHTML") if request.htmx else answer


def _context(request: Request, thing: Editable, error: str = "") -> dict[str, Any]:
    cycle = shown_cycle(request)
    return {
        "thing": thing,
        "cycle": cycle,
        "effects": None,
        "error": error,
        "reason": _reason(request),
        "below": editing.below(cycle, thing),
        "back": places.back(thing, cycle),
        "edit_address": places.address("edit", thing, cycle),
    }


def _reason(request: Request) -> str:
    return request.POST.get("reason", "").strip()[:2_000]


def _where_to(request: Request, thing: Editable) -> str:
    """The page of what it stands under."""
    cycle = shown_cycle(request)
    if thing.kind in places.REGISTRY | {"strategic_goal"}:
        return reverse(f"{thing.kind}s")
    if thing.where.key_result:
        return reverse("key_result", kwargs={"cycle": cycle.key, "key": thing.where.key_result.key})
    return reverse("team", kwargs={"cycle": cycle.key, "key": thing.where.team.key if thing.where.team else ""})


def _version(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _kind(slug: str) -> str:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]
