"""Take a copy of the database, and put one back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from accord.adapters import copies, locks
from accord.cli import database
from accord.cli.output import fail, say
from accord.cli.runtime import load_django, operator_now, require_installation


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Write over FILE if it exists.")
def backup(file: Path, *, replace: bool) -> None:
    """Write a copy of the database to FILE, while people go on working.

    SQLite: one database file. PostgreSQL: a dump of pg_dump in custom format.
    """
    load_django()
    require_installation()
    from django.db import connection

    if file.exists() and not replace:
        fail(f"{file} exists. Choose another name, or add --replace.")
    if database.schema().is_empty:
        fail("There is no installation to back up. Run `accord init` first.")
    try:
        copies.take(connection.settings_dict, file)
    except copies.NoCopy as error:
        fail(f"No backup was made: {error}.")
    except OSError as error:
        fail(f"Cannot write {file}: {error.strerror}.")
    say(f"Wrote {file} ({file.stat().st_size:,} bytes).")


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Also while Accord is being served.")
def restore(file: Path, *, force: bool) -> None:
    """Make the installation what it was when FILE was written.

    FILE is looked at first; what is there now is kept in the folder of backups.
    """
    load_django()
    require_installation()
    from django.db import connection

    with _nobody_serves(force=force), database.alone():
        _refuse_unfit(file)
        kept = None if database.schema().is_empty else database.keep_copy("before-restore", now=operator_now())
        try:
            copies.put_back(connection.settings_dict, file)
        except copies.NoCopy as error:
            fail(f"Nothing was restored: {error}.")
    if kept:
        say(f"What was there is kept in {kept}.")
    say(f"Restored {file}.")
    if pending := database.schema().pending:
        say(f"It is from an older version: {len(pending)} migrations run at the next `accord serve` or `migrate`.")


def _refuse_unfit(file: Path) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    try:
        names = copies.applied_migrations(connection.settings_dict, file)
    except copies.NoCopy as error:
        fail(f"{file} cannot be restored: {error}.")
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "accord"}
    if newer := [name for name in names if name not in known]:
        fail(f"{file} is from a newer version of Accord (it has {newer[-1]}). Install that version to restore it.")


@contextmanager
def _nobody_serves(*, force: bool) -> Iterator[None]:
    from django.conf import settings

    with ExitStack() as stack:
        if not force:
            try:
                stack.enter_context(locks.alone(settings.ACCORD_HOME / "serving.lock", wait=False))
            except locks.Busy:
                fail("Accord is being served from this installation. Stop it first, or add --force.")
            _refuse_other_sessions()
        yield


def _refuse_other_sessions() -> None:
    """On PostgreSQL other machines may serve the same database."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        fail(f"{others} other sessions use this database. Stop Accord everywhere first, or add --force.")
