"""What commands print: results on standard output, everything else on standard error."""

from typing import Any, NoReturn

import click
import orjson

from accord.cli.harmless import harmless

DONE = 0
PROBLEMS_FOUND = 1
WRONG_USE = 2


class Failure(click.ClickException):
    """Wrong use or unreadable input: the message says where and how to mend."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:
        for number, line in enumerate(harmless(self.format_message()).splitlines() or [""]):
            lead = click.style("accord: ", fg="red", bold=True) if number == 0 else "        "
            click.echo(lead + line, err=True)


def fail(message: str) -> NoReturn:
    """End the command with exit code 2."""
    raise Failure(message)


def say(message: str) -> None:
    """Tell the person at the terminal how it goes."""
    click.echo(harmless(message), err=True)


def print_json(value: Any) -> None:
    """The whole answer for a program, indented so that a person can read it too."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), nl=False)


def format_option(command: Any) -> Any:
    """`--format text|json`, handed to the command as `output_format`."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for people, JSON for programs.",
    )(command)
