"""What find looks through, as an index of each database.

SQLite has a table of its own for it, which triggers keep. PostgreSQL has indexes, if pg_trgm may be installed; without
it find reads every name, which is slower and finds the same.
"""

from typing import Any, ClassVar

from django.db import DatabaseError, migrations, transaction
from django.db.migrations.operations.base import Operation

from accord.adapters.sqlite import find_index

COLUMNS = (
    ("objective", "title"), ("objective", "key"), ("keyresult", "title"), ("keyresult", "key"),
    ("person", "name"), ("person", "key"),
)  # fmt: skip


def make(_: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in find_index.make():
                cursor.execute(statement)
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return
        for table, column in COLUMNS:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS find_{table}_{column} ON accord_{table}"
                f" USING gin (UPPER({column}::text) gin_trgm_ops)"
            )


def drop(_: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in find_index.drop():
                cursor.execute(statement)
            return
        for table, column in COLUMNS:
            cursor.execute(f"DROP INDEX IF EXISTS find_{table}_{column}")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0003_asks_by_clause")]

    operations: ClassVar[list[Operation]] = [migrations.RunPython(make, drop)]
