"""Worlds of tests, built once in each process: whoever needs one again gets a copy of its rows and of what was made.

    @built_once
    def built(plan: Plan) -> World: ...

    @pytest.fixture
    @built_once
    def world() -> World: ...

Building one takes longer than most tests that live in it. It is truly built, and not kept, where the tables hold
something already, and in tests that replace parts of the product: what they replace must be able to make a difference.
"""

from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

P = ParamSpec("P")
T = TypeVar("T")
Table = tuple[str, str]  # its name, and its columns as they stand in a statement
Rows = dict[Table, Any]

WRITTEN_BY_DJANGO = frozenset({"auth_permission", "django_content_type"})


@dataclass(frozen=True)
class World:
    """What building it has left in the tables, and what it has returned."""

    rows: Rows
    made: Any


class Worlds:
    """Those that were built in this process, by who builds them and of what."""

    def __init__(self) -> None:
        self._built: dict[Hashable, World] = {}
        self._fixtures: dict[str, Any] = {}

    def before(self, test: pytest.Item) -> None:
        self._fixtures = getattr(test, "funcargs", {})

    def copy(self, build: Callable[[], Any], of: Hashable) -> Any:
        """What `build` makes, as if it had just been built."""
        if self._something_is_replaced() or not _nothing_is_there():
            return build()
        if of in self._built:
            _put_back(self._built[of].rows)
        else:
            made = build()
            self._built[of] = World(_rows(), deepcopy(made))
        return deepcopy(self._built[of].made)

    def _something_is_replaced(self) -> bool:
        """A test has monkeypatch in any case, through pytest-django; what counts is whether it was used until now."""
        patch = self._fixtures.get("monkeypatch")
        return "settings" in self._fixtures or bool(patch and patch._setattr)


worlds = Worlds()


def built_once(build: Callable[P, T]) -> Callable[P, T]:
    """For a function that writes rows where there are none, on one day always the same for the same arguments."""

    @wraps(build)
    def copied(*args: P.args, **kwargs: P.kwargs) -> T:
        of = (build.__module__, build.__qualname__, args, tuple(kwargs.items()), timezone.localdate())
        made: T = worlds.copy(lambda: build(*args, **kwargs), of)
        return made

    return copied


@cache
def _tables() -> list[Table]:
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    columns = {
        model.db_table: [connection.ops.quote_name(f.column or f.name) for f in model.concrete_fields]
        for model in models
    }
    return [(table, ", ".join(columns[table])) for table in columns if table not in WRITTEN_BY_DJANGO]


def _nothing_is_there() -> bool:
    found = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table, _ in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE {found}")
        return cursor.fetchone() is None


def _rows() -> Rows:
    read = _read_postgresql if connection.vendor == "postgresql" else _read_sqlite
    return {table: rows for table in _tables() if (rows := read(*table))}


def _put_back(rows: Rows) -> None:
    write = _write_postgresql if connection.vendor == "postgresql" else _write_sqlite
    with transaction.atomic():
        for (table, columns), kept in rows.items():
            write(table, columns, kept)


def _read_sqlite(table: str, columns: str) -> Any:
    """Values as they are stored: a column with a sign before it is not turned into a date or a decimal."""
    as_stored = ", ".join(f"+{column}" for column in columns.split(", "))
    with connection.cursor() as cursor:
        return cursor.execute(f"SELECT {as_stored} FROM {table}").fetchall()


def _write_sqlite(table: str, columns: str, rows: Any) -> None:
    values = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)


def _read_postgresql(table: str, columns: str) -> Any:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as out:
        return b"".join(out)


def _write_postgresql(table: str, columns: str, rows: Any) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        into.write(rows)
