"""Activity: everything that happened, for everybody to read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.access import NotVisible, Reader
from accord.queries.telling import activity as queries
from accord.queries.telling.activity import Wanted
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

ASKED = ("team", "person", "about", "kind")


@require_safe
def activity(request: Request) -> HttpResponse:
    """The newest first, a page at a time; of a team, by a person, about a thing, of a kind."""
    who = reader(request)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    wanted, names = _wanted(request, who, asked)
    page = queries.activity(who, wanted)
    context = {
        "page": page,
        "wanted": asked | {"names": names},
        "teams": queries.teams_to_choose(who, asked["team"]),
        "kinds": list(_kinds().items()),
        "older": _older(asked, page.older, request.GET.get("cycle", "")),
    }
    return render(request, "activity/activity.html", context)


def _wanted(request: Request, who: Reader, asked: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """What is looked for, and the names of what it is about. What is not there is no page."""
    if asked["kind"] and asked["kind"] not in queries.KINDS:
        raise NotVisible
    before = request.GET.get("before", "")
    team = access.team(who, asked["team"]) if asked["team"] else None
    person = access.person(who, asked["person"]) if asked["person"] else None
    thing = _thing(request, who, asked["about"]) if asked["about"] else None
    wanted = Wanted(
        team=team,
        person=person,
        thing=(thing[0], thing[1].pk) if thing else None,
        kind=asked["kind"],
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    return wanted, [*([person.name] if person else []), *([str(thing[1])] if thing else [])]


def _thing(request: Request, who: Reader, about: str) -> tuple[str, Any]:
    """`key_result:ID`, `objective:ID`, `metric:ID` or `milestone:ID`."""
    kind, _colon, key = about.partition(":")
    if kind in IN_A_CYCLE:
        return kind, IN_A_CYCLE[kind](who, shown_cycle(request), key)
    if kind in REGISTRY:
        return kind, REGISTRY[kind](who, key)
    raise NotVisible


def _older(asked: Mapping[str, str], before: int | None, cycle: str) -> str:
    if before is None:
        return ""
    query = {name: value for name, value in asked.items() if value} | ({"cycle": cycle} if cycle else {})
    return f"{reverse('activity')}?{urlencode(query | {'before': str(before)})}"


def _kinds() -> Mapping[str, str]:
    return {
        "answers": _("Answers"),
        "talk": _("Questions and replies"),
        "changes": _("Changes"),
        "realignments": _("Realignments"),
        "progress": _("Check-ins"),
        "reviews": _("Reviews and updates"),
        "handovers": _("Handovers"),
        "cycles": _("Cycles and strategic goals"),
        "organization": _("What holds for all teams"),
        "accounts": _("Accounts"),
    }


IN_A_CYCLE: Mapping[str, Any] = {"key_result": access.key_result, "objective": access.objective}
REGISTRY: Mapping[str, Any] = {"metric": access.metric, "milestone": access.milestone}
