"""What another team's review tells one's own: read, and acknowledged or answered in one act."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries.reviews import updates
from accord.queries.reviews.updates import UpdatePage
from accord.services.reviews import updates as services
from accord.services.reviews.updates import AlreadyAnswered, MayNotAnswer, ToldAnew
from accord.services.telling.events import Actor
from accord.web.request import Request, now, reader, today
from accord.web.responses import asked_again
from accord.web.review_form import questions

PAGE = "reviews/update.html"
LONGEST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: Request, number: int) -> HttpResponse:
    """Read it; for whoever answers for the team, say so, with whatever there is to answer."""
    page = updates.page(reader(request), number)
    if request.method != "POST":
        return render(request, PAGE, _context(page, "") | {"said": request.GET.get("saved", "")})
    typed = request.POST.get("answer", "")
    if len(typed) > LONGEST:
        too_long = _("This is longer than 10,000 characters. Say it more shortly.")
        return asked_again(request, PAGE, _context(page, typed) | {"errors": {"answer": too_long}})
    by = Actor(request.user.person, "web", request.user.email)
    try:
        services.acknowledge(number, answer=typed, by=by, clock=now)
    except MayNotAnswer as refused:
        raise PermissionDenied from refused
    except AlreadyAnswered as done:
        if not done.is_same(typed, by):
            return _as_it_stands(request, number, typed)
    except ToldAnew:
        return _as_it_stands(request, number, typed)
    said = "answered" if typed.strip() else "acknowledged"
    return HttpResponseRedirect(f"{reverse('update', kwargs={'number': number})}?saved={said}")


def _as_it_stands(request: Request, number: int, typed: str) -> HttpResponse:
    """The update as it is by now, with what this person typed."""
    context = _context(updates.page(reader(request), number), typed) | {"is_moved": True}
    return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)


def _context(page: UpdatePage, typed: str) -> dict[str, Any]:
    return {
        "page": page,
        "typed": typed,
        "errors": {},
        "is_moved": False,
        "said": "",
        "questions": questions(),
        "today": today(),
    }
