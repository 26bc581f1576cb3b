"""Applying a plan file: what it says and the installation does not yet hold, in one transaction; or only looking."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accord.domain import descriptions, pruning
from accord.domain.descriptions import Described
from accord.domain.plan import Plan
from accord.domain.plan_changes import FieldChange, PlanChanges, compare, tomorrow
from accord.models import Cycle, Organization
from accord.queries.definitions.registry_uses import kept_beyond
from accord.queries.plans import plan_items
from accord.queries.plans.plan_drafts import drafts_among
from accord.queries.plans.plan_state import plan_state
from accord.services.agreements.stale_agreements import (
    EndedAgreement,
    StaleAgreement,
    ended_agreements,
    stale_agreements,
)
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions import coming_back
from accord.services.definitions.carrying_out import take_turn
from accord.services.plans import plan_refusals
from accord.services.plans.plan_refusals import PlanRefused, Refusal
from accord.services.plans.plan_rights import refused_changes
from accord.services.plans.plan_texts import Told
from accord.services.plans.plan_wording import marked
from accord.services.plans.plan_work import PUBLISHED, Work, carry_out_work
from accord.services.telling.events import Actor

__all__ = ["Applied", "Manner", "PlanRefused", "StateMoved", "apply_plan", "preview_plan"]
Clock = Callable[[], datetime]
Things = Mapping[tuple[str, str], Described]


class StateMoved(Exception):
    """The installation is no longer in the state that the caller expected."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a plan is applied.

    `prune`: what it does not name is taken away. `draft`: what is new stays a draft of its team. `agree`: the author
    agrees to what it makes stale, for teams that had agreed. `wording`: changes that are wording only (`ID.FIELD`).
    """

    prune: bool = False
    draft: bool = False
    agree: bool = False
    wording: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of a field as it is told; `substantive` only where agreements hold the difference."""

    change: FieldChange
    substantive: bool


@dataclass(slots=True)
class Applied:
    """What applying a plan did, in the files' order, which agreements went stale, and which ended."""

    state: str
    changes: PlanChanges = field(default_factory=PlanChanges)
    told: Sequence[ToldChange] = ()
    touched: Touched = field(default_factory=Touched)
    agreements: Sequence[StaleAgreement] = ()
    ended: Sequence[EndedAgreement] = ()


@transaction.atomic
def apply_plan(
    plan: Plan,
    *,
    by: Actor,
    clock: Clock,
    reason: str | None = None,
    expect: str | None = None,
    manner: Manner | None = None,
) -> Applied:
    """Bring the installation to what the plan says; the same plan again changes nothing.

    `by` without a person is the operator, who may do everything (the first plan is applied so).
    Raises PlanRefused, with all reasons, where a change is not the person's to make or cannot be made, and StateMoved
    where `expect` is not the state; then nothing is applied.
    """
    take_turn()
    if expect is not None and expect != plan_state():
        raise StateMoved(expect)
    done = _applied(plan, manner or Manner(), by=by, clock=clock, reason=reason)
    done.state = plan_state()
    return done


def preview_plan(plan: Plan, *, by: Actor, clock: Clock, manner: Manner | None = None) -> Applied:
    """What `apply_plan` would do with the same: it is done, looked at, and taken back without a trace.

    Its state is the one that `apply_plan` may expect. Raises PlanRefused as that does.
    """
    with transaction.atomic():
        take_turn()
        state = plan_state()
        done = _applied(plan, manner or Manner(), by=by, clock=clock, is_tried=True)
        done.state = state
        transaction.set_rollback(True)
    return done


def _applied(
    plan: Plan, manner: Manner, *, by: Actor, clock: Clock, reason: str | None = None, is_tried: bool = False
) -> Applied:
    cycle = _cycle_of(plan)
    today = plan_items.described(cycle)
    planned = descriptions.described(plan)
    drafts = drafts_among(cycle, today)
    changes = _differences(today, planned, drafts, cycle, manner)
    named = [(thing.kind, thing.id) for thing in planned if thing.kind in PUBLISHED]
    publishing = [] if manner.draft else _publishing(named, drafts)
    told = PlanChanges(changes.create, _with_each_thing(planned, [*publishing, *changes.change]), changes.remove)
    work = Work.divided(changes, publishing, today, drafts, cycle, stay_drafts=manner.draft)
    marks, wrong = marked(manner.wording, planned, changes, work.ids)
    if refusals := [
        *plan_refusals.clashes(changes, today, cycle),
        *(plan_refusals.no_drafts(named, today, drafts) if manner.draft else ()),
        *plan_refusals.without_right(refused_changes(told, today, by), by.email),
        *plan_refusals.misplaced(plan.cycle.id, changes, today),
        *plan_refusals.no_wording(wrong),
    ]:
        raise PlanRefused(*refusals)
    if not told:
        return Applied("")
    if cycle and any(thing.kind in PUBLISHED for thing in changes.create):
        coming_back.forget_contributions(cycle, planned, now=clock())
    done = carry_out_work(
        work, by=by, clock=clock, reason=reason, wording_only=marks, agree_again=manner.agree, is_tried=is_tried
    )
    substantive = {(t.change.kind, t.change.id, t.change.field): t for t in done.told}
    return Applied(
        "",
        told,
        [_told(change, substantive.get((change.kind, change.id, change.field))) for change in told.change],
        done.touched,
        stale_agreements(done.touched, plan),
        ended_agreements(done.touched),
    )


def _told(change: FieldChange, done: Told | None) -> ToldChange:
    return ToldChange(done.change if done else change, done.substantive if done else False)


def _cycle_of(plan: Plan) -> Cycle | None:
    other = Organization.objects.exclude(key=plan.organization.id).first()
    if other:
        raise PlanRefused(Refusal("other-organization", {"here": other.key, "plan": plan.organization.id}))
    cycle = Cycle.objects.filter(key=plan.cycle.id).first()
    if cycle and cycle.closed_at:
        raise PlanRefused(Refusal("cycle-closed", {"cycle": cycle.key}))
    return cycle


def _differences(
    today: Things,
    planned: Sequence[Described],
    drafts: Collection[tuple[str, str]],
    cycle: Cycle | None,
    manner: Manner,
) -> PlanChanges:
    named = {(thing.kind, thing.id) for thing in planned}
    changes = compare(today, planned, {key for key in drafts if key not in named})
    if manner.prune:
        known = {(thing.kind, thing.id) for thing in changes.remove}
        gone = [t for t in pruning.no_longer_named(today, named, drafts) if (t.kind, t.id) not in known]
        changes.remove += gone
        changes.remove += pruning.unused(tomorrow(today, changes), named, kept_beyond(cycle))
    return changes


def _publishing(named: Sequence[tuple[str, str]], drafts: Collection[tuple[str, str]]) -> list[FieldChange]:
    """Drafts that the plan names come into sight."""
    return [
        FieldChange(kind, key, "published", before=False, after=True) for kind, key in named if (kind, key) in drafts
    ]


def _with_each_thing(planned: Sequence[Described], changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Changes in the files' order, all of a thing together."""
    place = {(thing.kind, thing.id): number for number, thing in enumerate(planned)}
    return sorted(changes, key=lambda change: place[change.kind, change.id])
