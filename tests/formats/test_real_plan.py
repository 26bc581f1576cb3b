"""A plan that nobody on this project wrote."""

from pathlib import Path

import pytest

from accord.formats.plan import read_plan

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "rust-goals-2025h1.yaml"


def test_the_rust_project_s_goals_are_read_whole() -> None:
    if not REAL.exists():
        pytest.skip(f"there is no {REAL}")
    plan = read_plan([str(REAL)]).plan
    key_results = [key_result for objective in plan.objectives for key_result in objective.key_results]
    assert len(plan.objectives) == 42
    assert len(key_results) == 78
    assert sum(len(key_result.actions) for key_result in key_results) == 276
    assert sum(len(key_result.needs) for key_result in key_results) == 75
    assert (len(plan.teams), len(plan.people)) == (21, 155)
