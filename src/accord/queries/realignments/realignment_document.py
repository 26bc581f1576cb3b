"""Realignments as documents: what the shell prints. A fixed number of statements for any number of them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from accord.domain.clauses import Clause
from accord.models import Cycle, RealignedPart, RealignedRevision, Realignment
from accord.queries.agreements.history import VALUES, entry

CLAUSES = tuple(Clause)
HEAD = ("id", "state", "opened_at", "closed_at", "deadline", "change__by__key")
PART = ("realignment_id", "key_result__key", "team__key", "clause", "state", "is_active")


def realignments(cycle: Cycle, *, state: str | None = None, team: str | None = None) -> list[dict[str, Any]]:
    """All realignments with something in this cycle, the first opened first; in one state, or of one team."""
    parts = RealignedPart.objects.filter(key_result__cycle=cycle)
    with_a_part = parts.filter(team__key=team) if team else parts
    found = Realignment.objects.filter(pk__in=with_a_part.values("realignment_id")).order_by("opened_at", "id")
    if state is not None:
        found = found.filter(state=state)
    heads = list(found.values(*HEAD))
    numbers = [head["id"] for head in heads]
    agreements = _agreements(parts.filter(realignment_id__amongst=numbers).values_list(*PART))
    changes = _changes(numbers)
    return [_document(head, agreements[head["id"]], changes[head["id"]]) for head in heads]


def _agreements(parts: Any) -> Mapping[int, dict[str, dict[str, set[Any]]]]:
    """By realignment and key result: the clauses it ever made stale, and the teams that have not agreed."""
    found: dict[int, dict[str, dict[str, set[Any]]]] = defaultdict(dict)
    for number, key_result, team, clause, state, is_active in parts:
        agreement = found[number].setdefault(key_result, {"clauses": set(), "must_answer": set()})
        agreement["clauses"].add(clause)
        if is_active and state != "a":
            agreement["must_answer"].add(team)
    return found


def _changes(numbers: list[int]) -> Mapping[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = RealignedRevision.objects.filter(realignment_id__amongst=numbers).order_by("revision_id")
    names = {name: f"revision__{name}" for name in VALUES}
    for row in rows.values("realignment_id", *names.values()):
        revision = entry({name: row[column] for name, column in names.items()})
        found[row["realignment_id"]].append(revision.as_json())
    return found


def _document(
    head: Mapping[str, Any], agreements: Mapping[str, dict[str, set[Any]]], changes: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": head["id"],
        "state": head["state"],
        "opened_at": head["opened_at"].isoformat(),
        "closed_at": head["closed_at"].isoformat() if head["closed_at"] else None,
        "deadline": head["deadline"].isoformat(),
        "by": head["change__by__key"],
        "agreements": [
            {
                "key_result": key_result,
                "clauses": [CLAUSES[number - 1].value for number in sorted(each["clauses"])],
                "must_answer": sorted(each["must_answer"]),
            }
            for key_result, each in sorted(agreements.items())
        ],
        "changes": changes,
    }
