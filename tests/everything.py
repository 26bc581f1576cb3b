"""`make test`: all tests, on each database that is here. Says what could not run; with CI=true that is a failure."""

import os
import subprocess
import sys

from tests import browsers, postgres

# What these test does not know which database there is.
WITHOUT_DATABASE = ["tests/domain", "tests/formats", "tests/browser"]


def main() -> int:
    not_run: list[str] = []
    failed = [] if _pytest("sqlite", _without_browser(not_run)) else ["tests on SQLite"]
    if postgres.binaries() is None:
        not_run.append(f"tests on PostgreSQL: no initdb of PostgreSQL {postgres.LEAST_VERSION} or newer was found")
    elif not _pytest("postgresql", [f"--ignore={folder}" for folder in WITHOUT_DATABASE]):
        failed.append("tests on PostgreSQL")
    return _closing_lines(failed, not_run)


def _without_browser(not_run: list[str]) -> list[str]:
    if browsers.chromium() is not None:
        return []
    not_run.append("tests in a browser: no Chromium was found")
    return ["--ignore=tests/browser"]


def _pytest(database: str, arguments: list[str]) -> bool:
    print(f"\n--- Tests on {database} ---", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--durations=5", *arguments]
    return subprocess.run(command, env=os.environ | {"ACCORD_TEST_DATABASE": database}).returncode == 0


def _closing_lines(failed: list[str], not_run: list[str]) -> int:
    print()
    for what in not_run:
        print(f"not run: {what}")
    for what in failed:
        print(f"failed: {what}")
    must_run = os.environ.get("CI") == "true"
    if failed or (not_run and must_run):
        return 1
    print("All tests passed." if not not_run else "All tests that could run passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
