"""Copies of a PostgreSQL database, through PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accord.adapters.copies.errors import NoCopy

_FOLDERS = "/usr/lib/postgresql/*/bin"


def take(settings: Mapping[str, Any], copy: Path) -> None:
    """Write a consistent copy, as of one moment. Nobody has to stop writing."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}", settings=settings)
        unfinished.rename(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def applied_migrations(copy: Path) -> list[str]:
    """The migrations the copy was made with; raises NoCopy unless the file is a whole dump of an Accord database."""
    if not copy.is_file():
        raise NoCopy(f"there is no file {copy}")
    table = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(copy))
    names = re.findall(r"^\d+\taccord\t(\S+)\t", table, re.MULTILINE)
    if not names:
        raise NoCopy("it is a dump of PostgreSQL, but not one of Accord")
    return names


def put_back(copy: Path, settings: Mapping[str, Any]) -> None:
    """Make the database what the copy holds, in one transaction: all of it, or on failure nothing."""
    with tempfile.TemporaryDirectory(prefix="accord-restore-") as folder:
        script = Path(folder) / "restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public",
            f"--file={script}",
            settings=settings,
        )


def _run(program: str, *arguments: str, settings: Mapping[str, Any] | None = None) -> str:
    done = subprocess.run(
        [_program(program), *arguments],
        env=os.environ | _connection(settings or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoCopy(f"{program} says: {' '.join(done.stderr.split())[:500] or done.returncode}")
    return done.stdout


def _program(name: str) -> str:
    """The newest one installed: an older pg_dump refuses a newer server."""
    pattern = Path(_FOLDERS) / name
    found = sorted(Path("/").glob(str(pattern).lstrip("/")), key=lambda path: int(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise NoCopy(f"{name} is not installed here; it comes with PostgreSQL's client programs")
    return program


def _connection(settings: Mapping[str, Any]) -> dict[str, str]:
    """Where to connect, through the environment: a command line can be read by everybody on the machine."""
    options = settings.get("OPTIONS", {})
    variables = {
        "PGHOST": settings.get("HOST", ""),
        "PGPORT": settings.get("PORT", ""),
        "PGUSER": settings.get("USER", ""),
        "PGPASSWORD": settings.get("PASSWORD", ""),
        "PGDATABASE": settings.get("NAME", ""),
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
    }
    return {name: str(value) for name, value in variables.items() if value}
