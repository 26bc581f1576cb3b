"""Telling what a change did: one event for the change, shown to every team it concerns."""

from collections.abc import Sequence
from typing import Any

from accord.domain.wording import WORDED_FIELDS
from accord.models import Change, Party, Team
from accord.queries.prepared import Prepared
from accord.services.agreements.asking import WAITING
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions.revisions import Revised
from accord.services.telling import events
from accord.services.telling.events import Actor

BRIEF = frozenset({"why", "success", "different"})
NAMED = 5  # things told by name in the event's sentence; the rest are counted


def announce(change: Change, revised: Sequence[Revised], touched: Touched, *, by: Actor) -> None:
    """Record a change as one event. It concerns the parties of the agreements that came to stand otherwise,
    and whoever finds something else in its part, also where nothing has been agreed yet.
    """
    moved = {move.key_result for move in touched.moves} | touched.opened
    concerned = {team for (team,) in _PARTIES(ids=moved)}
    concerned |= {move.team for move in touched.moves} | {team for _, team in touched.rewritten}
    data = _data(revised, touched, change)
    if "brief" in data:
        concerned |= set(Team.objects.filter(succeeded_by=None).values_list("id", flat=True))
    events.record(
        "change.made",
        by=by,
        at=change.at,
        concerns=concerned,
        change=change,
        data=data,
        touched=_touched(touched),
    )


_PARTIES = Prepared(
    lambda ids: Party.objects.filter(agreement_id__amongst=ids).order_by().values_list("team_id").distinct(), ids=list
)


def _touched(touched: Touched) -> dict[str, Any]:
    """By row ids: key results with a part that holds something else or stands otherwise, and pairs of key result and
    team whose answer is no longer needed.
    """
    moved = {move.key_result for move in touched.moves} | touched.opened | {result for result, _ in touched.rewritten}
    settled = {(m.key_result, m.team) for m in touched.moves if m.before in WAITING and m.after not in WAITING}
    waits = {(m.key_result, m.team) for m in touched.moves if m.after in WAITING}
    return {"key_results": sorted(moved), "settled": sorted(settled - waits)}


def _data(revised: Sequence[Revised], touched: Touched, change: Change) -> dict[str, Any]:
    stale = {move.key_result for move in touched.moves if move.before == "a" and move.after == "s"}
    again = {move.key_result for move in touched.moves if move.before == "s" and move.after == "a"}
    things = list({(r.kind, r.key): r for r in revised})
    return {
        "created": sum(r.field is None and r.before is None for r in revised),
        "removed": sum(r.field is None and r.after is None for r in revised),
        "changed": len({(r.kind, r.key) for r in revised if r.field is not None}),
        "things": [list(thing) for thing in things[:NAMED]],
        "count": len(things),
        "wording_only": bool(revised) and all(_is_wording(r) for r in revised),
        "opened": len(touched.opened),
        "ended": len(touched.ended),
        "stale": len(stale),
        "agreed_again": len(again),
        "reason": change.reason,
        **_brief(revised),
    }


def _is_wording(revised: Revised) -> bool:
    """Whether a text of a clause says the same in other words. What is in no clause is no wording, and asks nobody."""
    is_text = (revised.kind, revised.field) in WORDED_FIELDS or revised.field == "duties"
    return is_text and not revised.substantive


def _brief(revised: Sequence[Revised]) -> dict[str, str]:
    """Whether a cycle was opened, or its brief written, for the first time or anew: leads hear of that. With the
    organization's first plan there is nothing that they knew otherwise.
    """
    if any(r.kind == "organization" and r.field is None for r in revised):
        return {}
    cycles = [r for r in revised if r.kind == "cycle" and (r.field in BRIEF or (r.field is None and r.after))]
    if not cycles:
        return {}
    if any(r.field is None for r in cycles):
        return {"brief": "opened", "cycle": cycles[0].key}
    return {"brief": "changed" if any(r.before for r in cycles) else "written", "cycle": cycles[0].key}
