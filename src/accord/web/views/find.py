"""Finding things by name: a page, and the list under what is being typed."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accord.queries.access import NotVisible
from accord.queries.find import find as look_for
from accord.queries.sentences import sentences
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Cycle

WHILE_TYPING = 8


@require_safe
@vary_on_headers("HX-Request")
def find(request: Request) -> HttpResponse:
    """Whatever is called like this. For the palette only the first few, as list items."""
    cycle = _cycle(request)
    found = look_for(reader(request), cycle, request.GET.get("q", ""))
    context = {
        "found": found,
        "cycle": cycle,
        "while_typing": WHILE_TYPING,
        "in_words": sentences.at_the_start(len(found.hits)),
    }
    return render(request, "find/_while_typing.html" if request.htmx else "find/find.html", context)


def _cycle(request: Request) -> "Cycle | None":
    try:
        return shown_cycle(request)
    except NotVisible:
        return None
