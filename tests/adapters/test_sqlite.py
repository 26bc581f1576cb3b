"""The SQLite that Accord writes to: durable, strict, fair. On PostgreSQL there is nothing of it to test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from pytest_django import DjangoDbBlocker

from accord.adapters.sqlite.base import DatabaseWrapper


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """These tests make databases of their own, beside the one that other tests share."""
    with django_db_blocker.unblock():
        yield


def open_database(path: Path, **options: object) -> DatabaseWrapper:
    settings = connections["default"].settings_dict | {
        "ENGINE": "accord.adapters.sqlite",
        "NAME": str(path),
        "OPTIONS": {"timeout": 0.3, "transaction_mode": "IMMEDIATE"} | options,
        "CONN_MAX_AGE": 0,
    }
    return DatabaseWrapper(settings, alias="default")


def value(database: DatabaseWrapper, question: str) -> object:
    with database.cursor() as cursor:
        return cursor.execute(question).fetchone()[0]


def test_a_commit_is_on_the_disk_and_references_hold(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.sqlite3")

    kept = [value(database, f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert kept == ["wal", 2, 1]
    database.close()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"transaction_mode": "DEFERRED"}, "transaction_mode is DEFERRED"),
        ({"timeout": 0}, "no busy timeout"),
    ],
)
def test_a_database_that_cannot_keep_the_promises_is_refused(
    tmp_path: Path, options: dict[str, object], complaint: str
) -> None:
    database = open_database(tmp_path / "a.sqlite3", **options)

    with pytest.raises(ImproperlyConfigured, match=complaint):
        database.connect()
