"""The strategy of a cycle: which goals it serves, which it leaves out, and what is only urgent."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accord.queries import shell
from accord.queries.cascade import strategy
from accord.queries.findings.weighing import weighing
from accord.web.news import news
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle

# What is drawn as accepted where it is.
ACCEPTABLE = frozenset({"AL502", "AL503"})


@require_safe
def page(request: Request, cycle: str) -> HttpResponse:
    """Every strategic goal with what serves it in the cycle, and every objective that serves none."""
    who, in_cycle = reader(request), shown_cycle(request)
    context = {
        "page": strategy.strategy(in_cycle, today=today(), now=now()),
        "cycle": in_cycle,
        "who": who,
        "team": shell.home_team(who.person) if in_cycle.closed_at is None else None,
        "weighs": weighing(in_cycle, ACCEPTABLE, today=today()),
        "news": news(request),
    }
    return render(request, "strategy/strategy.html", context)


@require_safe
def of_today(request: Request) -> HttpResponse:
    """The strategy of the cycle that the reader is in."""
    address = redirect("strategy", cycle=shown_cycle(request).key)
    if asked := request.META.get("QUERY_STRING"):
        address["Location"] += f"?{asked}"
    return address
