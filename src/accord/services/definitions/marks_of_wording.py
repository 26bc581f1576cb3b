"""Whether changes that an author marked as wording only can be taken as that."""

from collections.abc import Collection, Sequence

from accord.domain.plan_changes import FieldChange
from accord.domain.wording import refusal_of_mark
from accord.models import Metric
from accord.services.definitions.edits import NotWording
from accord.services.plans.plan_ids import Ids
from accord.services.plans.plan_texts import first_texts


def refused(changes: Sequence[FieldChange], ids: Ids, marks: Collection[tuple[str, str, str]]) -> list[NotWording]:
    """The marks (kind, id, field) that Accord does not take, each with its reason."""
    marked = [change for change in changes if (change.kind, change.id, change.field) in marks]
    if not marked:
        return []
    units = [unit for unit in Metric.objects.values_list("unit", flat=True).distinct() if unit]
    firsts = first_texts(marked, ids)
    found = []
    for change in marked:
        at = (change.kind, change.id, change.field)
        if at in firsts and (refusal := refusal_of_mark(change.before, change.after, firsts[at], units)):
            found.append(NotWording(*at, refusal))
    return found
