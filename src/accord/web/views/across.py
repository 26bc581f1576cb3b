"""Across teams: a department's month on one page."""

from datetime import date, timedelta
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.reviews.across import across as look
from accord.queries.sentences import sentences
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle

FIRST_YEAR, LAST_YEAR = 2000, 2200  # far from any calendar there is nothing to reckon with
MOST = 20  # waits shown; the others are counted, and one click away


@require_safe
def across(request: Request, cycle: str, key: str) -> HttpResponse:
    """What is in the way across the teams below one, who waits for whom, and what nobody answered."""
    team = access.team(reader(request), key)
    in_cycle = shown_cycle(request)
    month, is_known = _month(request.GET.get("month", ""))
    page = look(team, in_cycle, month=month, today=today())
    context = {
        "page": page,
        "team": team,
        "cycle": in_cycle,
        "today": today(),
        "in_words": sentences.at_the_start(len(page.pressing)),
        "waits": page.waits if request.GET.get("waits") == "all" else page.waits[:MOST],
        "before": _first(page.month - timedelta(days=1)),
        "after": _first(page.month + timedelta(days=31)),
    }
    return render(request, "across/across.html", context, status=HTTPStatus.OK if is_known else HTTPStatus.NOT_FOUND)


def _month(text: str) -> tuple[date | None, bool]:
    """The month of an address, as 2026-11; None for the latest, and whether it could be read."""
    if not text:
        return None, True
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None, False
    return (month, True) if FIRST_YEAR <= month.year <= LAST_YEAR else (None, False)


def _first(day: date) -> date:
    return day.replace(day=1)
