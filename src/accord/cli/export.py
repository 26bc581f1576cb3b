"""`accord export`: everything written down as a plan file."""

import click

from accord.cli.output import say
from accord.cli.runtime import load_django, require_installation
from accord.cli.subjects import cycle_option, find_cycle


@click.command("export")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="Both say the same.",
)
@cycle_option
def export(output_format: str, cycle: str | None) -> None:
    """Write everything that is published as a plan, to standard output.

    It holds one cycle, the organization's people, teams and registry, and all progress. Applied to an empty
    installation, it is exported again byte for byte. Drafts and accounts are not in it.
    """
    load_django()
    require_installation()
    from accord.formats.plan.writing import write_json, write_yaml
    from accord.queries.plans.plan_export import exported

    found = exported(find_cycle(cycle))
    write = write_json if output_format == "json" else write_yaml
    click.echo(write(found.plan), nl=False)
    if found.drafts:
        what = "1 draft was" if found.drafts == 1 else f"{found.drafts} drafts were"
        say(f"{what} left out: drafts are their team's own.")
