"""Set-based writes: one statement for any number of rows, on both databases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

from accord.models.fields import ExactNumberField
from accord.queries.statements import in_list, numbered

PLAIN = (AutoField, IntegerField, ForeignKey, CharField, TextField)
REPEATED = (DateField, BooleanField)  # the same few values in many rows
NATIVE = {str, int, type(None)}
Made = TypeVar("Made", bound=Model)


class Written(str):
    """A value of a JSON column that is text already. Written so, it is quick; nothing may look for it as it is."""

    __slots__ = ()

    @classmethod
    def of(cls, value: Any) -> "Written":
        return cls(orjson.dumps(value).decode())


def upsert(
    model: type[Model],
    rows: Iterable[Sequence[Any]],
    *,
    columns: Sequence[str],
    key: Collection[str],
    counted: Collection[str] = (),
    stay: Collection[str] = (),
) -> None:
    """Insert rows (values in the order of `columns`, attribute names); where `key` is taken, the others are updated,
    those that are `counted` raised by one, and those that `stay` left as they are.
    """
    changed = tuple(name for name in columns if name not in {*counted, *stay})
    _insert(model, rows, columns, _replacing(model, changed, tuple(key), tuple(counted)))


def create(model: type[Made], values: Mapping[str, Any]) -> Made:
    """Insert one row, and have it as it is then."""
    return model(pk=put(model, values), **values)


def put(model: type[Model], values: Mapping[str, Any], *, key: Collection[str] = ()) -> int:
    """Insert one row, or give the one under this `key` these values; its id."""
    ((row),) = _prepared(model, [list(values.values())], tuple(values))
    tail = _replacing(model, tuple(values), tuple(key)) if key else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{_into(model, tuple(values))} {tail} RETURNING id", row)
        return int(cursor.fetchone()[0])


def add_missing(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str]) -> None:
    """Insert rows, leaving alone what is there under the same key."""
    _insert(model, rows, columns, "ON CONFLICT DO NOTHING")


def add(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str]) -> None:
    """Insert rows."""
    _insert(model, rows, columns, "")


def update(
    model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str], key: Sequence[str] = ("pk",)
) -> None:
    """Give rows new values: each row is the values of `columns`, then those of `key`."""
    prepared = _prepared(model, rows, [*columns, *key])
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(_updating(model, tuple(columns), tuple(key)), prepared)


def count_up(model: type[Model], rows: Collection[int], *, column: str) -> None:
    """Raise a column of these rows (ids) by one."""
    raised = _column(model, column)
    with connection.cursor() as cursor:
        text = f"UPDATE {_table(model)} SET {raised} = {raised} + 1 WHERE id {in_list()}"  # noqa: S608 (names of models)
        cursor.execute(text, [numbered(rows)])


def _insert(model: type[Model], rows: Iterable[Sequence[Any]], columns: Sequence[str], tail: str) -> None:
    prepared = _prepared(model, rows, columns)
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(f"{_into(model, tuple(columns))} {tail}", prepared)


@lru_cache(maxsize=1024)
def _updating(model: type[Model], columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    settings = ", ".join(f"{_column(model, name)} = %s" for name in columns)
    where = " AND ".join(f"{_column(model, name)} = %s" for name in key)
    # Names come from the models, values as parameters.
    return f"UPDATE {_table(model)} SET {settings} WHERE {where}"  # noqa: S608


@lru_cache(maxsize=1024)
def _replacing(
    model: type[Model], columns: tuple[str, ...], key: tuple[str, ...], counted: tuple[str, ...] = ()
) -> str:
    settings = [f"{_column(model, name)} = excluded.{_column(model, name)}" for name in columns if name not in key]
    settings += [f"{_column(model, name)} = {_table(model)}.{_column(model, name)} + 1" for name in counted]
    return f"ON CONFLICT ({_columns(model, key)}) DO UPDATE SET {', '.join(settings)}"


@lru_cache(maxsize=1024)
def _into(model: type[Model], columns: tuple[str, ...]) -> str:
    marks = ", ".join(["%s"] * len(columns))
    # Names come from the models, values as parameters.
    return f"INSERT INTO {_table(model)} ({_columns(model, columns)}) VALUES ({marks})"  # noqa: S608


def _prepared(model: type[Model], rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> list[Sequence[Any]]:
    given = list(rows)
    if not given:
        return []
    by_column = zip(columns, zip(*given, strict=True), strict=True)
    own = connections[DEFAULT_DB_ALIAS]  # what `connection` stands for is looked up each time
    fitted = [_fitted(_fit(model, name), values, own) for name, values in by_column]
    return list(zip(*fitted, strict=True))


class _Fit(NamedTuple):
    """A column's field, and whether it is one of these kinds."""

    field: Any
    is_plain: bool
    is_repeated: bool


@lru_cache(maxsize=1024)
def _fit(model: type[Model], name: str) -> _Fit:
    field = _field(model, name)
    is_plain = isinstance(field, PLAIN) and not isinstance(field, ExactNumberField)
    return _Fit(field, is_plain, isinstance(field, REPEATED))


def _fitted(fit: _Fit, values: Sequence[Any], own: Any) -> Sequence[Any]:
    """One column's values as the driver takes them; texts, whole numbers and ids mostly are so already."""
    types = set(map(type, values))
    if types == {Written} or (types <= NATIVE and fit.is_plain):
        return values
    prepare = fit.field.get_db_prep_save
    if fit.is_repeated or types == {tuple}:
        known = {value: prepare(value, own) for value in set(values)}
        return [known[value] for value in values]
    return [prepare(value, own) for value in values]


@lru_cache(maxsize=1024)
def _field(model: type[Model], name: str) -> Any:
    if name == "pk":
        return model._meta.pk
    return next(field for field in model._meta.concrete_fields if field.attname == name)


@lru_cache(maxsize=1024)
def _column(model: type[Model], name: str) -> str:
    return connection.ops.quote_name(_field(model, name).column)


def _columns(model: type[Model], names: Iterable[str]) -> str:
    return ", ".join(_column(model, name) for name in names)


@lru_cache(maxsize=256)
def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
