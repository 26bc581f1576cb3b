"""All tables, made once for the migrations there are; whoever needs them empty takes a copy.

Running every migration takes longer than most test files do. On SQLite they are kept for the next run in .cache/tests.
"""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.cli.installation import Installation

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".cache" / "tests"
# What the tables depend on. Should something be forgotten here, pytest-django still runs what is pending.
SOURCES = ["src/accord/migrations/*.py", "src/accord/models/fields.py", "src/accord/adapters/sqlite/*.py", "uv.lock"]


def copy_to(place: Path) -> None:
    """Put empty tables there, as `accord init` makes them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone():
        made = KEPT / f"{_digest()}.sqlite3"
        if not made.exists():
            _make(made)
        shutil.copyfile(made, place)


def copy_on(server: str, database: str) -> None:
    """Put empty tables into a new database of a PostgreSQL server."""
    KEPT.mkdir(parents=True, exist_ok=True)
    template = f"prepared_{_digest()}"
    with _alone(), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            connection.execute(f"CREATE DATABASE {template}")
            _init(f"{server.rpartition('/')[0]}/{template}")
        connection.execute(f"DROP DATABASE IF EXISTS {database}")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE {template}")


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


def _digest() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted(ROOT.glob(source)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Of several test processes one makes the tables; the others wait for them."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
