"""Realignments in lists: what waits for a team first. Read from what is stored, never worked out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from accord.domain.realignment import State
from accord.models import RealignedPart, Realignment
from accord.queries.access import NotVisible, Reader
from accord.queries.names import PersonName, TeamName

SHOWN = 50  # of those that are closed
HEAD = ("id", "state", "opened_at", "closed_at", "deadline", "change__by__key", "change__by__name", "change__reason")
WAITING = Q(is_active=True) & ~Q(state="a")


@dataclass(frozen=True, slots=True)
class Row:
    """A realignment in a list."""

    id: int
    state: str
    opened_at: datetime
    closed_at: datetime | None
    deadline: date
    by: PersonName | None
    reason: str | None
    agreements: int
    clauses: int
    must_answer: Sequence[TeamName]
    waits_for_us: bool

    @property
    def took(self) -> int | None:
        """Days from its opening to its end."""
        return (self.closed_at - self.opened_at).days if self.closed_at else None


def listing(teams: Collection[str] | None = None, *, state: State | None = None) -> list[Row]:
    """Realignments, what waits for these teams (ids in the plan) first, then the open ones by deadline, then the rest.

    With `teams` only those in which one of them has a part; of the closed ones the latest.
    """
    found = Realignment.objects.all()
    if teams is not None:
        ours = RealignedPart.objects.filter(team__key__in=list(teams))
        found = found.filter(pk__in=ours.values("realignment_id"))
    if state is not None:
        found = found.filter(state=state.value)
    heads = [*found.filter(closed_at=None).values(*HEAD)]
    heads += found.exclude(closed_at=None).order_by("-closed_at", "-id").values(*HEAD)[:SHOWN]
    numbers = [head["id"] for head in heads]
    counts, waiting = _counts(numbers), _waiting(numbers)
    rows = [_row(head, counts[head["id"]], waiting[head["id"]], frozenset(teams or ())) for head in heads]
    return sorted(rows, key=_order)


def find(_: Reader, number: int) -> Realignment:
    """A realignment; everybody may read it. Raises NotVisible."""
    found = Realignment.objects.filter(pk=number).first()
    if found is None:
        raise NotVisible
    return found


def waiting_for(teams: Collection[str]) -> int:
    """How many open realignments wait for an answer of these teams (ids in the plan)."""
    parts = RealignedPart.objects.filter(WAITING, team__key__in=list(teams), gone_ahead=None)
    return parts.values("realignment_id").distinct().count() if teams else 0


def days_to_realign(teams: Collection[str] | None = None) -> float | None:
    """How many days it took, in the middle, until everybody had agreed again; None where that never happened."""
    found = Realignment.objects.filter(state=State.REALIGNED.value)
    if teams is not None:
        found = found.filter(parts__team__key__in=list(teams)).distinct()
    took = sorted(
        (closed - opened).total_seconds() / 86400
        for opened, closed in found.values_list("opened_at", "closed_at")
        if closed
    )
    if not took:
        return None
    middle = len(took) // 2
    return took[middle] if len(took) % 2 else (took[middle - 1] + took[middle]) / 2


def _counts(numbers: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """How many agreements and clauses each has touched."""
    places = RealignedPart.objects.filter(realignment_id__amongst=numbers).values("realignment_id", "key_result_id")
    by_result = places.annotate(clauses=Count("clause", distinct=True)).order_by()
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for number, clauses in by_result.values_list("realignment_id", "clauses"):
        agreements, so_far = found[number]
        found[number] = agreements + 1, so_far + clauses
    return found


def _waiting(numbers: Sequence[int]) -> Mapping[int, list[TeamName]]:
    parts = RealignedPart.objects.filter(WAITING, realignment_id__amongst=numbers, gone_ahead=None)
    rows = parts.order_by("team__position", "team_id").values_list(
        "realignment_id", "team__key", "team__name", "team__code"
    )
    found: dict[int, list[TeamName]] = defaultdict(list)
    for number, *team in rows.distinct():
        found[number].append(TeamName(*team))
    return found


def _row(head: Mapping[str, Any], counts: tuple[int, int], waiting: list[TeamName], ours: frozenset[str]) -> Row:
    key = head["change__by__key"]
    return Row(
        id=head["id"],
        state=head["state"],
        opened_at=head["opened_at"],
        closed_at=head["closed_at"],
        deadline=head["deadline"],
        by=PersonName(key, head["change__by__name"]) if key else None,
        reason=head["change__reason"],
        agreements=counts[0],
        clauses=counts[1],
        must_answer=waiting,
        waits_for_us=any(team.key in ours for team in waiting),
    )


def _order(row: Row) -> tuple[Any, ...]:
    if row.closed_at:
        return 2, -row.closed_at.timestamp(), -row.id
    return 0 if row.waits_for_us else 1, row.deadline.toordinal(), row.id
