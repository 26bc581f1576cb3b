"""What statements written by hand share, so that they say the same to both databases."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime

from django.db import connection


def in_list(parameter: str = "%s") -> str:
    """The condition to write after a column: that it is in a list of ids, one parameter however many there are."""
    in_json = "IN (SELECT value FROM json_each(%s))".replace("%s", parameter)
    return in_json if connection.vendor == "sqlite" else f"= ANY({parameter})"


def listed(ids: Collection[str]) -> str | list[str]:
    """The list of ids as that parameter."""
    return json.dumps(sorted(ids)) if connection.vendor == "sqlite" else sorted(ids)


def moment(value: datetime | str | None) -> datetime | None:
    """A moment of a row, in UTC: SQLite keeps it without its zone, and gives it as a text from inside a statement."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def day(value: date | str | None) -> date | None:
    """A day of a row."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def numbered(ids: Collection[int]) -> str | list[int]:
    """A list of row ids as that parameter."""
    return json.dumps(sorted(ids)) if connection.vendor == "sqlite" else sorted(ids)
