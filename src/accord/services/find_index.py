"""The index that find goes by. The database keeps it; here it is looked at, and made again."""

from django.db import connection, transaction

from accord.adapters.sqlite import find_index


def wrong() -> str:
    """What is not right with it, in words for whoever runs the installation; empty if nothing is."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' OR name = 'accord_find'")
        if missing := (find_index.triggers() | {"accord_find"}) - {name for (name,) in cursor.fetchall()}:
            return f"{len(missing)} parts of it are missing"
        cursor.execute(find_index.differences())
        (differ,) = cursor.fetchone()
    return f"{differ} names in it are not what things are called" if differ else ""


def rebuild() -> None:
    """Make it anew from what things are called. PostgreSQL keeps its indexes right by itself."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in find_index.make():
                cursor.execute(statement)
