"""Which things of a cycle's plan are still drafts: their team's own, and in sight of nobody else."""

from accord.domain.descriptions import Described
from accord.models import Cycle, KeyResult, Objective
from accord.queries.plans.plan_items import Things

Key = tuple[str, str]  # kind and id
UNDER = {"key_result": "objective", "action": "key_result", "need": "key_result"}


def drafts_among(cycle: Cycle | None, things: Things) -> set[Key]:
    """The drafts among a cycle's things, with what stands under them and what they contribute to."""
    drafts = {(kind, key) for kind, keys in _unpublished(cycle).items() for key in keys}
    if not drafts:
        return set()
    for kinds in (("key_result",), ("action", "need", "contribution", "check_in")):
        found = {key for key, thing in things.items() if thing.kind in kinds and is_under(thing, drafts)}
        drafts |= found
    return drafts & things.keys()


def is_under(thing: Described, drafts: set[Key]) -> bool:
    """Whether a thing stands under one of these; a contribution stands under its objective."""
    if thing.kind == "contribution":
        return ("objective", thing.id.partition(">")[0]) in drafts
    if thing.kind == "check_in":
        return ("key_result", thing.id.partition("@")[0]) in drafts
    above = UNDER.get(thing.kind)
    return above is not None and (above, thing.fields[above]) in drafts


def _unpublished(cycle: Cycle | None) -> dict[str, list[str]]:
    if cycle is None:
        return {}
    rows = {"objective": Objective.objects.live(), "key_result": KeyResult.objects.live()}
    return {
        kind: list(found.filter(cycle=cycle, published_at=None).order_by().values_list("key", flat=True))
        for kind, found in rows.items()
    }
