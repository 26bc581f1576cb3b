"""What a team grades at the end of a cycle: each of its key results, how far it came, and what was said of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from accord.domain import grading, scoring
from accord.domain.grading import Outcome
from accord.domain.scoring import Reading
from accord.models import CheckIn, Cycle, Objective, Team
from accord.models.objectives import objective_in_sight
from accord.queries.agreements import standings
from accord.queries.check_ins import progress
from accord.queries.check_ins.progress import Scored
from accord.queries.cycles import closings
from accord.queries.cycles.closings import Ended
from accord.queries.names import TeamName


@dataclass(frozen=True, slots=True)
class GradedResult:
    """A key result with the grade its progress suggests, and how it ended if that was said. `silent` are the parties
    that have not said met or not met.
    """

    result: Scored
    ambition: str
    suggested: Decimal | None
    ended: Ended | None
    silent: Sequence[TeamName]

    @property
    def grade(self) -> Decimal | None:
        return self.ended.own.grade if self.ended else None

    @property
    def outcome(self) -> Outcome | None:
        return None if self.grade is None else grading.outcome(self.grade, self.ambition)


@dataclass(frozen=True, slots=True)
class GradedObjective:
    """An objective with its key results."""

    key: str
    title: str
    ambition: str
    results: Sequence[GradedResult]


def to_grade(team: Team, cycle: Cycle, *, today: date) -> list[GradedObjective]:
    """A team's published key results in a cycle, in the order of its page; a fixed number of statements."""
    rows = Objective.objects.filter(objective_in_sight(), cycle=cycle, team=team)
    objectives = list(rows.values_list("id", "key", "title", "ambition"))
    scored = _with_all_values(progress.of_objectives([row[0] for row in objectives], today=today), today)
    ids = [each.row["id"] for each in scored]
    ended, agreed = closings.ended_of(ids), standings.standings(ids)
    parties = {row: agreement.other_teams for row, agreement in agreed.items()}
    ambitions = {row: ambition for row, _, _, ambition in objectives}
    by_objective: dict[int, list[GradedResult]] = defaultdict(list)
    for each in scored:
        row = each.row["id"]
        by_objective[each.row["objective_id"]].append(
            GradedResult(
                each,
                ambitions[each.row["objective_id"]],
                grading.suggested(each.score),
                ended.get(row),
                _silent(ended.get(row), parties.get(row, ())),
            )
        )
    return [
        GradedObjective(key, title, ambition, by_objective[row])
        for row, key, title, ambition in objectives
        if by_objective[row]
    ]


def _silent(ended: Ended | None, parties: Collection[TeamName]) -> tuple[TeamName, ...]:
    if ended is None:
        return ()
    said = {opinion.team for opinion in ended.parties}
    return tuple(each for each in parties if each not in said)


def _with_all_values(scored: Sequence[Scored], today: date) -> list[Scored]:
    """Of a band the share of values inside it counts: those are scored by all their values."""
    held = [each.row["id"] for each in scored if each.measure.hold]
    readings = _readings(held, today) if held else {}
    return [
        replace(each, score=scoring.score(each.measure, readings[each.row["id"]], today=today))
        if each.row["id"] in readings
        else each
        for each in scored
    ]


def _readings(ids: Collection[int], today: date) -> Mapping[int, list[Reading]]:
    found: dict[int, list[Reading]] = defaultdict(list)
    rows = CheckIn.objects.filter(key_result_id__amongst=ids, date__lte=today).order_by("date")
    values: Iterable[tuple[Any, ...]] = rows.values_list("key_result_id", "date", "value", "confidence")
    for key_result, *reading in values:
        found[key_result].append(Reading(*reading))
    return found
