"""In which order the ids of a plan stand in the text it was read from, as far as one order holds for all items."""

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any, NamedTuple

from accord.formats.plan import grammar
from accord.formats.plan.sections import PLAN_FILE, Part

Subjects = list[tuple[str, str]]
# For each shape with ids in it: its keys that hold them, in the text's order.
Orders = Mapping[str, tuple[str, ...]]


def keys_with_ids(shape: grammar.Shape) -> tuple[str, ...]:
    """The keys of a shape under which an id stands, however deep."""
    return tuple(field.key for field in shape.fields if isinstance(field.kind, grammar.Id) or _shape_in(field.kind))


def common_order(keys: tuple[str, ...], written: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    """An order of keys that fits all mappings, given by their keys as they were written; None if there is none."""
    wanted = frozenset(keys)
    found = {tuple(key for key in each if key in wanted) for each in written}
    candidates = found if len(found) == 1 else permutations(keys)
    return next((each for each in candidates if all(_is_part_of(some, each) for some in found)), None)


def subjects_in(part: Part, orders: Orders) -> Subjects:
    """The kinds and ids of everything in a file that has an id, as they follow each other in its text."""
    found: Subjects = []
    _add(_walk(PLAN_FILE, orders), [part], found)
    return found


class _Walk(NamedTuple):
    """How to go through items of a shape: their attributes with ids in them, in order, each with a walk of its own."""

    kind: str
    steps: list[tuple[str, "_Walk | None"]]


def _walk(shape: grammar.Shape, orders: Orders) -> _Walk:
    fields = {field.key: field for field in shape.fields}
    steps = []
    for key in orders.get(shape.name, ()):
        inner = _shape_in(fields[key].kind)
        steps.append((fields[key].attribute or key, _walk(inner, orders) if inner else None))
    return _Walk(shape.kind, steps)


def _add(walk: _Walk, items: Iterable[Any], found: Subjects) -> None:
    kind, steps = walk
    if steps == [("id", None)]:
        found += [(kind, item.id) for item in items]
        return
    for item in items:
        for attribute, inner in steps:
            value = getattr(item, attribute)
            if inner is None:
                found.append((kind, value))
            elif value:
                _add(inner, value if isinstance(value, tuple) else (value,), found)


def _shape_in(kind: grammar.Kind) -> grammar.Shape | None:
    """The shape of items with ids that a value of a kind is, or has in its list."""
    if isinstance(kind, grammar.ListOf):
        return _shape_in(kind.of)
    return kind if isinstance(kind, grammar.Shape) and keys_with_ids(kind) else None


def _is_part_of(some: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    following = iter(whole)
    return all(key in following for key in some)
