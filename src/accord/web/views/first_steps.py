"""The first page of an installation without a plan."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accord.queries import first_steps as progress
from accord.web.request import Request


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done or not, and what to write for it."""

    title: str
    why: str
    is_done: bool
    example: str


@require_safe
def first_steps(request: Request) -> HttpResponse:
    steps = _steps(progress.first_steps())
    return render(request, "first_steps/first_steps.html", {"steps": steps, "left": sum(not s.is_done for s in steps)})


def _steps(so_far: progress.FirstSteps) -> list[Step]:
    return [
        Step(
            _("Say what the quarter is for"),
            _("A brief of three sentences. Everyone can read it before they write a word of their own."),
            so_far.has_brief,
            _BRIEF,
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
        ),
        Step(
            _("Agree on five clauses"),
            _("Done when, how, who, what each needs by when, and what words mean. Then each team agrees to its part."),
            so_far.has_agreed,
            _NEED,
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
"""
_TEAMS = """people:
  - {id: ana, name: Ana Ruiz, email: ana@acme.example}
  - {id: li, name: Li Wei, email: li@acme.example}
teams:
  - {id: sales, name: Sales, members: [{person: ana, role: lead}]}
  - {id: store, name: Store, members: [{person: li, role: lead}]}
"""
_OBJECTIVE = """objectives:
  - id: first-order
    team: sales
    title: New customers have their first order within a week
    key_results:
      - id: days-to-order
        title: Nine of ten first orders within seven days
        completion_criteria: Counted over March, by Sales.
"""
_NEED = """        needs:
          - id: stock-list
            from: store
            what: A list of what is in stock, every morning
            by: 2027-01-15
"""
