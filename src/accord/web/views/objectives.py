"""A new objective: the one form in which several things are made at once, beside the brief."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.queries.definitions import choosing, editing, new_objectives
from accord.queries.definitions.editing import Editable
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Invalid
from accord.services.definitions.new_objectives import sayings
from accord.web.editing import effects, guidance, objectives, wrongs
from accord.web.editing.objectives import ObjectiveForm
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again, gone_on
from accord.web.views.editing import actor, came_from, not_yours, titled

PAGE, PART = "editing/objective.html", "editing/_objective_editing.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new_objective(request: Request, cycle: str, under: str) -> HttpResponse:
    """Write an objective with its key results and what they need, into the team's draft."""
    thing = editing.beginning(reader(request), shown_cycle(request), "objective", under)
    if not thing.may:
        return not_yours(request, thing)
    names = choosing.Names(reader(request), shown_cycle(request))
    if request.method != "POST":
        helps = editing.helping(
            reader(request), shown_cycle(request), editing.within(thing, "contribution"), came_from(request)
        )
        form = objectives.given_out(_for_a_goal(request, thing), helps, names)
        return render(request, PAGE, _context(request, thing, form))
    form = objectives.taken_back(thing, request.POST, names)
    if "look" in request.POST:
        return _looked(request, thing, form)
    if "more" in request.POST or "less" in request.POST:
        return _with_other_rows(request, thing, form, names)
    if form.errors:
        return asked_again(request, PAGE, _context(request, thing, form), fragment=PART)
    return _saved(request, thing, form)


def _for_a_goal(request: Request, thing: Editable) -> Editable:
    """With the strategic goal ticked for which somebody opened the form, where the address names one."""
    asked = request.GET.get("serves")
    serves = [key for key, _title in new_objectives.goals() if key == asked] if asked else []
    return replace(thing, fields={**thing.fields, "serves": serves}) if serves else thing


def _looked(request: Request, thing: Editable, form: ObjectiveForm) -> HttpResponse:
    """What keeps it from being saved, whom it will ask once it is published, and what the checks say."""
    if not form.errors and form.objective.values:
        try:
            definitions.preview(shown_cycle(request), _sayings(request, thing, form), by=actor(request), clock=now)
        except effects.REFUSALS as refusal:
            _put(refusal, form)
    if request.htmx:
        return render(request, "editing/_objective_looked.html", _context(request, thing, form))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, PAGE, _context(request, thing, form), status=status)


def _with_other_rows(request: Request, thing: Editable, form: ObjectiveForm, names: choosing.Names) -> HttpResponse:
    """The same form with a row more or a key result less; nothing is judged yet."""
    for each in form.forms():
        each.errors.clear()
    if "less" in request.POST:
        form = objectives.without(form, request.POST["less"])
    else:
        form = objectives.with_more(form, request.POST["more"], thing, names)
    return render(request, PART if request.htmx else PAGE, _context(request, thing, form))


def _saved(request: Request, thing: Editable, form: ObjectiveForm) -> HttpResponse:
    cycle, said = shown_cycle(request), _sayings(request, thing, form)
    try:
        definitions.save(cycle, said, by=actor(request), clock=now)
    except effects.REFUSALS as refusal:
        _put(refusal, form)
        return asked_again(request, PAGE, _context(request, thing, form), fragment=PART)
    page = reverse("team", kwargs={"cycle": cycle.key, "key": thing.known["team"]})
    return gone_on(request, f"{page}#{said[0].id}")


def _sayings(request: Request, thing: Editable, form: ObjectiveForm) -> Sequence[Create]:
    return sayings(
        shown_cycle(request),
        {**thing.known, **objectives.stated(form.objective)},
        [objectives.stated(form.helps)] if form.helps.values else [],
        [
            (objectives.stated(result.form), [objectives.stated(need) for _at, need in result.needs if need.values])
            for result in form.results
            if not result.is_empty
        ],
    )


def _put(refusal: Exception, form: ObjectiveForm) -> None:
    """Say why it cannot be saved at the inputs it is about."""
    if not isinstance(refusal, Invalid):
        form.objective.errors.update(effects.sentences(form.objective, refusal))
        return
    for each in refusal.values:
        place = objectives.place_of(form, each.at)
        place.errors.update(wrongs.at_inputs(each.kind, iter([each.wrong])))


def _context(request: Request, thing: Editable, form: ObjectiveForm) -> dict[str, Any]:
    cycle = shown_cycle(request)
    team = thing.where.team
    address = reverse("team", kwargs={"cycle": cycle.key, "key": thing.known["team"]})
    told = guidance.of_new(form, cycle)
    return {
        "form": form,
        "who": reader(request),
        "cycle": cycle,
        "brief": cycle,
        "title": titled(_("New objective"), form.errors),
        "back": [(team.name if team else _("The team"), address)],
        "goals": new_objectives.goals(),
        "lede": _lede(new_objectives.count_of_objectives(cycle, thing.known["team"])),
        "guidance": told[""],
        "told": told,
        "of_result": objectives.OF_RESULT,
        "of_need": objectives.OF_NEED,
        "asks": new_objectives.asked_of(cycle, thing, **objectives.asks(form)),
    }


def _lede(others: int) -> str:
    """Where it stands among the team's objectives."""
    if not others:
        return _("The first of this cycle. Read the brief beside it first.")
    if others < 5:
        return _("The team has %(count)s already. It keeps five in mind at most.") % {"count": others}
    return _("The team has %(count)s already. Five are as many as a team keeps in mind.") % {"count": others}
