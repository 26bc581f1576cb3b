"""What tests need made and takes long to make: all tables, compiled templates, the list of static files.

Running every migration takes longer than most test files do: they are run once for the migrations there are, and
whoever needs empty tables takes a copy. What is in files is kept for the next run in .cache/tests.
"""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import FileSystemBytecodeCache
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.cli.installation import Installation

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".cache" / "tests"
# What the tables depend on. Should something be forgotten here, pytest-django still runs what is pending.
SOURCES = ["src/accord/migrations/*.py", "src/accord/models/fields.py", "src/accord/adapters/sqlite/*.py", "uv.lock"]
COMPILERS = ["src/accord/web/*.py", "uv.lock"]


def copy_to(place: Path) -> None:
    """Put empty tables there, as `accord init` makes them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone("sqlite"):
        made = KEPT / f"{_digest()}.sqlite3"
        if not made.exists():
            _make(made)
        shutil.copyfile(made, place)


def copy_on(server: str, database: str) -> None:
    """Put empty tables into a new database of a PostgreSQL server."""
    KEPT.mkdir(parents=True, exist_ok=True)
    template = f"prepared_{_digest()}"
    with _alone("postgresql"), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            connection.execute(f"CREATE DATABASE {template}")
            _init(f"{server.rpartition('/')[0]}/{template}")
        connection.execute(f"DROP DATABASE IF EXISTS {database}")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE {template}")


def templates() -> FileSystemBytecodeCache:
    """Templates as they are compiled: by each process they would be anew. What compiles them is part of the name."""
    place = KEPT / f"templates-{_digest(COMPILERS)}"
    place.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(place))


def find_static_files_once() -> None:
    """Each test's client has middleware of its own, and each would look through all static files on the disk."""
    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, dict[str, Any]] = {}

    def look_once(middleware: Any) -> None:
        if middleware.static_prefix not in found:
            look(middleware)
            found[middleware.static_prefix] = dict(middleware.files)
        middleware.files.update(found[middleware.static_prefix])

    WhiteNoiseMiddleware.add_files_from_finders = look_once


def _make(made: Path) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        tables = Path(folder) / "tables"
        _init(f"sqlite:///{tables}")
        tables.rename(made)


def _init(database_url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = Installation(Path(folder) / "home", database_url).run("init")
    assert done.returncode == 0, done.stderr


def _digest(sources: Sequence[str] = SOURCES) -> str:
    digest = hashlib.sha256()
    for source in sources:
        for path in sorted(ROOT.glob(source)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(database: str) -> Iterator[None]:
    """Of several test processes on a database one makes the tables; the others wait for them."""
    with (KEPT / f"lock-{database}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
