"""Statements whose text is made once: putting one together anew costs many times what running it costs.

    _NAMES = Prepared(lambda team: Membership.objects.filter(team=team).values_list("person__name"), team=int)
    _NAMES(team=7)

Only values change, so a statement's shape may not depend on them: no `None`, no empty list that leaves something out.
A text may also be looked for within another (`icontains`, `istartswith`).
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.query import get_related_populators

# Stand for a value while the text is made; nothing real is equal to them.
_FIRST_NUMBER, _FIRST_DAY, _FIRST_TEXT = -987_654_321_000, date(1, 1, 1), "\N{REPLACEMENT CHARACTER}{}"
_FIRST_MOMENT = datetime(2, 1, 1, tzinfo=UTC)
_AS_IT_IS = (int, str)  # what databases take
AT_MOST = 1024  # values of a column that are kept
ROWS = 4096  # rows of a query that are kept as what was made of them
Value = int | str | date | Collection[int] | Collection[str]
Thing = TypeVar("Thing")


class Prepared:
    """A query with what its values are: int, str, date, datetime, or list for ids given to `amongst`."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", **kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        # By database. A compiler asks for the connection of the thread it is used in.
        self._made: dict[str, _Made] = {}

    def __call__(self, **values: Value) -> Iterator[tuple[Any, ...]]:
        """Run a query of `values_list`; rows come with the types of their fields."""
        return map(tuple, self._compiled().run(values))

    def rows(self, **values: Value) -> list[dict[str, Any]]:
        """Run a query of `values_list`; each row by the names of its columns."""
        made = self._compiled()
        return [dict(zip(made.names, row, strict=True)) for row in made.run(values)]

    def instances(self, **values: Value) -> list[Any]:
        """Run a query of whole rows, with those it selects beside them and what they are annotated with."""
        made = self._compiled()
        return [made.instance(row) for row in made.run(values)]

    def first(self, **values: Value) -> Any:
        """The first of the instances, or None."""
        return next(iter(self.instances(**values)), None)

    def count(self, **values: Value) -> int:
        """How many rows it has."""
        made = self._compiled()
        counting = replace(made, text=f"SELECT COUNT(*) FROM ({made.text}) counted")  # noqa: S608 (Django's own text)
        ((number,),) = counting.fetched(values)
        return int(number)

    def raw(self, **values: Value) -> Collection[tuple[Any, ...]]:
        """Rows as the driver gives them: of texts, numbers and moments that can be compared."""
        return self._compiled().fetched(values)

    def named(self, raw: Sequence[Any]) -> dict[str, Any]:
        """Such a row by the names of its columns, with the types of their fields."""
        made = self._compiled()
        return dict(zip(made.names, made.typed(raw), strict=True))

    def _compiled(self) -> "_Made":
        vendor = _vendor()
        if vendor not in self._made:
            marks = {name: _stand_in(kind, number) for number, (name, kind) in enumerate(self._kinds.items())}
            compiler = self._build(**marks).query.get_compiler(connection=connection)
            text, template = compiler.as_sql()
            places = {_mark(kind, number): name for number, (name, kind) in enumerate(self._kinds.items())}
            self._made[vendor] = _Made(compiler, text, [_place(each, places) for each in template])
        return self._made[vendor]


class Things(Generic[Thing]):
    """A query of `values_list` whose rows are made into things, once for the same row: most of what a page reads was
    read before. What is made depends on the row alone, and is never changed.
    """

    def __init__(self, query: Prepared, make: Callable[[dict[str, Any]], Thing], at_most: int = ROWS) -> None:
        self._query = query
        self._thing = lru_cache(maxsize=at_most)(lambda raw: make(query.named(raw)))

    def __call__(self, **values: Value) -> list[Thing]:
        """Run the query."""
        return [self._thing(raw) for raw in self._query.raw(**values)]


@dataclass(frozen=True)
class _Made:
    """A compiled query for one database: its text, and each parameter with the name of the value it stands for."""

    compiler: Any
    text: str
    template: Sequence[tuple[Any, str | None]]

    def run(self, values: Mapping[str, Any]) -> Collection[Any]:
        rows = self.fetched(values)
        return [self.typed(row) for row in rows] if self._converters else rows

    def fetched(self, values: Mapping[str, Any]) -> Collection[Any]:
        params = [param if name is None else _given(param, values[name]) for param, name in self.template]
        with connection.cursor() as cursor:
            cursor.execute(self.text, params)
            rows: list[Any] = cursor.fetchall()
        return rows

    def typed(self, row: Sequence[Any]) -> list[Any]:
        made = list(row)
        for place, convert in self._converters:
            if made[place] is not None:
                made[place] = convert(made[place])
        return made

    def instance(self, row: Sequence[Any]) -> Any:
        model, alias, first, last, columns, beside = self._shape
        made = model.from_db(alias, columns, row[first:last])
        for each in beside:
            each.populate(row, made)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made

    @cached_property
    def names(self) -> Sequence[str]:
        return list(self.compiler.query.selected)

    @cached_property
    def _converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """The columns whose values have to become something else, with what makes it of one that is not None."""
        selected = self.compiler.select[: self.compiler.col_count]
        found = self.compiler.get_converters([each[0] for each in selected])
        return [(place, _converter(*each)) for place, each in found.items()]

    @cached_property
    def _shape(self) -> tuple[Any, str, int, int, list[str], list[Any]]:
        """The model and its database, where its columns begin and end, what they are called, and who makes what stands
        beside it.
        """
        info, selected = self.compiler.klass_info, self.compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        columns = [each[0].target.attname for each in selected[first:last]]
        # The stubs are of a later Django.
        beside = get_related_populators(info, selected, connection.alias)  # type: ignore[call-arg]
        return info["model"], connection.alias, first, last, columns, beside


@cache
def _vendor() -> str:
    """A process has one database. Asked once: what `connection` stands for is looked up each time."""
    return connection.vendor


def _converter(steps: Sequence[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    """From a value of the driver to one of the field. Days and numbers come again; what is of JSON could be changed."""

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    is_json = isinstance(expression.output_field, JSONField)
    return convert if is_json else lru_cache(maxsize=AT_MOST)(convert)


def _stand_in(kind: type, number: int) -> Any:
    if kind is datetime:
        return _FIRST_MOMENT.replace(day=number + 1)
    if kind is date:
        return _FIRST_DAY.replace(day=number + 1)
    if kind is str:
        return _FIRST_TEXT.format(number)
    return [_FIRST_NUMBER - number] if kind is list else _FIRST_NUMBER - number


def _mark(kind: type, number: int) -> str:
    """What a stand-in has become among a statement's parameters, on either database."""
    stand_in = _stand_in(kind, number)
    if kind is datetime:
        return str(connection.ops.adapt_datetimefield_value(stand_in))
    return json.dumps(stand_in) if kind is list else str(stand_in)


def _seen(param: Any) -> str:
    return json.dumps(param) if isinstance(param, list) else str(param)


@dataclass(frozen=True)
class _Around:
    """What stands before and after a text that is looked for within another."""

    before: str
    after: str

    def __call__(self, value: str) -> str:
        return f"{self.before}{connection.ops.prep_for_like_query(value)}{self.after}"


def _place(param: Any, places: Mapping[str, str]) -> tuple[Any, str | None]:
    """A parameter with the name of the value it stands for, None where it is always the same."""
    seen = _seen(param)
    if seen in places:
        return param, places[seen]
    # The longest: one mark may begin another.
    within = max((mark for mark in places if isinstance(param, str) and mark in param), key=len, default="")
    return (_Around(*param.split(within)), places[within]) if within else (param, None)


def _given(param: Any, value: Any) -> Any:
    if isinstance(value, _AS_IT_IS):
        return param(str(value)) if isinstance(param, _Around) else value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return list(value) if isinstance(param, list) else json.dumps(list(value))
