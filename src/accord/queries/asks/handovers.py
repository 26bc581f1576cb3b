"""What teams give each other for key results: needs, and actions and duties done for another team's key result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from accord.domain.handover import Handover, Promise, need_standing, work_standing
from accord.models import Action, Duty, Need
from accord.models.objectives import key_result_in_sight
from accord.queries.agreements.standings import AgreementStanding, Letters
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared, Things

Row = Mapping[str, Any]
RESPONSIBILITIES, DEPENDENCIES = 3, 4  # clauses

TAKER = "key_result__objective__team"
KEY_RESULT = (
    "key_result_id", "is_published",
    f"{TAKER}__key", f"{TAKER}__code", f"{TAKER}__name",
)  # fmt: skip
PROMISE = ("by", "promised", "delivered", "received", "declined", "not_yet")
NEED = (
    *KEY_RESULT, "key", "what", *PROMISE, "key_result__key", "key_result__title",
    "provider__key", "provider__code", "provider__name",
)  # fmt: skip
# And what waits for it, what counts as done, and what provides it.
WHOLE_NEED = (
    *NEED, "completion_criteria",
    "for_action__key", "for_action__title", "for_action__dropped_at", "for_action__key_result_id",
    "provided_by_action__title", "provided_by_action__key_result__key", "provided_by_key_result__key",
    "provided_by_key_result__title", "provided_by_milestone__key", "provided_by_milestone__name",
)  # fmt: skip
WORK = (*KEY_RESULT, "team__key", "team__code", "team__name")
ACTION, DUTY = (*WORK, "title", "due", "done"), (*WORK, "does")
ALL = Q()
IN_ORDER = ("position", "id")
PUBLISHED = Q(key_result__published_at__isnull=False, key_result__objective__published_at__isnull=False)


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What a key result needs from a team; `row` has the columns of NEED, of `needs_of` those of WHOLE_NEED."""

    row: Row
    taker: TeamName
    giver: TeamName
    promise: Promise

    @property
    def key_result(self) -> int:
        found: int = self.row["key_result_id"]
        return found

    @property
    def what(self) -> str:
        found: str = self.row["what"]
        return found

    @property
    def waiting(self) -> str | None:
        """The action that waits for it, of `needs_of`: one that was dropped, or has moved elsewhere, does not."""
        if self.row["for_action__dropped_at"] or self.row["for_action__key_result_id"] != self.key_result:
            return None
        found: str | None = self.row["for_action__title"]
        return found

    @property
    def is_published(self) -> bool:
        found: bool = self.row["is_published"]
        return found

    def standing(self, agreement: AgreementStanding | Letters | None, *, today: date) -> Handover:
        """Where it stands, by the agreement of its key result."""
        giver, taker = _letters(agreement, self.giver, self.taker, DEPENDENCIES)
        return need_standing(self.promise, giver=giver, taker=taker, today=today)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """An action, or a duty (which has no dates), that a team does for a key result."""

    key_result: int
    what: str
    due: date | None
    done: date | None
    is_duty: bool
    is_published: bool
    taker: TeamName
    giver: TeamName

    def standing(self, agreement: AgreementStanding | Letters | None, *, today: date) -> Handover:
        """Where it stands, by the agreement of its key result."""
        doer, owner = _letters(agreement, self.giver, self.taker, RESPONSIBILITIES)
        return work_standing(due=self.due, done=self.done, doer=doer, owner=owner, today=today)


class Counted(NamedTuple):
    """How many actions, how many of them done, and how many duties a key result has."""

    actions: int = 0
    actions_done: int = 0
    duties: int = 0


def needs_of(key_result: int) -> list[NeedLine]:
    """What one key result needs, in the plan's order."""
    return _NEEDS_OF(key_result=key_result)


def needs_with(team: int, in_cycle: int) -> list[NeedLine]:
    """What a team's key results need, and what others' published ones need from it."""
    return _NEEDS_WITH(team=team, cycle=in_cycle)


def needs_among(teams: Collection[int], in_cycle: int) -> list[NeedLine]:
    """Published needs that key results of these teams (row ids) have, or that are needed from them; none twice."""
    return _NEEDS_AMONG(teams=teams, others=teams, cycle=in_cycle)


def work_with_others(team: int, in_cycle: int) -> list[WorkLine]:
    """Other teams' actions and duties under a team's key results, and the team's own under others' published ones."""
    return _ACTIONS_WITH(team=team, cycle=in_cycle) + _DUTIES_WITH(team=team, cycle=in_cycle)


def work_of(key_result: int) -> list[WorkLine]:
    """Actions and duties under one key result, in the plan's order."""
    return _ACTIONS_OF(key_result=key_result) + _DUTIES_OF(key_result=key_result)


def counted(key_results: Collection[int]) -> dict[int, Counted]:
    """How much work there is under each of these key results (row ids)."""
    actions: dict[int, tuple[int, int]] = {}
    duties: dict[int, int] = {}
    for key_result, of, done, is_duty in _COUNTED(ids=key_results):
        if is_duty:
            duties[key_result] = of
        else:
            actions[key_result] = (of, done)
    return {each: Counted(*actions.get(each, (0, 0)), duties.get(each, 0)) for each in {*actions, *duties}}


def _between(
    rows: "QuerySet[Any, Any]", team: int, cycle: int, giver: str, columns: Sequence[str], taken: Q = ALL
) -> "QuerySet[Any, Any]":
    """Rows under the team's own key results (those `taken`), and those by which it gives something to others'
    published ones.

    Two halves, so that each can begin with the team: one that asks for either begins with every row of the cycle.
    """
    live = Q(key_result__dropped_at=None, key_result__objective__dropped_at=None, key_result__cycle=cycle)
    own = Q(key_result__objective__team=team)
    found: QuerySet[Any, Any] = rows.order_by().filter(live).annotate(is_published=PUBLISHED).values_list(*columns)
    given = found.filter(PUBLISHED & ~own, **{giver: team})
    return found.filter(own & taken).union(given, all=True).order_by("position", "id")


_COUNTED = Prepared(
    lambda ids: (
        _under(Action.objects.live(), ids)
        .annotate(of=Count("id"), finished=Count("done"), is_duty=Value(0))
        .union(_under(Duty.objects.all(), ids).annotate(of=Count("id"), finished=Value(0), is_duty=Value(1)), all=True)
    ),
    ids=list,
)


def _under(rows: "QuerySet[Any, Any]", key_results: Collection[int]) -> "QuerySet[Any, Any]":
    return rows.filter(key_result_id__amongst=key_results).order_by().values_list("key_result_id")


def _of(rows: "QuerySet[Any, Any]", key_result: int) -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = rows.filter(key_result_id=key_result).annotate(is_published=PUBLISHED)
    return found.order_by(*IN_ORDER)


def _letters(
    agreement: AgreementStanding | Letters | None, giver: TeamName, taker: TeamName, clause: int
) -> tuple[str, str]:
    """Where the two teams' parts of a clause stand; open where there is no agreement."""
    if agreement is None:
        return "o", "o"
    return agreement.letter(giver.key, clause), agreement.letter(taker.key, clause)


def _need(row: Row) -> NeedLine:
    promise = Promise(*(row[name] for name in PROMISE))
    return NeedLine(row, taker=_team(row, TAKER), giver=_team(row, "provider"), promise=promise)


def _action(row: Row) -> WorkLine:
    return _work(row, row["title"], row["due"], row["done"])


def _duty(row: Row) -> WorkLine:
    return _work(row, row["does"], is_duty=True)


def _work(row: Row, what: str, due: date | None = None, done: date | None = None, *, is_duty: bool = False) -> WorkLine:
    taker = _team(row, TAKER)
    return WorkLine(
        key_result=row["key_result_id"],
        what=what,
        due=due,
        done=done,
        is_duty=is_duty,
        is_published=row["is_published"],
        taker=taker,
        giver=_team(row, "team") if row["team__key"] else taker,
    )


def _team(row: Row, where: str) -> TeamName:
    return TeamName(row[f"{where}__key"], row[f"{where}__name"], row[f"{where}__code"])


_ACTIONS_WITH = Things(
    Prepared(
        lambda team, cycle: _between(
            Action.objects.live(), team, cycle, "team", (*ACTION, *IN_ORDER), Q(team__isnull=False) & ~Q(team=team)
        ),
        team=int,
        cycle=int,
    ),
    _action,
)
_DUTIES_WITH = Things(
    Prepared(
        lambda team, cycle: _between(Duty.objects.all(), team, cycle, "team", (*DUTY, *IN_ORDER), ~Q(team=team)),
        team=int,
        cycle=int,
    ),
    _duty,
)
_ACTIONS_OF = Things(
    Prepared(lambda key_result: _of(Action.objects.live(), key_result).values_list(*ACTION), key_result=int), _action
)
_DUTIES_OF = Things(
    Prepared(lambda key_result: _of(Duty.objects.all(), key_result).values_list(*DUTY), key_result=int), _duty
)
_NEEDS_OF = Things(
    Prepared(
        lambda key_result: (
            Need.objects.live()
            .filter(key_result_id=key_result)
            .annotate(is_published=PUBLISHED)
            .values_list(*WHOLE_NEED, "id")
        ),
        key_result=int,
    ),
    _need,
)
_NEEDS_WITH = Things(
    Prepared(
        lambda team, cycle: _between(Need.objects.live(), team, cycle, "provider", (*NEED, *IN_ORDER)),
        team=int,
        cycle=int,
    ),
    _need,
)
_NEEDS_AMONG = Things(
    Prepared(
        lambda teams, others, cycle: (
            Need.objects.live()
            .order_by()
            .filter(key_result_in_sight("key_result__"), key_result__cycle=cycle)
            .filter(Q(key_result__objective__team_id__amongst=teams) | Q(provider_id__amongst=others))
            .annotate(is_published=PUBLISHED)
            .order_by("position", "id")
            .values_list(*NEED)
        ),
        teams=list,
        others=list,
        cycle=int,
    ),
    _need,
)
