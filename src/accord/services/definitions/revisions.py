"""Revisions: each field's old and new value, kept with the change it came with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accord.models import Change, Revision
from accord.services import bulk

COLUMNS = ("change_id", "kind", "item", "key", "cycle_id", "field", "before", "after", "substantive", "first")
EXACT_IN_A_FLOAT = 15


@dataclass(frozen=True, slots=True)
class Revised:
    """One field of one thing (row id) took a new value; field None: the thing came, or went."""

    kind: str
    item: int
    key: str
    field: str | None
    before: Any
    after: Any
    substantive: bool
    first: str | None = None


def keep(change: Change, revised: Iterable[Revised], *, cycle: int | None) -> None:
    """Add revisions. Nothing here is ever written again."""
    rows = (
        (change.pk, r.kind, r.item, r.key, cycle, r.field, plain(r.before), plain(r.after), r.substantive, r.first)
        for r in revised
    )
    bulk.add(Revision, rows, columns=COLUMNS)


def plain(value: Any) -> Any:
    """A value as JSON has it, as in a plan file: dates as text, numbers as numbers, what is left out left out."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None and each != []}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def _number(value: Decimal) -> int | float | str:
    """A number that a float would not hold exactly stays text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if len(value.normalize().as_tuple().digits) <= EXACT_IN_A_FLOAT else format(value, "f")
