"""Handing over a need: its page, and what either team says of it."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.domain.handover import Step
from accord.queries.asks import handover_page
from accord.queries.asks.handover_page import HandoverPage
from accord.services.asks import handovers
from accord.services.asks.handovers import MayNotSay, Moved, Seen, Unfit
from accord.services.telling.events import Actor
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again

PAGE = "handovers/handover.html"
LONGEST_LINK, LONGEST = 2_000, 10_000


class Wrong(Exception):
    """Something that was typed cannot be taken: in which field, and how to mend it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Request, cycle: str, key: str) -> HttpResponse:
    """What was said of a need so far, and what may be said now."""
    page = handover_page.page(reader(request), shown_cycle(request), key)
    if request.method != "POST":
        return render(request, PAGE, _context(request, page))
    try:
        _say(request, page)
    except MayNotSay as refused:
        raise PermissionDenied from refused
    except Moved:
        page = handover_page.page(reader(request), shown_cycle(request), key)
        context = _context(request, page) | {"is_moved": True}
        return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)
    except Wrong as wrong:
        return asked_again(request, PAGE, _context(request, page) | {"errors": {wrong.field: wrong.sentence}})
    return HttpResponseRedirect(_back(request, page))


def _say(request: Request, page: HandoverPage) -> None:
    post = request.POST
    text = post.get("seen", "")
    seen = Seen(page.need, int(text) if text.isdecimal() and len(text) < 19 else -1)
    said = SAID.get(post.get("step", ""))
    if said is None:
        raise Wrong("", _("Accord cannot read what was sent. Nothing was recorded; say it once more on this page."))
    try:
        said(request, seen, Actor(request.user.person, "web", request.user.email))
    except Unfit as unfit:
        if unfit.code == "in-the-future":
            raise Wrong("day", _("This day is still to come. Say it once it is delivered.")) from unfit
        raise Wrong("missing", _("Say what is missing, so that they can mend it.")) from unfit


def _deliver(request: Request, seen: Seen, by: Actor) -> None:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as wrong:
        raise Wrong("day", _("Write a day such as 2026-12-18: year, month, day.")) from wrong
    handovers.deliver(seen, day=day, link=_link(request.POST.get("link", "").strip()), by=by, clock=now)


def _link(text: str) -> str:
    """An address that a browser may follow; anything else could be made to do something else."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    is_fit = parts.scheme in {"http", "https"} and parts.hostname and not any(each.isspace() for each in text)
    if not is_fit or len(text) > LONGEST_LINK or not text.isprintable():
        raise Wrong("link", _("Write a whole address that begins with https://, or leave it empty."))
    return text


def _not_yet(request: Request, seen: Seen, by: Actor) -> None:
    missing = request.POST.get("missing", "")
    if len(missing) > LONGEST:
        raise Wrong("missing", _("This is longer than 10,000 characters. Say it more shortly."))
    handovers.not_yet(seen, missing=missing, by=by, clock=now)


SAID: Mapping[str, Callable[[Request, Seen, Actor], Any]] = {
    Step.DELIVERED: _deliver,
    Step.NOT_YET: _not_yet,
    Step.RECEIVED: lambda _request, seen, by: handovers.receive(seen, by=by, clock=now),
    Step.DELIVERY_TAKEN_BACK: lambda _request, seen, by: handovers.take_back_delivery(seen, by=by, clock=now),
    Step.RECEIPT_TAKEN_BACK: lambda _request, seen, by: handovers.take_back_receipt(seen, by=by, clock=now),
}


def _context(request: Request, page: HandoverPage) -> dict[str, Any]:
    typed = {name: request.POST.get(name, "") for name in ("day", "link", "missing")}
    return {
        "page": page,
        "cycle": shown_cycle(request),
        "today": today(),
        "typed": typed if request.method == "POST" else {},
        "errors": {},
        "is_moved": False,
        "back": request.POST.get("back", ""),
    }


def _back(request: Request, page: HandoverPage) -> str:
    """To the page on which it was said: by its name and what it is about, never by an address."""
    cycle = shown_cycle(request).key
    name, _colon, about = request.POST.get("back", "").partition(":")
    if name == "asks" and about in {page.taker.key, page.giver.key}:
        return reverse("asks", kwargs={"cycle": cycle, "key": about})
    if name == "two_teams":
        teams = [page.giver.key, page.taker.key] if about == page.giver.key else [page.taker.key, page.giver.key]
        return reverse("two_teams", kwargs={"cycle": cycle, "team": teams[0], "other": teams[1]})
    if name == "key_result":
        return reverse("key_result", kwargs={"cycle": cycle, "key": page.need.key_result.key}) + f"#{page.need.key}"
    return reverse("handover", kwargs={"cycle": cycle, "key": page.need.key})
