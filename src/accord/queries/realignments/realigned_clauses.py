"""Which clauses of an agreement are in an open realignment, and where its own team went ahead without a party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from accord.models import RealignedPart
from accord.queries.prepared import Prepared

Row = tuple[Any, ...]


class GoneAhead(NamedTuple):
    """The key result's team did not wait for a party's answer any longer, and why."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Realigned:
    """By the numbers of clauses; of parties by clause and the team's id in the plan."""

    open_in: Mapping[int, int] = field(default_factory=dict)  # the realignment's id
    without: Mapping[tuple[int, str], GoneAhead] = field(default_factory=dict)


def rows_of(key_result: int) -> tuple[Row, ...]:
    """What is stored of realignments and the clauses of a key result (row id), the latest last: one statement."""
    return tuple(_PARTS(key_result=key_result))


def realigned(rows: Sequence[Row]) -> Realigned:
    """What such rows say."""
    return Realigned(
        open_in={clause: number for clause, _, number, is_active, *_rest in rows if is_active},
        without={(clause, team): GoneAhead(*gone) for clause, team, _, _, *gone in rows if gone[0] is not None},
    )


_PARTS = Prepared(
    lambda key_result: (
        RealignedPart.objects.filter(Q(is_active=True) | Q(gone_ahead__isnull=False), key_result=key_result)
        .order_by("realignment_id")
        .values_list(
            "clause", "team__key", "realignment_id", "is_active", "gone_ahead__reason", "gone_ahead__by__name",
            "gone_ahead__at",
        )
    ),
    key_result=int,
)  # fmt: skip
