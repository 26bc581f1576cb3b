"""Telling a difference once, where several agreements share it: a metric, or what provides two needs."""

from dataclasses import replace

from accord.queries.agreements.clause_lines import Fact, Item

Told = set[tuple[str, str, str, str]]  # kind, id, field, and what it was: what has been told already


def untold(item: Item, told: Told) -> Item:
    """An item without the facts that were told already; those that are left count as told from here on."""
    if item.is_new or item.is_gone:
        key = (item.kind, item.id, "", str(item.is_new))
        if key in told:
            return replace(item, is_new=False, is_gone=False, facts={})
        told.add(key)
        return item
    facts: dict[str, Fact] = {}
    for name, fact in item.facts.items():
        key = (item.kind, item.id, name, str(fact.before))
        if fact.is_changed and key not in told:
            told.add(key)
            facts[name] = fact
    return replace(item, facts=facts)
