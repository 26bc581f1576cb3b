"""A new objective: the one form in which several things are made at once, beside the brief."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries import choosing, editing
from accord.queries.editing import Editable
from accord.services import definitions, new_objectives
from accord.services.definitions import Invalid
from accord.web.editing import effects, guidance, objectives, wrongs
from accord.web.editing.objectives import ObjectiveForm
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.views.editing import actor, not_yours

PAGE, FORM = "editing/objective.html", "editing/_objective_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new_objective(request: Request, cycle: str, under: str) -> HttpResponse:
    """Write an objective with its key results and what they need, into the team's draft."""
    thing = editing.beginning(reader(request), shown_cycle(request), "objective", under)
    if not thing.may:
        return not_yours(request, thing)
    names = choosing.Names(reader(request), shown_cycle(request))
    if request.method != "POST":
        return render(request, PAGE, _context(request, thing, objectives.given_out(thing, names)))
    form = objectives.taken_back(thing, request.POST, names)
    if "more" in request.POST or "less" in request.POST:
        return _with_other_rows(request, thing, form, names)
    if form.errors:
        return asked_again(request, PAGE, _context(request, thing, form))
    return _saved(request, thing, form)


def _with_other_rows(request: Request, thing: Editable, form: ObjectiveForm, names: choosing.Names) -> HttpResponse:
    """The same form with a row more or a key result less; nothing is judged yet."""
    for each in form.forms():
        each.errors.clear()
    if "less" in request.POST:
        form = objectives.without(form, request.POST["less"])
    else:
        form = objectives.with_more(form, request.POST["more"], thing, names)
    return render(request, FORM if request.htmx else PAGE, _context(request, thing, form))


def _saved(request: Request, thing: Editable, form: ObjectiveForm) -> HttpResponse:
    cycle = shown_cycle(request)
    said = new_objectives.sayings(
        cycle,
        {**thing.known, **objectives.stated(form.objective)},
        [objectives.stated(form.helps)] if form.helps.values else [],
        [
            (objectives.stated(result.form), [objectives.stated(need) for _at, need in result.needs if need.values])
            for result in form.results
            if not result.is_empty
        ],
    )
    try:
        definitions.save(cycle, said, by=actor(request), clock=now)
    except Invalid as refusal:
        for each in refusal.values:
            place = objectives.place_of(form, each.at)
            place.errors.update(wrongs.at_inputs(each.kind, iter([each.wrong])))
        return asked_again(request, PAGE, _context(request, thing, form))
    except effects.REFUSALS as refusal:
        form.objective.errors.update(effects.sentences(form.objective, refusal))
        return asked_again(request, PAGE, _context(request, thing, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    page = reverse("team", kwargs={"cycle": cycle.key, "key": thing.known["team"]})
    return HttpResponseRedirect(f"{page}#{said[0].id}")


def _context(request: Request, thing: Editable, form: ObjectiveForm) -> dict[str, Any]:
    cycle = shown_cycle(request)
    team = thing.where.team
    address = reverse("team", kwargs={"cycle": cycle.key, "key": thing.known["team"]})
    return {
        "form": form,
        "who": reader(request),
        "cycle": cycle,
        "brief": cycle,
        "back": [(team.name if team else _("The team"), address)],
        "goals": editing.goals(),
        "lede": _lede(editing.count_of_objectives(cycle, thing.known["team"])),
        "guidance": guidance.of(form.objective, cycle),
    }


def _lede(others: int) -> str:
    """Where it stands among the team's objectives."""
    if not others:
        return _("The first of this cycle. Read the brief beside it first.")
    if others < 5:
        return _("The team has %(count)s already. It keeps five in mind at most.") % {"count": others}
    return _("The team has %(count)s already. Five are as many as a team keeps in mind.") % {"count": others}
