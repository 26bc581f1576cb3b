"""Values of files to a plan, where nothing at all is wrong with it.

Nearly every plan that is read is right. Such a one is read here, after the same description as in reading.py, without
noting where anything stands; at the first doubt all is left to the exact reader, which tells what is wrong. All items
of a kind are read together, one field after the other: a column takes a third of the time its values take one by one.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import attrgetter, is_not, itemgetter
from typing import Any

from accord.domain.plan import KeyResult
from accord.formats.plan import grammar
from accord.formats.plan.columns import Doubt, Taken, id_column, scalar_column
from accord.formats.plan.rules import LOOKED_AT_TOGETHER
from accord.formats.plan.scalars import are_ids
from accord.formats.plan.sections import PLAN_FILE, Part
from accord.formats.plan.text_order import Orders, common_order, keys_with_ids
from accord.formats.plan.together import ONE_IN_A_PLAN, SHARED_IDS, problems_of_items

# Gives what stands in a column means; nothing in it is None, and nothing is left out of the answer.
Column = Callable[[list[Any]], Sequence[Any]]
Rows = Mapping[str, Sequence[Any]]
Put = Callable[[Any, Any], None]


class QuickReader:
    """Reads the files of one plan; raises Doubt."""

    def __init__(self) -> None:
        self.taken = Taken()
        self._read = _column_of(PLAN_FILE, self.taken)

    def part(self, value: Any) -> tuple[Part, Orders]:
        """What one file says, and in which order ids stand in it; of shapes without one order nothing is said."""
        self.taken.orders = {}
        part: Part = self._read([{} if value is None else value])[0]
        return part, self.taken.orders

    def look_together(self, parts: Sequence[Part]) -> None:
        """Doubt what can be judged only with the whole plan at hand."""
        for key in ("organization", "cycle", "checks"):
            stated = sum(getattr(part, key) is not None for part in parts)
            if stated > 1 or (not stated and key != "checks"):
                raise Doubt
        known = _known_ids(self.taken.ids)
        for kinds, words in self.taken.references.items():
            if not words <= set().union(*(known[kind] for kind in kinds)):
                raise Doubt
        if any(map(_needs_a_foreign_action, self.taken.items["key_result"])):
            raise Doubt
        items = {name: [(item, None) for item in found] for name, found in self.taken.items.items()}
        if next(problems_of_items(defaultdict(list, items)), None):
            raise Doubt


def _known_ids(ids: dict[str, list[str]]) -> dict[str, set[str]]:
    """The ids of each kind, if they are ids and none is taken twice."""
    known = defaultdict(set, {kind: set(words) for kind, words in ids.items()})
    for kinds in (*SHARED_IDS, *((kind,) for kind in ids if kind not in ONE_IN_A_PLAN)):
        if len(set().union(*(known[kind] for kind in kinds))) < sum(len(ids.get(kind, ())) for kind in kinds):
            raise Doubt
    if not all(map(are_ids, known.values())):
        raise Doubt
    return known


def _needs_a_foreign_action(key_result: KeyResult) -> bool:
    waiting = [need.for_action for need in key_result.needs if need.for_action is not None]
    return bool(waiting) and not {action.id for action in key_result.actions}.issuperset(waiting)


def _column_of(kind: grammar.Kind, taken: Taken) -> Column:
    match kind:
        case grammar.Shape():
            return _Shape(kind, taken).read
        case grammar.ListOf():
            return _lists(kind, taken)
        case grammar.MapOf():
            return _maps(kind, taken)
    return scalar_column(kind, taken)


class _Shape:
    """Reads mappings of one shape."""

    def __init__(self, shape: grammar.Shape, taken: Taken) -> None:
        self._shape = shape
        self._taken = taken
        self._columns = {each.key: self._column(each) for each in shape.fields}
        self._required = [each.key for each in shape.fields if each.required]
        self._attributes = {each.attribute or each.key: each.key for each in shape.fields}
        self._with_ids = keys_with_ids(shape)
        self._in_rules = dict.fromkeys(key for rule in shape.rules for key in _keys_of(rule))
        self._slots = [(of, getattr(shape.build, of.name).__set__) for of in fields(shape.build)]

    def read(self, raws: list[Any]) -> list[Any]:
        if set(map(type, raws)) != {dict}:
            raise Doubt
        self._taken.members += sum(map(len, raws))
        layouts = set(map(tuple, raws))
        keys = set().union(*layouts)
        if not keys <= self._columns.keys():
            raise Doubt
        if order := common_order(self._with_ids, layouts) if self._with_ids else None:
            self._taken.orders[self._shape.name] = order
        rows = _rows([key for key in self._columns if key in keys], raws, layouts)
        if any(key not in rows or None in rows[key] for key in self._required):
            raise Doubt
        if self._in_rules:
            together = _stated_together(self._in_rules, rows)
            if any(_breaks(rule, stated) for rule in self._shape.rules for stated in together):
                raise Doubt
        return self._made(len(raws), rows)

    def _column(self, of: grammar.Field) -> Column:
        if isinstance(of.kind, grammar.Id):
            return id_column(self._shape.kind, self._taken)
        return _column_of(of.kind, self._taken)

    def _made(self, count: int, rows: Rows) -> list[Any]:
        items = list(map(object.__new__, repeat(self._shape.build, count)))
        # A frozen item's own __init__ would take most of the time: fields are put where they are kept.
        for of, put in self._slots:
            key = self._attributes.get(of.name, of.name)
            if of.name == "stated":
                _each(put, items, _stated(self._shape.stated, rows, count))
            elif key in rows:
                _put(put, items, self._columns[key], rows[key], _default(of))
            else:
                _each(put, items, repeat(_default(of)))
        if any(_is_out_of_order(rule, rows, items) for rule in self._shape.rules):
            raise Doubt
        if self._shape.name in LOOKED_AT_TOGETHER:
            self._taken.items[self._shape.name] += items
        return items


def _rows(keys: Sequence[str], raws: list[Any], layouts: Iterable[tuple[str, ...]]) -> Rows:
    """What stands under each of some keys, None where nothing does."""
    common = [key for key in keys if all(key in layout for layout in layouts)]
    rows: dict[str, list[Any]] = {}
    if len(common) > 1:  # each mapping is opened once for all of them
        flat = list(chain.from_iterable(map(itemgetter(*common), raws)))
        rows = {key: flat[place :: len(common)] for place, key in enumerate(common)}
    return {key: rows.get(key) or list(map(dict.get, raws, repeat(key))) for key in keys}


def _put(put: Put, items: Sequence[Any], column: Column, row: Sequence[Any], default: Any) -> None:
    """Put what a row means into its items, and what is meant where nothing stands."""
    if None not in row:
        _each(put, items, column(list(row)))
        return
    _each(put, items, repeat(default))
    is_stated = list(map(is_not, row, repeat(None)))
    if any(is_stated):
        _each(put, compress(items, is_stated), column(list(compress(row, is_stated))))


def _each(put: Put, items: Iterable[Any], values: Iterable[Any]) -> None:
    deque(map(put, items, values), maxlen=0)


def _default(of: Field[Any]) -> Any:
    if of.default_factory is not MISSING:
        return of.default_factory()
    return None if of.default is MISSING else of.default


def _stated(keys: Sequence[str], rows: Rows, count: int) -> Iterator[frozenset[str]]:
    """Which of some keys each row states; equal answers are one object."""
    known: dict[tuple[bool, ...], frozenset[str]] = {}
    flags = [[raw is not None for raw in rows[key]] if key in rows else [False] * count for key in keys]
    for row in zip(*flags, strict=True):
        if row not in known:
            known[row] = frozenset(key for key, is_stated in zip(keys, row, strict=True) if is_stated)
        yield known[row]


def _keys_of(rule: grammar.Rule) -> tuple[str, ...]:
    """The keys that have to stand, or not, with each other."""
    match rule:
        case grammar.Excludes(key, others) | grammar.Needs(key, others):
            return key, *others
        case grammar.AtLeastOne(keys):
            return keys
    return ()


def _stated_together(keys: Collection[str], rows: Rows) -> set[frozenset[str]]:
    """Which of some keys stand beside each other in any row: few answers for many rows."""
    present = [key for key in keys if key in rows]
    if not present:
        return {frozenset()}
    flags = set(zip(*(map(is_not, rows[key], repeat(None)) for key in present), strict=True))
    return {frozenset(compress(present, row)) for row in flags}


def _breaks(rule: grammar.Rule, stated: frozenset[str]) -> bool:
    """Whether a row that states some keys breaks a rule."""
    match rule:
        case grammar.Excludes(key, others, _):
            return key in stated and not stated.isdisjoint(others)
        case grammar.Needs(key, others):
            return key in stated and not stated.issuperset(others)
        case grammar.AtLeastOne(keys):
            return stated.isdisjoint(keys)
    return False


def _is_out_of_order(rule: grammar.Rule, keys: Collection[str], items: Iterable[Any]) -> bool:
    """Whether an item breaks a rule on the order of two of its values, which are called as their keys are."""
    if not isinstance(rule, grammar.InOrder) or rule.first not in keys or rule.second not in keys:
        return False
    pairs = map(attrgetter(rule.first, rule.second), items)
    return any(first is not None and second is not None and first > second for first, second in pairs)


def _lists(kind: grammar.ListOf, taken: Taken) -> Column:
    read_items = _column_of(kind.of, taken)
    name = attrgetter(kind.once) if kind.once else None

    def read(raws: list[Any]) -> list[tuple[Any, ...]]:
        if set(map(type, raws)) != {list}:
            raise Doubt
        flat = list(chain.from_iterable(raws))
        items = tuple(read_items(flat)) if flat else ()
        lists = [items[start:end] for start, end in pairwise(accumulate(map(len, raws), initial=0))]
        if kind.once is not None and any(_has_twice(each, name) for each in lists if len(each) > 1):
            raise Doubt
        return lists

    return read


def _has_twice(items: Collection[Any], name: Callable[[Any], Any] | None) -> bool:
    return len(set(map(name, items) if name else items)) < len(items)


def _maps(kind: grammar.MapOf, taken: Taken) -> Column:
    read_keys, read_values = _column_of(kind.keys, taken), _column_of(kind.values, taken)

    def read(raws: list[Any]) -> list[dict[str, Any]]:
        if set(map(type, raws)) != {dict}:
            raise Doubt
        taken.members += sum(map(len, raws))
        read_keys(list(chain.from_iterable(raws)))
        stated = [{key: value for key, value in raw.items() if value is not None} for raw in raws]
        return [dict(zip(raw, read_values(list(raw.values())), strict=True)) if raw else {} for raw in stated]

    return read
