"""A request as the pages see it: who reads, which cycle is shown, what day it is for that person."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from accord.queries import access
from accord.queries.access import Reader

if TYPE_CHECKING:
    from accord.models import Cycle, User


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: "User"
    htmx: HtmxDetails


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(request.htmx)  # type: ignore[attr-defined]  # a middleware puts it there, before any of ours


def reader(request: HttpRequest) -> Reader:
    """Who this request's person is here, found once a request."""
    if not hasattr(request, "_reader"):
        who = access.reader(request.user)  # type: ignore[arg-type]
        # In a closed cycle nobody has anything to answer: what was agreed is there to be read.
        request._reader = replace(who, answers_for=frozenset()) if _is_closed(request) else who  # type: ignore[attr-defined]
    found: Reader = request._reader  # type: ignore[attr-defined]
    return found


def _is_closed(request: HttpRequest) -> bool:
    """Whether the page is of a cycle that is closed; one without a cycle in its address is not."""
    in_address = request.resolver_match.kwargs.get("cycle") if request.resolver_match else None
    named = in_address or request.GET.get("cycle")
    return any(each.key == named and each.closed_at for each in cycles(request)) if named else False


def cycle(request: HttpRequest) -> "Cycle":
    """The cycle a page shows: the one in its address or named by `?cycle=`, else today's; found once a request."""
    if not hasattr(request, "_cycle"):
        in_address = request.resolver_match.kwargs.get("cycle") if request.resolver_match else None
        named = in_address or request.GET.get("cycle") or None
        request._cycle = access.cycle(named, today=today(), among=cycles(request))  # type: ignore[attr-defined]
    found: Cycle = request._cycle  # type: ignore[attr-defined]
    return found


def cycles(request: HttpRequest) -> "list[Cycle]":
    """All cycles, the latest first; found once a request."""
    if not hasattr(request, "_cycles"):
        request._cycles = access.cycles()  # type: ignore[attr-defined]
    found: list[Cycle] = request._cycles  # type: ignore[attr-defined]
    return found


def now() -> datetime:
    """The moment at which a request acts; everything below the pages is told it."""
    return timezone.now()


def today() -> date:
    """Today where the person is."""
    return timezone.localdate()
