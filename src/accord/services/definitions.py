"""Changing definitions one by one: what a person saves on a page, or an event of the demo's story."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accord.domain.plan_changes import FieldChange, PlanChanges
from accord.domain.wording import Refusal, refusal_of_mark
from accord.models import Cycle, Metric
from accord.queries import plan_items
from accord.services.carrying_out import carry_out, take_turn
from accord.services.events import Actor
from accord.services.plan_ids import Ids
from accord.services.plan_rights import Refused, refused_changes
from accord.services.plan_texts import first_texts
from accord.services.standing_rows import Touched

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class NewValue:
    """A field's new value, as in a plan file; `wording_only` is the author's mark."""

    kind: str
    id: str
    field: str
    to: Any
    wording_only: bool = False


class ChangeRefused(Exception):
    """Changes that are not the person's to make."""

    def __init__(self, changes: Sequence[Refused]) -> None:
        super().__init__("no-right")
        self.changes = changes


class NotWordingOnly(Exception):
    """A change was marked as wording only, and is more than that."""

    def __init__(self, value: NewValue, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.value, self.refusal = value, refusal


@transaction.atomic
def change_definitions(
    cycle: Cycle, values: Sequence[NewValue], *, by: Actor, clock: Clock, reason: str | None = None
) -> Touched:
    """Give fields of existing things new values, as one change.

    Raises KeyError for a thing or field that is not there, ChangeRefused and NotWordingOnly; then nothing is changed.
    """
    take_turn()
    wanted: dict[str, set[str]] = defaultdict(set)
    for value in values:
        wanted[value.kind].add(value.id)
    today = plan_items.described_of(cycle, wanted)
    changed = [FieldChange(v.kind, v.id, v.field, today[v.kind, v.id].fields[v.field], v.to) for v in values]
    changes = PlanChanges(change=[each for each in changed if each.before != each.after])
    if refused := refused_changes(changes, today, by):
        raise ChangeRefused(refused)
    if not changes:
        return Touched()
    ids = Ids.named_in(changes, cycle.pk)
    _check_marks([v for v in values if v.wording_only], changes.change, ids)
    marks = {(v.kind, v.id, v.field) for v in values if v.wording_only}
    return carry_out(changes, ids, by=by, clock=clock, reason=reason, wording_only=marks).touched


def _check_marks(marked: Sequence[NewValue], changes: Sequence[FieldChange], ids: Ids) -> None:
    if not marked:
        return
    units = [unit for unit in Metric.objects.values_list("unit", flat=True).distinct() if unit]
    firsts = first_texts(changes, ids)
    by_field = {(c.kind, c.id, c.field): c for c in changes}
    for value in marked:
        at = (value.kind, value.id, value.field)
        if at not in by_field:
            continue
        refusal = refusal_of_mark(by_field[at].before, value.to, firsts.get(at), units)
        if refusal:
            raise NotWordingOnly(value, refusal)
