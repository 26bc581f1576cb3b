"""Reviews: a team's list, the form with the paper beside it, and what is published."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accord.domain.check_ins import first_day
from accord.queries import access, shell
from accord.queries.reviews import review_findings, review_page, reviews, sharing, updates, updates_to_make
from accord.queries.reviews.review_page import WritingPage
from accord.queries.teams.team_trees import around
from accord.services import check_ins
from accord.services.reviews import reviews as services
from accord.services.reviews.reviews import CycleClosed, MayNotReview, Moved, NothingToReview, WrongValue
from accord.services.telling.events import Actor
from accord.web import review_form
from accord.web.check_in_form import sentence
from accord.web.finding_rows import Beside, beside
from accord.web.news import news
from accord.web.request import Request, now, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.responses import asked_again
from accord.web.review_form import ReviewForm
from accord.web.review_markdown import markdown

if TYPE_CHECKING:
    from accord.models import Cycle, Review, Team

PAGE, PART = "reviews/writing.html", "reviews/_beside.html"
EACH = "reviews/_each.html"


class Found(NamedTuple):
    """Findings worth a word, and how many there are in all."""

    lines: Sequence[Beside]
    total: int


@require_safe
def my_reviews(request: Request) -> HttpResponse:
    """To the reviews of the team one is at home in."""
    return _at_home(request, "reviews")


@require_safe
def my_writing(request: Request) -> HttpResponse:
    """To the review that this team writes now."""
    return _at_home(request, "review_writing")


def _at_home(request: Request, page: str) -> HttpResponse:
    team = shell.home_team(reader(request).person)
    if team is None:
        return HttpResponseRedirect(reverse("directory"))
    return HttpResponseRedirect(reverse(page, kwargs={"cycle": shown_cycle(request).key, "key": team}))


@require_safe
def listing(request: Request, cycle: str, key: str) -> HttpResponse:
    """A team's reviews of a cycle."""
    who, in_cycle = reader(request), shown_cycle(request)
    team = access.team(who, key)
    context = {
        "team": team,
        "cycle": in_cycle,
        "today": today(),
        "page": reviews.listing(who, team, in_cycle, today=today()),
        "is_mine": team.key in who.own_teams,
        "has_teams": around(team.pk).has_below,
        "news": news(request),
    }
    return render(request, "reviews/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: Request, cycle: str, key: str) -> HttpResponse:
    """Write this period's review: by itself kept while one types, saved for later, or published."""
    who, in_cycle = reader(request), shown_cycle(request)
    team = access.team(who, key)
    if team.succeeded_by_id is None and team.key not in who.own_teams:
        raise PermissionDenied
    page = review_page.writing(who, team, in_cycle, today=today())
    if request.method != "POST":
        form = review_form.given_out(page, now=now())
        if request.htmx:
            return render(request, EACH, _context(request, form))
        return render(request, PAGE, _context(request, form, tells="each" in request.GET))
    form = review_form.taken_back(page, request.POST, now=now())
    what = form.writing(now())
    if form.errors:
        return asked_again(request, PAGE, _context(request, form), fragment=PART)
    try:
        return _kept(request, team, in_cycle, form, what)
    except MayNotReview as refused:
        raise PermissionDenied from refused
    except Moved as moved:
        return _conflict(request, form, moved.now)
    except WrongValue as wrong:
        form.errors[f"value-{wrong.key_result}"] = _what_is_wrong(form, wrong)
    except (CycleClosed, NothingToReview, check_ins.NotCheckedIn):
        form.errors[""] = _("This can’t be reviewed any more. What you wrote is still here.")
    return asked_again(request, PAGE, _context(request, form), fragment=PART)


def _kept(request: Request, team: "Team", cycle: "Cycle", form: ReviewForm, what: services.Writing) -> HttpResponse:
    by, period = Actor(request.user.person, "web", request.user.email), form.page.material.period
    if "publish" in request.POST:
        published = services.publish(team, cycle, period, what, by=by, clock=now)
        said = "known" if published.edition < what.edition else "published"
        return HttpResponseRedirect(f"{reverse('review', kwargs={'number': published.pk})}?saved={said}")
    saved = services.keep(team, cycle, period, what, by=by, clock=now)
    if request.htmx:
        form.seen, form.shown = saved.version, int(now().timestamp())
        return render(request, PART, _context(request, form) | {"is_saved": True})
    if "change" in request.POST:
        return _to_definition(request, cycle, form)
    return HttpResponseRedirect(reverse("reviews", kwargs={"cycle": cycle.key, "key": team.key}) + "?saved=yes")


def _what_is_wrong(form: ReviewForm, wrong: WrongValue) -> str:
    line = next(each for each in form.lines if each.key == wrong.key_result)
    return sentence(wrong.code, first=first_day(line.known.measure))[1]


def _to_definition(request: Request, cycle: "Cycle", form: ReviewForm) -> HttpResponse:
    """To the form of a key result, with what was written here kept; saving it there leads back."""
    key = request.POST["change"]
    if key not in {line.key for line in form.lines}:
        raise PermissionDenied
    address = reverse("edit", kwargs={"cycle": cycle.key, "kind": "key-result", "key": key})
    return HttpResponseRedirect(f"{address}?back=review")


def _conflict(request: Request, mine: ReviewForm, theirs: "Review | None") -> HttpResponse:
    """The same form with what this person wrote, the other text beside it; saved again it takes the other's place."""
    context = _context(request, mine)
    if theirs is not None and theirs.published_at is None and not request.htmx:
        mine.seen, mine.edition = theirs.version, theirs.edition
    context |= {"theirs": theirs, "clashes": _clashes(mine, theirs)}
    return asked_again(request, PAGE, context, fragment=PART, status=HTTPStatus.CONFLICT)


def _clashes(mine: ReviewForm, theirs: "Review | None") -> list[tuple[str, str, str]]:
    if theirs is None:
        return []
    labels = {"title": _("Title"), **review_form.questions()}
    texts = [(labels[name], getattr(theirs, name), mine.texts[name]) for name in labels]
    said = {line.key: line for line in mine.lines}
    for key, typed in theirs.typed.items():
        if key in said and typed.get("value") is not None:
            texts.append((said[key].known.title, typed["value"], said[key].value))
    return [(label, yours, ours) for label, yours, ours in texts if yours != ours]


def _context(request: Request, form: ReviewForm, *, tells: bool = True) -> dict[str, Any]:
    """What the templates take; what each team will be told only where it `tells`: else it is fetched when looked at."""
    page, person = form.page, request.user.person
    by = Actor(person, "web", request.user.email)
    what = form.writing(now())
    document = services.written(page.material, what.texts, what.said, by=by)
    return {
        "page": page,
        "form": form,
        "team": page.material.team,
        "cycle": page.material.cycle,
        "document": document,
        "lines": {line.key: line for line in document.results},
        "to_tell": updates_to_make.to_tell(page.material, document) if tells else None,
        "received": updates.received(page.material.team, page.material.cycle) if tells else {},
        "told": sharing.how_many(page.material.team, page.material.cycle),
        "questions": review_form.questions(),
        "in_tenths": "tenths" in request.GET or "tenths" in request.POST,
        "mine": reader(request).answers_for,
        "today": today(),
        "found": _found(request, page),
        "is_saved": False,
        "theirs": None,
        "clashes": [],
    }


def _found(request: Request, page: WritingPage) -> Found | None:
    """What the checks find; not where only the paper beside the form is put anew."""
    if request.htmx:
        return None
    material = page.material
    told = {each.key for each in page.happened}
    found = review_findings.worth_a_word(material.cycle, material.team, told=told, today=today())
    return Found(beside(found, material.cycle, reader(request)), found.total)


@require_safe
def review(request: Request, number: int) -> HttpResponse:
    """A published review, as it prints; below it what each other team was told, and what they said."""
    page = reviews.published(reader(request), number, today=today())
    context = _published(page) | {"today": today(), "news": news(request), "saved": request.GET.get("saved", "")}
    return render(request, "reviews/review.html", context)


@require_safe
def review_text(request: Request, number: int) -> HttpResponse:
    """The same as Markdown, to take along."""
    page = reviews.published(reader(request), number, today=today())
    document = page.document
    name = f"{document.team.key}-{document.period}{f'-{page.review.edition}' if page.review.edition > 1 else ''}.md"
    return HttpResponse(
        markdown(document),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _published(page: reviews.Published) -> dict[str, Any]:
    return {
        "page": page,
        "team": page.review.team,
        "cycle": page.review.cycle,
        "document": page.document,
        "updates": page.updates,
        "questions": review_form.questions(),
    }
