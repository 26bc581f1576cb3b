"""Measure Accord against the numbers it is to hold. Decision 0004 keeps the figures and says what they mean.

python -m bench [--write | --profile | --ratio] [OBJECTIVES ...]

Sizes are 1,000 and 10,000 objectives unless others are named. ACCORD_DATABASE_URL may name a database of a PostgreSQL
server; then databases of our own are made beside it. A page that is not there, or shows something else, is an error.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from bench import check, load, report
from bench.installation import ROOT, copied
from bench.rows import from_plain

SIZES = (1_000, 10_000)


def main() -> int:
    """Measure every size in a process of its own; 1 where something could not be measured."""
    chosen = _arguments()
    server = os.environ.get("ACCORD_DATABASE_URL", "")
    server = server if server.startswith("postgres") else ""
    tables = []
    for size in chosen.objectives or SIZES:
        print(f"{size:,} objectives", file=sys.stderr)
        with copied(size, server, partial(_run, "bench.make", size)) as environment:
            if chosen.instead:
                print(_run("bench.size", size, environment, chosen.instead))
                continue
            found = json.loads(_run("bench.size", size, environment))
        tables.append(report.Table(size, found["database"], [from_plain(row) for row in found["rows"]]))
        print(f"\n{report.on_screen(tables[-1])}\n", flush=True)
    others = [] if chosen.instead else [load.told(load.run()), check.told(list(check.runs()))]
    print("".join(f"{report.as_columns(each)}\n\n" for each in others))
    print(report.machine())
    if chosen.write:
        report.write(tables, datetime.now(UTC).date(), others=[report.as_markdown(each) for each in others])
    return _end(tables)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Accord against the numbers to hold.")
    parser.add_argument("objectives", nargs="*", type=int, help="sizes of organizations, 100 or more")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {report.DECISION.name}")
    instead = {
        "profile": "show where each page's time goes instead",
        "ratio": "show what pages cost beside a fixed piece of work instead: for a machine that is busy",
    }
    for name, said in instead.items():
        parser.add_argument(f"--{name}", dest="instead", action="store_const", const=name, default="", help=said)
    return parser.parse_args()


def _run(module: str, size: int, environment: Mapping[str, str], *more: str) -> str:
    """What a module of the bench prints; what it says meanwhile goes to the screen."""
    command = [sys.executable, "-m", module, str(size), *more]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _end(tables: list[report.Table]) -> int:
    missing = [f"{row.name} {row.problem}" for table in tables for row in table.rows if row.problem]
    for each in missing:
        print(f"Not measured: {each}.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
