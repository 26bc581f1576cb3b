"""Strategic goals: which this cycle serves, and what served each over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import goals
from accord.web.news import news
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every strategic goal with what serves it in this cycle."""
    cycle = shown_cycle(request)
    who, page = reader(request), goals.served_in(cycle)
    context = {
        "page": page,
        "cycle": cycle,
        "who": who,
        "dropped": [each for each in page.gone if who.is_admin and each.until > now()],
        "news": news(request),
    }
    return render(request, "cycles/goals.html", context)


@require_safe
def goal(request: Request, key: str) -> HttpResponse:
    """One strategic goal with everything that ever served it."""
    page = goals.page(goals.goal(key), now=now())
    return render(request, "cycles/goal.html", {"page": page, "who": reader(request), "news": news(request)})
