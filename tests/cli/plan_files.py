"""Plan files of the cast, changed as tests need them."""

from collections.abc import Callable
from pathlib import Path

from accord.domain.plan import Plan
from accord.formats.plan.writing import write_yaml
from tests.world import the_plan

ALICE, BOB, CAROL, DAN, ADA = (
    ("--as", f"{name}@north.example") for name in ("alice", "bob", "carol", "dan", "ada")
)  # fmt: skip
Edit = Callable[[Plan], Plan]


def write(folder: Path, edit: Edit = lambda plan: plan) -> str:
    """The plan as it began, changed; the path of its file."""
    path = folder / "plan.yaml"
    path.write_bytes(write_yaml(edit(the_plan())))
    return str(path)
