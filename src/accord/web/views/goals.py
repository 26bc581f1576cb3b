"""One strategic goal: what served it over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import shell
from accord.queries.cascade import goals
from accord.web.news import news
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle


@require_safe
def goal(request: Request, key: str) -> HttpResponse:
    """One strategic goal with everything that ever served it."""
    who, cycle = reader(request), shown_cycle(request)
    page = goals.page(goals.goal(key), now=now())
    is_served = any(each.cycle == cycle.key for each in page.serving)
    is_asked = not is_served and page.goal.dropped_at is None and cycle.closed_at is None
    context = {
        "page": page,
        "cycle": cycle,
        "who": who,
        "is_served": is_served,
        "home": shell.home_team(who.person) if is_asked else None,
        "news": news(request),
    }
    return render(request, "cycles/goal.html", context)
