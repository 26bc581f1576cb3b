"""What a plan no longer names and may be taken away: of one cycle, and of the registry what nothing refers to."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from accord.domain.descriptions import Described

Key = tuple[str, str]  # kind and id
Things = Mapping[Key, Described]
# In the order in which they are told: what others stand under comes first.
OF_A_CYCLE = ("objective", "contribution", "key_result", "action", "need")
ABOVE = {"key_result": "objective", "action": "key_result", "need": "key_result"}
REGISTRY = ("metric", "milestone")


def no_longer_named(today: Things, planned: Collection[Key], drafts: Collection[Key]) -> list[Described]:
    """Objectives and what is below them that a plan of their cycle does not name.

    Drafts are their team's own and stay, but for those that would stand under nothing.
    """
    gone: dict[Key, Described] = {}
    for kind in OF_A_CYCLE:
        for key, thing in today.items():
            if thing.kind == kind and key not in planned and (key not in drafts or _above(thing) in gone):
                gone[key] = thing
    return list(gone.values())


def _above(thing: Described) -> Key:
    if thing.kind == "contribution":
        return "objective", thing.id.partition(">")[0]
    above = ABOVE.get(thing.kind, "")
    return above, thing.fields.get(above, "")


def unused(tomorrow: Things, planned: Collection[Key], elsewhere: Collection[Key]) -> list[Described]:
    """Entries of the registry that a plan does not name and nothing refers to any more.

    `tomorrow` is everything that will be there; `elsewhere` what other cycles refer to, or has a history of values.
    What a metric that stays moves is referred to by it.
    """
    entries = {key: thing for key, thing in tomorrow.items() if thing.kind in REGISTRY}
    rest = (thing for thing in tomorrow.values() if thing.kind not in REGISTRY)
    kept: set[Key] = set()
    found = {*planned, *elsewhere, *_named(rest)} & entries.keys()
    while found:
        kept |= found
        found = {*_named(entries[key] for key in found)} & entries.keys() - kept
    return [thing for key, thing in entries.items() if key not in kept]


def _named(things: Iterable[Described]) -> Iterator[Key]:
    """The entries that things name; a term and what provides a need may be of either kind."""
    for thing in things:
        said = thing.fields
        if thing.kind == "key_result":
            yield from (("metric", key) for key in (said["metric"], *said["guardrails"], *said["terms"]) if key)
            yield from (("milestone", key) for key in (said["milestone"], *said["terms"]) if key)
        elif thing.kind == "need" and said["provided_by"]:
            yield "milestone", said["provided_by"]
        elif thing.kind == "metric":
            yield from (("metric", each["metric"]) for each in said["influences"])
