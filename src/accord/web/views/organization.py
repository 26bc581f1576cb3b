"""What holds for the whole organization. An admin changes it, everybody may read what it is."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries import organization as queries
from accord.queries.definitions.saved_meanwhile import Saved
from accord.queries.organization import OrganizationPage
from accord.services import organization as services
from accord.services.organization import MayNotChange, Moved
from accord.web import formatting, organization_form
from accord.web.news import news
from accord.web.organization_form import OrganizationForm
from accord.web.request import Request, now, reader
from accord.web.responses import asked_again
from accord.web.views.editing import actor
from accord.web.views.preferences import zones

PAGE = "organization/organization.html"


class Differing(NamedTuple):
    """A field in which two people want something else."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Who changed it meanwhile, and what of it is not as in the form."""

    saved: Saved
    fields: list[Differing]


@require_http_methods(["GET", "HEAD", "POST"])
def organization(request: Request) -> HttpResponse:
    """Read it, or change it."""
    page = queries.page(now())
    if request.method != "POST":
        return render(request, PAGE, _context(request, page, organization_form.kept(page)))
    if not reader(request).is_admin:
        raise PermissionDenied
    form = organization_form.read(request.POST, page, zones())
    if form.chosen is None:
        return asked_again(request, PAGE, _context(request, page, form))
    try:
        services.change(form.chosen, seen=_seen(request), by=actor(request), clock=now)
    except MayNotChange as refused:
        raise PermissionDenied from refused
    except Moved:
        context = _context(request, page, form) | {"conflict": _conflicting(request, page, form)}
        return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('organization')}?saved=yes")


def _context(request: Request, page: OrganizationPage, form: OrganizationForm) -> dict[str, Any]:
    return {
        "page": page,
        "form": form,
        "may_change": reader(request).is_admin,
        "clock": formatting.time_of_day(page.clock),
        "zones": zones(),
        "most_days": organization_form.MOST_DAYS,
        "conflict": None,
        "news": news(request),
    }


def _conflicting(request: Request, page: OrganizationPage, form: OrganizationForm) -> Conflicting:
    labels = {
        "time_zone": _("Time zone"),
        "answer_days": _("Working days to answer"),
        "holidays": _("Holidays"),
        "on_track_within": _("On track down to"),
        "behind_within": _("Behind down to"),
        "most_minutes": _("Most minutes a month"),
    }
    theirs, yours = organization_form.kept(page).typed, form.typed
    differ = [
        Differing(label, theirs[name], yours[name])
        for name, label in labels.items()
        if theirs[name].split() != yours[name].split()
    ]
    return Conflicting(queries.saved_meanwhile(reader(request), page, _seen(request)), differ)


def _seen(request: Request) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else -1
