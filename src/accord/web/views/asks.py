"""What other teams ask of one: its page, and the answers to needs and contributions."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.domain.rights import Sides, may_write
from accord.queries import access, shell
from accord.queries.access import NotVisible
from accord.queries.asks import ask_findings
from accord.queries.asks import asks as queries
from accord.queries.asks.ask_findings import OF_A_PROMISE
from accord.queries.asks.asked_things import Proposed
from accord.queries.asks.asks import AsksPage
from accord.queries.findings.weighing import Weighing, weighing
from accord.queries.sentences.sentence_parts import at_the_start
from accord.services.asks import asks as services
from accord.services.asks.asks import Answered, NothingSaid
from accord.services.definitions.edits import ChangeRefused, Conflict, Invalid, NotThere
from accord.services.telling.events import Actor
from accord.web import ask_form
from accord.web.ask_form import DECLINE, NeedForm
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again

PAGE, OUTCOME = "asks/asks.html", "asks/_outcome.html"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said that was not taken, kept for the page: what it was about, and their words."""

    about: str
    words: str


@require_safe
def asks(request: Request, cycle: str, key: str) -> HttpResponse:
    """What other teams ask of a team, and what it has promised and declined; `change` names a promise to give anew."""
    page = _page(request, key, changing=request.GET.get("change", ""))
    return render(request, PAGE, _context(request, page) | {"done": _done(request)})


@require_safe
def my_asks(request: Request) -> HttpResponse:
    """To the asks of the team its person is at home in, or of another that they answer for; else to the directory."""
    who = reader(request)
    home = shell.home_team(who.person)
    team = home or next(iter(sorted(who.answers_for)), None)
    address = reverse("directory")
    if team is not None:
        address = reverse("asks", kwargs={"cycle": shown_cycle(request).key, "key": team})
    return HttpResponseRedirect(address)


@require_POST
def answer_need(request: Request, cycle: str, key: str, need: str) -> HttpResponse:
    """Promise a need as it was asked for, for another day, or decline it with the reason; also what was promised."""
    page = _page(request, key, changing=need)
    ask = next((each for each in page.needs if each.key == need), None)
    if ask is None:
        return _gone(request, page, request.POST.get("word", ""))
    if not _may(request, "need", "promised", Sides(own=ask.team.key, providing=ask.giver.key)):
        raise PermissionDenied
    form = ask_form.taken_back(ask, request.POST, page)
    if "look" in request.POST:
        return _looked(request, page, form)
    if form.errors:
        return asked_again(request, PAGE, _context(request, page, form))
    try:
        _answer(request, form)
    except Conflict:
        return _changed_meanwhile(request, key, form)
    except ChangeRefused as refused:
        raise PermissionDenied from refused
    except (Invalid, NotThere):
        form.errors["provided_by"] = _("This is no longer there. Choose one of the list.")
        return asked_again(request, PAGE, _context(request, _page(request, key, changing=need), form))
    return _back(request, key, "declined" if form.answer == DECLINE else "promised")


@require_POST
def answer_contribution(request: Request, cycle: str, key: str, objective: str, result: str) -> HttpResponse:
    """Accept a contribution to a key result of the team, or decline it with the reason."""
    page = _page(request, key)
    named = f"{objective}>{result}"
    ask = next((each for each in page.asks if isinstance(each, Proposed) and each.key == named), None)
    said = request.POST.get("reason", "")
    if ask is None:
        return _gone(request, page, said)
    if not _may(request, "contribution", "status", Sides(own=key, contributing=ask.team.key)):
        raise PermissionDenied
    try:
        return _answer_contribution(request, key, ask, said)
    except NothingSaid:
        wrong = _("Say why not: it helps them plan.")
    except (Answered, NotThere):
        return _gone(request, _page(request, key), said)
    except ChangeRefused as refused:
        raise PermissionDenied from refused
    context = _context(request, page) | {"wrong_reason": {ask.key: wrong}}
    return asked_again(request, PAGE, context)


def _answer(request: Request, form: NeedForm) -> None:
    cycle, by, word = shown_cycle(request), _actor(request), form.typed["word"]
    if form.answer == DECLINE:
        services.decline(cycle, form.ask.key, seen=form.seen, reason=word, by=by, clock=now)
        return
    assert form.promised is not None  # read, or it would be among the errors
    services.promise(
        cycle,
        form.ask.key,
        seen=form.seen,
        promised=form.promised,
        provided_by=form.provided_by,
        word=word,
        by=by,
        clock=now,
        agree=form.agrees,
    )


def _answer_contribution(request: Request, team: str, ask: Proposed, said: str) -> HttpResponse:
    cycle, by, share = shown_cycle(request), _actor(request), request.POST.get("share", "")
    if "decline" in request.POST:
        services.turn_down(cycle, ask.key, seen_share=share, reason=said[: ask_form.LONGEST], by=by, clock=now)
        return _back(request, team, "turned-down")
    agree = request.POST.get("yes") == "yes"
    services.accept(cycle, ask.key, seen_share=share, by=by, clock=now, agree=agree)
    return _back(request, team, "accepted")


def _looked(request: Request, page: AsksPage, form: NeedForm) -> HttpResponse:
    """What the checks say of the day that was chosen, and what the button will do."""
    context = _context(request, page, form)
    if request.htmx:
        return render(request, OUTCOME, context | {"form": form, "ask": form.ask})
    return render(request, PAGE, context)


def _changed_meanwhile(request: Request, key: str, mine: NeedForm) -> HttpResponse:
    """What is asked, as it stands today, over what this person wrote."""
    page = _page(request, key, changing=mine.ask.key)
    ask = next((each for each in page.needs if each.key == mine.ask.key), None)
    if ask is None:
        return _gone(request, page, mine.typed["word"])
    form = NeedForm(ask, mine.typed, ask.version, mine.agrees)
    context = _context(request, page, form) | {"was": mine.ask}
    return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)


def _gone(request: Request, page: AsksPage, words: str) -> HttpResponse:
    """Somebody has answered it meanwhile, or it is no longer asked. Nothing typed is lost."""
    if page.team.key not in reader(request).own_teams and not reader(request).is_admin:
        raise PermissionDenied
    context = _context(request, page) | {"gone": Said("", words[: ask_form.LONGEST])}
    return asked_again(request, PAGE, context, status=HTTPStatus.CONFLICT)


def _page(request: Request, key: str, *, changing: str = "") -> AsksPage:
    who = reader(request)
    team = access.team(who, key)
    if team.succeeded_by_id is not None:
        raise NotVisible
    return queries.page(who, team, shown_cycle(request), today=today(), changing=changing)


def _context(request: Request, page: AsksPage, form: NeedForm | None = None) -> dict[str, Any]:
    """What the page's templates take; `form` is the one that somebody has sent."""
    who, cycle = reader(request), shown_cycle(request)
    forms = {each.key: ask_form.given_out(each) for each in page.needs}
    if form is not None:
        forms[form.ask.key] = form
    found = {key: _findings(each, page, cycle) for key, each in forms.items()}
    return {
        "page": page,
        "cycle": cycle,
        "who": who,
        "may": shown_cycle(request).closed_at is None and (page.team.key in who.own_teams or who.is_admin),
        "answers": page.team.key in who.answers_for,
        "asking": at_the_start(page.asking),
        "forms": forms,
        "sent": form,
        "findings": found,
        "weighs": weighing(cycle, OF_A_PROMISE, today=today()) if any(found.values()) else Weighing(),
        "was": None,
        "gone": None,
        "done": "",
        "wrong_reason": {},
        "today": today(),
    }


def _findings(form: NeedForm, page: AsksPage, cycle: Any) -> list[Any]:
    """Of the day in the form; of a form that nobody has written in, of the promise it begins with."""
    try:
        promised = form.promised or date.fromisoformat(form.typed["promised"])
    except ValueError:
        return []
    chosen = ask_form.provider(form, page)
    return ask_findings.of_promise(form.ask, page.team, cycle, promised=promised, provider=chosen, today=today())


def _may(request: Request, kind: str, name: str, sides: Sides) -> bool:
    who = reader(request)
    return may_write(kind, name, sides, who.own_teams, is_admin=who.is_admin)


def _actor(request: Request) -> Actor:
    return Actor(request.user.person, "web", request.user.email)


def _back(request: Request, key: str, done: str) -> HttpResponse:
    address = reverse("asks", kwargs={"cycle": shown_cycle(request).key, "key": key})
    return HttpResponseRedirect(f"{address}?done={done}")


def _done(request: Request) -> str:
    return {
        "promised": _("Your promise is recorded. They see it now."),
        "declined": _("Your no is recorded, with the reason. They see it now."),
        "accepted": _("The contribution is accepted."),
        "turned-down": _("The contribution is declined. They see the reason."),
    }.get(request.GET.get("done", ""), "")
