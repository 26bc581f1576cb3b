"""Made-up organizations: the same each time, as large as asked for, shared as real ones are, and readable as files."""

from collections import Counter
from collections.abc import Iterator

import pytest

from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan import KeyResult, Plan
from accord.formats.plan import read_documents
from accord.formats.plan.writing import write_json
from bench.generate import CYCLE, Made, organization
from bench.life import signers
from bench.registry import COMMON

OBJECTIVES = 240


@pytest.fixture(scope="module")
def made() -> Made:
    return organization(OBJECTIVES)


def key_results(plan: Plan) -> Iterator[tuple[str, KeyResult]]:
    """Every key result with the team whose it is."""
    return ((objective.team, each) for objective in plan.objectives for each in objective.key_results)


def parties(plan: Plan) -> dict[str, set[str]]:
    found = {each.id: {team, *asked_of(each)} for team, each in key_results(plan)}
    for objective in plan.objectives:
        for contribution in objective.contributes_to:
            if contribution.status == "accepted":
                found[contribution.key_result].add(objective.team)
    return found


def asked_of(key_result: KeyResult) -> set[str]:
    actions = {action.team for action in key_result.actions if action.team}
    return (
        actions
        | {duty.team for duty in key_result.duties}
        | {need.provider for need in key_result.needs if not need.declined}
    )


def test_the_same_seed_gives_the_same_plan_and_another_one_another(made: Made) -> None:
    assert organization(OBJECTIVES) == made
    assert organization(OBJECTIVES, seed=1).plan != made.plan


def test_a_plan_is_what_its_file_says(made: Made) -> None:
    assert read_documents([("plan.json", write_json(made.plan))]).plan == made.plan


@pytest.mark.parametrize("objectives", [40, 101, 240])
def test_there_are_as_many_objectives_as_asked_for_and_four_results_each(objectives: int) -> None:
    plan = organization(objectives).plan

    assert len(plan.objectives) == objectives
    assert {len(objective.key_results) for objective in plan.objectives} == {4}


def test_the_shown_team_has_ten_objectives_and_the_others_three_to_five(made: Made) -> None:
    counts = Counter(objective.team for objective in made.plan.objectives)

    assert counts.pop(made.shown_team) == 10
    assert set(counts.values()) <= {3, 4, 5}
    assert len(counts) == len(made.plan.teams) - 1


def test_three_results_in_five_are_shared_mostly_by_two_to_four_teams(made: Made) -> None:
    sizes = [len(teams) for teams in parties(made.plan).values()]
    shared = [size for size in sizes if size > 1]

    assert 0.55 <= len(shared) / len(sizes) <= 0.70
    assert sum(size <= 4 for size in shared) >= 0.95 * len(shared)


def test_a_fifth_to_a_third_of_all_results_use_the_common_metric(made: Made) -> None:
    uses = [COMMON in {each.metric, *each.guardrails, *each.terms} for _, each in key_results(made.plan)]

    assert 0.2 <= sum(uses) / len(uses) <= 0.33


def test_people_work_in_several_teams_and_have_several_managers(made: Made) -> None:
    places = Counter(member.person for team in made.plan.teams for member in team.members)

    assert max(places.values()) >= 3
    assert sum(len(person.reports_to) > 1 for person in made.plan.people) >= len(made.plan.people) // 20


def test_somebody_answers_for_every_team(made: Made) -> None:
    people = {person.id for person in made.plan.people}

    assert set(signers(made.plan)) == {team.id for team in made.plan.teams}
    assert set(signers(made.plan).values()) <= people


def test_texts_are_as_long_as_those_that_people_write(made: Made) -> None:
    criteria = sorted(len(each.completion_criteria or "") for _, each in key_results(made.plan))
    decompositions = sorted(len(each.decomposition or "") for _, each in key_results(made.plan))

    assert 100 <= criteria[len(criteria) // 2] <= 300
    assert 150 <= decompositions[len(decompositions) // 2] <= 600


def test_hardly_two_results_work_against_each_other_and_most_findings_are_about_something_missing(made: Made) -> None:
    found = Counter(each.code for each in findings(Snapshot(made.plan, as_of=CYCLE.start)))
    key_results = 4 * OBJECTIVES

    assert 0 < found["AL106"] <= key_results // 20
    assert 0 < found["AL601"] <= len(made.plan.metrics) // 4
    assert found["AL602"] + found["AL603"] <= key_results // 10
    assert found.total() <= 3 * key_results
