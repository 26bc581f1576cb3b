"""accord schema."""

import json

import click

from accord.formats.plan import json_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of the plan file, for editors."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
