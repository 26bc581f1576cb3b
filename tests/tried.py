"""How many examples a law is tried with: enough that a broken one is noticed. TRIED=10 asks for ten times as many."""

import os


def examples(usual: int, *, on_postgresql: int | None = None) -> int:
    """Where given, fewer on PostgreSQL: its SQL has to say the same, and SQLite has told whether that is right."""
    is_postgresql = os.environ["ACCORD_TEST_DATABASE"] == "postgresql"
    few = usual if on_postgresql is None or not is_postgresql else on_postgresql
    return few * int(os.environ.get("TRIED", "1"))
