"""Values of a file to values of the domain, after the description in sections.py.

A reader takes what stands at a path and gives what it means; what is wrong is collected and None is
given, so that everything wrong is found at once.
"""

from collections.abc import Callable
from typing import Any

from accord.formats.plan import grammar, rules, single
from accord.formats.plan.documents import Path, shown
from accord.formats.plan.findings import At, Found, Problem
from accord.formats.plan.single import Read, why_not
from accord.formats.plan.suggestions import Nearest


def reader_of(kind: grammar.Kind, found: Found) -> Read:
    """The function that reads values of a kind and adds what it finds to `found`."""
    return _READERS[type(kind)](kind, found)


def _list_reader(kind: grammar.ListOf, found: Found) -> Read:
    read_item = reader_of(kind.of, found)

    def read(raw: Any, path: Path) -> tuple[Any, ...]:
        if type(raw) is not list:
            found.wrong(raw, path, why_not("a list", raw))
            found.lost_kinds.update(_kinds_in(kind))
            return ()
        items = tuple([read_item(item, (path, index)) for index, item in enumerate(raw)])
        if kind.once is not None and len(items) > 1:
            _tell_repetitions(items, kind.once, path, found)
        return items

    return read


def _tell_repetitions(items: tuple[Any, ...], by: str, path: Path, found: Found) -> None:
    values = [getattr(item, by, None) for item in items] if by else items
    seen: dict[Any, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        if value in seen:
            message = f"{shown(str(value))} stands here a second time"
            place, first = _item_path(path, index, by), _item_path(path, seen[value], by)
            found.tell(Problem(place, At.VALUE, message, first=first))
        else:
            seen[value] = index


def _item_path(path: Path, index: int, key: str) -> Path:
    return ((path, index), key) if key else (path, index)


def _map_reader(kind: grammar.MapOf, found: Found) -> Read:
    nearest = Nearest(kind.keys.options)
    read_value = reader_of(kind.values, found)

    def read(raw: Any, path: Path) -> dict[str, Any]:
        if type(raw) is not dict:
            found.wrong(raw, path, why_not("a mapping", raw))
            return {}
        for key in raw:
            if key not in kind.keys.options:
                message = f"{shown(key)} is not a code of a check"
                found.tell(Problem((path, key), At.KEY, message, nearest.to(key)))
        stated = {key: value for key, value in raw.items() if value is not None and key in kind.keys.options}
        return {key: read_value(value, (path, key)) for key, value in stated.items()}

    return read


class _ShapeReader:
    """Reads mappings of one shape."""

    def __init__(self, shape: grammar.Shape, found: Found) -> None:
        self._shape = shape
        self._found = found
        self._readers = {field.key: (field.attribute or field.key, self._reader(field)) for field in shape.fields}
        self._required = tuple(field.key for field in shape.fields if field.required)
        self._required_attributes = {self._readers[key][0] for key in self._required}
        self._nearest = Nearest(self._readers, by_parts=True)
        self._checks = [rules.check_of(rule) for rule in shape.rules]
        self._is_collected = shape.name in rules.LOOKED_AT_TOGETHER

    def read(self, raw: Any, path: Path) -> Any:
        if type(raw) is not dict:
            self._lose(raw, path)
            return None
        readers = self._readers
        values: dict[str, Any] = {}
        unknown: list[str] = []
        for key, value in raw.items():
            if key not in readers:
                unknown.append(key)
            elif value is not None:
                attribute, read = readers[key]
                values[attribute] = read(value, (path, key))
        stand_ins = self._tell_unknown(unknown, raw, path) if unknown else ()
        if not values.keys() >= self._required_attributes:
            self._tell_missing(raw, path, values, stand_ins)
        if self._checks:
            rules.tell_broken(self._checks, raw, values, path, self._found, stand_ins)
        if self._shape.stated:
            values["stated"] = frozenset(key for key in self._shape.stated if raw.get(key) is not None)
        item = self._shape.build(**values)
        if self._is_collected:
            self._found.items[self._shape.name].append((item, path))
        return item

    def _reader(self, field: grammar.Field) -> Read:
        if isinstance(field.kind, grammar.Id):
            return single.id_reader(self._shape.kind, self._found)
        return reader_of(field.kind, self._found)

    def _lose(self, raw: Any, path: Path) -> None:
        self._found.wrong(raw, path, why_not("a mapping", raw))
        if type(raw) is str and self._shape.kind:
            self._found.ghosts.add((self._shape.kind, raw))
        self._found.lost_ids.update(_kinds_in(self._shape))

    def _tell_unknown(self, unknown: list[str], raw: dict[str, Any], path: Path) -> tuple[str, ...]:
        """Tell unknown keys; give the keys they seem to be meant for, as far as these are not stated."""
        meant = []
        for key in unknown:
            near = self._nearest.to(key)
            message = f"the key {shown(key)} is not known here"
            self._found.tell(Problem((path, key), At.KEY, message, near))
            if near and raw.get(near) is None:
                meant.append(near)
                self._haunt(near, raw[key], (path, key))
        return tuple(meant)

    def _haunt(self, key: str, raw: Any, path: Path) -> None:
        """Remember the ids under a mistyped key, so that nothing that names them is blamed too."""
        if raw is None:
            return
        aside = Found()
        field = next(field for field in self._shape.fields if field.key == key)
        kind = grammar.Shape(self._shape.name, dict, (field,), kind=self._shape.kind)
        _ShapeReader(kind, aside).read({key: raw}, path)
        self._found.ghosts |= aside.ghosts | {(of, word) for of, word, _ in aside.ids}
        self._found.lost_kinds |= aside.lost_kinds
        self._found.stand_ins.add(f"{self._shape.name}.{key}")

    def _tell_missing(
        self, raw: dict[str, Any], path: Path, values: dict[str, Any], stand_ins: tuple[str, ...]
    ) -> None:
        missing = [key for key in self._required if raw.get(key) is None]
        for key in missing:
            values[self._readers[key][0]] = None
        to_tell = [key for key in missing if key not in stand_ins]
        if to_tell:
            if "id" in to_tell:
                self._found.lost_ids[self._shape.kind] += 1
            message = f"{' and '.join(to_tell)} {'is' if len(to_tell) == 1 else 'are'} missing"
            self._found.tell(Problem((path, to_tell[0]), At.MAPPING, message))


def _kinds_in(kind: grammar.Kind) -> set[str]:
    """The kinds of items that are lost with a value of this kind."""
    if isinstance(kind, grammar.ListOf):
        return _kinds_in(kind.of)
    if not isinstance(kind, grammar.Shape):
        return set()
    return {kind.kind} - {""} | {inner for field in kind.fields for inner in _kinds_in(field.kind)}


_READERS: dict[type[grammar.Kind], Callable[[Any, Found], Read]] = {
    grammar.Text: single.text_reader,
    grammar.Reference: single.reference_reader,
    grammar.Day: single.day_reader,
    grammar.Number: single.number_reader,
    grammar.Word: single.word_reader,
    grammar.Constant: single.constant_reader,
    grammar.ListOf: _list_reader,
    grammar.MapOf: _map_reader,
    grammar.Shape: lambda shape, found: _ShapeReader(shape, found).read,
}
