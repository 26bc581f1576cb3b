"""The pages about checks: the list is made from the checks, and the ready examples do what they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from accord.cli.checks_page import page
from accord.formats.plan import read_documents

USING = Path(__file__).parents[2] / "docs" / "using"
TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"
IN_ORDER = """accord: 1
organization: {id: mill, name: The Mill}
cycle: {id: q4, name: Q4, start: 2026-10-01, end: 2026-12-31}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a plan in which only the brief is missing: a warning."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.yaml").write_text(IN_ORDER)
    return tmp_path


def run(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A step as a pipeline runs it."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"PATH": path, "LANG": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command], cwd=folder, env=environment, text=True, capture_output=True
    )


def example(name: str) -> Any:
    return yaml.safe_load((USING / "ci" / name).read_text(encoding="utf-8"))


def commands() -> list[str]:
    """Every command of the examples that checks."""
    steps = [step.get("run", "") for step in example("github.yml")["jobs"]["check"]["steps"]]
    script = example("gitlab.yml")["plans"]["script"]
    hooks = [hook["entry"] for hook in example("pre-commit.yaml")["repos"][0]["hooks"]]
    return [command for command in (*steps, *script, *hooks) if command.startswith("accord ")]


def test_the_page_of_checks_is_made_from_the_checks() -> None:
    told = "python -m accord.cli.checks_page > docs/using/checks.md"

    assert (USING / "checks.md").read_text(encoding="utf-8") == page(), told


def test_the_example_of_an_opinion_is_one() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (USING / "checks.md").read_text(encoding="utf-8"), re.DOTALL)

    checks = read_documents([("plan.yaml", (IN_ORDER + block).encode())]).plan.checks

    assert checks is not None
    assert (checks.off, checks.accepted[0].subject) == (("AL604",), "product")


def test_the_examples_hold_commands() -> None:
    assert len(commands()) == 4


@pytest.mark.parametrize("command", commands())
def test_a_command_of_an_example_passes_what_is_in_order_and_stops_what_cannot_be_read(
    repository: Path, command: str
) -> None:
    assert (run(command, repository).returncode, run(command, repository).stderr.count("Traceback")) == (0, 0)

    (repository / "plans" / "other.yaml").write_text("accord: 1\nteam: []\n")
    assert run(command, repository).returncode == 2 or "sarif" in command
    assert run(command, repository).returncode != 0


def test_what_github_keeps_is_written_whether_there_are_findings_or_not(repository: Path) -> None:
    (command,) = (command for command in commands() if "sarif" in command)

    shutil.copy(TIDEWELL, repository / "plans" / "plan.yaml")

    assert run(command, repository).returncode == 0
    upload = example("github.yml")["jobs"]["check"]["steps"][-1]
    assert len(orjson.loads((repository / upload["with"]["sarif_file"]).read_bytes())["runs"][0]["results"]) > 30


def test_findings_stop_the_other_commands(repository: Path) -> None:
    shutil.copy(TIDEWELL, repository / "plans" / "plan.yaml")

    assert [run(command, repository).returncode for command in commands() if "sarif" not in command] == [1, 1, 1]


def test_the_page_on_pipelines_shows_commands_that_exist(repository: Path) -> None:
    (block,) = re.findall(r"```\n(accord check.*?)```", (USING / "plans-in-ci.md").read_text(), re.DOTALL)

    codes = [run(line.partition("#")[0], repository).returncode for line in block.splitlines()]

    assert codes == [0, 1, 0, 0, 0]
