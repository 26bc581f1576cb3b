"""The registry: lists of metrics and milestones, and what each of them means."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.queries import access
from accord.queries.definitions import definitions, registry
from accord.queries.definitions.definitions import MetricPage
from accord.queries.names import TeamName
from accord.queries.telling.following import followable
from accord.web.drawings import Chart, chart
from accord.web.news import news
from accord.web.request import Request, cycles, reader, today


@require_safe
def metrics(request: Request) -> HttpResponse:
    """Every metric, in order of name."""
    context = {"listing": registry.metrics(page=_page(request)), "writes": _writes(request, None)}
    return render(request, "registry/metrics.html", context)


@require_safe
def milestones(request: Request) -> HttpResponse:
    """Every milestone, in order of name."""
    context = {"listing": registry.milestones(page=_page(request)), "writes": _writes(request, None)}
    return render(request, "registry/milestones.html", context)


@require_safe
def metric(request: Request, key: str) -> HttpResponse:
    """One metric: what it means, its values, and who relies on it."""
    page = definitions.metric_page(access.metric(reader(request), key), today=today(), all_uses=_wants_all(request))
    context = {
        "page": page,
        "entry": page.metric,
        "chart": _chart(page),
        "today": today(),
        "follow": followable(reader(request), page.metric),
        "writes": _writes(request, page.owner),
        "news": news(request),
    }
    return render(request, "registry/metric.html", context)


@require_safe
def milestone(request: Request, key: str) -> HttpResponse:
    """One milestone: what it means, when, and who relies on it."""
    page = definitions.milestone_page(access.milestone(reader(request), key), all_uses=_wants_all(request))
    context = {"page": page, "entry": page.milestone, "today": today()}
    context |= {"writes": _writes(request, page.owner), "news": news(request)}
    return render(request, "registry/milestone.html", context)


def _chart(page: MetricPage) -> Chart | None:
    turns = [timezone.localdate(version.since) for version in page.versions if version.number > 1]
    return chart([(value.day, value.value) for value in page.values], turns=turns) if len(page.values) > 1 else None


def _writes(request: Request, owner: TeamName | None) -> bool:
    """Whether the definition is this person's to change; one that nobody keeps is anybody's who is in a team."""
    who = reader(request)
    if not cycles(request):
        return False  # before there is a plan
    return who.is_admin or (owner.key in who.own_teams if owner else bool(who.own_teams))


def _wants_all(request: HttpRequest) -> bool:
    return request.GET.get("uses") == "all"


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and 0 < int(asked) < 10_000 else 1
