"""Databases with a made-up organization in them: made once, kept, and copied for every run.

On SQLite they are kept in .cache/bench. Where PostgreSQL is named they are databases of that server, beside the one
that is named, which is left alone.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "bench"
# What a kept database depends on: how it is made, its tables, and how parts become fingerprints.
MADE_OF = (
    "bench/generate.py", "bench/life.py", "bench/make.py", "bench/registry.py", "bench/results.py", "bench/teams.py",
    "bench/words.py",
    "src/accord/migrations/*.py", "src/accord/domain/canonical.py", "src/accord/domain/clauses.py",
    "src/accord/domain/content.py",
)  # fmt: skip
Fill = Callable[[Mapping[str, str]], object]


@contextmanager
def copied(size: int, server: str, fill: Fill) -> Iterator[Mapping[str, str]]:
    """The environment of an installation that holds an organization of this size, gone afterwards.

    Where none is kept yet, `fill` is called with the environment of an empty one to make it in.
    `server` is the address of a database of a PostgreSQL server, or empty for SQLite.
    """
    name = f"accord_bench_{size}_{version()}"
    make = _in_postgresql if server else _in_sqlite
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as folder, make(Path(folder), server, name, fill) as url:
        yield _environment(Path(folder), url)


def version() -> str:
    """Changes with whatever a kept database depends on."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _environment(home: Path, url: str) -> dict[str, str]:
    """This process's variables without any of an installation of Accord, and those of this one."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")}
    return others | {
        "DJANGO_SETTINGS_MODULE": "accord.config.settings",
        "ACCORD_HOME": str(home),
        "ACCORD_SECRET_KEY": "only-to-measure-" * 4,
        "ACCORD_DATABASE_URL": url,
    }


@contextmanager
def _in_sqlite(home: Path, _: str, name: str, fill: Fill) -> Iterator[str]:
    kept = CACHE / f"{name}.sqlite3"
    if not kept.exists():
        _make_in_sqlite(kept, fill)
    copy = home / "accord.sqlite3"
    shutil.copyfile(kept, copy)
    yield f"sqlite:///{copy}"


def _make_in_sqlite(kept: Path, fill: Fill) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for old in CACHE.glob(f"{kept.stem.rpartition('_')[0]}_*"):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="making-") as folder:
        new = Path(folder) / "accord.sqlite3"
        # The last connection to close takes the write-ahead log into the file.
        fill(_environment(Path(folder), f"sqlite:///{new}"))
        new.rename(kept)


@contextmanager
def _in_postgresql(home: Path, server: str, name: str, fill: Fill) -> Iterator[str]:
    import psycopg

    copy = f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        if name not in _databases(connection):
            _make_in_postgresql(connection, name, lambda making: fill(_environment(home, _sibling(server, making))))
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
        try:
            yield _sibling(server, copy)
        finally:
            connection.execute(f"DROP DATABASE {copy} WITH (FORCE)")


def _make_in_postgresql(connection: Any, name: str, fill: Callable[[str], object]) -> None:
    """Made under another name, so that one whose making was cut short is never taken for whole."""
    for old in _databases(connection):
        if old.startswith(name.rpartition("_")[0] + "_"):
            connection.execute(f"DROP DATABASE {old}")
    making = f"{name}_making"
    connection.execute(f"CREATE DATABASE {making} ENCODING 'UTF8' TEMPLATE template0")
    fill(making)
    connection.execute(f"ALTER DATABASE {making} RENAME TO {name}")


def _databases(connection: Any) -> list[str]:
    return [row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()]


def _sibling(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()
