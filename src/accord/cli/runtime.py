"""What every command that touches an installation starts with: Django, the clock, and errors said in plain words."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from accord.cli.output import fail

DAMAGED = ("not a database", "malformed")  # as SQLite says it
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def load_django() -> None:
    """Read the settings of the installation and load Django; settings that are wrong end the command."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.config.settings"  # whatever a developer works on beside
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(str(error))


def require_installation() -> None:
    """End the command where `accord init` has not run yet."""
    from django.conf import settings

    if not settings.ACCORD_HOME.is_dir() or not settings.ACCORD_HAS_SECRET:
        fail(f"There is no installation in {settings.ACCORD_HOME}. Run `accord init`, or set ACCORD_HOME.")


def operator_now() -> datetime:
    """The shell's clock. Below the doors time is an argument."""
    from django.utils import timezone

    return timezone.now()


def operator_today() -> date:
    """Today in the time zone of the installation."""
    from django.utils import timezone

    return timezone.localdate()


@contextmanager
def explained() -> Iterator[None]:
    """Say what an unreachable or unprepared database means, or a full disk, instead of a stack trace."""
    try:
        yield
    except Exception as error:
        if message := _of_a_file(error) or _of_the_database(error):
            fail(message)
        raise


def _of_a_file(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, OSError) and error.errno in FULL:
        return f"The output cannot be written: {error.strerror}."
    return ""


def _of_the_database(error: Exception) -> str:
    if "django" not in sys.modules:
        return ""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import DatabaseError, OperationalError, ProgrammingError

    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if "accord.services.definitions.edits" in sys.modules:
        from accord.services.definitions.edits import CycleClosed

        if isinstance(error, CycleClosed):
            return "This cycle is closed: its plan and its agreements stay as they are. Nothing was recorded."
    first_line = str(error).partition("\n")[0]
    if isinstance(error, DatabaseError) and first_line.endswith(DAMAGED):
        return f"The database is damaged: {first_line}. Move its file away, then `accord restore` the latest backup."
    if not isinstance(error, OperationalError | ProgrammingError):
        return ""
    if "no such table" in first_line or "does not exist" in first_line:
        return f"The database lacks a table ({first_line}). Run `accord init` or `accord migrate` first."
    if isinstance(error, OperationalError):
        return f"The database does not answer: {first_line}. Look at ACCORD_DATABASE_URL and ACCORD_HOME."
    return ""
