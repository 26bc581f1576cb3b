"""The command in this process, on the test's database."""

from typing import Any

import orjson
from click.testing import CliRunner, Result

from accord.cli.main import cli


def accord(*arguments: str, input: str | None = None) -> Result:  # noqa: A002 (as CliRunner calls it)
    return CliRunner().invoke(cli, arguments, input=input, prog_name="accord")


def accord_json(*arguments: str, code: int = 0) -> Any:
    """What the command printed for a program; its exit code is looked at."""
    result = accord(*arguments, "--format", "json")
    assert result.exit_code == code, (result.stdout, result.stderr, result.exception)
    return orjson.loads(result.stdout)
