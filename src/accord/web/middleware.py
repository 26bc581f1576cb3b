"""What every page has in common, before and after its view."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from accord.queries.access import NotVisible
from accord.services.edits import CycleClosed
from accord.web.views import errors

View = Callable[[HttpRequest], HttpResponseBase]


def as_the_reader_likes(get_response: View) -> View:
    """Show times in the reader's zone, and dates and numbers in the format they chose."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        zone, language = _preferences(request)
        with timezone.override(zone), translation.override(language):
            return get_response(request)

    return middleware


def sign_in_on_a_page(get_response: View) -> View:
    """A part of a page that asks for signing in sends the whole page there, and back to where it was."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        htmx = request.htmx  # type: ignore[attr-defined]
        sends_to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(settings.LOGIN_URL)
        if not htmx or not sends_to_sign_in:
            return response
        back = urlencode({"next": htmx.current_url_abs_path or "/"})
        return HttpResponse(headers={"HX-Redirect": f"{settings.LOGIN_URL}?{back}"})

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
    """What is written into a cycle that is closed, or was closed meanwhile, is refused in plain words."""

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.page(request, errors.CYCLE_CLOSED) if isinstance(exception, CycleClosed) else None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _preferences(request: HttpRequest) -> tuple[ZoneInfo, str]:
    user = request.user
    if not user.is_authenticated:
        return ZoneInfo(settings.TIME_ZONE), translation.get_language() or settings.LANGUAGE_CODE
    # Left open by the person: what the installation uses.
    return ZoneInfo(user.time_zone or settings.TIME_ZONE), user.language or settings.LANGUAGE_CODE
