"""Copies of a SQLite database, taken and put back while others may have it open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from accord.adapters.copies.errors import NoCopy

APPLIED = "SELECT name FROM django_migrations WHERE app = 'accord' ORDER BY id"


def take(database: Path, copy: Path) -> None:
    """Write a consistent copy, as of one moment. Nobody has to stop writing."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)  # says why it cannot be written, which SQLite does not
    try:
        with (
            closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=20)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        unfinished.rename(copy)
    except sqlite3.Error as error:
        raise NoCopy(str(error)) from None
    finally:
        unfinished.unlink(missing_ok=True)


def applied_migrations(copy: Path) -> list[str]:
    """The migrations the copy was made with; raises NoCopy unless the file is whole."""
    if not copy.is_file():
        raise NoCopy(f"there is no file {copy}")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise NoCopy(f"the file is damaged ({verdict})")
            names = [row[0] for row in database.execute(APPLIED)]
    except sqlite3.DatabaseError as error:
        raise NoCopy(f"it is no SQLite database of Accord ({error})") from None
    if not names:
        raise NoCopy("it is a SQLite database, but not one of Accord")
    return names


def put_back(copy: Path, database: Path) -> None:
    """Make the database what the copy holds, in one transaction: all of it, or on failure nothing."""
    with (
        closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as source,
        closing(sqlite3.connect(database, timeout=20)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
