"""What other teams ask of one: needs to promise, deliveries to receive, contributions to accept, work to agree to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accord.domain.handover import Promise, need_standing
from accord.models import Cycle, Team
from accord.queries.access import Reader
from accord.queries.asks import ask_rows
from accord.queries.asks.ask_rows import Row
from accord.queries.asks.asked_things import (
    Ask,
    AskedNeed,
    Declined,
    Delivered,
    Given,
    Promised,
    Proposed,
    Provider,
    Result,
    Work,
)
from accord.queries.calendar import Calendars
from accord.queries.names import TeamName

LAST = date.max
PROMISE = ("by", "promised", "delivered", "received", "declined", "not_yet")


@dataclass(frozen=True, slots=True)
class AsksPage:
    """The page of asks: what to answer first, the most urgent on top; `changing` is a promise to be given anew."""

    team: Team
    asks: tuple[Ask, ...]
    promised: tuple[Promised, ...]
    declined: tuple[Declined, ...]
    providers: tuple[Provider, ...]
    elsewhere: tuple[tuple[TeamName, int], ...] = field(default=())
    changing: AskedNeed | None = None

    @property
    def needs(self) -> list[AskedNeed]:
        """What the team may promise or decline here."""
        asked = [each for each in self.asks if isinstance(each, AskedNeed)]
        return [self.changing, *asked] if self.changing else asked

    @property
    def asking(self) -> int:
        """How many teams ask something."""
        return len({ask.team for ask in self.asks})

    @property
    def key_results(self) -> list[Provider]:
        """Under which a new action of the team may stand."""
        return [each for each in self.providers if each.kind == "key_result"]


def page(who: Reader, team: Team, cycle: Cycle, *, today: date, changing: str = "") -> AsksPage:
    """What is asked of a team, and a promise of its that is `changing` (a need's id), as long as it is not delivered.

    Six statements, however much there is; two more where other teams are asked, too, and one where the organization
    has changed its calendar.
    """
    needs = ask_rows.needs(team, cycle)
    contributions = ask_rows.contributions(team, cycle)
    calendar = Calendars()
    asks = [
        *(_need(row) for row in needs if _is_to_promise(row)),
        *(_delivered(row, calendar) for row in ask_rows.deliveries(team, cycle)),
        *(_proposed(row, calendar) for row in contributions if row["status"] == "proposed"),
        *_given(ask_rows.work(team, cycle)),
    ]
    promised = {row["key"]: _promised(row, today) for row in needs if _is_promised(row)}
    changeable = {key for key, promise in promised.items() if promise.may_change}
    return AsksPage(
        team=team,
        asks=tuple(sorted(asks, key=lambda ask: (ask.answer_by or LAST, ask.since))),
        promised=tuple(promised.values()),
        declined=tuple(_declined(needs, contributions)),
        providers=tuple(
            Provider(row["kind"], row["key"], row["name"], row["due"]) for row in ask_rows.providers(team, cycle)
        ),
        elsewhere=_elsewhere(who, team, cycle),
        changing=next((_need(row) for row in needs if row["key"] == changing and changing in changeable), None),
    )


def _is_to_promise(row: Row) -> bool:
    """As ask_rows.ASKED counts."""
    if row["declined"] is not None or row["delivered"] or row["received"]:
        return False
    return bool(row["is_anew"]) or (row["promised"] is None and row["not_yet"] is None)


def _is_promised(row: Row) -> bool:
    return row["declined"] is None and not _is_to_promise(row)


def _need(row: Row) -> AskedNeed:
    asked = (row["asks"] or [None] * 5)[3]
    return AskedNeed(
        team=_team(row, "taker"),
        result=_result(row),
        since=_since(row, row["anew_at"] if row["is_anew"] else row["came_at"]),
        answer_by=date.fromisoformat(asked[1]) if asked else None,
        key=row["key"],
        what=row["what"],
        completion_criteria=row["completion_criteria"],
        promise=_promise(row),
        version=row["version"],
        giver=_team(row, "giver"),
        provided_by=row["provided_by"],
        is_anew=bool(row["is_anew"]),
        has_agreement=row["asks"] is not None,
    )


def _delivered(row: Row, calendar: Calendars) -> Delivered:
    delivered = datetime.combine(row["delivered"], datetime.min.time(), tzinfo=UTC)
    since = row["said_at"] or delivered  # what a plan file says was delivered has a day only
    return Delivered(
        team=_team(row, "giver"),
        result=_result(row),
        since=since,
        answer_by=calendar.answer_by(since),
        key=row["key"],
        what=row["what"],
        completion_criteria=row["completion_criteria"],
        promise=_promise(row),
        link=row["link"] or "",
        last_step=row["last_step"] or 0,
    )


def _proposed(row: Row, calendar: Calendars) -> Proposed:
    since = max(_since(row, row["said_at"]), row["giving_at"])
    unit = row["unit"] or (None if row["metric_id"] or row["milestone_id"] else "%")
    return Proposed(
        team=_team(row, "giver"),
        result=_result(row),
        since=since,
        answer_by=calendar.answer_by(since),
        objective=Result(row["objective"], row["objective_title"]),
        share=None if row["share"] is None else Decimal(row["share"]),
        unit=unit,
        has_agreement=bool(row["has_agreement"]),
        is_party=bool(row["is_party"]),
    )


def _given(rows: Iterable[Row]) -> list[Given]:
    """One ask for each key result: the team answers for all its work for it at once."""
    by_result: dict[str, list[Row]] = {}
    for row in rows:
        by_result.setdefault(row["result"], []).append(row)
    return [_given_for(rows_of_one) for rows_of_one in by_result.values()]


def _given_for(rows: Sequence[Row]) -> Given:
    first = rows[0]
    asked_at, answer_by = first["asks"][2]
    return Given(
        team=_team(first, "taker"),
        result=_result(first),
        since=datetime.fromisoformat(asked_at),
        answer_by=date.fromisoformat(answer_by),
        work=tuple(Work(row["what"], row["place"] == 1, row["due"], row["done"]) for row in rows),
        is_stale=first["letter"] == "s",
    )


def _promised(row: Row, today: date) -> Promised:
    promise = _promise(row)
    return Promised(
        key=row["key"],
        what=row["what"],
        team=_team(row, "taker"),
        promise=promise,
        standing=need_standing(promise, giver=row["giver_letter"], taker=row["taker_letter"], today=today),
        last_step=row["last_step"] or 0,
    )


def _declined(needs: Iterable[Row], contributions: Iterable[Row]) -> list[Declined]:
    found = [
        Declined(_team(row, "taker"), row["what"], row["declined"], row["declined_at"] or row["came_at"])
        for row in needs
        if row["declined"] is not None
    ]
    found += [
        Declined(_team(row, "giver"), row["objective_title"], row["reason"] or "", row["said_at"])
        for row in contributions
        if row["status"] == "declined"
    ]
    return sorted(found, key=lambda each: (each.at is None, each.at), reverse=True)


def _elsewhere(who: Reader, team: Team, cycle: Cycle) -> tuple[tuple[TeamName, int], ...]:
    """Other teams the reader answers for, of which something is asked."""
    others = who.answers_for - {team.key}
    counted = ask_rows.counts(others, cycle) if others else {}
    names = Team.objects.filter(key__in=counted).values_list("key", "name", "code") if counted else []
    return tuple((TeamName(*each), counted[each[0]]) for each in names)


def _since(row: Row, asked: datetime | None) -> datetime:
    """Since it was asked, and published."""
    return max(each for each in (asked, row["result_at"], row["objective_at"]) if each)


def _promise(row: Row) -> Promise:
    return Promise(*(row[name] for name in PROMISE))


def _result(row: Row) -> Result:
    return Result(row["result"], row["result_title"])


def _team(row: Row, who: str) -> TeamName:
    found: tuple[Any, ...] = (row[who], row[f"{who}_name"], row[f"{who}_code"])
    return TeamName(*found)
