"""The page of a person."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.people import people_list, persons
from accord.queries.people.person_time import person_time
from accord.queries.sentences import sentences
from accord.queries.telling.following import followable
from accord.queries.telling.told_people import choice_of
from accord.web import timelines
from accord.web.news import news
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.telling import in_words

if TYPE_CHECKING:
    from accord.models import Cycle


@require_safe
def person(request: Request, key: str) -> HttpResponse:
    """Where a person is, with whom they work, and what others count on them for, on one line of time."""
    found = access.person(reader(request), key)
    cycle = shown_cycle(request)
    profile = persons.profile(found, cycle, today=today())
    is_reader = found == reader(request).person
    context = {"person": found, "profile": profile, "cycle": cycle, "is_reader": is_reader}
    context |= {"is_admin": reader(request).is_admin, "news": news(request)}
    context["follow"] = followable(reader(request), found)
    context["teams_in_words"] = sentences.at_the_start(len(profile.places))
    context["told"] = in_words(choice_of(found)) if is_reader else []
    context["ended"] = [] if profile.places else people_list.ended_places(found)
    context |= _time(profile, cycle)
    return render(request, "people/person.html", context)


def _time(profile: persons.Profile, cycle: "Cycle") -> dict[str, Any]:
    if not profile.carried:
        return {"time": None, "load": None, "timeline": None}
    time = person_time(profile.carried, cycle, today=today())
    return {"time": time, "load": timelines.load(time), "timeline": timelines.timeline(time, today=today())}
