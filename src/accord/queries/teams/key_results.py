"""A key result's page: where it is and why one may believe so, what gets it there, and who agreed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from accord.domain import check_ins as rules
from accord.domain import sums
from accord.domain.handover import Handover, work_standing
from accord.domain.sums import SumCheck, Together
from accord.models import Action, Contribution, Cycle, Duty, KeyResult, Use
from accord.queries.access import Reader
from accord.queries.agreements import standings
from accord.queries.agreements.standings import AgreementStanding
from accord.queries.asks import handovers
from accord.queries.asks.handover_page import HandingOver, handing_over, steps_by_need
from accord.queries.asks.handovers import RESPONSIBILITIES, NeedLine
from accord.queries.check_ins import check_ins, numbers, progress
from accord.queries.check_ins.numbers import KEPT, Numbers
from accord.queries.cycles import closings
from accord.queries.cycles.closings import ClosingLines
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A piece of work: what, whose, by when, and where it stands between the two teams where it is another's."""

    key: str
    title: str
    team: TeamName
    responsible: PersonName | None
    due: date | None
    effort_days: Decimal | None
    expected: Decimal | None
    done: date | None
    standing: Handover
    is_others: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Actions:
    """The actions of a key result; never changed: what is written of them is kept for them."""

    lines: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class Contributor:
    """An objective that contributes, with its share and how far that objective is."""

    objective: str
    title: str
    team: TeamName
    share: Decimal | None
    status: str
    together: Together


@dataclass(frozen=True, slots=True)
class Named:
    """A metric or milestone the texts speak of; kind is metric or milestone."""

    kind: str
    key: str
    name: str


class NeedShown(NamedTuple):
    """A need, where it stands, and its handover."""

    need: NeedLine
    standing: Handover
    handover: HandingOver


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    """Everything the page of a key result shows."""

    key_result: KeyResult
    is_draft: bool
    numbers: Numbers
    may_check_in: bool
    may_mend: bool  # the latest check-in
    work: Actions
    duties: tuple[tuple[TeamName, str], ...]
    needs: tuple[NeedShown, ...]
    guardrails: tuple[Named, ...]
    terms: tuple[Named, ...]
    contributors: tuple[Contributor, ...]
    sum_check: SumCheck | None
    agreement: AgreementStanding | None
    closing: ClosingLines

    @property
    def owner(self) -> TeamName:
        return _name(self.key_result.objective.team)

    @property
    def actions(self) -> tuple[ActionLine, ...]:
        return self.work.lines

    @property
    def asks_for_a_note(self) -> bool:
        """Whether confidence fell so much at the latest check-in, without a word on why, that one asks the reader."""
        said = self.numbers.check_ins
        if not self.may_mend or len(said) < 2 or said[0].note:
            return False
        return rules.asks_for_a_note(said[1].reading.confidence, said[0].reading.confidence)

    @property
    def looks_mistyped(self) -> bool:
        """Whether the latest value is so far from any before it that one asks the reader if it is right."""
        if not self.may_mend:
            return False
        *before, last = (reading.value for reading in self.numbers.readings)
        return rules.looks_mistyped(self.numbers.measure, last, before)

    @property
    def received(self) -> int:
        return sum(standing is Handover.RECEIVED for _, standing, _ in self.needs)


def page(who: Reader, key_result: KeyResult, *, today: date) -> KeyResultPage:
    """The page of one key result, which the reader may see."""
    agreement = standings.standings([key_result.pk]).get(key_result.pk)
    found = numbers.numbers(key_result, today=today)
    needs = handovers.needs_of(key_result.pk)
    uses = _uses(key_result)
    contributors = _contributors(who, key_result, today=today)
    closing = closings.closing(who, key_result, agreement.other_teams if agreement else (), found.score)
    latest = found.check_ins
    may_check_in = check_ins.may(who, key_result, is_closed=closing.ended is not None)
    return KeyResultPage(
        key_result=key_result,
        is_draft=key_result.published_at is None or key_result.objective.published_at is None,
        numbers=found,
        may_check_in=may_check_in,
        may_mend=may_check_in and bool(latest) and check_ins.may_mend(who, key_result, latest[0]),
        work=_actions(key_result, needs, agreement, today=today),
        duties=_duties(key_result),
        needs=_needs(who, key_result.cycle, needs, agreement, today=today),
        guardrails=tuple(named for kind, named in uses if kind == Use.Kind.GUARDRAIL),
        terms=tuple(named for kind, named in uses if kind == Use.Kind.TERM),
        contributors=contributors,
        sum_check=_sum_check(found, contributors),
        agreement=agreement,
        closing=closing,
    )


def _needs(
    who: Reader, cycle: Cycle, needs: Sequence[NeedLine], agreement: AgreementStanding | None, *, today: date
) -> tuple[NeedShown, ...]:
    said = steps_by_need([need.row["id"] for need in needs if need.is_published])
    return tuple(
        NeedShown(need, need.standing(agreement, today=today), handing_over(who, cycle, need, said)) for need in needs
    )


def _actions(
    key_result: KeyResult, needs: Sequence[NeedLine], agreement: AgreementStanding | None, *, today: date
) -> Actions:
    rows = tuple(map(tuple, _ACTIONS.raw(key_result=key_result.pk)))
    waiting = [need for need in needs if not need.promise.received and need.promise.declined is None]
    waits = tuple((need.row["for_action__key"], need.what) for need in waiting)
    return _made(rows, _name(key_result.objective.team), waits, agreement, today)


@lru_cache(maxsize=KEPT)
def _made(
    rows: Sequence[tuple[Any, ...]],
    own: TeamName,
    waits: Sequence[tuple[str, str]],
    agreement: AgreementStanding | None,
    today: date,
) -> Actions:
    """The same object for the same rows; `waits` are ids of actions, each with a need that it waits for."""
    found = [_ACTIONS.named(row) for row in rows]
    return Actions(tuple(_action(row, own, waits, agreement, today=today) for row in found))


def _action(
    row: Row, own: TeamName, waits: Iterable[tuple[str, str]], agreement: AgreementStanding | None, *, today: date
) -> ActionLine:
    has_team = row["team__key"] is not None and row["team__key"] != own.key
    team = TeamName(*(row[f"team__{part}"] for part in TeamName._fields)) if has_team else own
    letters = [agreement.letter(key, RESPONSIBILITIES) if agreement else "a" for key in (team.key, own.key)]
    if not has_team:
        letters = ["a", "a"]  # what a team does for itself needs nobody's yes
    return ActionLine(
        key=row["key"],
        title=row["title"],
        team=team,
        responsible=PersonName(row["responsible__key"], row["responsible__name"]) if row["responsible__key"] else None,
        due=row["due"],
        effort_days=row["effort_days"],
        expected=row["expected"],
        done=row["done"],
        standing=work_standing(due=row["due"], done=row["done"], doer=letters[0], owner=letters[1], today=today),
        is_others=has_team,
        waits_for=tuple(what for key, what in waits if key == row["key"]),
    )


def _duties(key_result: KeyResult) -> tuple[tuple[TeamName, str], ...]:
    return tuple((TeamName(*team), does) for *team, does in _DUTIES(key_result=key_result.pk))


def _uses(key_result: KeyResult) -> list[tuple[str, Named]]:
    return [(row["kind"], _named(row)) for row in _USES.rows(key_result=key_result.pk)]


def _named(row: Row) -> Named:
    kind = "metric" if row["metric__key"] else "milestone"
    return Named(kind, row[f"{kind}__key"], row[f"{kind}__name"])


def _contributors(who: Reader, key_result: KeyResult, *, today: date) -> tuple[Contributor, ...]:
    rows = [row for row in _CONTRIBUTIONS(key_result=key_result.pk) if row[-1] is not None or row[3] in who.own_teams]
    if not rows:
        return ()
    together = progress.together(progress.of_objectives([row[0] for row in rows], today=today))
    return tuple(
        Contributor(key, title, TeamName(*team), share, status, together.get(row_id, Together(None, 0, 0)))
        for row_id, key, title, *team, share, status, _ in rows
    )


def _sum_check(numbers: Numbers, contributors: Iterable[Contributor]) -> SumCheck | None:
    shares = [
        sums.Share(each.share, accepted=each.status == Contribution.Status.ACCEPTED, progress=each.together.progress)
        for each in contributors
        if each.share is not None and each.status != Contribution.Status.DECLINED
    ]
    return sums.sum_check(numbers.measure, numbers.score.raw, shares) if shares else None


def _name(team: Any) -> TeamName:
    return TeamName(team.key, team.name, team.code)


_ACTIONS = Prepared(
    lambda key_result: Action.objects.live()
    .filter(key_result=key_result)
    .values_list(
        "key", "title", "team__key", "team__name", "team__code", "responsible__key", "responsible__name", "due",
        "effort_days", "expected", "done",
    ),
    key_result=int,
)  # fmt: skip
_DUTIES = Prepared(
    lambda key_result: Duty.objects.filter(key_result=key_result).values_list(
        "team__key", "team__name", "team__code", "does"
    ),
    key_result=int,
)
_USES = Prepared(
    lambda key_result: Use.objects.filter(key_result=key_result).values_list(
        "kind", "metric__key", "metric__name", "milestone__key", "milestone__name"
    ),
    key_result=int,
)
_CONTRIBUTIONS = Prepared(
    lambda key_result: Contribution.objects.filter(key_result=key_result, objective__dropped_at=None)
    .order_by("objective__position", "objective_id")
    .values_list(
        "objective_id", "objective__key", "objective__title", "objective__team__key", "objective__team__name",
        "objective__team__code", "share", "status", "objective__published_at",
    ),
    key_result=int,
)  # fmt: skip
