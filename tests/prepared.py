"""A SQLite file with all tables, made once for the migrations there are, and kept for the next run in .cache/tests.

Running every migration takes longer than most test files do; whoever needs empty tables takes a copy.
"""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def _make(made: Path) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        installation = Installation(Path(folder) / "home")
        done = installation.run("init")
        assert done.returncode == 0, done.stderr
        installation.database.rename(made)


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
