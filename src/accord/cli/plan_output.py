"""What applying a plan did, or would do, for programs."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from accord.domain.descriptions import Described
    from accord.services.plans.plans import Applied, ToldChange


def as_json(done: "Applied") -> dict[str, Any]:
    """The object that is printed, everything in the files' order."""
    return {
        "state": done.state,
        "create": [_thing(thing) for thing in done.changes.create],
        "change": [_change(told) for told in done.told],
        "remove": [_thing(thing) for thing in done.changes.remove],
        "agreements": [
            {
                "key_result": each.key_result,
                "clauses": [clause.value for clause in each.clauses],
                "must_answer": list(each.must_answer),
            }
            for each in done.agreements
        ],
        "ended": [{"key_result": each.key_result, "parties": list(each.parties)} for each in done.ended],
    }


def _thing(thing: "Described") -> dict[str, str]:
    return {"kind": thing.kind, "id": thing.id}


def print_exact(shown: dict[str, Any]) -> None:
    """The object as JSON, every number exactly as a plan file would have it."""
    from accord.formats.plan.writing import as_json as written

    click.echo(written(shown))


def _change(told: "ToldChange") -> dict[str, Any]:
    change = told.change
    return {
        "kind": change.kind,
        "id": change.id,
        "field": change.field,
        "before": _said(change.before),
        "after": _said(change.after),
        "substantive": told.substantive,
    }


def _said(value: Any) -> Any:
    """A value as in a plan file: what is left out is left out, and so is the wording class kept with a duty."""
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each not in (None, []) and name != "first"}
    return [_said(each) for each in value] if isinstance(value, list) else value
