"""Following a team, a key result, a metric or a person from its page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accord.queries import access
from accord.queries.access import NotVisible, Reader
from accord.queries.telling.following import Thing
from accord.services.telling import following
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle

IN_A_CYCLE = frozenset({"team", "key_result"})


@require_POST
def follow(request: Request, kind: str, key: str) -> HttpResponse:
    """Follow, or let go; then back to the page of the thing, or to the list it was pressed in."""
    who = reader(request)
    if who.person is None:
        raise NotVisible
    if kind == "key_result":
        thing: Thing = access.key_result(who, shown_cycle(request), key)
    elif kind in DOORS:
        thing = DOORS[kind](who, key)
    else:
        raise NotVisible
    if request.POST.get("wants") == "no":
        following.let_go(thing, by=who.person)
    else:
        following.follow(thing, by=who.person, now=now())
    return HttpResponseRedirect(_back(request, kind, key))


def _back(request: Request, kind: str, key: str) -> str:
    if request.POST.get("back") == "told":
        return f"{reverse('told')}#follows"
    in_cycle = {"cycle": shown_cycle(request).key} if kind in IN_A_CYCLE else {}
    return reverse(kind, kwargs={"key": key, **in_cycle})


DOORS: Mapping[str, Callable[[Reader, str], Any]] = {
    "team": access.team,
    "metric": access.metric,
    "person": access.person,
}
