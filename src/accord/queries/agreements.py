"""A team's agreements by where they stand: what waits for it first. Stored standings are read, never worked out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.models import Agreement, Answer, Cycle, KeyResult, Party, Team
from accord.queries.access import Reader

SHOWN = 100  # agreements in a list before the rest is asked for
MEASURE = ("key", "title", "baseline", "target", "at_least", "at_most", "metric__unit", "metric_id", "milestone_id")
OURS = ("agreement_id", "waits", "answer_by", "asked_at", "agreement__state")
HEAD = ("pk", "state", "own", "others", "since", *(f"key_result__{name}" for name in MEASURE), "key_result__cycle__key")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a key result's numbers are, for a line in a list: from, to, or what it holds between."""

    baseline: Decimal | None
    target: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one party stands in a listed agreement."""

    key: str
    code: str
    name: str
    is_own: bool
    states: str

    def clauses(self, letters: str) -> list[int]:
        """Numbers of the clauses on which it stands as one of the letters."""
        return [number for number, letter in enumerate(self.states, 1) if letter in letters]


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement in a list, as one of its parties sees it."""

    key: str
    title: str
    cycle: str
    measure: Measure
    state: str
    own: str
    others: str
    since: datetime
    parties: Sequence[Standing]  # the key result's team first
    us: Standing
    answer_by: date | None
    asked_at: datetime | None

    @property
    def codes(self) -> list[tuple[str, str]]:
        """The parties' letters and names."""
        return [(party.code, party.name) for party in self.parties]

    @property
    def waiting(self) -> list[Standing]:
        """The other parties whose answer is missing, or who object."""
        return [party for party in self.parties if party.key != self.us.key and party.clauses("osx")]


@dataclass(frozen=True, slots=True)
class Listing:
    """A team's agreements in a cycle. The counts are of all of them, the rows of those shown."""

    team: Team
    waits_for_us: Sequence[Row]
    waits_for_others: Sequence[Row]
    agreed: Sequence[Row]
    waiting: int
    total: int
    shown: int
    alone: Sequence[tuple[str, str]]  # published key results no other team touches: key and title

    @property
    def soonest(self) -> date | None:
        """The day by which the next answer is asked for."""
        return min((row.answer_by for row in self.waits_for_us if row.answer_by), default=None)


def listing(team: Team, cycle: Cycle, *, own: bool | None = None, limit: int | None = SHOWN) -> Listing:
    """The agreements a team is party to. `own` keeps its own key results' or those of others."""
    found = Party.objects.filter(team=team, agreement__key_result__cycle=cycle, agreement__key_result__dropped_at=None)
    if own is not None:
        found = found.filter(is_own=own)
    ours = list(found.order_by().values(*OURS))
    ours.sort(key=_urgency)
    rows = _rows(ours if limit is None else ours[:limit], team)
    return Listing(
        team=team,
        waits_for_us=[row for row, waits in rows if waits],
        waits_for_others=[row for row, waits in rows if not waits and row.state != "agreed"],
        agreed=sorted((row for row, _ in rows if row.state == "agreed"), key=lambda row: row.since, reverse=True),
        waiting=sum(each["waits"] for each in ours),
        total=len(ours),
        shown=len(rows),
        alone=_alone(team, cycle) if own is not False else [],
    )


def teams_of(who: Reader) -> list[Team]:
    """The teams whose agreements are the reader's own: those they answer for, and those they are in."""
    found = Team.objects.filter(key__in=who.answers_for | who.own_teams, succeeded_by=None)
    return sorted(found, key=lambda team: (team.key not in who.answers_for, team.position, team.pk))


def shared(between: Iterable[Team], cycle: Cycle) -> list[tuple[Row, ...]]:
    """The agreements two teams are both party to, each as the one and as the other sees it."""
    one, other = between
    both = Agreement.objects.filter(key_result__cycle=cycle, key_result__dropped_at=None)
    ids = both.filter(parties__team=one).filter(parties__team=other).values_list("pk", flat=True)
    ours = list(Party.objects.filter(team=one, agreement_id__in=ids).order_by().values(*OURS))
    theirs = list(
        Party.objects.filter(team=other, agreement_id__in=[each["agreement_id"] for each in ours]).values(*OURS)
    )
    ours.sort(key=_urgency)
    heads, parties = _heads(each["agreement_id"] for each in ours), _parties(each["agreement_id"] for each in ours)
    by_agreement = {each["agreement_id"]: each for each in theirs}
    return [
        tuple(
            _row(heads[each["agreement_id"]], parties[each["agreement_id"]], party, team)
            for party, team in ((each, one), (by_agreement[each["agreement_id"]], other))
        )
        for each in ours
    ]


def _urgency(ours: Mapping[str, Any]) -> tuple[Any, ...]:
    """What waits first, the soonest day first; then what waits for others, then what is agreed."""
    worst_first = ("objected", "stale", "open", "agreed")
    return (
        not ours["waits"],
        ours["answer_by"] or date.max,
        worst_first.index(ours["agreement__state"]),
        ours["agreement_id"],
    )


def _rows(ours: Sequence[Mapping[str, Any]], team: Team) -> list[tuple[Row, bool]]:
    heads, parties = _heads(each["agreement_id"] for each in ours), _parties(each["agreement_id"] for each in ours)
    return [
        (_row(heads[each["agreement_id"]], parties[each["agreement_id"]], each, team), each["waits"]) for each in ours
    ]


def _heads(agreements: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    answered = Exists(Answer.objects.filter(key_result_id=OuterRef("pk")))
    found = Agreement.objects.filter(pk__amongst=list(agreements)).values(*HEAD, answered=answered)
    return {row["pk"]: row for row in found}


def _parties(agreements: Iterable[int]) -> dict[int, list[Standing]]:
    found: dict[int, list[Standing]] = defaultdict(list)
    rows = Party.objects.filter(agreement_id__amongst=list(agreements))
    in_order: QuerySet[Any, Any] = rows.order_by("agreement_id", "-is_own", "team__position", "team_id")
    for agreement, *rest in in_order.values_list(
        "agreement_id", "team__key", "team__code", "team__name", "is_own", "states"
    ):
        found[agreement].append(Standing(*rest))
    return found


def _row(head: Mapping[str, Any], parties: Sequence[Standing], ours: Mapping[str, Any], team: Team) -> Row:
    return Row(
        key=head["key_result__key"],
        title=head["key_result__title"],
        cycle=head["key_result__cycle__key"],
        measure=measure({name: head[f"key_result__{name}"] for name in MEASURE}),
        state="untouched" if head["state"] == "open" and not head["answered"] else head["state"],
        own=head["own"],
        others=head["others"],
        since=head["since"],
        parties=parties,
        us=next(party for party in parties if party.key == team.key),
        answer_by=ours["answer_by"],
        asked_at=ours["asked_at"],
    )


def measure(row: Mapping[str, Any]) -> Measure:
    """The numbers of a key result, of a row with the columns of MEASURE."""
    is_percent = row["metric_id"] is None and row["milestone_id"] is None
    return Measure(
        row["baseline"], row["target"], row["at_least"], row["at_most"], "%" if is_percent else row["metric__unit"]
    )


def _alone(team: Team, cycle: Cycle) -> list[tuple[str, str]]:
    found = KeyResult.objects.live().filter(
        Q(agreement=None), cycle=cycle, objective__team=team, objective__dropped_at=None,
        objective__published_at__isnull=False, published_at__isnull=False,
    )  # fmt: skip
    return list(found.order_by("position", "id").values_list("key", "title")[:SHOWN])
