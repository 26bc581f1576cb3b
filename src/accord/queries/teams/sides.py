"""The teams on each side of things, by row ids: whose line a change is in."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from accord import models as m
from accord.queries.prepared import Prepared


class Lines(NamedTuple):
    """Teams (ids in the plan) whose lines a thing holds; `own` is the key result's, or the objective's."""

    own: str | None = None
    doing: str | None = None
    providing: str | None = None
    contributing: str | None = None
    owner: str | None = None


def lines_of(kind: str, rows: Collection[int]) -> dict[int, Lines]:
    """The lines of these things of one kind. One statement; of kinds that no team owns, none."""
    if kind not in _LINES or not rows:
        return {}
    query, names = _LINES[kind]
    return {row: Lines(**dict(zip(names, teams, strict=True))) for row, *teams in query(ids=rows)}


_OF_RESULT = "key_result__objective__team__key"
_LINES: Mapping[str, tuple[Prepared, tuple[str, ...]]] = {
    "objective": (
        Prepared(lambda ids: m.Objective.objects.filter(id__amongst=ids).values_list("id", "team__key"), ids=list),
        ("own",),
    ),
    "key_result": (
        Prepared(
            lambda ids: m.KeyResult.objects.filter(id__amongst=ids).values_list("id", "objective__team__key"), ids=list
        ),
        ("own",),
    ),
    "action": (
        Prepared(
            lambda ids: m.Action.objects.filter(id__amongst=ids).values_list("id", _OF_RESULT, "team__key"), ids=list
        ),
        ("own", "doing"),
    ),
    "need": (
        Prepared(
            lambda ids: m.Need.objects.filter(id__amongst=ids).values_list("id", _OF_RESULT, "provider__key"), ids=list
        ),
        ("own", "providing"),
    ),
    "contribution": (
        Prepared(
            lambda ids: m.Contribution.objects.filter(id__amongst=ids).values_list(
                "id", _OF_RESULT, "objective__team__key"
            ),
            ids=list,
        ),
        ("own", "contributing"),
    ),
    "metric": (
        Prepared(lambda ids: m.Metric.objects.filter(id__amongst=ids).values_list("id", "owner__key"), ids=list),
        ("owner",),
    ),
    "milestone": (
        Prepared(lambda ids: m.Milestone.objects.filter(id__amongst=ids).values_list("id", "owner__key"), ids=list),
        ("owner",),
    ),
}
