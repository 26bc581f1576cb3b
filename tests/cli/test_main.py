"""The command itself: quick, listed, and plain about what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli.main import COMMANDS, cli
from tests.cli.installation import Installation
from tests.cli.shell import accord

WITHOUT_DJANGO = """
import sys
from click.testing import CliRunner
from accord.cli.main import cli
result = CliRunner().invoke(cli, ["--help"])
assert result.exit_code == 0, result.output
print(sorted(name for name in ("django", "numpy", "granian") if name in sys.modules))
"""


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output

    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


def test_help_loads_nothing_that_is_slow() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


def test_an_unknown_command_is_wrong_use(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("agre")

    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command" in done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("chek", "No such command 'chek'. Did you mean 'check'?"),
        ("agreements", "No such command 'agreements'. Did you mean 'agreement'?"),
        ("cheese", "No such command 'cheese'."),
        ("--hlep", "No such option '--hlep'"),
    ],
)
def test_a_slip_in_a_command_is_told_with_the_command_that_is_meant(typed: str, said: str) -> None:
    done = accord(typed)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("arguments", [["explain"], ["--help"], ["explain", "--help"]])
def test_a_full_disk_is_told_in_a_line_and_is_no_finding(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        shown = [sys.executable, "-m", "accord.cli.main", *arguments]
        done = subprocess.run(shown, stdout=full, stderr=subprocess.PIPE, text=True)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "cannot be written" in done.stderr


def test_where_nobody_takes_what_is_printed_the_exit_code_still_tells() -> None:
    shown = f"{sys.executable} -m accord.cli.main explain AL101 >&-"
    done = subprocess.run(["sh", "-c", shown], stderr=subprocess.PIPE, text=True)

    assert (done.returncode, done.stderr) == (0, "")
