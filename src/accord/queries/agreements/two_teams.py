"""What stands between two teams: agreements both are party to, needs in both directions, and what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any

from django.db.models import QuerySet

from accord.domain.handover import Promise
from accord.models import Contribution, Cycle, Need, Team
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.access import Reader
from accord.queries.agreements.agreements import Row, Standing, shared
from accord.queries.asks.handover_page import HandingOver, offers, steps_by_need
from accord.queries.asks.handovers import PROMISE
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared

NEED = (
    "id", "not_yet", "key", "what", "by", "promised", "delivered", "received", "declined", "key_result__key",
    "key_result__title", "provider_id", "provider__key", "provided_by_action__title",
    "provided_by_action__due", "provided_by_key_result__key", "provided_by_key_result__title",
    "provided_by_milestone__key", "provided_by_milestone__name",
)  # fmt: skip
DEPENDENCIES = 3  # the place of the clause among the five letters


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need of a team from the other. `state` is how the provider's part of that clause stands."""

    key: str
    what: str
    key_result: str
    key_result_title: str
    by: date | None
    promised: date | None
    delivered: date | None
    received: date | None
    declined: str | None
    action: str | None
    action_due: date | None
    provider_key_result: tuple[str, str] | None
    milestone: tuple[str, str] | None
    state: str | None  # None where the key result has no agreement
    not_yet: str | None
    handover: HandingOver


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is not agreed in an agreement of both, because of one of the two."""

    agreement: Row
    team: Standing
    clauses: Sequence[int]
    state: str  # open, stale, objected


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """An objective of one team that contributes to a key result of the other."""

    objective: str
    title: str
    team: str
    key_result: str
    share: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class TwoTeams:
    """The page of two teams. `needs` holds what the first needs of the second, and the other way round."""

    one: Team
    other: Team
    agreements: Sequence[Row]
    open: Sequence[Open]
    needs: tuple[Sequence[NeedRow], Sequence[NeedRow]]
    contributions: Sequence[ContributionRow]


def two_teams(who: Reader, one: Team, other: Team, cycle: Cycle) -> TwoTeams:
    """Everything between two teams in a cycle: six statements, however much there is."""
    both = shared(one, other, cycle)
    needs = _needs(who, one, other, cycle, _states(both))
    return TwoTeams(
        one=one,
        other=other,
        agreements=[pair[0] for pair in both],
        open=[each for pair in both for row in pair for each in _open(row)],
        needs=(needs.get((one.pk, other.pk), []), needs.get((other.pk, one.pk), [])),
        contributions=_contributions(one, other, cycle),
    )


def _open(row: Row) -> list[Open]:
    letters = {"x": "objected", "s": "stale", "o": "open"}
    found = ((row.us.clauses(letter), state) for letter, state in letters.items())
    return [Open(row, row.us, clauses, state) for clauses, state in found if clauses]


def _needs(
    who: Reader, one: Team, other: Team, cycle: Cycle, states: Mapping[tuple[str, str], str]
) -> dict[tuple[int, int], list[NeedRow]]:
    stands = {one.pk: one.pk, other.pk: other.pk} | _ended_into(one, other)
    rows = _NEEDS.rows(cycle=cycle.pk, teams=list(stands))
    said = steps_by_need([row["id"] for row in rows])
    names = {team.pk: TeamName(team.key, team.name, team.code) for team in (one, other)}
    needs: dict[tuple[int, int], list[NeedRow]] = {}
    for row in rows:
        taker, giver = stands[row["key_result__objective__team_id"]], stands[row["provider_id"]]
        if taker != giver:
            offered = offers(who, cycle, _promise(row), taker=names[taker], giver=names[giver])
            handover = HandingOver(tuple(said.get(row["id"], ())), offered)
            state = states.get((row["key_result__key"], names[giver].key))
            needs.setdefault((taker, giver), []).append(_need(row, state, handover))
    return needs


def _ended_into(one: Team, other: Team) -> dict[int, int]:
    """The ended teams that one of the two stands for today, with which of them."""
    heirs: dict[int, int] = dict(_ENDED())
    found: dict[int, int] = {}
    waiting = [(one.pk, one.pk), (other.pk, other.pk)]
    for heir, stands in waiting:
        ended = [team for team, successor in heirs.items() if successor == heir and team not in found]
        found |= dict.fromkeys(ended, stands)
        waiting.extend((team, stands) for team in ended)
    return found


def _promise(row: Mapping[str, Any]) -> Promise:
    return Promise(*(row[name] for name in PROMISE))


def _states(both: Sequence[tuple[Row, Row]]) -> dict[tuple[str, str], str]:
    """How each party's part of the dependencies stands, by key result and team: who provides a need is party to it."""
    names = {"x": "objected", "s": "stale", "o": "open", "a": "agreed"}
    return {(row.key, row.us.key): names[row.us.states[DEPENDENCIES]] for pair in both for row in pair}


def _need(row: Mapping[str, Any], state: str | None, handover: HandingOver) -> NeedRow:
    key_result, milestone = row["provided_by_key_result__key"], row["provided_by_milestone__key"]
    return NeedRow(
        key=row["key"],
        what=row["what"],
        key_result=row["key_result__key"],
        key_result_title=row["key_result__title"],
        by=row["by"],
        promised=row["promised"],
        delivered=row["delivered"],
        received=row["received"],
        declined=row["declined"],
        action=row["provided_by_action__title"],
        action_due=row["provided_by_action__due"],
        provider_key_result=(key_result, row["provided_by_key_result__title"]) if key_result else None,
        milestone=(milestone, row["provided_by_milestone__name"]) if milestone else None,
        state=state,
        not_yet=row["not_yet"],
        handover=handover,
    )


def _contributions(one: Team, other: Team, cycle: Cycle) -> list[ContributionRow]:
    return list(starmap(ContributionRow, _CONTRIBUTIONS(cycle=cycle.pk, one=one.pk, other=other.pk)))


def _contributions_between(cycle: int, one: int, other: int) -> "QuerySet[Any, Any]":
    teams = (one, other)
    found = Contribution.objects.filter(
        objective_in_sight("objective__"), key_result_in_sight("key_result__"),
        objective__cycle=cycle, objective__team__in=teams, key_result__objective__team__in=teams,
        status=Contribution.Status.ACCEPTED,
    ).exclude(objective__team=one, key_result__objective__team=one)  # fmt: skip
    rows: QuerySet[Any, Any] = found.exclude(objective__team=other, key_result__objective__team=other)
    return rows.values_list(
        "objective__key", "objective__title", "objective__team__name", "key_result__key", "share",
        "key_result__metric__unit",
    )  # fmt: skip


_CONTRIBUTIONS = Prepared(_contributions_between, cycle=int, one=int, other=int)
_NEEDS = Prepared(
    lambda cycle, teams: (
        Need.objects.live()
        .filter(
            key_result_in_sight("key_result__"),
            cycle=cycle,
            provider_id__amongst=teams,
            key_result__objective__team_id__amongst=teams,
        )
        .order_by("by", "position", "id")
        .values(*NEED, "key_result__objective__team_id")
    ),
    cycle=int,
    teams=list,
)
_ENDED = Prepared(lambda: Team.objects.exclude(succeeded_by=None).order_by().values_list("id", "succeeded_by_id"))
