"""What reads otherwise, and means the same, in what a team shares with others: for the next update to each of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accord.domain.updating import Reworded
from accord.models import Metric, Milestone, Revision
from accord.queries.prepared import Prepared

# Texts that clauses hold, by kind; of everything else wording has no meaning, or is told as a change.
WORDED: Mapping[str, frozenset[str]] = {
    "objective": frozenset({"title"}),
    "key_result": frozenset({"title", "completion_criteria", "decomposition", "duties"}),
    "action": frozenset({"title"}),
    "need": frozenset({"what", "completion_criteria"}),
    "metric": frozenset({"name", "definition", "formula", "counts", "excludes", "source"}),
    "milestone": frozenset({"name", "definition"}),
}

Item = tuple[str, int]  # kind and row id


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """What one team shares with the reviewing one: things (kind, row id), and the newest revision it was told of."""

    team: str
    items: frozenset[Item]
    since: int = 0


@dataclass(slots=True)
class _Run:
    """All wording of one text since a moment: how it read first, and how it reads now."""

    row: Mapping[str, Any]
    before: str
    after: str = ""


def reworded(shared: Iterable[SharedTexts], titles: Mapping[Item, str]) -> Mapping[str, tuple[Reworded, ...]]:
    """For each team (its id) what was only worded otherwise; `titles` are names of things. Three statements at most."""
    shared = list(shared)
    rows = _rows(shared)
    titles = {**_names(rows), **titles}
    return {each.team: tuple(_for(each, rows, titles)) for each in shared}


def _rows(shared: Sequence[SharedTexts]) -> list[dict[str, Any]]:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for each in shared:
        for kind, item in each.items:
            by_kind[kind].add(item)
    if not by_kind:
        return []
    since = min(each.since for each in shared)
    found = _REVISIONS.rows(since=since, **{f"{kind}s": sorted(by_kind[kind]) for kind in WORDED})
    return [row for row in found if row["field"] in WORDED[row["kind"]]]


def _for(shared: SharedTexts, rows: Sequence[Mapping[str, Any]], titles: Mapping[Item, str]) -> Iterable[Reworded]:
    runs: dict[tuple[Item, str], _Run] = {}
    for row in rows:
        item = (row["kind"], row["item"])
        if row["id"] > shared.since and item in shared.items:
            for place, before, after in _texts(row, shared.team):
                run = runs.setdefault((item, f"{row['field']}{place}"), _Run(row, before))
                run.after = after
    for (item, _), run in runs.items():
        if run.before != run.after:
            row = run.row
            yield Reworded(row["kind"], row["key"], titles.get(item, row["key"]), row["field"], run.before, run.after)


def _texts(row: Mapping[str, Any], team: str) -> Iterable[tuple[str, str, str]]:
    """Texts of a revision, old and new; of duties those of the team itself, which are the others' business no more."""
    if row["field"] != "duties":
        if isinstance(row["before"], str) and isinstance(row["after"], str):
            yield "", row["before"], row["after"]
        return
    before, after = (
        [duty["does"] for duty in row[side] or () if duty.get("team") == team] for side in ("before", "after")
    )
    for place, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            yield str(place), old, new


def _names(rows: Sequence[Mapping[str, Any]]) -> dict[Item, str]:
    """The registry's things by their names: asked only where one was worded otherwise."""
    found: dict[Item, str] = {}
    for kind, model in (("metric", Metric), ("milestone", Milestone)):
        ids = {row["item"] for row in rows if row["kind"] == kind}
        if ids:
            found |= {(kind, pk): name for pk, name in model.objects.filter(pk__in=ids).values_list("id", "name")}
    return found


def _revisions(since: int, **items: Sequence[int]) -> Any:
    of: Any = None
    for kind in WORDED:
        rows = Revision.objects.filter(
            kind=kind, item__amongst=items[f"{kind}s"], id__gt=since, substantive=False, field__isnull=False
        ).values_list("id", "kind", "item", "key", "field", "before", "after")
        of = rows.order_by() if of is None else of.union(rows.order_by(), all=True)
    return of.order_by("id")


_REVISIONS = Prepared(_revisions, since=int, **{f"{kind}s": list for kind in WORDED})
