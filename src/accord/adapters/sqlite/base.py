"""Django's SQLite backend with Accord's promises: durable, strict, and fair between writers.

Django loads `DatabaseWrapper` from a module of this name.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from sqlite3 import register_converter
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError
from django.utils.dateparse import parse_date, parse_datetime

from accord.adapters.sqlite.turn import Turn, TurnTimeout

# The type stubs leave out the methods that a backend is made of.
_Backend: Any = base.DatabaseWrapper
_Cursor: Any = base.SQLiteCursorWrapper

PROMISES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
# Texts of statements that are kept in the driver's words; those that pages run are some three hundred.
KEPT_TEXTS, LONGEST_KEPT = 1024, 20_000
KEPT_DAYS = 8192


@lru_cache(maxsize=KEPT_DAYS)
def _day(written: bytes) -> Any:
    return parse_date(written.decode())


@lru_cache(maxsize=KEPT_DAYS)
def _moment(written: bytes) -> Any:
    return parse_datetime(written.decode())


# In place of Django's own, which read each of a page's days and moments anew.
register_converter("date", _day)
register_converter("datetime", _moment)


class Cursor(_Cursor):  # type: ignore[misc]
    """A cursor that puts a statement into the driver's words once: most texts come again and again."""

    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        if len(query) > LONGEST_KEPT:
            text: str = super().convert_query(query, param_names=param_names)
            return text
        return _in_the_drivers_words(query, None if param_names is None else tuple(param_names))


class DatabaseWrapper(_Backend):  # type: ignore[misc]
    """A connection that writes only when it is its turn; reads never wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.is_in_memory_db():
            return connection
        try:
            self._keep_promises(connection, wait=float(conn_params.get("timeout", 0)))
        except BaseException:
            connection.close()
            raise
        self._turn = Turn(Path(f"{self.settings_dict['NAME']}-turn"))
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]

    def _keep_promises(self, connection: Any, *, wait: float) -> None:
        """Set what makes a commit durable and references hold, and refuse the database where it does not stick."""
        if _pragma(connection, "journal_mode") != PROMISES["journal_mode"]:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # A change may touch ten thousand parties: with SQLite's own 2 MB it would write and read pages again and again.
        connection.execute("PRAGMA cache_size = -16000")
        broken = [f"{name} is {found}" for name, found in _broken_promises(connection).items()]
        if self.transaction_mode != "IMMEDIATE":
            broken.append(f"transaction_mode is {self.transaction_mode}")
        if wait <= 0:
            broken.append("there is no busy timeout")
        if broken:
            raise ImproperlyConfigured(
                f"SQLite at {self.settings_dict['NAME']} cannot keep what Accord promises: {', '.join(broken)}. "
                "Use a folder on a local disk that this user may write to, not a network share."
            )

    def _start_transaction_under_autocommit(self) -> None:
        if self._turn is None:
            super()._start_transaction_under_autocommit()
            return
        self._take_turn(self._turn)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._turn.give_back()
            raise

    def _take_turn(self, turn: Turn) -> None:
        timeout = float(self.settings_dict["OPTIONS"]["timeout"])
        try:
            turn.take(timeout=timeout)
        except TurnTimeout:
            raise OperationalError(
                f"database is locked: another writer kept its turn for more than {timeout:g} seconds"
            ) from None

    def _commit(self) -> None:
        super()._commit()
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_turn_back()

    def _give_turn_back(self) -> None:
        if self._turn is not None:
            self._turn.give_back()


@lru_cache(maxsize=KEPT_TEXTS)
def _in_the_drivers_words(query: str, names: tuple[str, ...] | None) -> str:
    text: str = _Cursor.convert_query(None, query, param_names=names)
    return text


def _broken_promises(connection: Any) -> dict[str, Any]:
    found = {name: _pragma(connection, name) for name in PROMISES}
    return {name: value for name, value in found.items() if value != PROMISES[name]}


def _pragma(connection: Any, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
