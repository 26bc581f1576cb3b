"""SQL statements a page may need, in tests/query_counts.json. UPDATE_QUERY_COUNTS=1 writes what it needs today.

with budget("home"):
    client.get("/")
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parents[1] / "query_counts.json"


@contextmanager
def budget(page: str) -> Iterator[None]:
    """Fail unless exactly as many statements are needed inside as are written down, so that better is seen too."""
    with CaptureQueriesContext(connection) as captured:
        yield
    update = os.environ.get("UPDATE_QUERY_COUNTS")
    counts = _written_down(page, len(captured)) if update else json.loads(FILE.read_text(encoding="utf-8"))
    statements = "\n".join(query["sql"][:160] for query in captured)
    assert len(captured) == counts.get(page), f"{page} needs {len(captured)} statements:\n{statements}"


def _written_down(page: str, count: int) -> dict[str, int]:
    """Where several test processes do so at once, each adds to what the others wrote."""
    with FILE.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts: dict[str, int] = json.load(file) | {page: count}
        file.seek(0)
        file.write(json.dumps(dict(sorted(counts.items())), indent=2) + "\n")
        file.truncate()
    return counts


def statements_of(client: Client, pages: Iterable[str]) -> list[int]:
    """How many statements each page needs, to be compared with those that it needs with more in it."""
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))
    return counts
