"""What the database knows of its own tables: after many new rows its guesses are those of an empty one."""

from django.db import connection


def refresh() -> None:
    """Have the database look at its tables again, so that it finds rows the quick way. No row changes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
