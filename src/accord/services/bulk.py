"""Set-based writes: one statement for any number of rows, on both databases."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def upsert(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str], key: Collection[str]) -> None:
    """Insert rows (values in the order of `columns`, attribute names); where `key` is taken, the others are updated."""
    changed = [name for name in columns if name not in key]
    update = ", ".join(f"{_column(model, name)} = excluded.{_column(model, name)}" for name in changed)
    _insert(model, rows, columns, f"ON CONFLICT ({_columns(model, key)}) DO UPDATE SET {update}")


def add_missing(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str]) -> None:
    """Insert rows, leaving alone what is there under the same key."""
    _insert(model, rows, columns, "ON CONFLICT DO NOTHING")


def add(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str]) -> None:
    """Insert rows."""
    _insert(model, rows, columns, "")


def update(model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str]) -> None:
    """Give rows new values: each row is the values of `columns`, then the id."""
    prepared = _prepared(model, rows, [*columns, "pk"])
    if prepared:
        settings = ", ".join(f"{_column(model, name)} = %s" for name in columns)
        where = _column(model, "pk")
        with connection.cursor() as cursor:
            # Names come from the models, values as parameters.
            cursor.executemany(f"UPDATE {_table(model)} SET {settings} WHERE {where} = %s", prepared)  # noqa: S608


def _insert(model: type[Model], rows: Iterable[Sequence[Any]], columns: Sequence[str], tail: str) -> None:
    prepared = _prepared(model, rows, columns)
    if prepared:
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {_table(model)} ({_columns(model, columns)}) VALUES ({marks}) {tail}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, prepared)


def _prepared(model: type[Model], rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> list[list[Any]]:
    prepare = [_field(model, name).get_db_prep_save for name in columns]
    return [[fit(value, connection) for fit, value in zip(prepare, row, strict=True)] for row in rows]


def _field(model: type[Model], name: str) -> Any:
    if name == "pk":
        return model._meta.pk
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _column(model: type[Model], name: str) -> str:
    return connection.ops.quote_name(_field(model, name).column)


def _columns(model: type[Model], names: Iterable[str]) -> str:
    return ", ".join(_column(model, name) for name in names)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
