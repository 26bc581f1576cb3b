"""The first page of an installation without a plan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accord.queries import first_steps as progress
from accord.queries.access import NotVisible
from accord.web.request import Request, reader
from accord.web.request import cycle as shown_cycle

if TYPE_CHECKING:
    from accord.models import Cycle


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done or not, what to write for it in a file, and the page on which it is done once there is a plan;
    `may` where it is the reader's to do, who else only looks at it.
    """

    title: str
    why: str
    is_done: bool
    example: str
    page: str = ""
    may: bool = True


@require_safe
def first_steps(request: Request) -> HttpResponse:
    """What leads to a first agreement: parts of a plan file, then the pages on which one goes on."""
    cycle = _cycle(request)
    steps = _steps(progress.first_steps(), cycle, is_admin=reader(request).is_admin)
    context = {"steps": steps, "left": sum(not step.is_done for step in steps), "has_plan": cycle is not None}
    return render(request, "first_steps/first_steps.html", context)


def _cycle(request: Request) -> "Cycle | None":
    try:
        return shown_cycle(request)
    except NotVisible:
        return None


def _steps(so_far: progress.FirstSteps, cycle: "Cycle | None" = None, *, is_admin: bool = True) -> list[Step]:
    in_cycle = {"cycle": cycle.key} if cycle else {}
    return [
        Step(
            _("Say what the quarter is for"),
            _("A brief of three sentences. Everyone can read it before they write a word of their own."),
            so_far.has_brief,
            _BRIEF,
            page=reverse("cycle", kwargs=in_cycle) if cycle else "",
            may=is_admin,
        ),
        Step(
            _("Bring in two teams"),
            _("Pick a team that waits for another one. A name and a lead each will do; the rest can join later."),
            so_far.has_teams,
            _TEAMS,
        ),
        Step(
            _("Let each write one objective"),
            _("What will be better, for whom? Add two or three results, and say when each counts as done."),
            so_far.has_objectives,
            _OBJECTIVE,
            page=reverse("my_team") if cycle else "",
        ),
        Step(
            _("Agree on five clauses"),
            _("Done when, how, who, what each needs by when, and what words mean. Then each team agrees to its part."),
            so_far.has_agreed,
            _NEED,
            page=reverse("agreements", kwargs=in_cycle) if cycle else "",
        ),
    ]


# Parts of one plan file, in its own words, which are never translated.
_BRIEF = """accord: 1
organization: {id: acme, name: Acme}
cycle:
  id: 2027-q1
  name: Q1 2027
  start: 2027-01-01
  end: 2027-03-31
  brief:
    why: New customers wait three weeks for their first order.
    success: Nine of ten have it within a week.
    different: Customers order again before they forget us.
"""
_TEAMS = """people:
  - {id: ana, name: Ana Ruiz, email: ana@acme.example}
  - {id: li, name: Li Wei, email: li@acme.example}
teams:
  - {id: sales, name: Sales, members: [{person: ana, role: lead}]}
  - {id: store, name: Store, members: [{person: li, role: lead}]}
"""
_OBJECTIVE = """metrics:
  - id: orders-in-a-week
    name: First orders within seven days
    definition: Share of new customers who hold their first order seven days after paying.
    unit: "%"
    better: higher
    frequency: weekly
    source: The order list of the shop
    owner: sales
objectives:
  - id: first-order
    team: sales
    title: New customers have their first order within a week
    why: Half of those who wait longer never order again.
    not_strategic_because: The season begins in March, and we lose it otherwise.
    key_results:
      - id: days-to-order
        title: Nine of ten first orders within seven days
        metric: orders-in-a-week
        baseline: 40
        target: 90
        completion_criteria: The figure of March is 90 or more. Sales counts it.
        decomposition: Knowing what is in stock brings most of it, packing on the same day the rest.
        accountable: ana
"""
_NEED = """        needs:
          - id: stock-list
            from: store
            what: A list of what is in stock, every morning
            completion_criteria: It is there at eight, and no order of that day waited for what it names.
            by: 2027-01-15
"""
