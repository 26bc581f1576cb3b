"""Living with a finding: the form with a reason and an end day, and the way back."""

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accord.queries.access import NotVisible
from accord.queries.findings import findings
from accord.queries.findings.finding_lines import Line
from accord.services.findings import accepting
from accord.services.findings.accepting import CannotAccept
from accord.web.finding_rows import Mender, Showing, ShownLine
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.views.editing import actor
from accord.web.views.findings import Asked

PAGE = "findings/accept.html"
FIELD_OF = {"no-reason": "reason", "too-long": "reason", "over": "until"}


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, cycle: str, number: int) -> HttpResponse:
    """Accept one open finding; what cannot be read comes back with what was typed, and so does what somebody else has
    accepted since the form was given out.
    """
    line = _line(request, number)
    if line is None:
        return HttpResponseRedirect(_list(request, saved="mended"))
    if request.method != "POST":
        return render(request, PAGE, _context(request, line, {}, {}))
    typed = {name: request.POST.get(f"{name}-{number}", "") for name in ("reason", "until")}
    if request.POST.get("seen", "") != _held(line):
        return _again(request, line, typed, {}, status=HTTPStatus.CONFLICT)
    until = _day(typed["until"])
    if until is None:
        return _again(request, line, typed, {"until": _("Choose the last day on which it may stay.")})
    try:
        accepting.accept(number, reason=typed["reason"], until=until, by=actor(request), clock=now)
    except CannotAccept as refused:
        if refused.code == "no-right":
            raise PermissionDenied from refused
        if refused.code == "gone":
            raise NotVisible from refused
        return _again(request, line, typed, {FIELD_OF[refused.code]: _wrong(refused.code)})
    return HttpResponseRedirect(_list(request, saved="accepted"))


@require_POST
def take_back(request: Request, cycle: str, number: int) -> HttpResponse:
    """Open an accepted finding again, before its day."""
    try:
        accepting.take_back(number, by=actor(request), clock=now)
    except CannotAccept as refused:
        if refused.code == "taken-back":
            return HttpResponseRedirect(_list(request, which="accepted", saved="open-already"))
        raise (PermissionDenied if refused.code == "no-right" else NotVisible) from refused
    return HttpResponseRedirect(_list(request, which="accepted", saved="taken-back"))


def _list(request: Request, **said: str) -> str:
    """Back to what one looked at: of the same team, check and gravity."""
    in_cycle = shown_cycle(request)
    query = "&".join(part for part in (_query(request), urlencode(said)) if part)
    return f"{reverse('findings', args=[in_cycle.key])}?{query}"


def _query(request: Request) -> str:
    return Asked(request, reader(request), shown_cycle(request)).query()


def _line(request: Request, number: int) -> ShownLine | None:
    """The finding, for those who may accept it; None where it was mended meanwhile."""
    in_cycle = shown_cycle(request)
    page = findings.finding(in_cycle, number, today=today())
    if not page.rows:
        if findings.is_mended(in_cycle, number):
            return None
        raise NotVisible
    showing = Showing(page, Mender.of(in_cycle, reader(request)))
    if not showing.writes(page.rows[0]):
        raise PermissionDenied
    return showing.line(Line(page.rows[0]))


def _held(line: ShownLine) -> str:
    """Which acceptance holds today, as a form says that it was seen."""
    accepted = line.first.row.accepted
    return str(accepted.id) if accepted else ""


def _again(
    request: Request,
    line: ShownLine,
    typed: dict[str, str],
    errors: dict[str, str],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    return asked_again(request, PAGE, _context(request, line, typed, errors), status=status)


def _context(request: Request, line: ShownLine, typed: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
    number = line.first.row.id
    summary = [(f"{name}-{number}", wrong) for name, wrong in errors.items()]
    context = {"line": line, "cycle": shown_cycle(request), "query": _query(request)}
    return context | {"typed": typed, "errors": errors, "summary": summary}


def _wrong(code: str) -> str:
    match code:
        case "no-reason":
            return _("Say why it may stay. Whoever finds it next reads it.")
        case "too-long":
            return _("A reason has at most 2,000 characters.")
        case _:
            return _("This day is over. Choose today or a later one.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
