"""Calendars that other programs read under a secret address, and the page on which one makes and ends addresses."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accord.formats.calendar import write
from accord.queries import access
from accord.queries.people import calendar_things, feeds
from accord.queries.people.feeds import Feed
from accord.services.people import feeds as services
from accord.services.people.feeds import MayNot
from accord.web.calendar_entries import entries
from accord.web.request import Request, now, reader

PAGE = "feeds/calendars.html"


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What is due for a person or a team, for whoever has the address; it needs no session and gives none."""
    feed = feeds.opened(token)
    if feed is None:
        raise Http404
    zone, language = feed.user.time_zone or settings.TIME_ZONE, feed.user.language or settings.LANGUAGE_CODE
    with timezone.override(zone), translation.override(language):
        body = _body(feed)
    tag = quote_etag(sha256(body).hexdigest())
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    found: HttpResponse = get_conditional_response(request, etag=tag, response=response) or response
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: Request) -> HttpResponse:
    """One's own addresses and those of one's teams. A new one is shown once, in the answer to making it."""
    who = reader(request)
    if request.method != "POST":
        return _page(request)
    if who.person is None:
        raise PermissionDenied
    try:
        if "end" in request.POST:
            services.end(_number(request.POST["end"]), by=who.person, now=now())
            return HttpResponseRedirect(f"{reverse('calendars')}?ended=yes")
        key = request.POST.get("team", "")
        team = access.team(who, key) if key else None
        token = services.make(who.person, team, now=now())
    except MayNot as refused:
        raise PermissionDenied from refused
    link = settings.ACCORD_URL + reverse("calendar", kwargs={"token": token})
    return _page(request, made_for=key, link=link)


def _body(feed: Feed) -> bytes:
    name = feed.team.name if feed.team else feed.person.name
    found = calendar_things.things(feed, now=now())
    return write(_("Accord: %(name)s") % {"name": name}, entries(found))


def _page(request: Request, *, made_for: str = "", link: str = "") -> HttpResponse:
    context = {
        "places": feeds.places(reader(request)),
        "made_for": made_for,
        "link": link,
        "news": _("Ended. Nothing is read under that address any more.") if "ended" in request.GET else "",
    }
    return render(request, PAGE, context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
