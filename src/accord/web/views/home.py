"""The first page: what needs the reader, and what changed around them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accord.queries import home as queries
from accord.queries import shell
from accord.queries.access import NotVisible, Reader
from accord.queries.agreements import alignment
from accord.queries.asks import waiting
from accord.queries.check_ins import check_ins
from accord.queries.findings import finding_counts
from accord.queries.names import first_name
from accord.queries.people.people_list import ended_places
from accord.queries.reviews import review_home
from accord.queries.reviews.review_home import ReviewLines
from accord.queries.sentences import sentences
from accord.queries.telling import feed
from accord.web.request import Request, reader, today
from accord.web.request import cycle as shown_cycle
from accord.web.shell import time_of, weeks_of

if TYPE_CHECKING:
    from accord.models import Cycle

AROUND = 12


@require_safe
def home(request: Request) -> HttpResponse:
    """What needs you, soonest first. Before there is a plan, the first steps towards one."""
    try:
        cycle = shown_cycle(request)
    except NotVisible:
        if request.GET.get("cycle"):
            raise
        return HttpResponseRedirect(reverse("first_steps"))
    who, day = reader(request), today()
    team = shell.at_home(who.person)
    context = {
        "cycle": cycle,
        "today": day,
        "who": who,
        "name": first_name(who.person.name) if who.person else "",
        "team": team,
        "checked": finding_counts.weights(cycle, team.key, today=day) if team else {},
        "alignment": alignment.alignment(team.key, cycle) if team else None,
        "numbers": check_ins.yours(who, cycle, today=day),
        "around": feed.around(who, most=AROUND),
        "ended": [] if who.own_teams else ended_places(who.person),
        "time": _time(cycle),
        **_needs(who, cycle, review_home.lines(who, cycle, today=day)),
    }
    return render(request, "home/home.html", context)


def _needs(who: Reader, cycle: "Cycle", reviews: ReviewLines) -> dict[str, Any]:
    """What needs the reader; for somebody who answers for nobody, what waits for their teams and who answers. In a
    closed cycle nothing does.
    """
    teams = frozenset() if cycle.closed_at else who.answers_for or who.own_teams
    needs = queries.needs(teams, cycle)
    is_full = len(needs.lines) == queries.LINES
    count = waiting.counts(teams, cycle).needs if is_full else len(needs.lines) + reviews.count
    overdue = [*needs.overdue(today()), *reviews.late(today())]
    return {
        "needs": needs,
        "reviews": reviews,
        "lines": _in_order(needs, reviews),
        "answers": count - reviews.count,
        "count": count,
        "in_words": sentences.at_the_start(count),
        "overdue": overdue,
        "overdue_in_words": sentences.at_the_start(len(overdue)),
        "deadline": _next_deadline(needs, reviews),
        "answerers": queries.who_answers(teams) if teams and not who.answers_for else [],
    }


def _in_order(needs: queries.Needs, reviews: ReviewLines) -> list[tuple[str, Any]]:
    """Everything that has a line, each with its kind: what is due first before the rest, what has no day at the end."""
    lines: list[tuple[date | None, str, Any]] = [(line.answer_by, "need", line) for line in needs.lines]
    lines += [(each.period.due, "review", each) for each in reviews.due]
    lines += [(each.answer_by, "update", each) for each in reviews.to_read]
    return [(kind, line) for _, kind, line in sorted(lines, key=lambda line: line[0] or date.max)]


def _next_deadline(needs: queries.Needs, reviews: ReviewLines) -> date | None:
    """The next day by which something is to be done."""
    days = [needs.next_deadline(today()), *reviews.deadlines]
    return min((day for day in days if day and day >= today()), default=None)


def _time(cycle: "Cycle") -> Mapping[str, Any]:
    """Where the cycle is: in words, and in weeks while it runs."""
    day = today()
    runs = cycle.start <= day <= cycle.end and not cycle.closed_at
    weeks = weeks_of(cycle, day) if runs else None
    left = weeks["weeks"] - weeks["week"] if weeks else 0
    return {"words": time_of(cycle, day), "weeks": weeks, "left": left, "left_in_words": sentences.at_the_start(left)}
