"""A team grades all its key results of a cycle on one page."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.domain import grading
from accord.domain.grading import WrongGrade
from accord.queries import access
from accord.queries.cycles import grading as queries
from accord.services.cycles import grading as services
from accord.services.cycles.closing import Moved
from accord.services.cycles.grading import Graded
from accord.services.definitions.edits import NotThere
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.views.closing import GRADE, LONGEST
from accord.web.views.editing import actor

PAGE = "closing/grades.html"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the two fields of a key result."""

    grade: str
    word: str


@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: Request, cycle: str, key: str) -> HttpResponse:
    """Each key result with a grade and a word; those left empty stay as they are."""
    who = reader(request)
    team = access.team(who, key)
    if request.method != "POST":
        return render(request, PAGE, _context(request, key))
    if team.key not in who.own_teams and not who.is_admin:
        raise PermissionDenied("not-own")
    said, errors = _read(request)
    if errors:
        return asked_again(request, PAGE, _context(request, key) | {"errors": errors})
    try:
        count = services.grade_all(shown_cycle(request), key, said, by=actor(request), clock=now)
    except (Moved, NotThere):
        context = _context(request, key) | {"is_moved": True}
        return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)
    page = reverse("grades", kwargs={"cycle": cycle, "key": key})
    return HttpResponseRedirect(f"{page}?graded={count}")


def _read(request: Request) -> tuple[list[Graded], dict[str, str]]:
    """The grades that were typed, and what of them cannot be read, by input."""
    said, errors = [], {}
    for key in dict.fromkeys(request.POST.getlist("result")):
        typed = _typed(request, key)
        if not typed.grade:
            if typed.word:
                errors[f"grade.{key}"] = str(GRADE)
            continue
        try:
            said.append(Graded(key, grading.grade(typed.grade), typed.word, _seen(request, key)))
        except WrongGrade:
            errors[f"grade.{key}"] = str(GRADE)
        if len(typed.word) > LONGEST:
            errors[f"word.{key}"] = _("This is longer than 10,000 characters. Say it more shortly.")
    return said, errors


def _typed(request: Request, key: str) -> Typed:
    grade, word = (request.POST.get(f"{name}.{key}", "").strip() for name in ("grade", "word"))
    return Typed(grade, word)


def _seen(request: Request, key: str) -> int:
    text = request.POST.get(f"seen.{key}", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _context(request: Request, key: str) -> dict[str, Any]:
    who, cycle = reader(request), shown_cycle(request)
    team = access.team(who, key)
    done = request.GET.get("graded", "")
    return {
        "team": team,
        "cycle": cycle,
        "objectives": queries.to_grade(team, cycle, today=today()),
        "may": (team.key in who.own_teams or who.is_admin) and cycle.closed_at is None,
        "typed": {each: _typed(request, each) for each in request.POST.getlist("result")},
        "errors": {},
        "is_over": today() >= cycle.end,
        "is_moved": False,
        "done": int(done) if done.isdecimal() and len(done) < 6 else None,
    }
