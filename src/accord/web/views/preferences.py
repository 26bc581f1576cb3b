"""What somebody chooses for themselves: how dates are written, in which zone, light or dark, with shortcuts or not."""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from http import HTTPStatus
from zoneinfo import ZoneInfo

from babel import Locale
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.services.people import preferences as service
from accord.services.people.preferences import Preferences
from accord.web import formatting
from accord.web.manner import DEFAULT
from accord.web.request import Request, now

THEMES = ("system", "light", "dark")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Read and change one's own; nobody else's can be reached from here."""
    if request.method != "POST":
        return _page(request, _kept(request), {})
    chosen = _typed(request.POST)
    wrong = _wrong(chosen)
    if wrong:
        return _page(request, chosen, wrong)
    service.choose(request.user, chosen)
    return HttpResponseRedirect(f"{reverse('preferences')}?kept=yes")


def _kept(request: Request) -> Preferences:
    user = request.user
    return Preferences(user.language, user.time_zone, user.theme, user.has_shortcuts)


def _typed(form: Mapping[str, str]) -> Preferences:
    return Preferences(
        format=form.get("format", ""),
        time_zone=form.get("time_zone", "").strip(),
        theme=form.get("theme", ""),
        has_shortcuts=form.get("has_shortcuts") == "yes",
    )


def _wrong(chosen: Preferences) -> dict[str, str]:
    problems = {}
    if chosen.format not in ("", *formatting.FORMATS):
        problems["format"] = _("Choose one of the list.")
    if chosen.time_zone and chosen.time_zone not in zones():
        problems["time_zone"] = _("Accord knows no such zone. Write one like Europe/Berlin.")
    if chosen.theme not in THEMES:
        problems["theme"] = _("Choose one of the three.")
    return problems


def _page(request: Request, shown: Preferences, wrong: dict[str, str]) -> HttpResponse:
    at = now()
    context = {
        "shown": shown,
        "wrong": wrong,
        "formats": [("", _("As this installation: %(sample)s") % {"sample": _sample(DEFAULT, at)})]
        + [(code, f"{_region(code)}: {_sample(code, at)}") for code in formatting.FORMATS],
        "zones": zones(),
        "installation_zone": settings.TIME_ZONE,
        "now": at.astimezone(ZoneInfo(request.user.time_zone or settings.TIME_ZONE)),
        "themes": [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        "news": {"kept": _("Kept."), "password": _("Your password is changed.")}.get(next(iter(request.GET), ""), ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "preferences/preferences.html", context, status=status)


def _sample(code: str, at: datetime) -> str:
    with translation.override(code):
        return f"{formatting.day(at)}, {formatting.clock(at)}, {formatting.number(1234.5)}"


def _region(code: str) -> str:
    return Locale.parse(code, sep="-").get_territory_name("en") or code


@cache
def zones() -> tuple[str, ...]:
    """The zones of places, to choose from: without those that are only offsets or old names."""
    places = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return (*sorted(places), "UTC")
