"""The changes of a plan divided by what becomes of them: what has a history, what is a draft, and what is published."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accord.domain.descriptions import Described
from accord.domain.plan_changes import FieldChange, PlanChanges, tomorrow
from accord.models import Cycle
from accord.queries.plans.plan_drafts import is_under
from accord.services.agreements import again_yes
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions import drafts as drafts_of_teams
from accord.services.definitions.carrying_out import carry_out
from accord.services.plans import plan_rows
from accord.services.plans.plan_ids import Ids
from accord.services.plans.plan_texts import Told, told
from accord.services.telling.events import Actor

Key = tuple[str, str]  # kind and id
Clock = Callable[[], datetime]
PUBLISHED = plan_rows.PUBLISHED
# Of what belongs to a team's plan; the organization's own has no drafts.
PLANNED = frozenset({"objective", "key_result", "action", "need", "contribution", "check_in"})


@dataclass(slots=True)
class Work:
    """What is to be written: with a history; of drafts that come into sight; and of drafts that stay drafts.

    `arrived` are the drafts that come into sight, as they will be, with what comes with them; `rows` which of them
    bear the mark of being published.
    """

    ids: Ids
    told: PlanChanges
    coming: PlanChanges = field(default_factory=PlanChanges)
    staying: PlanChanges = field(default_factory=PlanChanges)
    arrived: Sequence[Described] = ()
    published: Sequence[Key] = ()

    @classmethod
    def divided(
        cls,
        changes: PlanChanges,
        publishing: Sequence[FieldChange],
        today: Mapping[Key, Described],
        drafts: Collection[Key],
        cycle: Cycle | None,
        *,
        stay_drafts: bool,
    ) -> "Work":
        """Divide the changes of a plan; with `stay_drafts`, what is new of a team's plan is a draft like the rest."""
        published = [(change.kind, change.id) for change in publishing]
        arrived = _arriving(published, tomorrow(today, changes), drafts)
        ids = Ids.named_in(
            PlanChanges([*changes.create, *arrived], changes.change, changes.remove), cycle.pk if cycle else 0
        )
        of_drafts = PlanChanges(
            [thing for thing in changes.create if stay_drafts and thing.kind in PLANNED],
            [change for change in changes.change if (change.kind, change.id) in drafts],
            [thing for thing in changes.remove if (thing.kind, thing.id) in drafts],
        )
        work = cls(ids, _without(changes, of_drafts), arrived=arrived, published=published)
        if stay_drafts:
            work.staying = of_drafts
        else:
            work.coming = of_drafts
        return work


@dataclass(slots=True)
class Done:
    """What the changes of fields mean, drafts' too, and what all of it did to agreements."""

    told: Sequence[Told]
    touched: Touched = field(default_factory=Touched)


def carry_out_work(
    work: Work,
    *,
    by: Actor,
    clock: Clock,
    reason: str | None,
    wording_only: Collection[tuple[str, str, str]],
    agree_again: bool,
    is_tried: bool,
) -> Done:
    """Write it all: first what everybody sees, then what stays a draft and may refer to it."""
    done = Done(told([*work.coming.change, *work.staying.change], work.ids, wording_only))
    if work.told or work.coming or work.arrived:
        now = clock()
        for kind in sorted(PUBLISHED):
            rows = [work.ids.of(kind, key) for of, key in work.published if of == kind]
            plan_rows.publish(kind, rows, now=now)
        carried = carry_out(
            work.told,
            work.ids,
            by=by,
            clock=clock,
            reason=reason,
            wording_only=wording_only,
            arrived=work.arrived,
            drafts=work.coming,
            yes=again_yes.parts if agree_again else None,
            is_tried=is_tried,
        )
        done = Done([*done.told, *carried.told], carried.touched)
    if work.staying:
        drafts_of_teams.write(work.staying, work.ids, now=clock())
    return done


def _arriving(published: Collection[Key], then: Mapping[Key, Described], drafts: Collection[Key]) -> list[Described]:
    """Drafts that come into sight, as they will be: published ones, and of the rest what stands under these."""
    seen = {*published, *(key for key in then if key[0] == "key_result" and key not in drafts)}
    return [
        thing
        for key, thing in then.items()
        if key in drafts and (key in published or (thing.kind not in PUBLISHED and is_under(thing, seen)))
        if thing.kind not in plan_rows.PROGRESS
    ]


def _without(changes: PlanChanges, others: PlanChanges) -> PlanChanges:
    drafted = {(thing.kind, thing.id) for thing in others.create}
    changed = {(change.kind, change.id, change.field) for change in others.change}
    gone = {(thing.kind, thing.id) for thing in others.remove}
    return PlanChanges(
        [thing for thing in changes.create if (thing.kind, thing.id) not in drafted],
        [change for change in changes.change if (change.kind, change.id, change.field) not in changed],
        [thing for thing in changes.remove if (thing.kind, thing.id) not in gone],
    )
