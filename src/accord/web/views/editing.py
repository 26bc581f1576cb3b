"""Editing one thing: its form, what saving it would do, and who has to be asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accord.queries.definitions import choosing, editing, new_objectives
from accord.queries.definitions.editing import Editable
from accord.queries.definitions.reliance import reliance
from accord.queries.definitions.saved_meanwhile import Saved
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Conflict
from accord.services.telling.events import Actor
from accord.web.editing import effects, forms, guidance, places
from accord.web.editing.forms import EditForm
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again, gone_on

KINDS = {each.replace("_", "-"): each for each in editing.FIELDS}
PAGE, PART = "editing/edit.html", "editing/_editing.html"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else saved otherwise while it was being written."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Who saved meanwhile, and where the two texts differ."""

    saved: Saved
    fields: Sequence[Clash]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, kind: str, key: str, cycle: str = "") -> HttpResponse:
    """Change one thing. What it would undo is shown before it is saved."""
    thing = editing.existing(reader(request), shown_cycle(request), _kind(kind), key)
    return _answered(request, thing)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, kind: str, under: str = "", cycle: str = "") -> HttpResponse:
    """Make one thing, under what it belongs to."""
    thing = editing.beginning(reader(request), shown_cycle(request), _kind(kind), under)
    if thing.kind == "contribution":
        thing = editing.helping(reader(request), shown_cycle(request), thing, came_from(request))
    return _answered(request, thing)


def came_from(request: Request) -> str:
    """The id of the key result for which somebody opened a form, where the address names one."""
    return request.GET.get("key_result", "") if request.method != "POST" else ""


@require_safe
def choose(request: Request, kind: str) -> HttpResponse:
    """What may be meant by a few letters, for a field in which a thing is found by typing."""
    if kind not in choosing.TABLES and kind not in choosing.ROLES:
        raise Http404
    names = choosing.Names(reader(request), shown_cycle(request))
    context = {
        "kind": kind,
        "options": names.options(kind, request.GET.get("q", ""), itself=request.GET.get("itself", "")),
    }
    return render(request, "editing/_options.html", context)


def _answered(request: Request, thing: Editable) -> HttpResponse:
    names = choosing.Names(reader(request), shown_cycle(request))
    if not thing.may:
        return not_yours(request, thing)
    if request.method != "POST":
        return render(request, PAGE, _context(request, forms.given_out(thing, names)))
    form = forms.taken_back(thing, request.POST, names)
    if "look" in request.POST:
        return _looked(request, form)
    if form.errors:
        return asked_again(request, PAGE, _context(request, form), fragment=PART)
    if not form.values:
        return gone_on(request, _onward(request, thing) or places.back(thing, shown_cycle(request))[-1][1])
    return _saved(request, form, names)


def _saved(request: Request, form: EditForm, names: choosing.Names) -> HttpResponse:
    cycle = shown_cycle(request)
    try:
        looked = effects.of(form, cycle, by=actor(request), clock=now)
        if looked.must_be_seen and request.POST.get("told") != looked.token:
            context = _context(request, form) | {"effects": looked}
            return render(request, PART if request.htmx else PAGE, context)
        saved = definitions.save(
            cycle, effects.edits(form), by=actor(request), clock=now, reason=form.reason or None, agree=form.agrees
        )
    except Conflict:
        return _conflict(request, form, names)
    except effects.REFUSALS as refusal:
        form.errors.update(effects.sentences(form, refusal))
        return asked_again(request, PAGE, _context(request, form), fragment=PART)
    change = saved.change.pk if saved.change else None
    after = places.opened(saved.made, cycle) or places.after(form.thing, cycle, change)
    return gone_on(request, _onward(request, form.thing) or after)


def _onward(request: Request, thing: Editable) -> str:
    """Back to the review that led here, where what was written waits as a draft."""
    team = thing.where.team
    if request.POST.get("back") != "review" or thing.kind != "key_result" or team is None:
        return ""
    return reverse("review_writing", kwargs={"cycle": shown_cycle(request).key, "key": team.key})


def _looked(request: Request, form: EditForm) -> HttpResponse:
    context = _context(request, form)
    if form.values and not form.errors:
        try:
            context["effects"] = effects.of(form, shown_cycle(request), by=actor(request), clock=now)
        except Conflict:
            context["meanwhile"] = _saved_meanwhile(request, form.thing, form.seen)
        except effects.REFUSALS as refusal:
            form.errors.update(effects.sentences(form, refusal))
    if request.htmx:
        return render(request, "editing/_looked.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, PAGE, context, status=status)


def _conflict(request: Request, mine: EditForm, names: choosing.Names) -> HttpResponse:
    """The same form over what stands today, with what this person wrote put back into it."""
    thing = editing.existing(reader(request), shown_cycle(request), mine.thing.kind, mine.thing.id or "")
    form = forms.given_out(thing, names)
    clashes = []
    for each in form.sheet.fields:
        if not mine.is_changed(each):
            continue
        theirs = [form.text(name) for name in each.inputs]
        if any(form.typed.get(name) != mine.was.get(name) for name in each.inputs):
            clashes.append(Clash(str(each.label), " ".join(theirs), " ".join(mine.text(name) for name in each.inputs)))
        form.typed |= {name: mine.typed.get(name, ()) for name in each.inputs}
    form.reason, form.agrees, form.wording_only = mine.reason, mine.agrees, mine.wording_only
    saved = _saved_meanwhile(request, thing, mine.seen)
    context = _context(request, form) | {"conflict": Conflicting(saved, clashes)}
    return asked_again(request, PAGE, context, fragment=PART, status=HTTPStatus.CONFLICT)


def _saved_meanwhile(request: Request, thing: Editable, seen: int | None) -> Saved:
    return editing.saved_meanwhile(reader(request), shown_cycle(request), thing, seen)


def not_yours(request: Request, thing: Editable) -> HttpResponse:
    """Everybody may read it, and ask or object; to change it is for others."""
    context = {"thing": thing, "back": places.back(thing, shown_cycle(request)), "who": reader(request)}
    return render(request, "editing/not_yours.html", context, status=HTTPStatus.FORBIDDEN)


def _context(request: Request, form: EditForm) -> dict[str, Any]:
    cycle, thing = shown_cycle(request), form.thing
    return {
        "form": form,
        "who": reader(request),
        "cycle": cycle,
        "heading": places.heading(thing),
        "title": titled(places.heading(thing), form.errors),
        "lede": places.lede(thing),
        "save_words": _("Save to the draft") if thing.is_draft else _("Save"),
        "back": places.back(thing, cycle),
        "goals": new_objectives.goals() if thing.kind == "objective" else [],
        "brief": cycle if thing.kind == "objective" and thing.id is None else None,
        "guidance": guidance.of(form, cycle),
        "relied": None if request.htmx or not thing.row else reliance(thing.kind, thing.row),
        "effects": None,
        "conflict": None,
        "meanwhile": None,
        "may_drop": thing.id is not None and thing.may_remove and thing.kind in places.DROPPED,
        "drop_address": places.address("drop", thing, cycle) if thing.id else "",
    }


def titled(heading: str, errors: Mapping[str, str]) -> str:
    """What a page is called: an error is heard first."""
    return _("Error: %(page)s") % {"page": heading} if errors else heading


def actor(request: Request) -> Actor:
    """Who saves, and through which door."""
    return Actor(request.user.person, "web", request.user.email)


def _kind(slug: str) -> str:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]
