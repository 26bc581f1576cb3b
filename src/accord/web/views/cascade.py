"""The cascade: what the organization wants from the top, who contributes to it, and where nobody does."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.access import Reader
from accord.queries.cascade import branches as tree
from accord.queries.cascade import cascade, counted, goals, helping, strategy, three_counts
from accord.queries.cascade.branches import Heading
from accord.queries.findings.weighing import Weighing, weighing
from accord.queries.sentences.sentence_parts import spelled
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle

# What is drawn as accepted where it is.
ACCEPTABLE = frozenset({"AL401", "AL402", "AL403"})
FOUND = frozenset({"white-space", "orphans"})  # the lists of what a check finds


@require_safe
def top(request: Request, cycle: str) -> HttpResponse:
    """What the highest teams want, with what is contributed to it."""
    who, in_cycle = reader(request), shown_cycle(request)
    white, weighs = three_counts.white_space(in_cycle), _weighs(request)
    alarming = _alarming(request, white, weighs)
    context = {
        "level": cascade.top(in_cycle, today=today()),
        "alarming": alarming,
        "in_words": spelled(alarming),
        **_counts(request, None),
        **_mays(who, request),
        "white": white,
        "weighs": weighs,
    }
    return render(request, "cascade/cascade.html", context)


@require_safe
def objective(request: Request, cycle: str, key: str) -> HttpResponse:
    """One objective with its key results, who contributes to each, and whether it adds up."""
    who, in_cycle = reader(request), shown_cycle(request)
    heading = cascade.heading(in_cycle, key)
    context = {
        "heading": heading,
        "branches": tree.branches([heading], today=today())[heading.id],
        "supports": cascade.supported_by(heading),
        "leads": cascade.leads(heading),
        "circle": three_counts.supports_itself(heading.id),
        "weighs": _weighs(request),
        **_counts(request, heading),
        **_mays(who, request),
    }
    return render(request, "cascade/objective.html", context)


@require_safe
def counts(request: Request, cycle: str) -> HttpResponse:
    """The three counts for a page that was given without them; by themselves they are read on that page."""
    key = request.GET.get("under", "")
    heading = cascade.heading(shown_cycle(request), key) if key else None
    if request.htmx:
        white = 0 if heading else three_counts.white_space(shown_cycle(request))
        context = _counts(request, heading, at_once=True) | {"white": white, "weighs": _weighs(request)}
        return render(request, "cascade/_counts.html", context)
    page = reverse("cascade_objective", args=[cycle, key]) if heading else reverse("cascade", args=[cycle])
    return redirect(f"{page}?counted=yes")


@require_safe
def branches(request: Request, cycle: str, key: str) -> HttpResponse:
    """An objective's key results, for a fold of another page; by themselves they are read on its own cascade."""
    who, in_cycle = reader(request), shown_cycle(request)
    heading = cascade.heading(in_cycle, key)
    if not request.htmx:
        return redirect("cascade_objective", cycle=in_cycle.key, key=heading.key)
    found = tree.branches([heading], today=today())[heading.id]
    context = {
        "cycle": in_cycle,
        "heading": heading,
        "branches": found,
        "weighs": _weighs(request),
        **_mays(who, request),
    }
    return render(request, "cascade/_opened.html", context)


@require_safe
def listing(request: Request, cycle: str, kind: str) -> HttpResponse:
    """The list behind a count."""
    if kind not in counted.LISTS:
        raise Http404
    in_cycle = shown_cycle(request)
    asked = _asked(request, "state", "under", "of")
    under = cascade.heading(in_cycle, asked["under"]) if asked["under"] else None
    found = counted.counted(
        in_cycle, kind, state=asked["state"], under=under.id if under else None, of=asked["of"], start=_start(request)
    )
    context = {
        "cycle": in_cycle,
        "kind": kind,
        "asked": asked,
        "under": under,
        "found": found,
        "most": counted.MOST,
        "weighs": _weighs(request) if kind in FOUND else Weighing(),
    }
    return render(request, "cascade/counted.html", context)


@require_safe
def what_serves(request: Request, cycle: str) -> HttpResponse:
    """The list behind how many objectives serve the strategy, or one goal of it."""
    in_cycle, asked = shown_cycle(request), _asked(request, "goal")
    goal = goals.goal(asked["goal"]) if asked["goal"] else None
    context = {
        "cycle": in_cycle,
        "kind": "serving",
        "asked": asked,
        "under": None,
        "goal": goal,
        "found": strategy.what_serves(in_cycle, goal, start=_start(request)),
        "most": counted.MOST,
        "weighs": Weighing(),
    }
    return render(request, "cascade/counted.html", context)


@require_safe
def help_with(request: Request, cycle: str, key: str) -> HttpResponse:
    """With which of the reader's objectives a key result is helped: the way to the form that proposes it."""
    who, in_cycle = reader(request), shown_cycle(request)
    found = access.key_result(who, in_cycle, key)
    context = {
        "cycle": in_cycle,
        "kr": found,
        "offers": helping.offers(who, found),
        "teams": helping.teams(who),
        "beside": helping.beside(found),
    }
    return render(request, "cascade/helping.html", context)


def _weighs(request: Request) -> Weighing:
    """What the organization thinks of what is drawn here."""
    return weighing(shown_cycle(request), ACCEPTABLE, today=today())


def _alarming(request: Request, white: int, weighs: Weighing) -> int:
    """How many key results have white space that is a finding here, and that nobody has accepted."""
    if not weighs.is_on("AL401"):
        return 0
    accepted = weighs.accepted_of("AL401")
    return white - (three_counts.white_space(shown_cycle(request), accepted) if accepted else 0)


def _counts(request: Request, heading: Heading | None, *, at_once: bool = False) -> dict[str, Any]:
    """The three counts of the whole or of what is under an objective; of a large cycle they come after the page."""
    cycle = shown_cycle(request)
    context = {"cycle": cycle, "under": heading.key if heading else "", "counts": None, "left_out": (), "white": 0}
    if three_counts.is_large(cycle) and not at_once and "counted" not in request.GET:
        return context
    context["counts"] = three_counts.three_counts(cycle, heading.id if heading else None)
    if heading is None:
        context["left_out"] = strategy.left_out(cycle, today=today())
    return context


def _mays(who: Reader, request: Request) -> dict[str, Any]:
    """What the reader may do about a gap: propose, ask where the result is their own team's, answer for a team."""
    is_open = shown_cycle(request).closed_at is None
    own = who.own_teams if is_open else frozenset()
    return {"may": {"propose": bool(own), "ask_for": own, "answer_for": who.answers_for}}


def _asked(request: Request, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in names}


def _start(request: Request) -> int:
    text = request.GET.get("start", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
