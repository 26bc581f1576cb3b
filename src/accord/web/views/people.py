"""The page of a person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access, persons, sentences
from accord.queries.following import followable
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle


@require_safe
def person(request: Request, key: str) -> HttpResponse:
    """Where a person is, with whom they work, and what others count on them for."""
    found = access.person(reader(request), key)
    cycle = shown_cycle(request)
    profile = persons.profile(found, cycle, today=today())
    context = {"person": found, "profile": profile, "cycle": cycle, "is_reader": found == reader(request).person}
    context["follow"] = followable(reader(request), found)
    context["teams_in_words"] = sentences.at_the_start(len(profile.places))
    return render(request, "people/person.html", context)
