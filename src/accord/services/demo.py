"""The demo organization: its plan applied, then its story told, each event by the service a person would have used."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from accord.domain.clauses import Clause
from accord.domain.plan import KeyResult as KeyResultPlan
from accord.domain.plan import Plan
from accord.domain.reviewing import Texts
from accord.formats.story import Event, Story
from accord.models import Cycle, KeyResult, Party, Person, Team, Update
from accord.queries import calendar
from accord.queries.reviews import review_periods
from accord.services import accounts
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.findings import judging
from accord.services.plans import plans
from accord.services.reviews import reviews, updates
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
CLAUSES = tuple(Clause)
MANY_MANAGERS = 3


def build(plan: Plan, story: Story, *, tell: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Make an empty installation the demo's, as it stands when the story ends, judged by the checks.

    `tell` hears how far it is.
    """
    _set_up(_without(plan, {need for event in story.events for need in event.needs}), story)
    for number, event in enumerate(story.events, 1):
        play(event, plan)
        tell(number, len(story.events))
    judging.judge(now=story.events[-1].at)


def play(event: Event, plan: Plan) -> None:
    """Do what somebody did, at the time at which it was done."""
    by, clock = _actor(event.by), _at(event.at)
    if event.needs:
        plans.apply_plan(_only(plan, event.needs), by=by, clock=clock, reason=event.text or None)
    else:
        PLAYED[event.do](event, Cycle.objects.get(key=plan.cycle.id), by, clock)


def _without(plan: Plan, needs: Collection[str]) -> Plan:
    """The plan before these needs were asked for."""
    return _with_key_results(plan, lambda kr: replace(kr, needs=tuple(n for n in kr.needs if n.id not in needs)))


def _only(plan: Plan, needs: Collection[str]) -> Plan:
    """As much of the plan as brings these needs: the objectives that they stand under."""
    about = [o for o in plan.objectives if any(n.id in needs for kr in o.key_results for n in kr.needs)]
    return Plan(plan.organization, plan.cycle, objectives=tuple(about), checks=plan.checks)


def _with_key_results(plan: Plan, change: Callable[[KeyResultPlan], KeyResultPlan]) -> Plan:
    objectives = (replace(o, key_results=tuple(change(kr) for kr in o.key_results)) for o in plan.objectives)
    return replace(plan, objectives=tuple(objectives))


def _set_up(plan: Plan, story: Story) -> None:
    """The operator makes the organization and lets people in; an admin brings the rest of the plan."""
    clock = _at(story.opens)
    only_people = replace(plan, metrics=(), milestones=(), objectives=(), check_ins=(), metric_values=())
    plans.apply_plan(only_people, by=Actor(None, "demo"), clock=clock)
    for person in _who_can_sign_in(plan, story):
        accounts.add_user(person, is_admin=False, clock=clock, by=Actor(None, "demo"))
    plans.apply_plan(plan, by=_actor(story.applied_by), clock=clock)


def _who_can_sign_in(plan: Plan, story: Story) -> Iterable[str]:
    """E-mails of the admin, who comes first, everybody who answers for a team or acts, and who has many managers."""
    keys = {member.person for team in plan.teams for member in team.members if member.role != "member"}
    keys |= {event.by for event in story.events}
    keys |= {person.id for person in plan.people if len(person.reports_to) >= MANY_MANAGERS}
    people = [person for person in plan.people if person.id in keys and person.id != story.applied_by]
    admin = [person for person in plan.people if person.id == story.applied_by]
    return [person.email for person in (*admin, *people) if person.email]


def _apply(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    said = []
    for thing in dict.fromkeys((value.kind, value.id) for value in event.values):
        mine = [value for value in event.values if (value.kind, value.id) == thing]
        marks = frozenset(value.field for value in mine if value.wording_only)
        said.append(Edit(*thing, {value.field: value.to for value in mine}, wording_only=marks))
    definitions.save(cycle, said, by=by, clock=clock, reason=event.text, agree=not event.yes_withheld)


def _agree(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    key_result = _key_result(event, cycle)
    seen = [each for team in event.teams for each in _seen(key_result, team, event.clauses)]
    answers.agree(key_result, seen, by=by, clock=clock, to_all=not event.clauses)


def _object(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    key_result = _key_result(event, cycle)
    for seen in _seen(key_result, event.teams[0], event.clauses):
        answers.object_to(key_result, seen, reason=event.text, by=by, clock=clock)


def _ask(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    key_result = _key_result(event, cycle)
    for seen in _seen(key_result, event.teams[0], event.clauses):
        answers.ask(key_result, seen, question=event.text, by=by, clock=clock)


def _reply(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    key_result = _key_result(event, cycle)
    for number in event.clauses:
        answers.reply(key_result, CLAUSES[number - 1], event.teams[0], text=event.text, by=by, clock=clock)


def _review(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    team = Team.objects.get(key=event.teams[0])
    period = review_periods.to_write(team, today=calendar.today(clock()))
    if period is None:
        raise ValueError(f"{team.key} has ended and reviews no more")
    writing = reviews.Writing(Texts(**event.texts), seconds=60 * event.minutes)
    reviews.publish(team, cycle, period, writing, by=by, clock=clock)


def _acknowledge(event: Event, cycle: Cycle, by: Actor, clock: Clock) -> None:
    told = Update.objects.filter(team__key=event.teams[0], review__team__key=event.of, review__cycle=cycle)
    updates.acknowledge(told.latest("pk").pk, answer=event.text, by=by, clock=clock)


PLAYED: dict[str, Callable[[Event, Cycle, Actor, Clock], None]] = {
    "apply": _apply,
    "agree": _agree,
    "object": _object,
    "ask": _ask,
    "reply": _reply,
    "review": _review,
    "acknowledge": _acknowledge,
}


def _seen(key_result: KeyResult, team: str, clauses: tuple[int, ...]) -> list[Seen]:
    """A team's parts as they are on the person's screen."""
    party = Party.objects.get(agreement_id=key_result.pk, team__key=team)
    numbers = clauses or range(1, len(CLAUSES) + 1)
    return [Seen(team, CLAUSES[number - 1], party.fingerprints[number - 1]) for number in numbers]


def _key_result(event: Event, cycle: Cycle) -> KeyResult:
    found: KeyResult = KeyResult.objects.select_related("cycle").get(cycle=cycle, key=event.key_result)
    return found


def _actor(key: str) -> Actor:
    person = Person.objects.get(key=key)
    return Actor(person, "demo", person.email or "")


def _at(moment: datetime) -> Clock:
    return lambda: moment
