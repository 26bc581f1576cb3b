"""What others do while somebody reads: a small question asked often, and an answer only when something happened."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.agreements.agreement_page import agreement_page
from accord.queries.live import latest_event
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle


@require_safe
def agreement(request: Request, cycle: str, key: str) -> HttpResponse:
    """Nothing while the newest event is the one the page knows; else the parts of the page that show answers."""
    latest = latest_event()
    if request.GET.get("after") == str(latest):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    who, in_cycle = reader(request), shown_cycle(request)
    key_result = access.agreement(who, in_cycle, key)
    page = agreement_page(who, key_result)
    shown = request.GET.get("shown", "")
    context = {
        "page": page,
        "key_result": key_result,
        "who": who,
        "cycle": in_cycle,
        "latest": latest,
        # What the page still shows, not what is written now: until it is read again, the reader has seen the former.
        "shown": shown,
        "moved": [
            number
            for number, (was, now) in enumerate(zip(shown.split("-"), page.shown.split("-"), strict=False), 1)
            if was != now
        ],
        "typed": {},
        "errors": {},
    }
    return render(request, "agreements/_live.html", context)
