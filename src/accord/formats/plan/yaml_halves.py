"""YAML files to values, the first half of them here and the second beside it, wherever the middle may be.

A file is cut before an item of a list that stands, not indented, right under its key. Either part says something of the
plan, as a file of its own would: what is made of the first need not wait until the second is read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from accord.formats.plan.beside import Beside
from accord.formats.plan.columns import Doubt
from accord.formats.plan.encoding import decode
from accord.formats.plan.yaml_lines import Lines

LARGE = 300_000  # bytes: to read half of them beside the others is worth a copy
HERE = 0.44  # of all bytes: what they say is made into a plan while the others are read and handed over
_VERSION = re.compile(rb"(?:^|\xef\xbb\xbf)accord:", re.MULTILINE)
_CUT_LIST = "_"  # stands for the key of the list that was cut: no key of a plan


class YamlRead(NamedTuple):
    """What a file says, or one of its halves, with the values of all keys `id` in its order, and their lines."""

    value: Any
    ids: list[Any]
    id_lines: list[int]
    is_cut: bool = False  # the rest of the file comes next
    open_list: str | None = None  # the key of the list that it ends in
    line_ends: int = 0


class _Stretch(NamedTuple):
    """The bytes of a file, or those before or behind a cut through it."""

    data: bytes
    is_cut: bool = False
    is_rest: bool = False


def read_yaml(files: Sequence[bytes], beside: Beside) -> Iterator[YamlRead]:
    """What some files say, each once it is known; raises Doubt."""
    is_large = sum(map(len, files)) >= LARGE
    first, second = _halves(files) if is_large else (list(map(_Stretch, files)), [])

    # In one piece: the other core would wait until each is taken.
    def others() -> Iterator[list[YamlRead] | None]:
        yield _unless_doubted(second)

    begun = YamlRead(None, [], [])
    with beside(others, is_worth_it=is_large) as read_beside:
        for stretch in first:
            begun = _read(stretch)
            yield begun
        others_read = next(read_beside)
    if others_read is None:
        raise Doubt
    for stretch, read in zip(second, others_read, strict=True):
        yield _going_on(begun, read) if stretch.is_rest else read


def _halves(files: Sequence[bytes]) -> tuple[list[_Stretch], list[_Stretch]]:
    """Files up to the place where half of the work is done, and those behind; one of them may be cut in two."""
    left = int(sum(map(len, files)) * HERE)
    for place, data in enumerate(files):
        if len(data) > left:
            first, second = _cut(data, left)
            before, behind = map(_Stretch, files[:place]), map(_Stretch, files[place + 1 :])
            return [*before, *first], [*second, *behind]
        left -= len(data)
    return list(map(_Stretch, files)), []


def _cut(data: bytes, at: int) -> tuple[list[_Stretch], list[_Stretch]]:
    """A file in two stretches, the first of about some length; whole where it is not laid out so that it can be cut."""
    cut = data.rfind(b"\n- ", 0, at) + 1
    if not _VERSION.search(data, 0, cut):
        return [_Stretch(data)], []
    return [_Stretch(data[:cut], is_cut=True)], [_Stretch(data[cut:], is_rest=True)]


def _unless_doubted(stretches: Sequence[_Stretch]) -> list[YamlRead] | None:
    try:
        return list(map(_read, stretches))
    except Doubt:
        return None


def _read(stretch: _Stretch) -> YamlRead:
    text, flaws = decode(stretch.data)
    if flaws:
        raise Doubt
    lines = Lines(f"{_CUT_LIST}:\n{text}" if stretch.is_rest else text)
    return YamlRead(lines.value(), lines.ids, lines.id_lines, stretch.is_cut, lines.open_list(), lines.line_ends)


def _going_on(first: YamlRead, rest: YamlRead) -> YamlRead:
    """What the rest of a file says, of which the first part is known, as a file of its own."""
    key, said = first.open_list, rest.value
    if key is None or not said.keys().isdisjoint(first.value):
        raise Doubt
    value = {"accord": first.value.get("accord"), key: said.pop(_CUT_LIST), **said}
    # The key of the list stands on a line of its own there.
    return rest._replace(value=value, id_lines=[line + first.line_ends - 1 for line in rest.id_lines])
