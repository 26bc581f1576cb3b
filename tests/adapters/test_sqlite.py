"""The SQLite that Accord writes to: durable, strict, one writer after another."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.utils import OperationalError
from pytest_django import DjangoDbBlocker

from tests.adapters.sqlite_world import DJANGOS, OURS, open_database, value, write


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """These tests make databases of their own, beside the one that other tests share."""
    before = connections["default"]
    with django_db_blocker.unblock():
        yield
    connections["default"] = before


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "own.sqlite3"
    database = open_database(path)
    write(database, "CREATE TABLE counter (value integer NOT NULL)")
    write(database, "INSERT INTO counter VALUES (0)")
    database.close()
    return path


def test_a_commit_is_on_the_disk_and_references_hold(path: Path) -> None:
    database = open_database(path)

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
    path: Path, options: dict[str, Any], complaint: str
) -> None:
    database = open_database(path, **options)

    with pytest.raises(ImproperlyConfigured, match=complaint):
        database.connect()


def test_a_connection_whose_promise_was_taken_back_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from accord.adapters.sqlite import base

    monkeypatch.setitem(base.PROMISES, "synchronous", 3)
    with pytest.raises(ImproperlyConfigured, match="synchronous is 2"):
        open_database(path).connect()


def test_reading_does_not_wait_for_a_writer(path: Path) -> None:
    writer, reader = open_database(path), open_database(path, timeout=0.2)
    connections["default"] = writer
    with transaction.atomic():
        write(writer, "UPDATE counter SET value = 1")

        assert value(reader, "SELECT value FROM counter") == 0
    assert value(reader, "SELECT value FROM counter") == 1
    writer.close()
    reader.close()


def test_a_writer_that_waits_in_vain_is_told_so(path: Path) -> None:
    first, second = open_database(path), open_database(path, timeout=0.2)
    connections["default"] = first
    with transaction.atomic():
        connections["default"] = second
        with pytest.raises(OperationalError, match="another writer kept its turn"), transaction.atomic():
            write(second, "UPDATE counter SET value = 2")
        connections["default"] = first
    first.close()
    second.close()


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "inner rollback, then commit"])
def test_the_turn_ends_with_the_outermost_transaction(path: Path, ending: str) -> None:
    first, second = open_database(path), open_database(path, timeout=0.2)
    connections["default"] = first

    with transaction.atomic():
        write(first, "UPDATE counter SET value = 1")
        with transaction.atomic():
            if ending.startswith("inner"):
                transaction.set_rollback(True)
        assert first._turn.is_held
        if ending == "rollback":
            transaction.set_rollback(True)
        if ending == "close":
            first.close()
    assert not first._turn.is_held

    connections["default"] = second
    with transaction.atomic():
        write(second, "UPDATE counter SET value = value + 10")
    assert value(second, "SELECT value FROM counter") == (11 if "commit" in ending else 10)
    first.close()
    second.close()


def add_one_often(path: Path, engine: str, mode: str, failures: list[Exception]) -> None:
    """Reads, thinks, writes: the shape of every service."""
    database: Any = open_database(path, engine=engine, transaction_mode=mode, timeout=20)
    connections["default"] = database
    for _ in range(100):
        try:
            with transaction.atomic():
                seen = value(database, "SELECT value FROM counter")
                write(database, f"UPDATE counter SET value = {seen + 1}")
        except OperationalError as error:
            failures.append(error)
    database.close()


def race(path: Path, engine: str, mode: str) -> tuple[int, int]:
    """Eight threads at once: what the counter holds afterwards, and how many changes failed."""
    failures: list[Exception] = []
    threads = [threading.Thread(target=add_one_often, args=[path, engine, mode, failures]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database = open_database(path)
    counted = value(database, "SELECT value FROM counter")
    database.close()
    return counted, len(failures)


def test_threads_that_read_then_write_lose_nothing(path: Path) -> None:
    assert race(path, OURS, "IMMEDIATE") == (800, 0)


def test_control_without_our_backend_the_same_race_loses_changes(path: Path) -> None:
    counted, failures = race(path, DJANGOS, "DEFERRED")

    assert failures > 0
    assert counted == 800 - failures
