"""What was dropped and comes back is what it was: its row and its wording, under a version that is on no form yet."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max

from accord.domain.checks.felt import FURTHER, felt
from accord.domain.descriptions import Described
from accord.domain.wording import WORDED_FIELDS
from accord.models import Contribution, Cycle, Revision
from accord.queries.findings.snapshot_rows import Around
from accord.services import bulk
from accord.services.definitions import wording
from accord.services.findings import findings
from accord.services.plans.plan_columns import TABLES
from accord.services.plans.plan_ids import Ids

# Kinds whose rows go when they are dropped; the revisions say which row it was.
LEAVING = frozenset({"metric", "milestone", "contribution"})
WORDED = frozenset(kind for kind, _ in WORDED_FIELDS) - {"duty"}


class Was(NamedTuple):
    """The row that a thing had, and the version that it has next."""

    row: int
    version: int


def rows(kind: str, keys: Collection[str], cycle: int) -> Mapping[str, Was]:
    """Of those of these things (ids in the plan) that were dropped and have left their table, the rows they had."""
    if kind not in LEAVING:
        return {}
    ends = Revision.objects.filter(kind=kind, key__amongst=list(keys), field=None)
    ends = ends.filter(cycle=cycle) if kind == "contribution" else ends
    latest = ends.order_by().values("key").annotate(last=Max("id")).values_list("last", flat=True)
    gone = Revision.objects.filter(id__in=list(latest), after__isnull=True)
    items: dict[str, int] = dict(gone.values_list("key", "item"))
    if not items:
        return {}
    changes = Revision.objects.filter(kind=kind, item__amongst=list(items.values())).order_by()
    versions = dict(changes.values_list("item").annotate(Count("change", distinct=True)))
    return {key: Was(item, versions[item] + 1) for key, item in items.items()}


def with_duties(things: Iterable[Described], ids: Ids) -> list[Described]:
    """New things; the duties of a key result that was there before follow those it had."""
    again = list(things)
    had = {ids.find("key_result", t.id): t.fields["duties"] for t in again if t.kind == "key_result"}
    written = {row: duties for row, duties in had.items() if row is not None}
    placed = wording.placed_duties(written) if written else {}
    return [_with_duties(thing, placed, ids) for thing in again]


def keep_wording(things: Iterable[Described], ids: Ids) -> None:
    """Store what the texts of things that were there before are the wording of: they follow those they had.

    To be called once they are in their tables, and before revisions tell that they came.
    """
    came = {(t.kind, ids.of(t.kind, t.id)): t.fields for t in things if t.kind in WORDED}
    firsts = wording.coming_back(came) if came else {}
    for kind in {kind for kind, _ in firsts}:
        values = ((found, item) for (of, item), found in firsts.items() if of == kind)
        bulk.update(TABLES[kind], values, columns=["wording"])


def forget_contributions(cycle: Cycle, planned: Collection[Described], *, now: datetime) -> None:
    """Of objectives that a plan names, those contributions are no more that are out of sight and that it does not name.

    They went with their objective or their key result, which may come back with the plan. Then nothing tells of the
    contribution any more, so it is said here around what findings that counted it are to be judged.
    """
    named = {thing.id for thing in planned if thing.kind == "objective"}
    stated = {thing.id for thing in planned if thing.kind == "contribution"}
    hidden = Contribution.objects.filter(objective__cycle=cycle, objective__key__amongst=sorted(named))
    hidden = hidden.exclude(objective__dropped_at=None, key_result__dropped_at=None).order_by()
    rows = hidden.values_list("id", "objective__key", "key_result__key")
    gone = [row for row in rows if f"{row[1]}>{row[2]}" not in stated]
    if gone:
        Contribution.objects.filter(id__amongst=[row for row, _, _ in gone]).delete()
        around = Around(objective_keys={key for _, key, _ in gone}, result_keys={key for _, _, key in gone})
        findings.mark(
            (), named=dict.fromkeys(sorted(felt("contribution", None) & FURTHER), around), cycle=cycle.pk, now=now
        )


def _with_duties(thing: Described, placed: Mapping[int, tuple[list[dict[str, Any]], bool]], ids: Ids) -> Described:
    row = ids.find("key_result", thing.id) if thing.kind == "key_result" else None
    if row is None or row not in placed:
        return thing
    return Described(thing.kind, thing.id, {**thing.fields, "duties": placed[row][0]}, thing.alone)
