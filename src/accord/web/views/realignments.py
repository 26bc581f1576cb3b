"""Realignments: what changes have undone, and the answers to it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.domain.realignment import State
from accord.queries import access
from accord.queries.realignments import realignments
from accord.queries.realignments.realignment_page import answered_parts, realignment_page
from accord.services.agreements import answering_together, answers
from accord.services.agreements.answering_together import SomeOutdated
from accord.services.agreements.answers import CannotAnswer, NothingSaid, Outdated, Seen
from accord.services.realignments import realignment_deadlines
from accord.services.realignments.realignment_deadlines import CannotGoAhead
from accord.services.telling.events import Actor
from accord.web import answer_form, realignment_form
from accord.web.answer_form import TooLong, Unreadable
from accord.web.realignment_form import RealignmentForm
from accord.web.request import Request, now, reader
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again

if TYPE_CHECKING:
    from accord.models import KeyResult

PAGE = "realignments/realignment.html"
STATES = {state.value: state for state in State}


@require_safe
def listing(request: Request) -> HttpResponse:
    """What waits for the reader's teams first; or everything, or in one state."""
    who = reader(request)
    teams = None if request.GET.get("of") == "all" else who.answers_for | who.own_teams
    state = request.GET.get("state", "")
    context = {
        "rows": realignments.listing(teams, state=STATES.get(state)),
        "is_all": teams is None,
        "state": state if state in STATES else "",
        "days": realignments.days_to_realign(teams),
        "cycle": shown_cycle(request),
    }
    return render(request, "realignments/realignments.html", context)


@require_safe
def realignment(request: Request, number: int) -> HttpResponse:
    """What one change has undone: the exact difference, why, what it touches, who must answer."""
    return render(request, PAGE, _context(request, number, done=request.GET.get("done", "")))


@require_POST
def answer(request: Request, number: int) -> HttpResponse:
    """Agree to all that was shown, or to what one agreement has of it; ask; object."""
    try:
        form = realignment_form.read(request.POST)
        _act(answered_parts(reader(request), number, form.parts), form, _actor(request))
    except CannotAnswer as refusal:
        raise PermissionDenied(refusal.code) from refusal
    except (Outdated, SomeOutdated):
        context = _context(request, number, typed=realignment_form.typed(request.POST))
        return asked_again(request, PAGE, context | {"has_moved": True}, status=HTTPStatus.CONFLICT)
    except (NothingSaid, TooLong, Unreadable) as refusal:
        return _refused(request, number, refusal)
    return HttpResponseRedirect(f"{reverse('realignment', args=[number])}?done={form.kind}")


@require_POST
def go_ahead(request: Request, number: int) -> HttpResponse:
    """Go ahead without a team that has not answered in time, and say why."""
    key = request.POST.get("without", "")
    field = f"reason-{key}"
    realignments.find(reader(request), number)
    without = access.team(reader(request), key)
    try:
        reason = answer_form.text(request.POST, field)
        realignment_deadlines.go_ahead(number, without, reason=reason, by=_actor(request), clock=now)
    except TooLong as refusal:
        return _refused(request, number, refusal)
    except CannotGoAhead as refusal:
        if refusal.code == "no-reason":
            return _asked_again(request, number, field, _("Say why it can’t wait. It stays beside the clause."))
        raise PermissionDenied(refusal.code) from refusal
    return HttpResponseRedirect(f"{reverse('realignment', args=[number])}?done=ahead")


def _actor(request: Request) -> Actor:
    return Actor(request.user.person, "web", request.user.email)


def _act(parts: "Mapping[KeyResult, Sequence[Seen]]", form: RealignmentForm, by: Actor) -> None:
    if not any(parts.values()):
        raise CannotAnswer("not-a-party")
    if form.kind == "agree":
        answering_together.agree(parts, by=by, clock=now, last_revision=form.last_revision)
        return
    ((key_result, (seen,)),) = parts.items()
    if form.kind == "ask":
        answers.ask(key_result, seen, question=form.text, by=by, clock=now)
        return
    answers.object_to(key_result, seen, reason=form.text, by=by, clock=now, last_revision=form.last_revision)


def _refused(request: Request, number: int, refusal: Exception) -> HttpResponse:
    if isinstance(refusal, TooLong):
        wrong = _("This is longer than 10,000 characters. Say it more shortly, or in two steps.")
        return _asked_again(request, number, refusal.field, wrong)
    if isinstance(refusal, Unreadable):
        wrong = _("Accord cannot read what was sent. Nothing was recorded; answer once more on this page.")
        return _asked_again(request, number, "", wrong)
    if "ask" in request.POST:
        return _asked_again(request, number, f"text-{request.POST['ask']}", _("Write your question."))
    wrong = _("Say what would make it a yes.")
    return _asked_again(request, number, f"text-{request.POST['object']}", wrong)


def _asked_again(request: Request, number: int, field: str, wrong: str) -> HttpResponse:
    context = _context(request, number, errors={field: wrong}, typed=realignment_form.typed(request.POST))
    return asked_again(request, PAGE, context)


def _context(
    request: Request,
    number: int,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    done: str = "",
) -> dict[str, Any]:
    """What the page's template takes. What was typed is kept where an answer was refused."""
    who = reader(request)
    return {
        "it": realignment_page(who, number, now=now()),
        "who": who,
        "cycle": shown_cycle(request),
        "typed": typed or {},
        "errors": errors or {},
        "refused": list((errors or {}).items()),
        "has_moved": False,
        "done": _done(done),
    }


def _done(kind: str) -> str:
    return {
        "agree": _("Your yes is recorded."),
        "ask": _("Your question is sent. The other teams see it in the agreement and on their home pages."),
        "object": _("Your objection is recorded, with what would make it a yes."),
        "ahead": _("You go ahead. Your reason stands beside the clauses."),
    }.get(kind, "")
