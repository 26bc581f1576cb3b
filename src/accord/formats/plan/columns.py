"""Columns of single values to what they mean, where nothing is wrong with them: texts, ids, days, numbers, words."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from accord.formats.plan import grammar
from accord.formats.plan.documents import Numeral
from accord.formats.plan.scalars import to_day, to_decimal

# Gives what stands in a column means; nothing in it is None.
Column = Callable[[list[Any]], Sequence[Any]]


class Doubt(Exception):
    """Something is wrong, or may be: only the exact reader can say."""


@dataclass(slots=True)
class Taken:
    """What was read so far. `members` counts the keys of all mappings, those that say nothing too."""

    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    references: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    items: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, str] = field(default_factory=dict)  # each id once, wherever it stands
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of the keys that hold ids, by shape
    members: int = 0


def scalar_column(kind: grammar.Kind, taken: Taken) -> Column:
    """The reader of a column of one kind."""
    match kind:
        case grammar.Text():
            return lambda raws: _texts(kind, raws)
        case grammar.Reference():
            return _references(kind, taken)
        case grammar.Day():
            return lambda raws: _by_table(raws, {raw: _day(kind, raw) for raw in _of_types(raws, {str})})
        case grammar.Number():
            return lambda raws: _by_table(raws, {raw: _number(kind, raw) for raw in _of_types(raws, _NUMBERS)})
        case grammar.Word():
            return lambda raws: _by_table(raws, {raw: _word(kind, raw) for raw in _of_types(raws, {str})})
        case grammar.Constant():
            return lambda raws: _by_table(raws, {raw: _constant(kind, raw) for raw in _of_types(raws, _NUMBERS)})
    raise TypeError(kind)  # what is made of several values has columns of its own


def id_column(kind: str, taken: Taken) -> Column:
    """The reader of the ids of a kind."""
    keep, same = taken.ids[kind], taken.words.setdefault

    def read(raws: list[Any]) -> list[str]:
        _of_types(raws, {str})
        words = list(map(same, raws, raws))
        keep.extend(words)
        return words

    return read


_NUMBERS: set[type] = {int, float, Numeral}


def _of_types(raws: list[Any], types: set[type]) -> set[Any]:
    """The different values of a column, if all are of these types: the same few stand in a plan again and again."""
    if not types.issuperset(map(type, raws)):
        raise Doubt
    return set(raws)


def _by_table(raws: list[Any], table: dict[Any, Any]) -> list[Any]:
    return list(map(table.__getitem__, raws))


def _texts(kind: grammar.Text, raws: list[Any]) -> list[str]:
    if set(map(type, raws)) != {str} or max(map(len, raws)) > grammar.LONGEST_TEXT:
        raise Doubt
    if kind.filled and (not all(raws) or any(map(str.isspace, raws))):
        raise Doubt
    return raws


def _references(kind: grammar.Reference, taken: Taken) -> Column:
    # What is to be an action of the same key result is looked up there.
    keep = taken.references[kind.kinds] if not kind.own else set()
    same = taken.words.setdefault

    def read(raws: list[Any]) -> list[str]:
        keep.update(_of_types(raws, {str}))
        return list(map(same, raws, raws))

    return read


def _day(kind: grammar.Day, raw: str) -> date | None:
    day = to_day(raw)
    if day is None and not (kind.may_be_empty and not raw):
        raise Doubt
    return day


def _number(kind: grammar.Number, raw: Any) -> Decimal | int:
    number = to_decimal(_numeral(raw))
    if number is None or (kind.least is not None and number < kind.least):
        raise Doubt
    if kind.most is not None and number > kind.most:
        raise Doubt
    if not kind.whole:
        return number
    if number != number.to_integral_value():
        raise Doubt
    return int(number)


def _numeral(raw: Any) -> str:
    # 1 and 1.0 are one key of a table, so they have to mean one thing.
    return str(int(raw)) if type(raw) is float and raw.is_integer() else str(raw)


def _word(kind: grammar.Word, raw: str) -> str:
    for option in kind.options:
        if option == raw:
            return option
    raise Doubt


def _constant(kind: grammar.Constant, raw: Any) -> int:
    if to_decimal(_numeral(raw)) != kind.value:
        raise Doubt
    return kind.value
