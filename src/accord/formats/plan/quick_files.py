"""Files to their parts of a plan, as quickly as can be. What needs no other half of the work is done beside it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from accord.formats.plan import json_bytes
from accord.formats.plan.beside import Beside
from accord.formats.plan.columns import Doubt
from accord.formats.plan.encoding import decode
from accord.formats.plan.quick import QuickReader
from accord.formats.plan.sections import Part
from accord.formats.plan.text_order import Orders

if TYPE_CHECKING:
    from accord.formats.plan.yaml_halves import YamlRead

LARGE_JSON = 2_000_000  # bytes: to look through them beside reading them is worth a copy
Ids = tuple[list[Any], list[int]]
_UNKNOWN: Ids = ([], [])


class QuickPart(NamedTuple):
    """What one file holds of a plan, in which order ids stand in it, and which these are, with their lines."""

    part: Part
    orders: Orders
    ids: Ids


def quick_parts(files: Sequence[tuple[str, bytes]], reader: QuickReader, beside: Beside) -> Iterator[QuickPart]:
    """The parts that files hold, in their order; raises Doubt."""
    in_json = [data for name, data in files if _is_json(name)]
    from_yaml = _read_yaml([data for name, data in files if not _is_json(name)], beside)
    look_through = partial(map, json_bytes.plain, in_json)
    with beside(look_through, is_worth_it=sum(map(len, in_json)) >= LARGE_JSON) as plain:
        for name, data in files:
            yield _from_json(reader, data, plain) if _is_json(name) else _from_yaml(reader, next(from_yaml))


def _read_yaml(files: Sequence[bytes], beside: Beside) -> "Iterator[YamlRead]":
    """What YAML files say; what reads them is loaded where there are any."""
    if not files:
        return iter(())
    from accord.formats.plan.yaml_halves import read_yaml

    return iter(read_yaml(list(map(_text, files)), beside))


def _from_json(reader: QuickReader, data: bytes, plain: Iterable[json_bytes.Plain | None]) -> QuickPart:
    """A part of JSON, whose bytes are looked through meanwhile."""
    try:
        value = json_bytes.value_of(data)
    except ValueError:
        raise Doubt from None
    known = reader.taken.members
    part, orders = reader.part(value)
    told = next(iter(plain))
    if told is None or reader.taken.members - known != told.keys:
        raise Doubt  # a key stands somewhere twice
    return QuickPart(part, orders, told.ids or _UNKNOWN)


def _from_yaml(reader: QuickReader, read: "YamlRead") -> QuickPart:
    part, orders = reader.part(read.value)
    return QuickPart(part, orders, (read.ids, read.id_lines))


def _is_json(name: str) -> bool:
    return name.endswith(".json")


def _text(data: bytes) -> str:
    text, flaws = decode(data)
    if flaws:
        raise Doubt
    return text
