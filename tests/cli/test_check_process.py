"""`accord check` as a process of its own: it loads little, ends at once, and nothing of what it says is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from accord.formats.plan import read_plan
from accord.formats.plan.writing import write_json
from tests.cli.checked import TODAY, check, write

COMMAND = [sys.executable, "-m", "accord.cli.main", "check", "--as-of", TODAY]
WHAT_IS_LOADED = """
import sys
from accord.formats.plan import read_plan
read_plan(sys.argv[1:])
print(sorted(name for name in ("yaml", "accord.formats.plan.exact", "click") if name in sys.modules))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_process_says_to_its_end_what_the_command_says(tmp_path: Path, form: str) -> None:
    plan = write(tmp_path)

    done, said = run(plan, "--format", form), check(plan, "--format", form)

    assert (done.returncode, done.stdout, done.stderr) == (said.exit_code, said.stdout, said.stderr)
    assert done.returncode == 1


def test_a_process_that_finds_nothing_grave_is_done(tmp_path: Path) -> None:
    assert run(write(tmp_path), "--select", "AL701").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_findings_that_a_full_disk_does_not_take_are_told_as_lost(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, write(tmp_path)], stdout=full, stderr=subprocess.PIPE, text=True)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_where_nobody_takes_the_findings_the_exit_code_still_tells(tmp_path: Path) -> None:
    command = ["sh", "-c", f'"$@" {write(tmp_path)} >&-', "sh", *COMMAND]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)

    assert (done.returncode, done.stderr) == (1, "")


def test_what_reads_yaml_and_what_tells_mistakes_is_loaded_where_it_is_needed(tmp_path: Path) -> None:
    in_yaml, in_json = write(tmp_path), tmp_path / "plan.json"
    in_json.write_bytes(write_json(read_plan([in_yaml]).plan))

    def loaded(plan: str) -> str:
        return subprocess.run([sys.executable, "-c", WHAT_IS_LOADED, plan], capture_output=True, text=True).stdout

    assert loaded(str(in_json)) == "[]\n"
    assert "yaml" in loaded(in_yaml)
