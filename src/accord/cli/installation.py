"""Make an installation, and bring it up to date."""

import os
import secrets
from pathlib import Path

import click

from accord.cli import database
from accord.cli.output import fail, say
from accord.cli.runtime import load_django, operator_now, require_installation


@click.command("init")
def init() -> None:
    """Make an installation: its folder, its secret key and its tables.

    Running it again changes nothing that is there.
    """
    load_django()
    from django.conf import settings

    make_folder(settings.ACCORD_HOME)
    if not settings.SECRET_KEY_IS_GIVEN and make_secret(settings.ACCORD_SECRET_FILE):
        path = settings.ACCORD_SECRET_FILE
        say(f"Made a secret key in {path}. Keep it with your backups: sessions and links in mails depend on it.")
    database.migrate(now=operator_now())
    say(f"Accord is ready in {settings.ACCORD_HOME}.")


@click.command("migrate")
def migrate() -> None:
    """Bring the tables up to date, after a copy of the database.

    `serve` does this by itself.
    """
    load_django()
    require_installation()
    database.migrate(now=operator_now())


def make_folder(folder: Path) -> None:
    """The folder of an installation, for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fail(f"Cannot make the folder {folder}: {error.strerror}. Set ACCORD_HOME to a folder this user may write to.")


def make_secret(path: Path) -> bool:
    """Make a secret key where there is none; exclusively, so that two who start at once end up with one key."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="ascii") as secret:
        secret.write(secrets.token_urlsafe(64))
    return True
