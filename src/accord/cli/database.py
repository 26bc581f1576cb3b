"""The schema of the installation's database: what is missing, who may change it, and how it gets up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accord.adapters import copies, locks
from accord.cli.output import fail, say

# Any number does, as long as every Accord asks PostgreSQL for the same one.
_ADVISORY_LOCK = 2_718_281_828


@dataclass(frozen=True, slots=True)
class Schema:
    """How the tables compare with this version: migrations still to run, and those only a newer version knows."""

    pending: list[str]
    unknown: list[str]
    is_empty: bool


def schema() -> Schema:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    applied, known = executor.loader.applied_migrations, executor.loader.disk_migrations
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Schema(
        pending=[f"{migration.app_label}.{migration.name}" for migration, _ in plan],
        unknown=sorted(f"{app}.{name}" for app, name in applied if app == "accord" and (app, name) not in known),
        is_empty=not applied,
    )


def migrate(*, now: datetime) -> None:
    """Bring the tables up to date, after a copy of what is there; one process at a time, and never backwards."""
    with alone():
        state = schema()
        refuse_newer(state)
        if not state.pending:
            _mend_find()
            say("The database is up to date.")
            return
        if not state.is_empty:
            say(f"Copied the database to {keep_copy('before-migration', now=now)}.")
        _run_migrations()
        _mend_find()
        say(f"Ran {len(state.pending)} migrations.")


def _mend_find() -> None:
    """A migration that makes one of its tables anew takes away what keeps the index of names true."""
    from accord.services import find_index

    if find_index.wrong():
        find_index.rebuild()
        say("Made the index that find goes by anew.")


def refuse_newer(state: Schema) -> None:
    if state.unknown:
        fail(
            f"The database was made by a newer version of Accord (it has {state.unknown[-1]}).\n"
            "Install that version, or restore a backup from before the upgrade."
        )


def keep_copy(occasion: str, *, now: datetime) -> Path:
    """Put a copy of the database into the installation's folder of backups; returns where."""
    from django.conf import settings
    from django.db import connection

    folder: Path = settings.ACCORD_HOME / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.strftime("%Y%m%dT%H%M%S.%fZ")
    copy = folder / f"accord-{stamp}-{occasion}{copies.suffix(connection.settings_dict)}"
    try:
        copies.take(connection.settings_dict, copy)
    except copies.NoCopy as error:
        fail(f"No copy of the database could be made, so nothing was changed: {error}.")
    return copy


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process changes the schema, and keep others from it."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "postgresql":
        with locks.alone(settings.ACCORD_HOME / "schema.lock"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])


def _run_migrations() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
