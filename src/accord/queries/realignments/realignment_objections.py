"""Objections that were given in a realignment, with their words, for everybody who reads it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from accord.models import Answer, Realignment
from accord.queries.names import PersonName, TeamName
from accord.queries.realignments.realignment_rows import Objection

ANSWER = (
    "key_result_id", "clause", "kind", "reason", "act__at", "act__by__key", "act__by__name", "team__key", "team__name",
    "team__code",
)  # fmt: skip


def objections(head: Realignment, key_results: Collection[int]) -> Mapping[int, list[Objection]]:
    """By key result (row id), in order; one statement. One stands until its team has answered that clause again."""
    answers = Answer.objects.filter(
        key_result_id__amongst=key_results, act__at__gte=head.opened_at, key_result__realigned_parts__realignment=head
    ).distinct()
    if head.closed_at:
        answers = answers.filter(act__at__lte=head.closed_at)
    latest: dict[tuple[Any, ...], int] = {}
    rows = list(answers.order_by("id").values("id", *ANSWER))
    for row in rows:
        latest[_part(row)] = row["id"]
    found: dict[int, list[Objection]] = defaultdict(list)
    for row in rows:
        if row["kind"] == Answer.Kind.OBJECT:
            found[row["key_result_id"]].append(_objection(row, stands=latest[_part(row)] == row["id"]))
    return found


def _part(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["key_result_id"], row["team__key"], row["clause"]


def _objection(row: Mapping[str, Any], *, stands: bool) -> Objection:
    return Objection(
        team=TeamName(row["team__key"], row["team__name"], row["team__code"]),
        clause=row["clause"],
        text=row["reason"] or "",
        by=PersonName(row["act__by__key"], row["act__by__name"]),
        at=row["act__at"],
        stands=stands,
    )
