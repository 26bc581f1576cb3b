"""When a team reviews, chosen by its leads; and the one week of a month in which all do, chosen by an admin."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.domain.cadence import ReviewWeek
from accord.queries import access
from accord.queries.reviews import cadences
from accord.queries.reviews.cadences import CadencePage
from accord.queries.sentences.cadence_sentences import how_often
from accord.services.reviews import cadences as services
from accord.services.reviews.cadences import MayNotChoose, Moved
from accord.services.telling.events import Actor
from accord.web import cadence_form
from accord.web.cadence_form import CadenceForm
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.views.preferences import zones

if TYPE_CHECKING:
    from accord.models import Team

PAGE = "cadences/cadence.html"
COMING = "cadences/_coming.html"
WEEK_PAGE = "cadences/week.html"


@require_http_methods(["GET", "HEAD", "POST"])
def cadence(request: Request, key: str) -> HttpResponse:
    """When a team reviews. What is typed is looked at without keeping it, and kept when it is sent."""
    who = reader(request)
    team = access.team(who, key)
    page = cadences.page(who, team, now())
    if request.method != "POST":
        form = cadence_form.kept(page.cadence, page.today)
        return render(request, PAGE, _context(request, team, page, form))
    if not page.may_choose:
        raise PermissionDenied
    form = cadence_form.read(request.POST)
    if "look" in request.POST:
        return render(request, COMING if request.htmx else PAGE, _context(request, team, page, form))
    return _choose(request, team, page, form)


def _choose(request: Request, team: "Team", page: CadencePage, form: CadenceForm) -> HttpResponse:
    if form.cadence is None:
        return asked_again(request, PAGE, _context(request, team, page, form))
    try:
        services.choose(team, form.cadence, seen=_seen(request), by=_actor(request), clock=now)
    except MayNotChoose as refused:
        raise PermissionDenied from refused
    except Moved:
        context = _context(request, team, page, form) | {"is_moved": True}
        return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('cadence', kwargs={'key': team.key})}?kept=yes")


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: Request) -> HttpResponse:
    """The organization's review week. An admin chooses it, everybody may read what it is."""
    shown = cadences.week_page(now())
    context: dict[str, Any] = {
        "page": shown,
        "weeks": _weeks(),
        "chosen": shown.coming.value if shown.coming else "none",
        "may_choose": reader(request).is_admin,
        "wrong": {},
        "is_moved": False,
        "news": _("Kept.") if "kept" in request.GET else "",
    }
    if request.method != "POST":
        return render(request, WEEK_PAGE, context)
    if not reader(request).is_admin:
        raise PermissionDenied
    said = request.POST.get("week", "")
    if said not in dict(_weeks()):
        return asked_again(request, WEEK_PAGE, context | {"wrong": {"week": _("Choose one of the three.")}})
    try:
        chosen = None if said == "none" else ReviewWeek(said)
        services.choose_week(chosen, seen=_seen(request), by=_actor(request), clock=now)
    except Moved:
        moved = context | {"chosen": said, "is_moved": True}
        return asked_again(request, WEEK_PAGE, moved, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('review_week')}?kept=yes")


def _context(request: Request, team: "Team", page: CadencePage, form: CadenceForm) -> dict[str, Any]:
    is_looking = form.cadence is not None and form.cadence != page.cadence
    coming = cadences.preview(team, form.cadence, now()) if is_looking and form.cadence else page.coming
    return {
        "team": team,
        "cycle": shown_cycle(request),
        "page": page,
        "form": form,
        "coming": coming,
        "is_looking": is_looking,
        "how_often": how_often(page.cadence, page.week),
        "offers": cadence_form.offers(page.today),
        "zones": zones(),
        "is_moved": False,
        "news": _("Kept.") if "kept" in request.GET else "",
    }


def _weeks() -> list[tuple[str, str]]:
    return [
        ("none", _("Each team on its own day")),
        (ReviewWeek.FIRST_FULL.value, _("In the first full week of the month")),
        (ReviewWeek.LAST_WORKING.value, _("In the week of the month’s last working day")),
    ]


def _seen(request: Request) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def _actor(request: Request) -> Actor:
    return Actor(request.user.person, "web", request.user.email)
