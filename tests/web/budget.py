"""SQL statements a page may need, in tests/query_counts.json. UPDATE_QUERY_COUNTS=1 writes what it needs today.

with budget("home"):
    client.get("/")
"""

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
    counts = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        counts[page] = len(captured)
        FILE.write_text(json.dumps(dict(sorted(counts.items())), indent=2) + "\n", encoding="utf-8")
    statements = "\n".join(query["sql"][:160] for query in captured)
    assert len(captured) == counts.get(page), f"{page} needs {len(captured)} statements:\n{statements}"


def statements_of(client: Client, pages: Iterable[str]) -> list[int]:
    """How many statements each page needs, to be compared with those that it needs with more in it."""
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))
    return counts
