"""Changing definitions: the one door for whatever a person saves on a page, and what it would do, told beforehand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accord.domain.realignment import PartOf
from accord.models import Change, Cycle
from accord.services.agreements import own_yes
from accord.services.agreements.standing_rows import Touched
from accord.services.cycles import open_cycles
from accord.services.definitions import drafts, marks_of_wording, previews
from accord.services.definitions.carrying_out import carry_out, take_turn
from accord.services.definitions.chain import Chain
from accord.services.definitions.drafts import publish
from accord.services.definitions.edits import (
    ChangeRefused,
    Clash,
    Conflict,
    Create,
    CycleClosed,
    Drop,
    Edit,
    Invalid,
    NotSaved,
    NotThere,
    NotWording,
    NotWordingOnly,
    Restore,
    Saying,
    Versions,
    WrongValue,
)
from accord.services.definitions.planning import Planned, planned
from accord.services.definitions.previews import Preview
from accord.services.plans.plan_texts import Told
from accord.services.telling.events import Actor

__all__ = [
    "ChangeRefused",
    "Clash",
    "Conflict",
    "Create",
    "CycleClosed",
    "Drop",
    "Edit",
    "Invalid",
    "NotSaved",
    "NotThere",
    "NotWording",
    "NotWordingOnly",
    "Preview",
    "Restore",
    "Saved",
    "Saying",
    "Versions",
    "WrongValue",
    "preview",
    "publish",
    "save",
]  # fmt: skip
Clock = Callable[[], datetime]
# What is defined for all cycles alike: it may be written whichever of them is closed.
OF_THE_ORGANIZATION = frozenset({"metric", "milestone", "strategic_goal", "person", "team", "membership"})


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the change (None where only drafts were written, or nothing differed), the things that were
    made (kind and id), what each field's change means, what it did to agreements, and what was agreed to with it.
    """

    change: Change | None = None
    made: Sequence[tuple[str, str]] = ()
    told: Sequence[Told] = ()
    touched: Touched = field(default_factory=Touched)
    agreed: Sequence[PartOf] = ()
    chain: Chain | None = None


@transaction.atomic
def save(
    cycle: Cycle,
    said: Sequence[Saying],
    *,
    by: Actor,
    clock: Clock,
    reason: str | None = None,
    agree: bool = True,
) -> Saved:
    """Save what a person says, as one change; all of it or nothing.

    What is in the own lines of a team that the person answers for is agreed to at the same time, unless not `agree`.
    Raises CycleClosed, NotThere, Conflict, ChangeRefused, Invalid and NotWordingOnly, looked at in this order; each
    names all that it is about.
    """
    plan = _planned(cycle, said, by, clock)
    if refused := marks_of_wording.refused(plan.changes.change, plan.ids, plan.wording_only):
        raise NotWordingOnly(refused)
    return _saved(plan, by=by, clock=clock, reason=reason, agree=agree)


def preview(cycle: Cycle, said: Sequence[Saying], *, by: Actor, clock: Clock, agree: bool = True) -> Preview:
    """What `save` would do with the same: it is done, looked at, and taken back without a trace.

    Raises what `save` raises, but for marks of wording that cannot be taken: these are told, and left out.
    """
    with transaction.atomic():
        plan = _planned(cycle, said, by, clock)
        refused = marks_of_wording.refused(plan.changes.change, plan.ids, plan.wording_only)
        plan.wording_only -= {(each.kind, each.id, each.field) for each in refused}
        saved = _saved(plan, by=by, clock=clock, reason=None, agree=agree, is_tried=True)
        found = previews.of(saved.touched, saved.agreed, saved.told, refused, saved.chain)
        transaction.set_rollback(True)
    return found


def _planned(cycle: Cycle, said: Sequence[Saying], by: Actor, clock: Clock) -> Planned:
    take_turn()
    if any(each.kind not in OF_THE_ORGANIZATION and not _opens(each) for each in said):
        open_cycles.check(cycle.pk)
    return planned(cycle, said, by=by, now=clock())


def _opens(said: Saying) -> bool:
    """A new cycle belongs to none of those that are there."""
    return said.kind == "cycle" and isinstance(said, Create)


def _saved(
    plan: Planned,
    *,
    by: Actor,
    clock: Clock,
    reason: str | None,
    agree: bool,
    is_tried: bool = False,
) -> Saved:
    drafts.write(plan.drafts, plan.ids, now=clock())
    if not plan.changes and not plan.restored:
        return Saved(made=plan.made)
    done = carry_out(
        plan.changes,
        plan.ids,
        by=by,
        clock=clock,
        reason=reason,
        wording_only=plan.wording_only,
        arrived=plan.restored,
        yes=own_yes.parts if agree else None,
        is_plan=False,
        is_tried=is_tried,
    )
    return Saved(done.change, plan.made, done.told, done.touched, done.agreed, done.chain)
