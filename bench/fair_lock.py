"""How long a writer waits for SQLite: Django's own backend with BEGIN IMMEDIATE, and ours with the fair lock.

Run it: .venv/bin/python -m bench.fair_lock [PROCESSES] [SECONDS]. Decision 0002 keeps the figures.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

BACKENDS = {"plain IMMEDIATE": "django.db.backends.sqlite3", "fair lock": "accord.adapters.sqlite"}
DURABLE = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"


def main(processes: int, seconds: float) -> None:
    django.setup()
    print(f"{processes} processes, {seconds:g} s each, a read and two writes in a transaction")
    print(f"{'':<16}{'per second':>11}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'errors':>8}{'most/least':>12}")
    for name, engine in BACKENDS.items():
        with tempfile.TemporaryDirectory(prefix="accord-bench-") as folder:
            print(f"{name:<16}{_measure(engine, Path(folder) / 'bench.sqlite3', processes, seconds)}")


def _measure(engine: str, path: Path, processes: int, seconds: float) -> str:
    with _connection(engine, path) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (id integer PRIMARY KEY, value integer NOT NULL)")
        cursor.execute("CREATE TABLE history (id integer PRIMARY KEY, value integer NOT NULL)")
        cursor.execute("INSERT INTO counter VALUES (1, 0)")
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        results = pool.starmap(_write_for, [(engine, path, time.time() + 8, seconds)] * processes, chunksize=1)
    waits = sorted(wait for waits, _ in results for wait in waits)
    shares = [len(waits) for waits, _ in results]
    return (
        f"{len(waits) / seconds:>11.0f}{_ms(waits, 0.5):>9.1f}{_ms(waits, 0.99):>9.1f}{_ms(waits, 1):>9.1f}"
        f"{sum(errors for _, errors in results):>8}{max(shares) / max(1, min(shares)):>12.1f}"
    )


def _write_for(engine: str, path: Path, begin: float, seconds: float) -> tuple[list[float], int]:
    from django.db.utils import OperationalError

    django.setup()
    waits: list[float] = []
    errors = 0
    with _connection(engine, path) as connection:
        connection.ensure_connection()
        time.sleep(max(0, begin - time.time()))
        while time.time() < begin + seconds:
            started = time.perf_counter()
            try:
                _one_change(connection)
            except OperationalError:
                errors += 1
            waits.append(time.perf_counter() - started)
    return waits, errors


def _one_change(connection: object) -> None:
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        value = cursor.execute("SELECT value FROM counter WHERE id = 1").fetchone()[0]
        cursor.execute("UPDATE counter SET value = %s WHERE id = 1", [value + 1])
        cursor.execute("INSERT INTO history (value) VALUES (%s)", [value])


@contextmanager
def _connection(engine: str, path: Path) -> Iterator[object]:
    from django.db import connections
    from django.db.utils import load_backend

    options = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
    if engine == BACKENDS["plain IMMEDIATE"]:
        options["init_command"] = DURABLE
    settings = connections["default"].settings_dict | {"ENGINE": engine, "NAME": str(path), "OPTIONS": options}
    connection = load_backend(engine).DatabaseWrapper(settings, alias="default")
    connections["default"] = connection
    try:
        yield connection
    finally:
        connection.close()


def _ms(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(len(waits) * share))] * 1000


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    main(int(given.get(1, 8)), float(given.get(2, 5)))
