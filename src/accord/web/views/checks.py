"""All checks: what each looks for, how to mend it, and what this organization thinks of it."""

from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import BY_CODE
from accord.queries.finding_texts.meaning import family, meaning
from accord.queries.finding_texts.messages import help_text
from accord.queries.finding_texts.titles import title
from accord.queries.findings.check_list import check_list
from accord.services.findings import check_settings
from accord.services.organization import MayNotChange, Moved
from accord.web.finding_news import news
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.states import FINDING
from accord.web.views.editing import actor

OFF = "off"
PAGE = "findings/check.html"


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every check, by the question its family asks."""
    cycle = shown_cycle(request)
    found = check_list(cycle, today=today())
    context = {
        "families": [
            (question, [(row.code, title(row.code, translation), FINDING[row.severity.value], row) for row in rows])
            for question, rows in groupby(found.checks, key=lambda row: family(row.code, translation))
        ],
        "number": len(found.checks),
        "off": sum(row.is_off for row in found.checks),
        "cycle": cycle,
    }
    return render(request, "findings/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, code: str) -> HttpResponse:
    """One check; an admin says how grave it is here, or turns it off."""
    if code not in BY_CODE:
        raise Http404
    if request.method != "POST":
        return render(request, PAGE, _context(request, code))
    if not reader(request).is_admin:
        raise PermissionDenied
    weighs = request.POST.get("weighs", "")
    if weighs not in {OFF, *Severity}:
        wrong = [("weighs", _("Choose how grave it is, or turn it off."))]
        return asked_again(request, PAGE, _context(request, code) | {"errors": wrong})
    return _weighed(request, code, None if weighs == OFF else Severity(weighs))


def _weighed(request: Request, code: str, severity: Severity | None) -> HttpResponse:
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 19 else -1
    try:
        check_settings.weigh(code, severity, seen=number, by=actor(request), clock=now)
    except MayNotChange as refused:
        raise PermissionDenied from refused
    except Moved:
        return asked_again(request, PAGE, _context(request, code) | {"conflict": True}, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{reverse('check', args=[code])}?saved=check")


def _context(request: Request, code: str) -> dict[str, Any]:
    cycle = shown_cycle(request)
    found = check_list(cycle, today=today())
    row = found.row(code)
    return {
        "row": row,
        "title": title(code, translation),
        "meaning": meaning(code, translation),
        "help": help_text(code, translation),
        "question": family(code, translation),
        "look": FINDING[row.severity.value],
        "usual": FINDING[row.usual.value].word,
        "version": found.version,
        "cycle": cycle,
        "may_change": reader(request).is_admin,
        "severities": [*((each.value, FINDING[each.value].word) for each in Severity), (OFF, _("Off"))],
        "errors": [],
        "conflict": False,
        "news": news(request),
    }
