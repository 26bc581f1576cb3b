"""A month across the teams of a department: who reviewed, what is in the way, who waits for whom, what is silent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median_low

from accord.domain import kept
from accord.domain.cadence import LONGEST, Due
from accord.domain.handover import Handover
from accord.domain.reviewing import Document, Result
from accord.models import Cycle, KeyResult, Review, Team
from accord.models.objectives import key_result_in_sight
from accord.queries.agreements import standings
from accord.queries.asks import handovers
from accord.queries.asks.handovers import NeedLine
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.reviews import across_silence, cadences
from accord.queries.reviews.across_silence import Unanswered
from accord.queries.reviews.review_periods import Period
from accord.queries.teams import carried_on, team_trees
from accord.queries.teams.team_trees import Below

DAY = timedelta(days=1)
SETTLED = frozenset({Handover.RECEIVED, Handover.DONE, Handover.DECLINED})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A team's review of the month: published (its number and document), or when it is, or was, due."""

    team: TeamName
    number: int | None = None
    document: Document | None = None
    due: date | None = None
    minutes: int | None = None  # that it took to write

    def is_late(self, today: date) -> bool:
        """Whether it is missing, and its day has passed."""
        return self.number is None and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Risk:
    """A key result that its own team sees at risk, and the other teams it binds."""

    team: TeamName
    result: Result
    others: Sequence[TeamName]


@dataclass(frozen=True, slots=True)
class Wait:
    """One team waits for another: for what, and where that stands."""

    taker: TeamName
    giver: TeamName
    what: str
    by: date | None
    promised: date | None
    standing: Handover


@dataclass(frozen=True, slots=True)
class Across:
    """The page. `teams` are those of the department that have key results to review.

    Of the latest month, waits and what is unanswered are today's. One that `is_past` tells them as its reviews did, and
    of what is unanswered its updates alone.
    """

    team: TeamName
    month: date
    teams: Sequence[Reviewed]
    risks: Sequence[Risk]
    waits: Sequence[Wait]
    unanswered: Unanswered
    is_past: bool

    @property
    def published(self) -> list[Reviewed]:
        """The teams that published their review."""
        return [each for each in self.teams if each.number is not None]

    @property
    def in_the_way(self) -> list[Reviewed]:
        """The published reviews that say what is in the way."""
        return [each for each in self.published if each.document and each.document.texts.way]

    @property
    def median_minutes(self) -> int | None:
        """So many minutes, or less, half of the published reviews took to write."""
        minutes = [each.minutes for each in self.published if each.minutes is not None]
        return median_low(minutes) if minutes else None

    @property
    def pressing(self) -> list[Wait]:
        """Waits that somebody should look at: late, not yet what was asked, stale, or objected to."""
        return [wait for wait in self.waits if wait.standing in PRESSING]


PRESSING = frozenset({Handover.LATE, Handover.NOT_YET, Handover.STALE, Handover.OBJECTED})


def across(team: Team, cycle: Cycle, *, month: date | None = None, today: date) -> Across:
    """What a lead or a facilitator looks at once a month, by default the latest month that anybody reviewed.

    A fixed number of statements, whatever the number of teams; ended ones are seen in who carries on their work.
    """
    tree = team_trees.with_all_below(team.pk)
    heirs = {row: heir.pk for row, heir in carried_on.heirs().items()}
    below = {each.id for each in tree}
    ids = [*below, *(row for row, heir in heirs.items() if heir in below)]
    active = {heirs.get(row, row) for (row,) in _ACTIVE(teams=ids, cycle=cycle.pk)}
    teams = [each for each in tree if each.id in active]
    published = _published(teams, cycle)
    latest = max((first for _, first in published), default=today.replace(day=1))
    month = month or latest
    is_past = month < latest
    reviewed = _reviewed(teams, published, month)
    return Across(
        team=TeamName(team.key, team.name, team.code),
        month=month,
        teams=reviewed,
        risks=_risks(reviewed, cycle),
        waits=_waits_then(reviewed) if is_past else _waits(ids, cycle, today),
        unanswered=across_silence.unanswered(ids, cycle, month=month, today=None if is_past else today),
        is_past=is_past,
    )


def _published(teams: Sequence[Below], cycle: Cycle) -> dict[tuple[int, date], Review]:
    """Published reviews of a cycle, by team (row id) and month; of several the latest."""
    rows = _REVIEWS.instances(teams=[each.id for each in teams], cycle=cycle.pk)
    return {(row.team_id, row.month): row for row in rows}


def _reviewed(teams: Sequence[Below], published: Mapping[tuple[int, date], Review], month: date) -> list[Reviewed]:
    missing = [each.id for each in teams if (each.id, month) not in published]
    due = _due(missing, month)
    return [_of(each, published.get((each.id, month)), due.get(each.id)) for each in teams]


def _of(each: Below, review: Review | None, due: date | None) -> Reviewed:
    if review is None or review.document is None:
        return Reviewed(each.team, due=due)
    return Reviewed(each.team, review.pk, kept.read(Document, review.document), minutes=review.minutes)


def _due(teams: Collection[int], month: date) -> dict[int, date]:
    """When the last review of a month is due, by team (row id)."""
    if not teams:
        return {}
    start = datetime.combine(month, time(), tzinfo=UTC) - DAY
    found = cadences.due_between(teams, start, start + 2 * LONGEST)
    days = {team: [each.day for each in due if _month(each) == month] for team, due in found.items()}
    return {team: max(known) for team, known in days.items() if known}


def _month(due: Due) -> date:
    return Period(due.key, due.start, due.day).month


def _risks(reviewed: Sequence[Reviewed], cycle: Cycle) -> list[Risk]:
    """Results at risk that bind other teams too, as the published reviews say; the most unlikely first."""
    seen = [
        (each.team, result)
        for each in reviewed
        if each.document
        for result in each.document.results
        if result.is_at_risk
    ]
    rows = dict(_RESULTS(keys=[result.key for _, result in seen], cycle=cycle.pk)) if seen else {}
    shared = standings.standings(rows.values())
    risks = [
        Risk(team, result, shared[rows[result.key]].other_teams)
        for team, result in seen
        if rows.get(result.key) in shared
    ]
    return sorted(risks, key=lambda risk: (risk.result.confidence is None, risk.result.confidence or 0))


def _waits(teams: Collection[int], cycle: Cycle, today: date) -> list[Wait]:
    """What is still to be given between two teams, one of them of the department, the most pressing first."""
    lines = handovers.needs_among(teams, cycle.pk)
    needs = [need for need in lines if need.giver.key != need.taker.key and need.promise.declined is None]
    agreed = standings.standings({need.key_result for need in needs})
    found = (_wait(need, need.standing(agreed.get(need.key_result), today=today)) for need in needs)
    return _most_pressing_first(found)


def _waits_then(reviewed: Sequence[Reviewed]) -> list[Wait]:
    """What the teams said that they waited for."""
    documents = [each.document for each in reviewed if each.document]
    return _most_pressing_first(
        Wait(TeamName(*document.team), TeamName(*need.team), need.what, need.by, need.promised, Handover(need.standing))
        for document in documents
        for need in document.needs
    )


def _wait(need: NeedLine, standing: Handover) -> Wait:
    return Wait(need.taker, need.giver, need.what, need.promise.by, need.promise.promised, standing)


def _most_pressing_first(waits: Iterable[Wait]) -> list[Wait]:
    return sorted((wait for wait in waits if wait.standing not in SETTLED), key=_pressing)


def _pressing(wait: Wait) -> tuple[int, date]:
    return wait.standing.pressing, wait.promised or wait.by or date.max


_ACTIVE = Prepared(
    lambda teams, cycle: (
        KeyResult.objects.filter(key_result_in_sight(), objective__team__amongst=teams, cycle=cycle)
        .order_by()
        .values_list("objective__team")
        .distinct()
    ),
    teams=list,
    cycle=int,
)  # fmt: skip
_REVIEWS = Prepared(
    lambda teams, cycle: Review.objects.filter(
        team_id__amongst=teams, cycle=cycle, published_at__isnull=False
    ).order_by("due", "edition"),
    teams=list,
    cycle=int,
)
_RESULTS = Prepared(
    lambda keys, cycle: (
        KeyResult.objects.live().order_by().filter(cycle=cycle, key__amongst=keys).values_list("key", "pk")
    ),
    keys=list,
    cycle=int,
)
