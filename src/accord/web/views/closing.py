"""Closing a key result: its team says how it ended, each party says its own."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries import access, closings, standings
from accord.services import closing as services
from accord.services.closing import MayNotClose, Moved
from accord.services.events import Actor
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again

if TYPE_CHECKING:
    from accord.models import KeyResult

PAGE = "closing/closing.html"
LONGEST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Request, cycle: str, key: str) -> HttpResponse:
    """How a key result ended, as its team and each party say."""
    key_result = access.key_result(reader(request), shown_cycle(request), key)
    if request.method != "POST":
        return render(request, PAGE, _context(request, key_result))
    error = _what_is_wrong(request)
    if error:
        return asked_again(request, PAGE, _context(request, key_result) | {"errors": dict([error])})
    try:
        _say(request, key_result)
    except MayNotClose as refused:
        raise PermissionDenied(refused.code) from refused
    except Moved:
        context = _context(request, key_result) | {"is_moved": True}
        return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)
    page = reverse("key_result", kwargs={"cycle": key_result.cycle.key, "key": key_result.key})
    return HttpResponseRedirect(f"{page}#closing")


def _what_is_wrong(request: Request) -> tuple[str, str] | None:
    post = request.POST
    if "reopen" not in post and post.get("is_met") not in {"yes", "no"}:
        return f"is_met-{post.get('team', '')}", _("Choose one: met or not met.")
    if len(post.get("word", "")) > LONGEST:
        return f"word-{post.get('team', '')}", _("This is longer than 10,000 characters. Say it more shortly.")
    return None


def _say(request: Request, key_result: "KeyResult") -> None:
    post, by = request.POST, Actor(request.user.person, "web", request.user.email)
    text = post.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 19 else 0
    is_met, word = post.get("is_met") == "yes", post.get("word", "").replace("\x00", "")
    if "reopen" in post:
        services.reopen(key_result, seen=seen, by=by, clock=now)
    elif post.get("team"):
        services.judge(key_result, post["team"], is_met=is_met, word=word, seen=seen, by=by, clock=now)
    else:
        services.close(key_result, is_met=is_met, word=word, by=by, clock=now)


def _context(request: Request, key_result: "KeyResult") -> dict[str, Any]:
    agreement = standings.standings([key_result.pk]).get(key_result.pk)
    return {
        "kr": key_result,
        "cycle": shown_cycle(request),
        "closing": closings.closing(reader(request), key_result, agreement.other_teams if agreement else ()),
        "typed": {name: request.POST.get(name, "").replace("\x00", "") for name in ("team", "is_met", "word")},
        "errors": {},
        "is_moved": False,
    }
