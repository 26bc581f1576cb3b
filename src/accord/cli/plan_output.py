"""What applying a plan did, or would do, for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.domain.descriptions import Described
    from accord.services.plans import Applied, ToldChange


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
    }


def _thing(thing: "Described") -> dict[str, str]:
    return {"kind": thing.kind, "id": thing.id}


def _change(told: "ToldChange") -> dict[str, Any]:
    from accord.queries.history import said
    from accord.services.revisions import plain

    change = told.change
    return {
        "kind": change.kind,
        "id": change.id,
        "field": change.field,
        "before": said(plain(change.before)),
        "after": said(plain(change.after)),
        "substantive": told.substantive,
    }
