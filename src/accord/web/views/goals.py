"""One strategic goal: what served it over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries.cascade import goals
from accord.web.news import news
from accord.web.request import Request, now, reader


@require_safe
def goal(request: Request, key: str) -> HttpResponse:
    """One strategic goal with everything that ever served it."""
    page = goals.page(goals.goal(key), now=now())
    return render(request, "cycles/goal.html", {"page": page, "who": reader(request), "news": news(request)})
