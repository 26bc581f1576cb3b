"""One agreement: its page, the answers to it, what is said about it, its versions and its paper."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.queries import access
from accord.queries.agreements.agreement_page import agreement_page
from accord.queries.agreements.agreement_rows import Seen
from accord.queries.agreements.agreement_versions import agreement_versions, changes_behind, changes_of
from accord.queries.agreements.history import latest_revision
from accord.queries.cycles.closings import ended_of
from accord.queries.findings import findings_near
from accord.queries.live import latest_event
from accord.services.agreements import answers
from accord.services.agreements.answers import CannotAnswer, NothingSaid, Outdated
from accord.services.telling.events import Actor
from accord.web import answer_form, finding_rows
from accord.web.answer_form import AnswerForm, TooLong, Unreadable
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again, changed

if TYPE_CHECKING:
    from accord.models import KeyResult

TOLD_BY_THE_PAGE = frozenset({"AL901", "AL902", "AL903"})
PAGE, FRAGMENT = "agreements/agreement.html", "agreements/_agreement.html"


@require_safe
def agreement(request: Request, cycle: str, key: str) -> HttpResponse:
    """What two or more teams have said yes to, and what each has still to answer."""
    key_result = _key_result(request, key)
    return render(request, PAGE, _context(request, key_result, done=request.GET.get("done", "")))


@require_POST
def answer(request: Request, cycle: str, key: str) -> HttpResponse:
    """Agree, ask or object: recorded as it was seen, or not at all."""
    key_result = _key_result(request, key)
    try:
        form = answer_form.read(request.POST)
        _act(key_result, form, _actor(request))
    except (Outdated, NothingSaid, CannotAnswer, TooLong, Unreadable) as refusal:
        return _refused(request, key_result, refusal)
    return _answered(request, key_result, form.kind)


@require_POST
def message(request: Request, cycle: str, key: str) -> HttpResponse:
    """Something said in a clause's thread."""
    key_result = _key_result(request, key)
    clause = answer_form.CLAUSES.get(request.POST.get("clause", ""))
    try:
        if clause is None:
            raise Unreadable
        text = answer_form.text(request.POST, "text")
        team = request.POST.get("team", "")
        answers.reply(key_result, clause, team, text=text, by=_actor(request), clock=now)
    except (NothingSaid, CannotAnswer, TooLong, Unreadable) as refusal:
        return _refused(request, key_result, refusal)
    return _answered(request, key_result, "reply")


@require_safe
def versions(request: Request, cycle: str, key: str) -> HttpResponse:
    """Every version of every clause, word for word, and who agreed to which."""
    key_result = _key_result(request, key)
    page = agreement_page(reader(request), key_result)
    context = {
        "page": page,
        "key_result": key_result,
        "cycle": shown_cycle(request),
        "clauses": agreement_versions(page),
        "changes": changes_of(key_result),
    }
    return render(request, "agreements/history.html", context)


@require_safe
def paper(request: Request, cycle: str, key: str) -> HttpResponse:
    """The agreement as a document: every clause open, with parties, answers, dates and fingerprints."""
    context = _context(request, _key_result(request, key))
    return render(request, "agreements/paper.html", context | {"printed_at": now()})


def _key_result(request: Request, key: str) -> "KeyResult":
    return access.agreement(reader(request), shown_cycle(request), key)


def _actor(request: Request) -> Actor:
    return Actor(request.user.person, "web", request.user.email)


def _act(key_result: "KeyResult", form: AnswerForm, by: Actor) -> None:
    if not form.parts:
        # Nothing of this was shown to somebody who may answer it.
        raise CannotAnswer("not-a-party")
    if form.kind == "agree":
        to_all = form.clause is None
        answers.agree(key_result, form.parts, by=by, clock=now, to_all=to_all, last_revision=form.last_revision)
        return
    (part,) = form.parts
    if form.kind == "ask":
        answers.ask(key_result, part, question=form.text, by=by, clock=now)
        return
    answers.object_to(key_result, part, reason=form.text, by=by, clock=now, last_revision=form.last_revision)


def _answered(request: Request, key_result: "KeyResult", kind: str) -> HttpResponse:
    page = reverse("agreement", kwargs={"cycle": key_result.cycle.key, "key": key_result.key})
    if request.htmx:
        # Fetched again: what the answer moved is not in the row that was fetched before it.
        key_result = _key_result(request, key_result.key)
        return changed(request, FRAGMENT, _context(request, key_result, done=kind), page=page)
    return HttpResponseRedirect(f"{page}?done={kind}")


def _refused(request: Request, key_result: "KeyResult", refusal: Exception) -> HttpResponse:
    if isinstance(refusal, CannotAnswer):
        raise PermissionDenied(refusal.code) from refusal
    key_result = _key_result(request, key_result.key)
    if isinstance(refusal, Outdated):
        outdated = [Seen(seen.team, seen.clause, seen.fingerprint) for seen, _today in refusal.parts]
        because = changes_behind(key_result, [(seen.fingerprint, today) for seen, today in refusal.parts])
        context = _context(request, key_result, outdated=outdated) | {"because": because}
        return asked_again(request, PAGE, context, fragment=FRAGMENT, status=HTTPStatus.CONFLICT)
    field, wrong = _what_is_wrong(request, refusal)
    return asked_again(request, PAGE, _context(request, key_result, errors={field: wrong}), fragment=FRAGMENT)


def _what_is_wrong(request: Request, refusal: Exception) -> tuple[str, str]:
    """The field that cannot be taken, and why."""
    if isinstance(refusal, TooLong):
        return refusal.field, _("This is longer than 10,000 characters. Say it more shortly, or in two steps.")
    if isinstance(refusal, Unreadable):
        return "", _("Accord cannot read what was sent. Nothing was recorded; answer once more on this page.")
    if "ask" in request.POST:
        return f"ask-text-{request.POST['ask']}", _("Write your question.")
    if "object" in request.POST:
        return f"object-text-{request.POST['object']}", _("Say what would make it a yes.")
    return "text", _("Write something first.")


def _context(
    request: Request,
    key_result: "KeyResult",
    *,
    outdated: Sequence[Seen] = (),
    errors: Mapping[str, str] | None = None,
    done: str = "",
) -> dict[str, Any]:
    """What the page's templates take. What was typed is kept where an answer was refused."""
    latest = latest_event()
    who = reader(request)
    page = agreement_page(who, key_result, outdated=outdated)
    is_refused = bool(outdated or errors)
    return {
        "page": page,
        "key_result": key_result,
        "last_revision": latest_revision(),
        "who": who,
        "cycle": shown_cycle(request),
        "latest": latest,
        "shown": page.shown,
        "ended": ended_of([key_result.pk]).get(key_result.pk),
        "typed": answer_form.typed(request.POST) if is_refused else {},
        "errors": errors or {},
        "refused": list((errors or {}).items()),
        "done": _done(done),
        "found": finding_rows.beside(
            findings_near.about(shown_cycle(request), key_result.pk, today=today()),
            shown_cycle(request),
            who,
            leaving_out=TOLD_BY_THE_PAGE,
        ),
    }


def _done(kind: str) -> str:
    return {
        "agree": _("Your yes is recorded."),
        "ask": _("Your question is sent. The other teams see it here and on their home pages."),
        "object": _("Your objection is recorded, with what would make it a yes."),
        "reply": _("Sent."),
    }.get(kind, "")
