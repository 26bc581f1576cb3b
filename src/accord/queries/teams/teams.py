"""A team's page: what it wants and why, how far it is, with whom it agreed, and who gives what to whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accord.domain.handover import Handover
from accord.domain.sums import Together
from accord.models import Contribution, Cycle, Membership, Objective, Person, ServedGoal, Team
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.access import Reader
from accord.queries.agreements import standings
from accord.queries.agreements.standings import AgreementStanding
from accord.queries.asks import handovers
from accord.queries.asks.handovers import Counted, NeedLine, WorkLine
from accord.queries.check_ins import progress
from accord.queries.check_ins.progress import Scored
from accord.queries.names import TeamName
from accord.queries.people.answerers import answerers_of
from accord.queries.prepared import Prepared
from accord.queries.teams.team_rows import Behind, Member, ObjectiveCard, Pair, ResultCard, Supported, TeamPage, Wanted

Line = NeedLine | WorkLine
Given = Sequence[tuple[Line, Handover]]
PRESSING = frozenset({Handover.LATE, Handover.DELIVERED})


def page(who: Reader, team: Team, cycle: Cycle, *, today: date) -> TeamPage:
    """The page of one team in one cycle. Drafts are in it for the team's own people."""
    with_drafts = team.key in who.own_teams
    objectives = [Wanted(*row) for row in (_ALL if with_drafts else _PUBLISHED)(team=team.pk, cycle=cycle.pk)]
    results = progress.of_objectives([row.id for row in objectives], today=today, with_drafts=with_drafts)
    lines: list[Line] = [*handovers.needs_with(team.pk, cycle.pk), *handovers.work_with_others(team.pk, cycle.pk)]
    agreed = standings.standings({each.row["id"] for each in results} | {line.key_result for line in lines})
    given = [(line, line.standing(agreed.get(line.key_result), today=today)) for line in lines]
    members = _members(team)
    return TeamPage(
        team=team,
        members=members,
        objectives=_cards(objectives, results, agreed, given, handovers.counted([each.row["id"] for each in results])),
        depends_on=_pairs(given, who, mine=lambda line: line.taker.key == team.key, other=lambda line: line.giver),
        needed_by=_pairs(given, who, mine=lambda line: line.giver.key == team.key, other=lambda line: line.taker),
        agreements=sum(any(p.team.key == team.key for p in each.parties) for each in agreed.values()),
        answered_by=() if any(member.role != "member" for member in members) else _answered_by(team),
        is_mine=team.key in who.own_teams,
    )


def latest_with_plan(team: Team, cycles: Sequence[Cycle]) -> Cycle | None:
    """Of these cycles the one that ended last in which the team had published anything."""
    found = Objective.objects.filter(objective_in_sight(), team=team, cycle__in=cycles)
    keys = set(found.values_list("cycle_id", flat=True))
    return max((each for each in cycles if each.pk in keys), key=lambda each: (each.end, each.start), default=None)


def behind(key_result: int, *, today: date) -> Behind:
    """What gets one key result (row id) there, which its team's page tells only when it is asked."""
    needs = handovers.needs_of(key_result)
    agreement = standings.standings([key_result]).get(key_result) if needs else None
    return Behind(
        tuple(handovers.work_of(key_result)),
        tuple((need, need.standing(agreement, today=today)) for need in needs),
    )


def _members(team: Team) -> tuple[Member, ...]:
    order = {role: place for place, role in enumerate(Membership.Role.values)}
    return tuple(sorted((Member(*row) for row in _MEMBERS(team=team.pk)), key=lambda member: order[member.role]))


def _answered_by(team: Team) -> tuple[str, ...]:
    """The names of those above who answer for a team that has nobody of its own to do so."""
    return tuple(name for (name,) in _NAMES(people=answerers_of([team.pk])))


def _cards(
    objectives: Sequence[Wanted],
    results: Sequence[Scored],
    agreed: Mapping[int, AgreementStanding],
    given: Given,
    counted: Mapping[int, Counted],
) -> tuple[ObjectiveCard, ...]:
    ids = [row.id for row in objectives]
    serves, supports = _goals(ids), _supported(ids)
    lines: dict[int, list[tuple[Line, Handover]]] = defaultdict(list)
    for line, standing in given:
        lines[line.key_result].append((line, standing))
    cards: dict[int, list[ResultCard]] = defaultdict(list)
    for each in results:
        row_id = each.row["id"]
        cards[each.row["objective_id"]].append(
            _result(each, agreed.get(row_id), lines[row_id], counted.get(row_id, Counted()))
        )
    whole = progress.together(results)
    return tuple(
        ObjectiveCard(
            row,
            row.published_at is None,
            tuple(serves[row.id]),
            tuple(supports[row.id]),
            tuple(cards[row.id]),
            whole.get(row.id, Together(None, 0, 0)),
        )
        for row in objectives
    )


def _result(each: Scored, agreement: AgreementStanding | None, lines: Given, work: Counted) -> ResultCard:
    needs = [(line.what, standing) for line, standing in lines if isinstance(line, NeedLine)]
    return ResultCard(
        result=each,
        is_draft=each.row["published_at"] is None,
        agreement=agreement,
        needs=len(needs),
        pressing=tuple(each for each in needs if each[1] in PRESSING),
        work=work,
    )


def _goals(objective_ids: Sequence[int]) -> Mapping[int, list[str]]:
    return _grouped(_GOALS(objectives=objective_ids))


def _supported(objective_ids: Sequence[int]) -> Mapping[int, list[Supported]]:
    return _grouped(
        (row[0], Supported(row[1], row[2], TeamName(*row[3:6]), row[6], row[7] if row[8] else "%", row[9], str(row[6])))
        for row in _SUPPORTED(objectives=objective_ids)
    )


def _pairs(
    given: Given, who: Reader, *, mine: Callable[[Line], bool], other: Callable[[Line], TeamName]
) -> tuple[Pair, ...]:
    """Other teams with what passes, the most pressing team first."""
    groups: dict[TeamName, list[tuple[Line, Handover]]] = defaultdict(list)
    for line, standing in given:
        between_two = line.taker.key != line.giver.key and line.is_published
        if between_two and mine(line) and standing is not Handover.DECLINED:
            groups[other(line)].append((line, standing))
    pairs = [_pair(team, lines, who) for team, lines in groups.items()]
    return tuple(sorted(pairs, key=lambda pair: pair.standing.pressing))


def _pair(team: TeamName, lines: list[tuple[Line, Handover]], who: Reader) -> Pair:
    lines = sorted(lines, key=lambda each: each[1].pressing)
    line, standing = lines[0]
    asked = standing in (Handover.ASKED, Handover.OPEN) and line.giver.key in who.answers_for
    return Pair(team, tuple(line.what for line, _ in lines), standing, asked)


def _grouped(pairs: Iterable[tuple[int, Any]]) -> Mapping[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _objectives(team: int, cycle: int) -> "QuerySet[Any, Any]":
    found = Objective.objects.live().filter(team=team, cycle=cycle)
    return found.values_list(*Wanted._fields)


def _contributions(objectives: Sequence[int]) -> "QuerySet[Any, Any]":
    """To published key results only: what a draft of another team holds is not told."""
    return Contribution.objects.filter(
        key_result_in_sight("key_result__"), objective_id__amongst=objectives
    ).values_list(
        "objective_id", "key_result__key", "key_result__title", "key_result__objective__team__key",
        "key_result__objective__team__name", "key_result__objective__team__code", "share",
        "key_result__metric__unit", "key_result__metric_id", "status",
    )  # fmt: skip


_ALL = Prepared(_objectives, team=int, cycle=int)
_PUBLISHED = Prepared(
    lambda team, cycle: _objectives(team, cycle).filter(published_at__isnull=False), team=int, cycle=int
)
_SUPPORTED = Prepared(_contributions, objectives=list)
_GOALS = Prepared(
    lambda objectives: ServedGoal.objects.filter(objective_id__amongst=objectives).values_list(
        "objective_id", "goal__title"
    ),
    objectives=list,
)
_NAMES = Prepared(lambda people: Person.objects.filter(pk__amongst=people).values_list("name"), people=list)
_MEMBERS = Prepared(
    lambda team: Membership.objects.filter(team=team).values_list("person__key", "person__name", "role", "allocation"),
    team=int,
)
