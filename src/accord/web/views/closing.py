"""Closing a key result: its team grades how it ended, each party says met or not met."""

from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accord.domain import grading, scoring
from accord.domain.grading import WrongGrade
from accord.queries import access
from accord.queries.agreements import standings
from accord.queries.check_ins import check_ins, progress
from accord.queries.cycles import closings
from accord.services.cycles import closing as services
from accord.services.cycles.closing import MayNotClose, Moved
from accord.services.telling.events import Actor
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again

if TYPE_CHECKING:
    from accord.models import KeyResult

PAGE = "closing/closing.html"
LONGEST = 10_000
GRADE = gettext_lazy("Write a grade from 0.0 to 1.0, such as 0.7.")


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
    if "reopen" not in post and post.get("team") and post.get("is_met") not in {"yes", "no"}:
        return f"is_met-{post['team']}", _("Choose one: met or not met.")
    if "reopen" not in post and not post.get("team") and _grade(post.get("grade", "")) is None:
        return "grade", str(GRADE)
    if len(post.get("word", "")) > LONGEST:
        return f"word-{post.get('team', '')}", _("This is longer than 10,000 characters. Say it more shortly.")
    return None


def _say(request: Request, key_result: "KeyResult") -> None:
    post, by = request.POST, Actor(request.user.person, "web", request.user.email)
    text = post.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 19 else 0
    word = post.get("word", "")
    if "reopen" in post:
        services.reopen(key_result, seen=seen, by=by, clock=now)
    elif post.get("team"):
        services.judge(
            key_result, post["team"], is_met=post.get("is_met") == "yes", word=word, seen=seen, by=by, clock=now
        )
    else:
        grade = _grade(post.get("grade", ""))
        assert grade is not None  # looked at before
        services.close(key_result, grade=grade, word=word, by=by, clock=now)


def _grade(text: str) -> Decimal | None:
    try:
        return grading.grade(text)
    except WrongGrade:
        return None


def _context(request: Request, key_result: "KeyResult") -> dict[str, Any]:
    day = today()
    score = scoring.score(progress.measure_of(key_result), check_ins.readings(key_result.pk, today=day), today=day)
    agreement = standings.standings([key_result.pk]).get(key_result.pk)
    return {
        "kr": key_result,
        "cycle": shown_cycle(request),
        "closing": closings.closing(reader(request), key_result, agreement.other_teams if agreement else (), score),
        "typed": {name: request.POST.get(name, "") for name in ("team", "is_met", "grade", "word")},
        "errors": {},
        "is_moved": False,
    }
