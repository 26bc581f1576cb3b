"""How one is told: by mail at once, by one mail a day, or only here; in which hours, and of what."""

from collections.abc import Mapping
from datetime import time
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.domain.telling import Choice, How, Kind, Quiet
from accord.queries.telling.following import followed
from accord.queries.telling.told_people import choice_of
from accord.services.people import preferences
from accord.web.request import Request, reader
from accord.web.telling import names_of_kinds, ways
from accord.web.views.passwords import can_mail

HOURS = range(24)


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: Request) -> HttpResponse:
    """Read and change one's own. An account that is no person of the plan is told nothing."""
    person = reader(request).person
    if request.method != "POST" or person is None:
        return _page(request, _shown(choice_of(person)) if person else {}, {})
    wrong = _wrong(request.POST)
    if wrong:
        return _page(request, _typed(request.POST), wrong)
    preferences.choose_telling(person, _choice(request.POST))
    return HttpResponseRedirect(f"{reverse('told')}?kept=yes")


def _shown(choice: Choice) -> Mapping[str, Any]:
    quiet = choice.quiet
    return {
        "how": choice.how.value,
        "hour": str(choice.hour),
        "quiet_from": f"{quiet.start:%H:%M}" if quiet else "",
        "quiet_until": f"{quiet.end:%H:%M}" if quiet else "",
        "kinds": {kind.value for kind in Kind} - choice.muted,
    }


def _typed(form: Any) -> Mapping[str, Any]:
    names = ("how", "hour", "quiet_from", "quiet_until")
    return {name: form.get(name, "").strip() for name in names} | {"kinds": set(form.getlist("kinds"))}


def _wrong(form: Any) -> dict[str, str]:
    typed, problems = _typed(form), {}
    if typed["how"] not in {how.value for how in How}:
        problems["how"] = _("Choose one of the three.")
    if typed["hour"] not in {str(hour) for hour in HOURS}:
        problems["hour"] = _("Choose one of the list.")
    for name in ("quiet_from", "quiet_until"):
        if typed[name] and _time(typed[name]) is None:
            problems[name] = _("Write a time such as 18:30.")
    if bool(typed["quiet_from"]) != bool(typed["quiet_until"]):
        missing = "quiet_until" if typed["quiet_from"] else "quiet_from"
        problems.setdefault(missing, _("Write both times, or neither."))
    return problems


def _choice(form: Any) -> Choice:
    typed = _typed(form)
    start, end = _time(typed["quiet_from"]), _time(typed["quiet_until"])
    return Choice(
        how=How(typed["how"]),
        hour=int(typed["hour"]),
        quiet=Quiet(start, end) if start is not None and end is not None and start != end else None,
        muted=frozenset({kind.value for kind in Kind} - typed["kinds"]),
    )


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None) if text else None
    except ValueError:
        return None


def _page(request: Request, shown: Mapping[str, Any], wrong: dict[str, str]) -> HttpResponse:
    context = {
        "shown": shown,
        "wrong": wrong,
        "ways": ways(),
        "hours": [(str(hour), f"{hour:02}:00") for hour in HOURS],
        "kinds": [(kind.value, name) for kind, name in names_of_kinds().items()],
        "follows": followed(reader(request)),
        "can_mail": can_mail(),
        "news": _("Kept.") if "kept" in request.GET else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "telling/told.html", context, status=status)
