"""The page of a key result."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.check_ins.numbers import KEPT, Numbers
from accord.queries.cycles import carrying_over
from accord.queries.findings import findings_near
from accord.queries.teams import key_results, teams
from accord.queries.teams.key_results import KeyResultPage
from accord.queries.telling.following import followable
from accord.web import finding_rows
from accord.web.drawings import Chart, chart
from accord.web.news import news
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle


@require_safe
def key_result(request: Request, cycle: str, key: str) -> HttpResponse:
    """Where a key result is, what gets it there, and who agreed."""
    who, in_cycle, day = reader(request), shown_cycle(request), today()
    found = access.key_result(who, in_cycle, key)
    page = key_results.page(who, found, today=day)
    context = {"page": page, "kr": found, "cycle": in_cycle, "today": day, "chart": _chart(page.numbers, day)}
    context["follow"] = followable(who, found, in_cycle.key)
    context |= _check_in(page, day)
    writes = in_cycle.closed_at is None and (found.objective.team.key in who.own_teams or who.is_admin)
    context |= {"who": who, "writes": writes, "news": news(request), "carried": carrying_over.ways(found)}
    context["found"] = finding_rows.beside(findings_near.about(in_cycle, found.pk, today=day), in_cycle, who)
    return render(request, "key_results/key_result.html", context)


def _check_in(page: KeyResultPage, day: date) -> dict[str, Any]:
    """What its form for a check-in is filled in upon."""
    latest = next(iter(page.numbers.check_ins), None)
    seen = latest.mark if latest and latest.reading.day == day else ""
    return {"typed": {}, "errors": {}, "back": "key_result", "seen": seen, "seen_day": day, "is_moved": False}


@require_safe
def behind(request: Request, cycle: str, key: str) -> HttpResponse:
    """What gets a key result there, for a fold of another page; by itself it is read on the key result's page."""
    who, in_cycle = reader(request), shown_cycle(request)
    found = access.key_result(who, in_cycle, key)
    if not request.htmx:
        return redirect("key_result", cycle=in_cycle.key, key=found.key)
    return render(request, "teams/_behind.html", {"behind": teams.behind(found.pk, today=today())})


@lru_cache(maxsize=KEPT)
def _chart(numbers: Numbers, today: date) -> Chart | None:
    """Drawn once something has been checked in; a milestone has no values worth a line."""
    values, measure = [(reading.day, reading.value) for reading in numbers.readings], numbers.measure
    if not values or measure.has_milestone:
        return None
    start, target = numbers.ends
    hold = measure.hold
    limits = [limit for limit in ((hold.at_least, hold.at_most) if hold else (target,)) if limit is not None]
    plan = []
    if start is not None and target is not None and not hold:
        stops = [(stop.date, stop.value) for stop in measure.path]
        plan = [(measure.start, start), *sorted(stops), (measure.due, target)]
    return chart(values, start=measure.start, end=measure.due, plan=plan, limits=limits, today=today, hold=hold)
