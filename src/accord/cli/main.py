"""The `accord` command. A command's module is imported only when it is called or listed."""

import sys
from importlib import import_module
from io import BytesIO, TextIOWrapper
from typing import Any

import click

import accord
from accord.cli import runtime
from accord.cli.ending import OWN_PROCESS

# Which module of accord.cli holds which command, in the order that help shows them.
COMMANDS = {
    "init": "installation",
    "serve": "serve",
    "worker": "serve",
    "demo": "demo",
    "doctor": "doctor",
    "migrate": "installation",
    "backup": "backup",
    "restore": "backup",
    "user": "users",
    "schema": "schema",
    "check": "checks",
    "explain": "explain",
    "plan": "plans",
    "apply": "plans",
    "export": "export",
    "agreement": "agreements",
    "realignment": "realignments",
}


class Commands(click.Group):
    """Finds a command in the module that holds it. A command whose module is not there does not exist."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module_name = f"accord.cli.{COMMANDS.get(cmd_name, '')}"
        try:
            module = import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name == module_name:
                return None
            raise
        commands = (value for value in vars(module).values() if isinstance(value, click.Command))
        return next((command for command in commands if command.name == cmd_name), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            from accord.formats.plan.suggestions import Nearest

            if meant := Nearest(COMMANDS).to(args[0]):
                ctx.fail(f"No such command '{args[0]}'. Did you mean '{meant}'?")
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with runtime.explained():  # help and version are printed while the arguments are read
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with runtime.explained():
            return super().invoke(ctx)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(accord.__version__, prog_name="accord", message="%(prog)s %(version)s")
def cli() -> None:
    """Where teams agree on their OKRs and stay agreed."""


def main() -> None:
    """The entry point of the installed command."""
    if sys.stdout is None:
        sys.stdout = TextIOWrapper(BytesIO(), encoding="utf-8")  # closed by whoever called: the exit code still tells
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack the characters that people's texts hold
    try:
        cli(prog_name="accord", obj=OWN_PROCESS)
    except BrokenPipeError:
        # Whoever read our output has seen enough, as in `accord agreement list | head`.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
