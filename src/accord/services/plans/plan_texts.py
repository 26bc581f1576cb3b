"""The changes of a plan as revisions will keep them: with their wording classes, and whether they are substantive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accord.domain.descriptions import is_substantive
from accord.domain.plan_changes import FieldChange
from accord.domain.wording import WORDED_FIELDS, Placed
from accord.queries.prepared import Prepared
from accord.services import bulk
from accord.services.definitions import wording
from accord.services.plans.plan_columns import TABLES
from accord.services.plans.plan_ids import Ids


@dataclass(frozen=True, slots=True)
class Told:
    """A field's change; `first` is the first text of the wording class that a new text belongs to, `was_first` of
    the one that the text before belonged to.
    """

    change: FieldChange
    item: int
    substantive: bool
    first: str | None = None
    was_first: str | None = None

    @property
    def reworded(self) -> bool:
        """Whether the column beside the text is to hold something else."""
        is_worded = (self.change.kind, self.change.field) in WORDED_FIELDS
        return is_worded and _beside(self.was_first, self.change.before) != _beside(self.first, self.change.after)


def told(changes: Sequence[FieldChange], ids: Ids, wording_only: Collection[tuple[str, str, str]] = ()) -> list[Told]:
    """Say of each change whether it is substantive; duties come back with their classes' first texts.

    A change marked as wording only keeps today's class, whatever its words.
    """
    plain = [Told(c, ids.of(c.kind, c.id), is_substantive(c.kind, c.field)) for c in changes]
    worded = {
        (t.change.kind, t.item, t.change.field): t for t in plain if (t.change.kind, t.change.field) in WORDED_FIELDS
    }
    firsts = _firsts_today(list(worded.values()))
    placed = wording.placed({at: (t.change.before, firsts[at], t.change.after) for at, t in worded.items()})
    written = {t.item: t.change.after for t in plain if t.change.field == "duties"}
    duties = wording.placed_duties(written) if written else {}
    marked = {at: Placed(firsts[at], editorial=True) for at, t in worded.items() if _named(t) in wording_only}
    return [_placed(t, placed | marked, firsts, duties) for t in plain]


def first_texts(changes: Sequence[FieldChange], ids: Ids) -> dict[tuple[str, str, str], str | None]:
    """The first text of today's wording class of each worded field that changes, by kind, id and field."""
    worded = [Told(c, ids.of(c.kind, c.id), substantive=True) for c in changes if (c.kind, c.field) in WORDED_FIELDS]
    firsts = _firsts_today(worded)
    return {_named(t): firsts[t.change.kind, t.item, t.change.field] for t in worded}


def keep_wording(changes: Sequence[Told]) -> None:
    """Store the class's first text beside each worded field, where it differs from the text itself."""
    by_kind: dict[str, dict[int, dict[str, str | None]]] = {}
    for t in changes:
        if t.reworded:
            first = _beside(t.first, t.change.after)
            by_kind.setdefault(t.change.kind, {}).setdefault(t.item, {})[t.change.field] = first
    for kind, items in by_kind.items():
        today = _wording_today(kind, list(items))
        rows = ([_without_none({**today[item], **firsts}), item] for item, firsts in items.items())
        bulk.update(TABLES[kind], rows, columns=["wording"])


def _named(t: Told) -> tuple[str, str, str]:
    return t.change.kind, t.change.id, t.change.field


def _beside(first: str | None, text: str | None) -> str | None:
    return None if first == text else first


def _placed(t: Told, placed: Any, firsts: Any, duties: Any) -> Told:
    at = (t.change.kind, t.item, t.change.field)
    if at in placed:
        return replace(t, substantive=not placed[at].editorial, first=placed[at].class_first, was_first=firsts[at])
    if t.change.field == "duties":
        after, editorial = duties[t.item]
        return replace(t, change=replace(t.change, after=after), substantive=not editorial)
    return t


def _firsts_today(worded: Sequence[Told]) -> dict[tuple[str, int, str], str | None]:
    kinds = {t.change.kind for t in worded}
    today = {kind: _wording_today(kind, [t.item for t in worded if t.change.kind == kind]) for kind in kinds}
    return {
        (t.change.kind, t.item, t.change.field): today[t.change.kind][t.item].get(t.change.field, t.change.before)
        for t in worded
    }


def _wording_today(kind: str, items: list[int]) -> dict[int, dict[str, str]]:
    return dict(_WORDINGS[kind](ids=items))


_WORDINGS = {
    kind: Prepared(
        lambda ids, table=table: table.objects.filter(id__amongst=ids).values_list("id", "wording"), ids=list
    )
    for kind, table in TABLES.items()
    if any(each.attname == "wording" for each in table._meta.concrete_fields)
}


def _without_none(wording_: dict[str, str | None]) -> dict[str, str]:
    return {field: first for field, first in wording_.items() if first is not None}
