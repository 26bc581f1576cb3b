"""Whatever teams do for each other: an update to a team speaks only of what that team is party to."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.domain.kept import read
from accord.domain.plan import Action, Contribution, Duty, KeyResult, Need, Objective, Plan
from accord.domain.updating import Content
from accord.models import Action as ActionRow
from accord.models import Cycle, Party, Person, Team, Update
from accord.queries.reviews import review_periods
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.plans import plans
from accord.services.reviews import reviews
from accord.services.reviews.reviews import Writing
from accord.services.telling.events import Actor
from tests.review_world import NOVEMBER
from tests.world import Clock, the_plan

pytestmark = pytest.mark.django_db
TEAMS = ("product", "support", "finance")
LEADS = {"product": "alice", "support": "bob", "finance": "carol"}
SOME = st.sets(st.sampled_from(TEAMS))


@st.composite
def plans_between(draw: st.DrawFn) -> Plan:
    """A plan in which each team has a result, and the others have whatever parts in it."""
    objectives = tuple(_objective(draw, team) for team in TEAMS)
    plan = the_plan()
    return Plan(plan.organization, plan.cycle, people=plan.people, teams=plan.teams, objectives=objectives)


def _objective(draw: st.DrawFn, team: str) -> Objective:
    actions = tuple(
        Action(id=f"{team}-a-{each}", title=f"Work of {each} under {team}", team=each) for each in sorted(draw(SOME))
    )
    needs = tuple(
        Need(id=f"{team}-n-{each}", provider=each, what=f"Gift of {each} to {team}")
        for each in sorted(draw(SOME) - {team})
    )
    duties = tuple(Duty(team=each, does=f"Duty of {each} under {team}") for each in sorted(draw(SOME)))
    result = KeyResult(
        id=f"{team}-kr", title=f"Result of {team}", decomposition=f"Steps of {team}", actions=actions, needs=needs,
        duties=duties,
    )  # fmt: skip
    supported = sorted(draw(SOME) - {team})
    contributions = tuple(Contribution(f"{each}-kr", status="accepted") for each in supported)
    return Objective(
        id=f"{team}-o", team=team, title=f"Aim of {team}", key_results=(result,), contributes_to=contributions
    )


def reword(cycle: Cycle, team: str, clock: Clock) -> None:
    """Everything the team may word otherwise reads otherwise, and means the same."""
    by = Actor(Person.objects.get(key=LEADS[team]), "web")
    edits = [Edit("key_result", f"{team}-kr", {"title": f"Result, of {team}", "decomposition": f"Steps: of {team}!"})]
    actions = ActionRow.objects.filter(key_result__key=f"{team}-kr")
    edits += [Edit("action", row.key, {"title": f"{row.title}!"}) for row in actions]
    definitions.save(cycle, edits, by=by, clock=clock)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans_between())
def test_an_update_holds_only_what_its_team_is_party_to(db: None, plan: Plan) -> None:
    with transaction.atomic():
        _check(plan)
        transaction.set_rollback(True)


def _check(plan: Plan) -> None:
    clock = Clock()
    plans.apply_plan(plan, by=Actor(None, "shell"), clock=clock)
    cycle = Cycle.objects.get()
    clock.now = NOVEMBER
    for team in TEAMS:
        reword(cycle, team, clock)
    for team in TEAMS:
        _publish(cycle, team, clock)

    parties = {
        row.key: set(Party.objects.filter(team=row).values_list("agreement__key_result__key", flat=True))
        for row in Team.objects.all()
    }
    for update in Update.objects.select_related("team", "review__team"):
        reader, writer = update.team.key, update.review.team.key
        content = read(Content, update.content)
        assert content.key_results <= parties[reader]
        assert parties[reader] & parties[writer]
        for third in set(TEAMS) - {reader, writer}:
            told = json.dumps(update.content)
            for words in (f"Work of {third} under", f"Gift of {third} to", f"Duty of {third}", f"Steps: of {third}"):
                assert words not in told
    sharing = {(one, two) for one in TEAMS for two in TEAMS if one != two and parties[one] & parties[two]}
    told_to = set(Update.objects.values_list("review__team__key", "team__key"))
    assert told_to == sharing


def _publish(cycle: Cycle, team: str, clock: Clock) -> None:
    row = Team.objects.get(key=team)
    period = review_periods.to_write(row, today=clock.now.date())
    assert period is not None
    by = Actor(Person.objects.get(key=LEADS[team]), "web")
    reviews.publish(row, cycle, period, Writing(), by=by, clock=clock)
