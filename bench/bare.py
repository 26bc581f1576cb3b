"""The SQL of a piece of work by itself: noted while the work is done, then run through the driver and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was given to the driver; `many` are run with each of a list of parameters."""

    sql: str
    params: Any
    many: bool

    @property
    def is_bracket(self) -> bool:
        """Whether it only begins or ends a transaction."""
        return self.sql.startswith(BRACKETS)


@contextmanager
def noted() -> Iterator[list[Statement]]:
    """Every statement that Django gives to the driver."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (called so by Django)
        kept = list(params) if many else params
        found.append(Statement(sql, kept, many))
        return execute(sql, kept, many, context)

    with connection.execute_wrapper(note):
        yield found


def statements_of(call: Callable[[], Any]) -> list[Statement]:
    """The statements of one call, which is taken back afterwards, so that they can be run once more."""
    with connection_kept(), transaction.atomic():
        with noted() as found:
            call()
        transaction.set_rollback(True)
    return [statement for statement in found if not statement.is_bracket]


def runner(statements: Sequence[Statement]) -> Callable[[], None]:
    """Runs statements through the driver and fetches every row, in a transaction that is taken back if they write."""
    connection.ensure_connection()
    ready = [Statement(_for_driver(each), each.params, each.many) for each in statements]
    writes = any(not each.sql.lstrip().upper().startswith(("SELECT", "WITH")) for each in ready)

    def run() -> None:
        cursor = connection.connection.cursor()
        for each in ready:
            (cursor.executemany if each.many else cursor.execute)(each.sql, each.params or ())
            if cursor.description and not each.many:
                cursor.fetchall()
        cursor.close()

    def run_and_take_back() -> None:
        with transaction.atomic():
            run()
            transaction.set_rollback(True)

    return run_and_take_back if writes else run


@contextmanager
def connection_kept() -> Iterator[None]:
    """A request ends with a look at its connection, which would close one that is in a transaction.

    It may be kept already: then whoever began that ends it.
    """
    kept = [signal for signal in (request_started, request_finished) if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in kept:
            signal.connect(close_old_connections)


def _for_driver(statement: Statement) -> str:
    if connection.vendor != "sqlite" or statement.params is None:
        return statement.sql
    with connection.cursor() as cursor:
        names = set(statement.params) if isinstance(statement.params, Mapping) else None
        text: str = cursor.cursor.convert_query(statement.sql, param_names=names)
    return text
