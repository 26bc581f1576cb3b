"""Pages for what went wrong: what happened, what is safe, what to do. None of them blames or jokes."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accord.web.request import wants_part

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of error page. `code` is what a reader quotes, and what the log can be searched for."""

    status: HTTPStatus
    code: str
    title: "_StrPromise"
    lede: "_StrPromise"


NOT_READABLE = Trouble(
    HTTPStatus.BAD_REQUEST,
    "not-readable",
    _("Accord could not read that"),
    _("What arrived was incomplete or garbled. Nothing was changed. Go back and try once more."),
)
TOO_LARGE = Trouble(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-large",
    _("That is more than Accord takes at once"),
    _("Nothing was changed. Go back, and send it in smaller pieces."),
)
NOT_YOURS = Trouble(
    HTTPStatus.FORBIDDEN,
    "not-yours",
    _("This isn’t yours to change"),
    _("Nothing was changed. Its own team, or an admin, can do it."),
)
PAGE_TOO_OLD = Trouble(
    HTTPStatus.FORBIDDEN,
    "page-too-old",
    _("This page was open for too long"),
    _("Nothing was changed. Go back, reload the page, and send it again. What you typed is still there."),
)
CYCLE_CLOSED = Trouble(
    HTTPStatus.CONFLICT,
    "cycle-closed",
    _("This cycle is closed"),
    _("What was agreed in it stays as it is, and nothing was changed. What goes on, goes on in the next cycle."),
)
NOT_FOUND = Trouble(
    HTTPStatus.NOT_FOUND,
    "not-found",
    _("This page isn’t here"),
    _("It may have been renamed or taken away. Nothing you wrote is lost."),
)
WRONG_METHOD = Trouble(
    HTTPStatus.METHOD_NOT_ALLOWED,
    "not-a-page",
    _("There is nothing to read at this address"),
    _("It only takes what a form sends. Nothing was changed."),
)
TOO_MANY = Trouble(
    HTTPStatus.TOO_MANY_REQUESTS,
    "too-many",
    _("Too many tries in a short time"),
    _("Wait five minutes, then try again. If it wasn’t you, somebody may be guessing; your account is safe."),
)
BROKEN = Trouble(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "broken",
    _("Something went wrong on our side"),
    _("What you sent last may not have been kept. Everything before it is safe. Go back and try again in a minute."),
)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, TOO_LARGE if isinstance(exception, RequestDataTooBig) else NOT_READABLE)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, NOT_YOURS)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: nearly always a page that stood open while its person signed out.

    A part of a page is asked to get a new one (js/session.js).
    """
    if wants_part(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return page(request, PAGE_TOO_OLD)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, NOT_FOUND)


@login_not_required
def too_many_requests(request: HttpRequest) -> HttpResponse:
    return page(request, TOO_MANY)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Without the shell: whatever is broken may be the database."""
    return _drawn(request, BROKEN, "errors/outside.html")


def page(request: HttpRequest, trouble: Trouble, *, typed: Sequence[str] = ()) -> HttpResponse:
    """The page of one trouble, in the shell for whoever is signed in; `typed` are texts that were sent in vain."""
    is_inside = hasattr(request, "user") and request.user.is_authenticated
    return _drawn(request, trouble, "errors/inside.html" if is_inside else "errors/outside.html", typed)


def _drawn(request: HttpRequest, trouble: Trouble, template: str, typed: Sequence[str] = ()) -> HttpResponse:
    context = {"trouble": trouble, "now": timezone.now(), "typed": typed}
    return render(request, template, context, status=trouble.status)
