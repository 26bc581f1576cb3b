"""Plans as the shell is given them: read whole, or told in full why not."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from accord.cli.output import WRONG_USE, print_json, say

if TYPE_CHECKING:
    from accord.formats.plan import PlanErrors, PlanFile

Tell = Callable[["PlanErrors"], None]


def read_or_tell(arguments: Sequence[str], tell: Tell) -> "PlanFile":
    """The plan that files and folders hold; one that cannot be read ends the command, once its mistakes are told."""
    from accord.cli.second_core import begun_beside
    from accord.formats.plan import PlanErrors, read_plan

    try:
        return read_plan(arguments, beside=begun_beside)
    except PlanErrors as errors:
        tell(errors)
        raise click.exceptions.Exit(WRONG_USE) from None


def say_errors(errors: "PlanErrors") -> None:
    """A line for each mistake, for people."""
    say("\n".join(errors.as_lines()))


def print_errors(errors: "PlanErrors") -> None:
    """The object that programs are promised."""
    print_json(errors.as_json())


TELL_ERRORS: dict[str, Tell] = {"text": say_errors, "json": print_errors}
