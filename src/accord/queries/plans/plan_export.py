"""What the installation holds, as a plan: everything published of the organization and one cycle."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accord.domain import plan as p
from accord.domain.descriptions import Described
from accord.domain.rebuilding import rebuilt
from accord.formats.plan.encoding import CONTROL_CHARACTER
from accord.models import Cycle
from accord.queries.plans import plan_items
from accord.queries.plans.plan_drafts import UNDER, drafts_among

Key = tuple[str, str]
Things = Mapping[Key, Described]


@dataclass(frozen=True, slots=True)
class Exported:
    """The plan, and how many objectives and key results were left out because they are drafts."""

    plan: p.Plan
    drafts: int


def exported(cycle: Cycle) -> Exported:
    """A plan that, applied to an empty installation, is exported as the same plan again.

    Drafts are their teams' own, and what was dropped is gone: neither is in it, nor what refers to them.
    """
    things = plan_items.described(cycle)
    drafts = drafts_among(cycle, things)
    seen = _seen(things, drafts)
    kept = [_readable(_without_lost(thing, seen)) for thing in seen.values() if _can_be(thing, seen)]
    whole = rebuilt(kept)
    checks = next(thing.fields["checks"] for thing in kept if thing.kind == "organization")
    return Exported(
        replace(_in_order(whole), checks=_checks(checks) if checks else None),
        sum(kind in {"objective", "key_result"} for kind, _ in drafts),
    )


def _seen(things: Things, drafts: Iterable[Key]) -> Things:
    """What is there for everybody, with all that it stands under."""
    found = {key: thing for key, thing in things.items() if key not in drafts}
    for kinds in (("key_result",), ("action", "need", "contribution", "check_in")):
        found = {
            key: thing
            for key, thing in found.items()
            if thing.kind not in kinds or all(above in found for above in _above(thing))
        }
    return found


def _above(thing: Described) -> list[Key]:
    if thing.kind == "contribution":
        return list(zip(("objective", "key_result"), thing.id.split(">"), strict=True))
    if thing.kind == "check_in":
        return [("key_result", thing.id.partition("@")[0])]
    return [(UNDER[thing.kind], thing.fields[UNDER[thing.kind]])]


def _without_lost(thing: Described, seen: Things) -> Described:
    """A need without what it can no longer name: an action that is gone or elsewhere, a provider that is gone."""
    if thing.kind != "need":
        return thing
    fields = dict(thing.fields)
    action = seen.get(("action", fields["for"] or ""))
    if action is None or action.fields["key_result"] != fields["key_result"]:
        fields["for"] = None
    if not any((kind, fields["provided_by"]) in seen for kind in ("action", "key_result", "milestone")):
        fields["provided_by"] = None
    return Described(thing.kind, thing.id, fields)


def _can_be(thing: Described, seen: Things) -> bool:
    """A milestone is reached or not: values from before a key result was measured by one are no longer its own."""
    if thing.kind != "check_in":
        return True
    measured = seen["key_result", thing.id.partition("@")[0]]
    return measured.fields["milestone"] is None or thing.fields["value"] in (0, 1)


def _readable(thing: Described) -> Described:
    """Without control characters, which a browser may send and no file may hold."""
    return Described(thing.kind, thing.id, {name: _cleaned(value) for name, value in thing.fields.items()})


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROL_CHARACTER.sub("", value)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value


def _in_order(whole: p.Plan) -> p.Plan:
    """Values stand by what they are of, in the plan's order, then by day; a contribution nobody has answered says so
    by saying nothing.
    """
    key_results = [each.id for objective in whole.objectives for each in objective.key_results]
    metrics = [metric.id for metric in whole.metrics]
    return replace(
        whole,
        objectives=tuple(replace(each, contributes_to=_said(each.contributes_to)) for each in whole.objectives),
        check_ins=tuple(sorted(whole.check_ins, key=_by(key_results, lambda each: each.key_result))),
        metric_values=tuple(sorted(whole.metric_values, key=_by(metrics, lambda each: each.metric))),
    )


def _said(contributions: Iterable[p.Contribution]) -> tuple[p.Contribution, ...]:
    return tuple(replace(each, status=None) if each.status == "proposed" else each for each in contributions)


def _by(order: list[str], of: Callable[[Any], str]) -> Callable[[Any], tuple[int, date]]:
    place = {key: number for number, key in enumerate(order)}
    return lambda each: (place[of(each)], each.date)


def _checks(said: Mapping[str, Any]) -> p.Checks:
    accepted = (
        p.Accepted(a["code"], a["subject"], a["reason"], date.fromisoformat(a["until"]) if a.get("until") else None)
        for a in said.get("accepted") or ()
    )
    return p.Checks(tuple(said.get("off") or ()), dict(said.get("severity") or {}), tuple(accepted))
