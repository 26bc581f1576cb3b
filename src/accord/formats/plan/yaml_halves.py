"""YAML texts to values, the first half of them here and the second beside it, wherever the middle may be.

A text is cut before an item of a list that stands, not indented, right under its key: what follows says the same with
that key written above it once more.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from accord.formats.plan.beside import Beside
from accord.formats.plan.columns import Doubt
from accord.formats.plan.yaml_lines import Lines

LARGE = 300_000  # characters: to read half of them beside the others is worth a copy
HERE = 0.5  # of all characters: what is read beside has to be handed over, too
_NOT_INDENTED = re.compile(r"\n[^\s#-]")
_LIST_WITH_KEY = re.compile(r"([A-Za-z_]+):\n- ")


class YamlRead(NamedTuple):
    """What a text says, with the values of all its keys `id` in its order, and their lines."""

    value: Any
    ids: list[Any]
    id_lines: list[int]


class _Stretch(NamedTuple):
    """A text, or what follows a cut through it: the key of the list that was cut, and how many lines stand before."""

    text: str
    key: str = ""
    before: int = 0


def read_yaml(texts: Sequence[str], beside: Beside) -> list[YamlRead]:
    """What some texts say; raises Doubt."""
    is_large = sum(map(len, texts)) >= LARGE
    first, second = _halves(texts) if is_large else ([_Stretch(text) for text in texts], [])

    # In one piece: the other core would wait until each is taken.
    def others() -> Iterator[list[YamlRead] | None]:
        yield _unless_doubted(second)

    with beside(others, is_worth_it=is_large) as read_beside:
        read = [_read(stretch) for stretch in first]
        others_read = next(read_beside)
    if others_read is None:
        raise Doubt
    if second and second[0].key:
        return [*read[:-1], _joined(read[-1], others_read[0], second[0]), *others_read[1:]]
    return read + others_read


def _halves(texts: Sequence[str]) -> tuple[list[_Stretch], list[_Stretch]]:
    """Texts up to the place where half of the work is done, and those behind; one of them may be cut in two."""
    left = int(sum(map(len, texts)) * HERE)
    for place, text in enumerate(texts):
        if len(text) > left:
            first, second = _cut(text, left)
            before, behind = map(_Stretch, texts[:place]), map(_Stretch, texts[place + 1 :])
            return [*before, *first], [*second, *behind]
        left -= len(text)
    return [_Stretch(text) for text in texts], []


def _cut(text: str, at: int) -> tuple[list[_Stretch], list[_Stretch]]:
    """A text in two stretches, the first of about some length; whole where it is not laid out so that it can be cut."""
    cut = text.rfind("\n- ", 0, at) + 1
    last_key = deque(_NOT_INDENTED.finditer(text, 0, max(cut, 0)), maxlen=1)
    found = _LIST_WITH_KEY.match(text, last_key[0].start() + 1) if last_key else None
    if not found or found.end() > cut:
        return [_Stretch(text)], []
    key, before = found[1], text.count("\n", 0, cut)
    return [_Stretch(text[:cut])], [_Stretch(f"{key}:\n{text[cut:]}", key, before)]


def _unless_doubted(stretches: Sequence[_Stretch]) -> list[YamlRead] | None:
    try:
        return [_read(stretch) for stretch in stretches]
    except Doubt:
        return None


def _read(stretch: _Stretch) -> YamlRead:
    lines = Lines(stretch.text)
    return YamlRead(lines.value(), lines.ids, lines.id_lines)


def _joined(first: YamlRead, second: YamlRead, cut: _Stretch) -> YamlRead:
    """What a text says that was cut in two."""
    whole, rest = first.value, second.value
    items = rest.pop(cut.key)
    if type(whole) is not dict or type(whole.get(cut.key)) is not list or not rest.keys().isdisjoint(whole):
        raise Doubt
    whole[cut.key] += items
    # The key that was written once more is a line of its own.
    lines = [line + cut.before - 1 for line in second.id_lines]
    return YamlRead(whole | rest, first.ids + second.ids, first.id_lines + lines)
