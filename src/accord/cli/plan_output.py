"""What applying a plan did, for programs and for people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from accord.cli.agreement_output import short
from accord.domain.clauses import Clause

if TYPE_CHECKING:
    from accord.domain.plan import Plan
    from accord.services.plans import Applied

CLAUSES = [clause.value for clause in Clause]


def as_json(done: "Applied", plan: "Plan") -> dict[str, Any]:
    """The object that is printed, everything in the files' order."""
    from accord.queries.history import said
    from accord.services.revisions import plain

    return {
        "state": done.state,
        "create": [{"kind": thing.kind, "id": thing.id} for thing in done.changes.create],
        "change": [
            {
                "kind": told.change.kind,
                "id": told.change.id,
                "field": told.change.field,
                "before": plain(told.change.before),
                "after": said(plain(told.change.after)),
                "substantive": told.substantive,
            }
            for told in done.told
        ],
        "remove": [{"kind": thing.kind, "id": thing.id} for thing in done.changes.remove],
        "agreements": _stale(done, plan),
    }


def print_text(found: Mapping[str, Any]) -> None:
    """Counts, then one line for each change and each agreement that must be answered again."""
    parts = [f"{len(found[name])} {word}" for name, word in COUNTED if found[name]]
    if again := len(found["agreements"]):
        parts.append(f"{again} {'agreement' if again == 1 else 'agreements'} to be answered again")
    click.echo(", ".join(parts).capitalize() + "." if parts else "Nothing to change.")
    for thing in found["create"]:
        click.echo(f"  + {thing['kind']} {thing['id']}")
    for change in found["change"]:
        wording = "" if change["substantive"] else "  (no agreement holds this difference)"
        field = f"{change['kind']} {change['id']} {change['field']}"
        click.echo(f"  ~ {field}: {short(change['before'])} → {short(change['after'])}{wording}")
    for thing in found["remove"]:
        click.echo(f"  - {thing['kind']} {thing['id']}")
    for agreement in found["agreements"]:
        teams, clauses = ", ".join(agreement["must_answer"]), ", ".join(agreement["clauses"])
        click.echo(f"  ! {agreement['key_result']}: {teams} must answer again ({clauses})")


COUNTED = (("create", "created"), ("change", "changed"), ("remove", "removed"))


def _stale(done: "Applied", plan: "Plan") -> list[dict[str, Any]]:
    """Parts that were agreed and are no longer what was agreed, by key result."""
    from accord.queries.agreement_document import names

    moves = [move for move in done.touched.moves if move.before == "a" and move.after == "s"]
    key_results, teams = names({move.key_result for move in moves}, {move.team for move in moves})
    order = [key_result.id for objective in plan.objectives for key_result in objective.key_results]
    place = {key: number for number, key in enumerate(order)}
    found: dict[str, tuple[set[int], set[str]]] = {}
    for move in moves:
        clauses, must_answer = found.setdefault(key_results[move.key_result], (set(), set()))
        clauses.add(move.clause)
        must_answer.add(teams[move.team])
    return [
        {
            "key_result": key,
            "clauses": [CLAUSES[number - 1] for number in sorted(found[key][0])],
            "must_answer": sorted(found[key][1]),
        }
        for key in sorted(found, key=lambda key: (place.get(key, len(place)), key))
    ]
