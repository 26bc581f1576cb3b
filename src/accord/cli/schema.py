"""accord schema."""

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the plan file, for editors."""
    from accord.formats.plan.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
