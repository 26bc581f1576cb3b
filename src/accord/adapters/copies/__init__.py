"""Copies of an installation's database, whichever kind it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accord.adapters.copies import postgresql, sqlite
from accord.adapters.copies.errors import NoCopy

__all__ = ["NoCopy", "applied_migrations", "put_back", "suffix", "take"]


def take(settings: Mapping[str, Any], copy: Path) -> None:
    """Write a consistent copy, as of one moment. Nobody has to stop writing."""
    if _is_postgresql(settings):
        postgresql.take(settings, copy)
    else:
        sqlite.take(Path(settings["NAME"]), copy)


def applied_migrations(settings: Mapping[str, Any], copy: Path) -> list[str]:
    """The migrations the copy was made with; raises NoCopy unless the file is a whole one of this kind of database."""
    return postgresql.applied_migrations(copy) if _is_postgresql(settings) else sqlite.applied_migrations(copy)


def put_back(settings: Mapping[str, Any], copy: Path) -> None:
    """Make the database what the copy holds, in one transaction: all of it, or on failure nothing."""
    if _is_postgresql(settings):
        postgresql.put_back(copy, settings)
    else:
        sqlite.put_back(copy, Path(settings["NAME"]))


def suffix(settings: Mapping[str, Any]) -> str:
    return ".dump" if _is_postgresql(settings) else ".sqlite3"


def _is_postgresql(settings: Mapping[str, Any]) -> bool:
    return "postgresql" in settings["ENGINE"]
