"""Checking in, in place or on a page of its own; all that was checked in; putting one's own right."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accord.domain import check_ins as rules
from accord.queries import access
from accord.queries.check_ins import check_in_page, check_ins
from accord.queries.check_ins.check_in_page import CheckInPage
from accord.queries.check_ins.check_ins import CheckedIn
from accord.queries.check_ins.numbers import unit
from accord.services import check_ins as services
from accord.services.check_ins import Gone, MayNotCheckIn, Moved, NotThere, ResultClosed, Unsaid
from accord.services.telling.events import Actor
from accord.web import check_in_form as forms
from accord.web.check_in_form import Wrong
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again, gone_on

PAGE, FORM, DONE = "check_ins/check_in.html", "check_ins/_form.html", "check_ins/_done.html"
MEND = "check_ins/mend.html"
BACK = {"home", "team", "numbers"}
INPUTS = {"confidence": "sure"}  # the input of a field, where it is called otherwise


@require_safe
def numbers(request: Request) -> HttpResponse:
    """All the numbers that are the reader's to say, the silent first: where a reminder leads."""
    cycle = shown_cycle(request)
    lines = check_ins.yours(reader(request), cycle, today=today())
    due = sum(line.is_due(today()) or line.is_silent for line in lines)
    return render(request, "check_ins/numbers.html", {"lines": lines, "due": due, "cycle": cycle, "today": today()})


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, cycle: str, key: str) -> HttpResponse:
    """Say how far a key result is. By htmx the form stands in place, and what was said takes its place."""
    page = _page(request, key)
    if not page.may and request.method != "POST" and check_ins.may_say(reader(request), page.key_result):
        return HttpResponseRedirect(_result_page(request, key))  # it has ended since the letter that led here
    if not page.may:
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, PAGE, FORM, _context(request, page))
    try:
        row = _check_in(request, page)
    except Wrong as wrong:
        return _again(request, page, wrong.errors)
    except Unsaid as unsaid:
        return _again(request, page, dict([forms.sentence(unsaid.code, first=rules.first_day(page.measure))]))
    except Moved as moved:
        return _moved(request, page, moved)
    except (MayNotCheckIn, NotThere, ResultClosed) as refused:
        raise PermissionDenied from refused
    return _done(request, key, row)


def _check_in(request: Request, page: CheckInPage) -> int:
    """Take what the form says; the row id of what was said."""
    form = forms.typed(request.POST)
    said = forms.read(form, unit=page.unit, is_milestone=page.measure.has_milestone, today=today())
    row = services.check_in(
        page.key_result, value=said.value, confidence=said.confidence, note=said.note, day=said.day,
        seen=said.seen, by=_actor(request), clock=now,
    )  # fmt: skip
    return row.pk


@require_safe
def history(request: Request, cycle: str, key: str) -> HttpResponse:
    """All that was checked in for a key result, page by page."""
    who, in_cycle = reader(request), shown_cycle(request)
    key_result = access.key_result(who, in_cycle, key)
    found = check_ins.history(key_result, before=_day(request.GET.get("before", "")), today=today())
    context = {
        "kr": key_result,
        "cycle": in_cycle,
        "unit": unit(key_result),
        "history": found,
        "mendable": {each.number for each in found.check_ins if check_in_page.mends(who, key_result, each)},
        "is_first": "before" not in request.GET,
    }
    return render(request, "check_ins/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: Request, cycle: str, key: str, number: int) -> HttpResponse:
    """Put a check-in right, or take it back. Activity tells what it said before."""
    page = _page(request, key)
    row = check_ins.one(page.key_result, number)
    if not check_in_page.mends(reader(request), page.key_result, row):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, MEND, _context(request, page) | _of_row(row))
    try:
        _mend(request, page, row)
    except Wrong as wrong:
        return asked_again(request, MEND, _context(request, page, wrong.errors) | _of_row(row))
    except Unsaid as unsaid:
        errors = dict([forms.sentence(unsaid.code, first=rules.first_day(page.measure))])
        return asked_again(request, MEND, _context(request, page, errors) | _of_row(row))
    except Gone:
        return HttpResponseRedirect(_result_page(request, key))
    except Moved:
        context = _context(request, page) | _of_row(check_ins.one(page.key_result, number)) | {"is_moved": True}
        return asked_again(request, MEND, context, status=HTTPStatus.CONFLICT)
    except (MayNotCheckIn, NotThere, ResultClosed) as refused:
        raise PermissionDenied from refused
    return gone_on(request, _back(request, key))


def _mend(request: Request, page: CheckInPage, row: CheckedIn) -> None:
    form = forms.typed(request.POST)
    if "take_back" in request.POST:
        services.take_back(row.number, seen=form["seen"], by=_actor(request), clock=now)
        return
    form |= {"day": row.reading.day.isoformat(), "seen_day": row.reading.day.isoformat()}
    said = forms.read(form, unit=page.unit, is_milestone=page.measure.has_milestone, today=today())
    services.correct(
        row.number, value=said.value, confidence=said.confidence, note=said.note, seen=said.seen,
        by=_actor(request), clock=now,
    )  # fmt: skip


def _page(request: Request, key: str) -> CheckInPage:
    return check_in_page.page(reader(request), shown_cycle(request), key, today=today())


def _done(request: Request, key: str, number: int) -> HttpResponse:
    back = request.POST.get("back", "")
    if not request.htmx or back not in BACK:
        return gone_on(request, _back(request, key))
    page = _page(request, key)
    row = check_ins.one(page.key_result, number)
    asks = rules.asks_for_a_note(page.confidence_before(row), row.reading.confidence) and not row.note
    return render(request, DONE, _context(request, page) | {"row": row, "asks_for_a_note": asks})


def _again(request: Request, page: CheckInPage, errors: dict[str, str]) -> HttpResponse:
    return asked_again(request, PAGE, _context(request, page, errors), fragment=FORM)


def _moved(request: Request, page: CheckInPage, moved: Moved) -> HttpResponse:
    """Somebody has checked in for that day: what stands is shown, what was typed is kept, and sent again it counts."""
    stands = check_ins.of_day(page.key_result, moved.day)
    mark = stands.mark if stands else ""
    context = _context(request, page) | {"is_moved": True, "stands": stands, "seen": mark, "seen_day": moved.day}
    return asked_again(request, PAGE, context, fragment=FORM, status=HTTPStatus.CONFLICT)


def _context(request: Request, page: CheckInPage, errors: dict[str, str] | None = None) -> dict[str, Any]:
    form = forms.typed(request.POST) if request.method == "POST" else {}
    back = request.POST.get("back") or request.GET.get("back") or "key_result"
    return {
        "page": page,
        "kr": page.key_result,
        "cycle": shown_cycle(request),
        "today": today(),
        "typed": form,
        "errors": errors or {},
        "wrong": [(f"{INPUTS.get(field, field)}-{page.key_result.pk}", said) for field, said in (errors or {}).items()],
        "back": back,
        "seen": page.of_today.mark if page.of_today else "",
        "seen_day": today(),
        "is_moved": False,
    }


def _of_row(row: CheckedIn) -> dict[str, Any]:
    return {"row": row, "seen": row.mark, "seen_day": row.reading.day}


def _shown(request: Request, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, fragment if request.htmx else page, context)


def _actor(request: Request) -> Actor:
    return Actor(request.user.person, "web", request.user.email)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _back(request: Request, key: str) -> str:
    """To the page on which it was said: by its name, never by an address."""
    name, cycle = request.POST.get("back", ""), shown_cycle(request).key
    if name == "home":
        return reverse("home") + f"?cycle={cycle}#number-{key}"
    if name == "numbers":
        return reverse("numbers") + f"?cycle={cycle}#number-{key}"
    if name == "team":
        team = access.key_result(reader(request), shown_cycle(request), key).objective.team.key
        return reverse("team", kwargs={"cycle": cycle, "key": team}) + f"#number-{key}"
    return _result_page(request, key)


def _result_page(request: HttpRequest, key: str) -> str:
    page = reverse("key_result", kwargs={"cycle": shown_cycle(request).key, "key": key})
    return f"{page}#check-ins"
