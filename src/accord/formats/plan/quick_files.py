"""Files to their parts of a plan, as quickly as can be. What needs no other half of the work is done beside it."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from accord.formats.plan import json_bytes
from accord.formats.plan.beside import Beside
from accord.formats.plan.columns import Doubt
from accord.formats.plan.quick import QuickReader
from accord.formats.plan.sections import Part
from accord.formats.plan.text_order import Orders

if TYPE_CHECKING:
    from accord.formats.plan.yaml_halves import YamlRead

LARGE_JSON = 2_000_000  # bytes: to look through them beside reading them is worth a copy
Ids = tuple[list[Any], list[int]]
_UNKNOWN: Ids = ([], [])


class QuickPart(NamedTuple):
    """What a file, or one half of it, holds of a plan, in which order ids stand there, and which, with their lines."""

    place: int  # of the file among others
    part: Part
    orders: Orders
    ids: Ids


def quick_parts(files: Sequence[tuple[str, bytes]], reader: QuickReader, beside: Beside) -> Iterator[QuickPart]:
    """The parts that files hold, in their order; raises Doubt."""
    in_json = [data for name, data in files if _is_json(name)]
    look_through = partial(map, json_bytes.plain, in_json)
    from_yaml = _read_yaml([data for name, data in files if not _is_json(name)], beside)
    with closing(from_yaml), beside(look_through, is_worth_it=sum(map(len, in_json)) >= LARGE_JSON) as plain:
        for place, (name, data) in enumerate(files):
            if _is_json(name):
                yield _from_json(place, reader, data, plain)
                continue
            for read in from_yaml:
                yield QuickPart(place, *reader.part(read.value), (read.ids, read.id_lines))
                if not read.is_cut:
                    break


def _read_yaml(files: Sequence[bytes], beside: Beside) -> "Generator[YamlRead, None, None]":
    """What YAML files say; what reads them is loaded where there are any."""
    if files:
        from accord.formats.plan.yaml_halves import read_yaml

        yield from read_yaml(files, beside)


def _from_json(place: int, reader: QuickReader, data: bytes, plain: Iterable[json_bytes.Plain | None]) -> QuickPart:
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
    return QuickPart(place, part, orders, told.ids or _UNKNOWN)


def _is_json(name: str) -> bool:
    return name.endswith(".json")
