"""The page of a team."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.domain import cycles as domain
from accord.queries import access
from accord.queries.access import Reader
from accord.queries.check_ins import check_ins
from accord.queries.definitions.dropped import dropped
from accord.queries.findings import finding_counts, findings_near
from accord.queries.reviews import cadences
from accord.queries.reviews.team_reviews import team_reviews
from accord.queries.teams import teams
from accord.queries.teams.team_trees import around
from accord.queries.telling.following import followable
from accord.web.finding_rows import Beside, beside
from accord.web.news import news
from accord.web.request import Request, cycles, now, reader, today
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Cycle, Team


@require_safe
def team(request: Request, cycle: str, key: str) -> HttpResponse:
    """What a team wants in a cycle, how far it is, and with whom."""
    who, in_cycle = reader(request), shown_cycle(request)
    found = access.team(who, key)
    page = teams.page(who, found, in_cycle, today=today())
    follow = followable(who, found, in_cycle.key)
    writes = found.succeeded_by is None and (found.key in who.own_teams or who.is_admin)
    writes = writes and in_cycle.closed_at is None
    rhythm = cadences.shown(found, now())
    context = {
        "page": page,
        "checked": finding_counts.weights(in_cycle, found.key, today=today()),
        "about_objectives": _about_objectives(who, found, in_cycle),
        "cycle": in_cycle,
        "mine": who.answers_for,
        "counts": check_ins.running(page.published_results) if writes and not in_cycle.closed_at else set(),
        "follow": follow,
        "writes": writes,
        "state": domain.state(in_cycle, today()),
        "earlier": _earlier(request, found) if writes and not page.objectives else None,
        "may_carry": found.succeeded_by is None and (found.key in who.own_teams or who.is_admin),
        "dropped": dropped(in_cycle, found, now=now()) if writes else [],
        "around": around(found.pk),
        "rhythm": rhythm,
        "reviews": team_reviews(found, in_cycle, rhythm.due if rhythm else None, today=today()),
        "news": news(request),
        "may_change_team": who.is_admin and in_cycle.closed_at is None,
    }
    return render(request, "teams/team.html", context)


def _about_objectives(who: Reader, team: "Team", cycle: "Cycle") -> dict[str, list[Beside]]:
    """What the checks find about the objectives themselves, by objective (id)."""
    page = findings_near.of_objectives(cycle, team.pk, today=today())
    about: dict[str, list[Beside]] = defaultdict(list)
    for each in beside(page, cycle, who):
        about[each.shown.row.finding.subject.id].append(each)
    return about


def _earlier(request: Request, team: "Team") -> "Cycle | None":
    """The latest cycle before this one in which the team had a plan: what of it goes on can be carried over."""
    shown = shown_cycle(request)
    return teams.latest_with_plan(team, [each for each in cycles(request) if domain.comes_after(shown, each)])
