"""What a review is written from: a team's key results as they are, since the review before, and what it needs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery

from accord.domain import kept
from accord.domain.handover import Handover
from accord.domain.reviewing import Document, Known, Named, Needed
from accord.models import CheckIn, Closing, Cycle, KeyResult, Membership, Objective, Review, Team
from accord.models.objectives import objective_in_sight
from accord.queries.agreements import standings
from accord.queries.asks import handovers
from accord.queries.asks.handovers import NeedLine
from accord.queries.check_ins import progress
from accord.queries.check_ins.progress import Row, Scored
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared, Things
from accord.queries.reviews.review_periods import Period
from accord.queries.teams import carried_on

DAY = timedelta(days=1)
AT_MOST = 4096  # key results that are kept
DOCUMENTS = 256  # of reviews before these, whose values are


@dataclass(frozen=True, slots=True)
class Note:
    """A word that came with a check-in since the last review."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a review of a team and period is made of, as it is today. `results` and `known` go together."""

    team: Team
    whole: Mapping[int, str]  # it and the ended teams whose work it carries on: ids by row ids
    cycle: Cycle
    period: Period
    today: date
    people: int
    before: date | None  # the day of the review before, or on which values before it are read
    recent_from: date
    objectives: Mapping[int, Row]
    results: Sequence[Scored]
    known: Sequence[Known]
    needs: Sequence[tuple[Handover, NeedLine]]  # in both directions, declined and unpublished ones left out
    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)  # by id of the key result

    def is_ours(self, team: TeamName) -> bool:
        """Whether it is the reviewing team, or an ended one whose work it carries on."""
        return team.key in self.whole.values()

    @property
    def needed(self) -> list[Needed]:
        """What the team needs of others, the most pressing first."""
        ours = ((standing, need) for standing, need in self.needs if self.is_ours(need.taker))
        found = [(standing, need) for standing, need in ours if not self.is_ours(need.giver)]
        return [_needed(need, standing) for standing, need in sorted(found, key=lambda pair: pair[0].pressing)]

    def blank(self, *, by: str, by_key: str) -> Document:
        """The document that says whose it is and of when, and nothing else yet."""
        return Document(
            Named(self.team.key, self.team.name, self.team.code), self.cycle.key, self.cycle.name, self.period.key,
            self.period.month, self.period.start, self.period.due, self.today, by, by_key, self.people, self.before,
        )  # fmt: skip


def gather(team: Team, cycle: Cycle, period: Period, *, today: date) -> Material:
    """Read all of it; the number of statements depends neither on key results nor on teams."""
    teams = carried_on.whole(team.pk)
    objectives = {row["id"]: row for row in _OBJECTIVES.rows(teams=teams, cycle=cycle.pk)}
    results = progress.of_objectives(list(objectives), today=today)
    places = {pk: place for place, pk in enumerate(objectives)}
    results.sort(key=lambda each: places[each.row["objective_id"]])
    earlier = _earlier(team, cycle, period, results)
    return Material(
        team=team,
        whole=teams,
        cycle=cycle,
        period=period,
        today=today,
        people=sum(1 for _ in _PEOPLE(team=team.pk)),
        before=earlier.day if earlier.values else None,
        recent_from=earlier.day + DAY,
        objectives=objectives,
        results=results,
        known=_known(results, objectives, earlier),
        needs=_needs(teams, cycle, today),
        notes=_notes(results, earlier.day),
    )


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The day of the review before this one, and what values were then, by id of the key result."""

    day: date
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is said of a key result beside its values: since when its agreement does not hold, and how it ended."""

    not_agreed_since: date | None
    ended: str


def _earlier(team: Team, cycle: Cycle, period: Period, results: Sequence[Scored]) -> _Earlier:
    """As the review before says; before the first review, as they were checked in when the period began."""
    if last := _LAST(team=team.pk, cycle=cycle.pk, due=period.due):
        return last[0]
    day = period.start - DAY
    readings = progress.latest_readings([each.row["id"] for each in results], today=day)
    keys = {each.row["id"]: each.row["key"] for each in results}
    return _Earlier(day, {keys[pk]: reading.value for pk, (reading,) in readings.items()})


def _said_in(row: Mapping[str, Any]) -> _Earlier:
    document = kept.read(Document, row["document"])
    return _Earlier(document.day, {each.key: each.value for each in document.results if each.value is not None})


def _known(results: Sequence[Scored], objectives: Mapping[int, Row], earlier: _Earlier) -> list[Known]:
    beside = dict(_BESIDE(key_results=[each.row["id"] for each in results]))
    return [
        _known_as(
            each,
            objectives[each.row["objective_id"]]["title"],
            before := earlier.values.get(each.row["key"]),
            str(before),
            beside[each.row["id"]],
        )
        for each in results
    ]


@lru_cache(maxsize=AT_MOST)
def _known_as(scored: Scored, objective: str, before: Decimal | None, _: str, beside: _Beside) -> Known:
    """The same object for the same, so that its line is found once. The number is given as it is written, too."""
    return Known(
        key=scored.row["key"],
        title=scored.row["title"],
        objective=objective,
        unit=scored.unit,
        measure=scored.measure,
        latest=scored.score.latest,
        before=before,
        not_agreed_since=beside.not_agreed_since,
        ended=beside.ended,
    )


def _needs(teams: Collection[int], cycle: Cycle, today: date) -> list[tuple[Handover, NeedLine]]:
    """With where each stands today."""
    lines = {need.row["id"]: need for team in teams for need in handovers.needs_with(team, cycle.pk)}.values()
    needs = [need for need in lines if need.is_published and need.promise.declined is None]
    agreed = standings.letters({need.key_result for need in needs})
    return [(need.standing(agreed.get(need.key_result), today=today), need) for need in needs]


def _needed(need: NeedLine, standing: Handover) -> Needed:
    promise = need.promise
    result: str = need.row["key_result__key"]
    return Needed(need.row["key"], need.what, named(need.giver), result, promise.by, promise.promised, standing.value)


def _beside(row: Mapping[str, Any]) -> tuple[int, _Beside]:
    """What was agreed does not hold since it has changed."""
    is_stale = "s" in (row["agreement__clauses"] or "")
    ended = "" if row["is_met"] is None else "met" if row["is_met"] else "not-met"
    return row["id"], _Beside(row["agreement__since"].date() if is_stale else None, ended)


def _notes(results: Sequence[Scored], since: date) -> Mapping[str, Sequence[Note]]:
    keys = {each.row["id"]: each.row["key"] for each in results}
    found: dict[str, list[Note]] = defaultdict(list)
    for key_result, day, text in _NOTES(key_results=list(keys), since=since):
        found[keys[key_result]].append(Note(day, text))
    return {key: tuple(notes) for key, notes in found.items()}


def named(team: TeamName) -> Named:
    """A team as a document keeps it."""
    return Named(team.key, team.name, team.code)


_CLOSED = Closing.objects.filter(key_result=OuterRef("pk"), reopened_at=None).order_by()
_OBJECTIVES = Prepared(
    lambda teams, cycle: (
        Objective.objects.filter(objective_in_sight(), team__amongst=teams, cycle=cycle)
        .order_by("position", "id")
        .values_list("id", "key", "title")
    ),
    teams=list,
    cycle=int,
)
_LAST = Things(
    Prepared(
        lambda team, cycle, due: (
            Review.objects.filter(team=team, cycle=cycle, due__lt=due, published_at__isnull=False)
            .order_by("-due", "-edition")
            .values_list("document")[:1]
        ),
        team=int,
        cycle=int,
        due=date,
    ),
    _said_in,
    at_most=DOCUMENTS,
)
_BESIDE = Things(
    Prepared(
        lambda key_results: (
            KeyResult.objects.filter(pk__amongst=key_results)
            .order_by()
            .annotate(is_met=Subquery(_CLOSED.values("is_met")))
            .values_list("id", "agreement__clauses", "agreement__since", "is_met")
        ),
        key_results=list,
    ),
    _beside,
)
_PEOPLE = Prepared(lambda team: Membership.objects.filter(team=team).values_list("id"), team=int)
_NOTES = Prepared(
    lambda key_results, since: (
        CheckIn.objects.filter(key_result_id__amongst=key_results, date__gt=since, note__gt="")
        .order_by("date", "id")
        .values_list("key_result_id", "date", "note")
    ),
    key_results=list,
    since=date,
)
