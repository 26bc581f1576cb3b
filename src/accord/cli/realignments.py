"""Realignments in the shell: what changes have undone, and whether it is agreed to again."""

from typing import Any

import click

from accord.cli.agreement_output import entry_line
from accord.cli.output import format_option, print_json
from accord.cli.runtime import load_django, require_installation
from accord.cli.subjects import cycle_option, find_cycle, find_teams
from accord.domain.realignment import State

COLOURS = {"open": "yellow", "unanswered": "yellow", "realigned": "green", "reverted": "green", "withdrawn": "white"}


@click.group("realignment")
def realignment() -> None:
    """See what changes have undone, and whether it is agreed to again."""


@realignment.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those in this state.")
@click.option("--team", help="Only those in which this team has a part.")
@cycle_option
@format_option
def list_realignments(state: str | None, team: str | None, cycle: str | None, output_format: str) -> None:
    """List all realignments of a cycle, the first opened first."""
    load_django()
    require_installation()
    from accord.queries.realignments import realignment_document

    chosen = find_cycle(cycle)
    find_teams([team] if team else [])
    found = realignment_document.realignments(chosen, state=state, team=team)
    if output_format == "json":
        print_json({"realignments": found})
    else:
        _print_list(found)


def _print_list(realignments: list[dict[str, Any]]) -> None:
    for each in realignments:
        ends = f"closed {each['closed_at'][:10]}" if each["closed_at"] else f"answer by {each['deadline']}"
        who = each["by"] or "operator"
        state = click.style(each["state"], fg=COLOURS[each["state"]])
        click.echo(f"{each['id']}  {state}  opened {each['opened_at'][:10]} by {who}, {ends}")
        for agreement in each["agreements"]:
            waits = f": {', '.join(agreement['must_answer'])}" if agreement["must_answer"] else ""
            click.echo(f"    {agreement['key_result']} ({', '.join(agreement['clauses'])}){waits}")
        for entry in each["changes"]:
            click.echo(f"    | {entry_line(entry)}")
    if not realignments:
        click.echo("No realignments.")
