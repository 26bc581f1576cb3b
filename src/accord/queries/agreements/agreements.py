"""A team's agreements by where they stand: what waits for it first. Stored standings are read, never worked out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from accord.models import Agreement, Answer, Cycle, KeyResult, Party, Team
from accord.models.objectives import key_result_in_sight
from accord.queries.access import Reader
from accord.queries.prepared import Prepared

SHOWN = 100  # agreements in a list before the rest is asked for
MEASURE = ("key", "title", "baseline", "target", "at_least", "at_most", "metric__unit", "metric_id", "milestone_id")
OURS = ("agreement_id", "team_id", "is_own", "waits", "answer_by", "asked_at", "agreement__state")
KEY_RESULT = "agreement__key_result__"
HEAD = (
    "agreement_id", "agreement__state", "agreement__own", "agreement__others", "agreement__since",
    f"{KEY_RESULT}cycle__key", *(f"{KEY_RESULT}{name}" for name in MEASURE),
)  # fmt: skip
PARTY = ("team__key", "team__code", "team__name", "is_own", "states")


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
    waits: bool  # something waits for this party

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
    found = [each for each in _OURS.rows(team=team.pk, cycle=cycle.pk) if own in (None, each["is_own"])]
    ours = sorted(found, key=_urgency)
    shown = ours if limit is None else ours[:limit]
    details = _details([each["agreement_id"] for each in shown])
    rows = [_row(*details[each["agreement_id"]], each, team) for each in shown]
    return Listing(
        team=team,
        waits_for_us=[row for row in rows if row.waits],
        waits_for_others=[row for row in rows if not row.waits and row.state != "agreed"],
        agreed=sorted((row for row in rows if row.state == "agreed"), key=lambda row: row.since, reverse=True),
        waiting=sum(each["waits"] for each in ours),
        total=len(ours),
        shown=len(rows),
        alone=_alone(team, cycle) if own is not False else [],
    )


def teams_of(who: Reader) -> list[Team]:
    """The teams whose agreements are the reader's own: those they answer for, and those they are in."""
    keys = sorted(who.answers_for | who.own_teams)
    found: list[Team] = _TEAMS.instances(teams=keys) if keys else []
    return sorted(found, key=lambda team: (team.key not in who.answers_for, team.position, team.pk))


def shared(one: Team, other: Team, cycle: Cycle) -> list[tuple[Row, Row]]:
    """The agreements two teams are both party to, each as the one and as the other sees it."""
    by_team: dict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for each in _BOTH.rows(one=one.pk, other=other.pk, cycle=cycle.pk):
        by_team[each["team_id"]][each["agreement_id"]] = each
    in_order = sorted(by_team[one.pk].values(), key=_urgency)
    details = _details([each["agreement_id"] for each in in_order])
    theirs = by_team[other.pk]
    return [
        (_row(*details[pk], ours, one), _row(*details[pk], theirs[pk], other))
        for ours in in_order
        for pk in (ours["agreement_id"],)
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


def _details(agreements: Sequence[int]) -> dict[int, tuple[Mapping[str, Any], list[Standing]]]:
    """Each agreement with its key result and all its parties, the key result's team first: one statement."""
    found: dict[int, tuple[Mapping[str, Any], list[Standing]]] = {}
    for each in _DETAILS(agreements=agreements) if agreements else ():
        row = dict(zip((*HEAD, *PARTY, "answered"), each, strict=True))
        _, parties = found.setdefault(row["agreement_id"], (row, []))
        parties.append(Standing(*(row[name] for name in PARTY)))
    return found


def _row(head: Mapping[str, Any], parties: Sequence[Standing], ours: Mapping[str, Any], team: Team) -> Row:
    is_untouched = head["agreement__state"] == "open" and not head["answered"]
    return Row(
        key=head[f"{KEY_RESULT}key"],
        title=head[f"{KEY_RESULT}title"],
        cycle=head[f"{KEY_RESULT}cycle__key"],
        measure=measure({name: head[f"{KEY_RESULT}{name}"] for name in MEASURE}),
        state="untouched" if is_untouched else head["agreement__state"],
        own=head["agreement__own"],
        others=head["agreement__others"],
        since=head["agreement__since"],
        parties=parties,
        us=next(party for party in parties if party.key == team.key),
        answer_by=ours["answer_by"],
        asked_at=ours["asked_at"],
        waits=ours["waits"],
    )


def measure(row: Mapping[str, Any]) -> Measure:
    """The numbers of a key result, of a row with the columns of MEASURE."""
    is_percent = row["metric_id"] is None and row["milestone_id"] is None
    return Measure(
        row["baseline"], row["target"], row["at_least"], row["at_most"], "%" if is_percent else row["metric__unit"]
    )


def _alone(team: Team, cycle: Cycle) -> list[tuple[str, str]]:
    return [(key, title) for key, title in _ALONE(team=team.pk, cycle=cycle.pk)]


_OURS = Prepared(
    lambda team, cycle: (
        Party.objects.filter(team=team, agreement__key_result__cycle=cycle, agreement__key_result__dropped_at=None)
        .order_by()
        .values(*OURS)
    ),
    team=int,
    cycle=int,
)
_TEAMS = Prepared(lambda teams: Team.objects.filter(key__amongst=teams, succeeded_by=None), teams=list)
_BOTH = Prepared(
    lambda one, other, cycle: (
        Party.objects.filter(
            agreement_id__in=Agreement.objects.filter(key_result__cycle=cycle, key_result__dropped_at=None)
            .filter(parties__team=one)
            .filter(parties__team=other)
            .values("pk"),
            team__in=(one, other),
        )
        .order_by()
        .values(*OURS)
    ),
    one=int,
    other=int,
    cycle=int,
)
_ALONE = Prepared(
    lambda team, cycle: (
        KeyResult.objects.live()
        .filter(
            key_result_in_sight(),
            agreement=None,
            cycle=cycle,
            objective__team=team,
        )
        .order_by("position", "id")
        .values_list("key", "title")[:SHOWN]
    ),
    team=int,
    cycle=int,
)
_DETAILS = Prepared(
    lambda agreements: (
        Party.objects.filter(agreement_id__amongst=agreements)
        .annotate(answered=Exists(Answer.objects.filter(key_result_id=OuterRef("agreement_id"))))
        .order_by("agreement_id", "-is_own", "team__position", "team_id")
        .values_list(*HEAD, *PARTY, "answered")
    ),
    agreements=list,
)
