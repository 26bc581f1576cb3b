"""Values that are kept for good as JSON and read back as what they were: dates and exact numbers as texts."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def kept(value: Any) -> Any:
    """A value as JSON has it: a dataclass as an object, whatever is a tuple as a list."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: kept(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [kept(each) for each in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def read(kind: type[Value], data: Mapping[str, Any]) -> Value:
    """A dataclass as it was kept. A field that was not known then has its default now; one not known now is left."""
    hints: Mapping[str, Any] = _hints(cast("Hashable", kind))
    values = {name: _value(hint, data[name]) for name, hint in hints.items() if name in data}
    return kind(**values)


def _value(hint: Any, data: Any) -> Any:
    if data is None:
        return None
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in data)
    if hint is Decimal:
        return Decimal(data)
    if hint is date:
        return date.fromisoformat(data)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, data)
    return hint(*data) if isinstance(data, list) else data  # a named tuple


@lru_cache(maxsize=64)
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
