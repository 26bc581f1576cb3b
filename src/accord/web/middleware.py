"""What every page has in common, before and after its view."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django_htmx.http import reswap, retarget

from accord.queries.access import NotVisible
from accord.services.definitions.edits import CycleClosed
from accord.web.request import cycles, wants_part
from accord.web.typed_words import typed_words
from accord.web.views import errors

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

View = Callable[[HttpRequest], HttpResponseBase]
NUL = "\x00"


def as_the_browser_asks(get_response: View) -> View:
    """Speak the browser's language until it is known who reads. Django's own looks for one in each address, too, where
    ours have none.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        translation.activate(translation.get_language_from_request(request))
        response = get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def as_the_reader_likes(get_response: View) -> View:
    """Show times in the reader's zone, and dates and numbers in the format they chose."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        zone, language = _preferences(request)
        with timezone.override(zone), translation.override(language):
            return get_response(request)

    return middleware


def nothing_that_no_database_takes(get_response: View) -> View:
    """Leave NUL out of what is asked for and typed: no keyboard writes it, and PostgreSQL takes none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        if request.method == "POST" and _holds_nul(request):
            request.POST = _without_nul(request.POST)
        return get_response(request)

    return middleware


def _holds_nul(request: HttpRequest) -> bool:
    try:
        return any(NUL in value for _, values in request.POST.lists() for value in values)
    except UnreadablePostError:  # whoever sent it has gone
        return False


def _without_nul(said: QueryDict) -> "_ImmutableQueryDict":
    return QueryDict(said.urlencode().replace("%00", ""))


def a_page_stays_when_signed_out(get_response: View) -> View:
    """A part of a page that asks for signing in leaves the page as it is: something may be typed there.

    js/session.js says so on it, and goes on once one is signed in again.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        sends_to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(settings.LOGIN_URL)
        is_refused = sends_to_sign_in and wants_part(request)
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED) if is_refused else response

    return middleware


def a_form_is_no_page(get_response: View) -> View:
    """An address that only takes a form says so in words to whoever looks at it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = errors.page(request, errors.WRONG_METHOD)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def not_visible_is_404(get_response: View) -> View:
    """What is missing and what is not this person's to see look alike."""

    def process_exception(request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotVisible):
            raise Http404 from exception

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def a_closed_cycle_is_409(get_response: View) -> View:
    """What would be written into a closed cycle is refused in plain words, and no form for it is given out.

    Services refuse it, too: a cycle may be closed while somebody writes.
    """

    def process_view(request: HttpRequest, view: object, args: object, named: Mapping[str, str]) -> HttpResponse | None:
        writes = request.method == "POST" or _route(request) in FORMS
        if not writes or _route(request) in OF_CLOSED_CYCLES or not request.user.is_authenticated:
            return None
        if wants_part(request) and _route(request) == SAVES_ITSELF:
            return None
        closed = any(each.key == named.get("cycle") and each.closed_at for each in cycles(request))
        return _closed(request) if closed else None

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _closed(request) if isinstance(exception, CycleClosed) else None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


FORMS = frozenset({"edit", "new", "new_objective", "drop", "publish", "close_cycle", "review_writing"})
SAVES_ITSELF = "review_writing"  # while somebody types: what is typed stays, and the form says why it is not saved
OF_CLOSED_CYCLES = frozenset({"reopen_cycle", "carry_over"})


def _closed(request: HttpRequest) -> HttpResponse:
    """A part of a page that was to be written gives way to the whole page that says so, with what was typed."""
    page = errors.page(request, errors.CYCLE_CLOSED, typed=typed_words(request.POST))
    return reswap(retarget(page, "body"), "innerHTML") if wants_part(request) else page


def _route(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _preferences(request: HttpRequest) -> tuple[ZoneInfo, str]:
    user = request.user
    if not user.is_authenticated:
        return ZoneInfo(settings.TIME_ZONE), translation.get_language() or settings.LANGUAGE_CODE
    # Left open by the person: what the installation uses.
    return ZoneInfo(user.time_zone or settings.TIME_ZONE), user.language or settings.LANGUAGE_CODE
