"""Statements whose text is made once: putting one together anew costs many times what running it costs.

    _NAMES = Prepared(lambda team: Membership.objects.filter(team=team).values_list("person__name"), team=int)
    _NAMES(team=7)

Only values change, so a statement's shape may not depend on them: no `None`, no empty list that leaves something out.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stand for a value while the text is made; nothing real is equal to them.
_FIRST_NUMBER, _FIRST_DAY = -987_654_321_000, date(1, 1, 1)
Value = int | date | Collection[int]


class Prepared:
    """A query of `values_list`, with what its values are: int, date, or list for ids given to `amongst`."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", **kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        # By database. A compiler asks for the connection of the thread it is used in.
        self._made: dict[str, tuple[Any, str, Sequence[Any]]] = {}

    def __call__(self, **values: Value) -> Iterator[tuple[Any, ...]]:
        """Run it; rows come with the types of their fields."""
        compiler, text, template = self._compiled()
        places = {_mark(kind, number): name for number, (name, kind) in enumerate(self._kinds.items())}
        params = [_given(param, places, values) for param in template]
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            rows = cursor.fetchall()
        found: Iterator[tuple[Any, ...]] = compiler.results_iter([rows], tuple_expected=True)
        return found

    def rows(self, **values: Value) -> list[dict[str, Any]]:
        """Run it; each row by the names of its columns."""
        names = self._compiled()[0].query.values_select
        return [dict(zip(names, row, strict=True)) for row in self(**values)]

    def _compiled(self) -> tuple[Any, str, Sequence[Any]]:
        if connection.vendor not in self._made:
            marks = {name: _stand_in(kind, number) for number, (name, kind) in enumerate(self._kinds.items())}
            compiler = self._build(**marks).query.get_compiler(connection=connection)
            text, template = compiler.as_sql()
            self._made[connection.vendor] = (compiler, text, template)
        return self._made[connection.vendor]


def _stand_in(kind: type, number: int) -> Any:
    if kind is date:
        return _FIRST_DAY.replace(day=number + 1)
    return [_FIRST_NUMBER - number] if kind is list else _FIRST_NUMBER - number


def _mark(kind: type, number: int) -> str:
    """What a stand-in has become among a statement's parameters, on either database."""
    stand_in = _stand_in(kind, number)
    return json.dumps(stand_in) if kind is list else str(stand_in)


def _given(param: Any, places: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    name = places.get(json.dumps(param) if isinstance(param, list) else str(param))
    if name is None:
        return param
    value = values[name]
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, int):
        return value
    return list(value) if isinstance(param, list) else json.dumps(list(value))
