"""Measure the installation that the environment names: python -m bench.size OBJECTIVES [profile|ratio].

Prints JSON: the database's version and a row for every measurement. With `profile`, where each page's time goes; with
`ratio`, what pages cost beside a fixed piece of work.
"""

import json
import sys
from itertools import chain
from typing import Any

import django


def main(objectives: int, instead: str = "") -> None:
    django.setup()
    from bench import after, comparing, profiling, reading, writing
    from bench.browser import Browser
    from bench.generate import organization
    from bench.pages import shown

    what = shown(organization(objectives))
    browser = Browser(what.reader)
    if instead:
        {"profile": profiling.show, "ratio": comparing.show}[instead](browser, what)
        return
    rows = []
    measured = chain(reading.rows(browser, what), after.rows(browser, what), writing.rows(browser, what))
    for row in measured:
        print(f"  {row.in_short}", file=sys.stderr)
        rows.append(row.as_plain())
    json.dump({"database": _database(), "rows": rows}, sys.stdout)


def _database() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    version: Any = connection.cursor().connection.info.server_version
    return f"PostgreSQL {version // 10_000}.{version % 10_000}"


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
