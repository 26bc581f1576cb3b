"""Values that are kept for good as JSON and read back as what they were: dates and exact numbers as texts."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def kept(value: Any) -> Any:
    """A value as JSON has it: a dataclass as an object, whatever is a tuple as a list."""
    if names := _names(cast("Hashable", type(value))):
        return {name: kept(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [kept(each) for each in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, looked up once for each; none of any other value."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


def read(kind: type[Value], data: Mapping[str, Any]) -> Value:
    """A dataclass as it was kept. A field that was not known then has its default now; one not known now is left."""
    return cast("Value", _reader(cast("Hashable", kind))(data))


Reader = Callable[[Any], Any]


@lru_cache(maxsize=64)
def _reader(kind: Any) -> Reader:
    """How a dataclass is made of what was kept, worked out once for each."""
    hints = get_type_hints(kind)
    readers = [(each.name, _reader_of(hints[each.name])) for each in fields(kind)]

    def read_one(data: Mapping[str, Any]) -> Any:
        return kind(
            **{
                name: data[name] if of is None or data[name] is None else of(data[name])
                for name, of in readers
                if name in data
            }
        )

    return read_one


def _reader_of(hint: Any) -> Reader | None:
    """How a value of a field is made of what was kept; None where it is that already."""
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        of = _reader_of(get_args(hint)[0])
        return tuple if of is None else lambda data: tuple([None if each is None else of(each) for each in data])
    if hint is Decimal:
        return Decimal
    if hint is date:
        return date.fromisoformat
    if is_dataclass(hint) and isinstance(hint, type):
        return _reader(hint)
    if isinstance(hint, type) and issubclass(hint, tuple):  # a named tuple
        return lambda data: hint(*data)
    return None
