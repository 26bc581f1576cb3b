"""What nobody answered: updates not read, parts past the day they were to be answered by, realignments past theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min

from accord.models import Cycle, Party, RealignedPart, Realignment, Update
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.reviews.updates import told_again, within_one_team

WAITING = ("o", "s")


@dataclass(frozen=True, slots=True)
class Unread:
    """An update that asks to be acknowledged and was not: who wrote it, who should read it, by when."""

    number: int
    review: int
    writer: TeamName
    reader: TeamName
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class Owing:
    """A team that has not answered in so many agreements by the day it was asked to."""

    team: TeamName
    agreements: int
    since: date  # the first of those days


@dataclass(frozen=True, slots=True)
class Overdue:
    """A realignment past its deadline, and the teams whose answer is missing."""

    number: int
    deadline: date
    by: str
    waits_for: Sequence[TeamName]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All of it, the longest wait first."""

    unread: Sequence[Unread]
    owing: Sequence[Owing]
    overdue: Sequence[Overdue]

    def __len__(self) -> int:
        return len(self.unread) + len(self.owing) + len(self.overdue)


def unanswered(teams: Collection[int], cycle: Cycle, *, month: date, today: date | None) -> Unanswered:
    """Of a month's updates from or to these teams (row ids), and what waits for them today; three statements.

    Without a `today` only the month's own: one, of a month that others have come after.
    """
    unread = _unread(teams, cycle, month)
    if today is None:
        return Unanswered(unread, [], [])
    return Unanswered(
        unread=unread,
        owing=[
            Owing(TeamName(*team), number, since)
            for *team, number, since in _OWING(teams=teams, cycle=cycle.pk, today=today)
        ],
        overdue=_overdue(teams, cycle, today),
    )


def _unread(teams: Collection[int], cycle: Cycle, month: date) -> list[Unread]:
    known = set(teams)
    return [
        Unread(number, review, TeamName(*names[:3]), TeamName(*names[3:]), answer_by)
        for number, review, answer_by, writer, reader, *names in _UNREAD(cycle=cycle.pk, month=month)
        if writer in known or reader in known
    ]


def _overdue(teams: Collection[int], cycle: Cycle, today: date) -> list[Overdue]:
    found: dict[int, Overdue] = {}
    late: dict[int, list[TeamName]] = {}
    for number, deadline, by, *team in _OVERDUE(teams=teams, cycle=cycle.pk, today=today):
        waits_for = late.setdefault(number, [])
        found[number] = Overdue(number, deadline, by or "", waits_for)
        if TeamName(*team) not in waits_for:
            waits_for.append(TeamName(*team))
    return list(found.values())


def _names(of: str) -> tuple[Any, ...]:
    return (f"{of}key", f"{of}name", f"{of}code")


_UNREAD = Prepared(
    lambda cycle, month: (
        Update.objects.filter(asks=True, acknowledged_at=None, review__cycle=cycle, review__month=month)
        .filter(~told_again())
        .exclude(within_one_team())
        .order_by("answer_by", "id")
        .values_list(
            "pk", "review_id", "answer_by", "review__team_id", "team_id", *_names("review__team__"), *_names("team__")
        )
    ),
    cycle=int,
    month=date,
)
_OWING = Prepared(
    lambda teams, cycle, today: (
        Party.objects.filter(
            team_id__amongst=teams, waits=True, answer_by__lt=today, agreement__key_result__cycle=cycle,
            agreement__key_result__dropped_at=None,
        )
        .order_by()
        .values(*_names("team__"))
        .annotate(number=Count("pk"), since=Min("answer_by"))
        .order_by("since", "team__key")
        .values_list(*_names("team__"), "number", "since")
    ),
    teams=list,
    cycle=int,
    today=date,
)  # fmt: skip
_OVERDUE = Prepared(
    lambda teams, cycle, today: (
        RealignedPart.objects.filter(
            team_id__amongst=teams, is_active=True, state__in=WAITING, realignment__deadline__lt=today,
            realignment__state=Realignment.State.OPEN, key_result__cycle=cycle,
        )
        .order_by("realignment__deadline", "realignment_id", "team__position", "team_id")
        .values_list("realignment_id", "realignment__deadline", "realignment__change__by__name", *_names("team__"))
    ),
    teams=list,
    cycle=int,
    today=date,
)  # fmt: skip
