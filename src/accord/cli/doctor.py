"""What is wrong with an installation, and how to mend it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import click

from accord.cli import database
from accord.cli.harmless import harmless
from accord.cli.output import PROBLEMS_FOUND, format_option, print_json
from accord.cli.runtime import DAMAGED, load_django, operator_now


class Problem(NamedTuple):
    """Where something is wrong, what, and how to mend it."""

    where: str
    wrong: str
    mend: str


@click.command("doctor")
@format_option
@click.pass_context
def doctor(context: click.Context, output_format: str) -> None:
    """Say what is wrong, and how to mend it.

    Looks at settings, tables, database and e-mails, and computes the stored standings again.

    Exits with 1 if it finds anything.
    """
    load_django()
    found = list(_problems())
    if output_format == "json":
        print_json({"problems": [problem._asdict() for problem in found]})
    else:
        for problem in found:
            click.echo(harmless(f"{problem.where}: {problem.wrong}\n  {problem.mend}"))
        click.echo("Nothing is wrong." if not found else f"{len(found)} wrong.")
    if found:
        context.exit(PROBLEMS_FOUND)


def _problems() -> Iterator[Problem]:
    from django.conf import settings
    from django.db import DatabaseError

    if not settings.ACCORD_HAS_SECRET:
        yield Problem("settings", f"there is no installation in {settings.ACCORD_HOME}", "Run `accord init`.")
        return
    yield from _settings()
    try:
        yield from _of_the_database()
    except DatabaseError as error:
        said = str(error).partition("\n")[0]
        if said.endswith(DAMAGED):
            yield Problem("database", f"it is damaged: {said}", "Move its file away and restore the latest backup.")
        else:
            yield Problem("database", f"it does not answer: {said}", "Look at ACCORD_DATABASE_URL and ACCORD_HOME.")


def _of_the_database() -> Iterator[Problem]:
    schema = list(_schema())
    yield from schema
    # Without the right tables every question below would only fail.
    if not schema:
        yield from _database()
        yield from _people()
        yield from _found()
        yield from _stored()


def _settings() -> Iterator[Problem]:
    from django.core.checks import run_checks

    for message in run_checks():
        yield Problem("settings", str(message.msg), str(message.hint or "Look it up in docs/running/settings.md."))


def _schema() -> Iterator[Problem]:
    state = database.schema()
    if state.unknown:
        yield Problem("tables", f"made by a newer version ({state.unknown[-1]})", "Install that version of Accord.")
    elif state.pending:
        yield Problem("tables", f"{len(state.pending)} migrations have not run", "Run `accord migrate`.")


def _database() -> Iterator[Problem]:
    from django.db import connection

    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Problem]:
    """The settings of a connection were asserted when it opened; here it is about the file."""
    for (line,) in _rows("PRAGMA quick_check(10)"):
        if line != "ok":
            yield Problem("database", f"the file is damaged: {line}", "Restore the latest backup.")
    for table, row, parent, _ in _rows("PRAGMA foreign_key_check"):
        yield Problem("database", f"row {row} of {table} refers to a missing row of {parent}", "Restore a backup.")


def _postgresql() -> Iterator[Problem]:
    ((version, encoding),) = _rows("SELECT current_setting('server_version_num'), current_setting('server_encoding')")
    if int(version) < 150_000:
        yield Problem("database", f"PostgreSQL {int(version) // 10_000} is too old", "Use PostgreSQL 15 or newer.")
    if encoding != "UTF8":
        yield Problem("database", f"the encoding is {encoding}", "Make the database with ENCODING 'UTF8'.")


def _people() -> Iterator[Problem]:
    from accord.services import accounts

    mend = "Write it right in the plan and apply it: until then they cannot sign in, and no mail reaches them."
    for person, email in accounts.unreachable():
        yield Problem("people", f"{person}: “{email}” is no e-mail address", mend)


def _found() -> Iterator[Problem]:
    """The index of names, compared with what things are called."""
    from accord.services import find_index

    if wrong := find_index.wrong():
        yield Problem("find", f"the index that find goes by is not true: {wrong}", "Run `accord migrate`.")


def _stored() -> Iterable[Problem]:
    """Standings that lists read, computed again from the content and compared."""
    from accord.services import doctor as services

    return (Problem(*problem) for problem in services.problems(now=operator_now()))


def _rows(question: str) -> list[tuple[str, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        rows: list[tuple[str, ...]] = cursor.fetchall()
        return rows
