"""`make test`: all tests, on each database that is here. Says what could not run; with CI=true that is a failure."""

import os
import subprocess
import sys

from tests import browsers, postgres, prepared

# What these test does not know which database there is, or is an installation on SQLite.
WITHOUT_DATABASE = [
    *("tests/adapters", "tests/bench", "tests/browser", "tests/config", "tests/docs", "tests/domain", "tests/formats"),
    *("tests/cli/test_demo.py", "tests/cli/test_installation.py", "tests/cli/test_main.py", "tests/cli/test_serve.py"),
    *("tests/test_house.py", "tests/web/test_extraction.py"),
]
# One more than there are processors: some wait for a browser, a server or a lock.
PROCESSES = min(os.cpu_count() or 2, 8) + 1
STUCK = 300  # seconds after which a test has failed, and says where it stood


def main() -> int:
    not_run: list[str] = []
    failed = [] if _pytest("sqlite", _without_browser(not_run)) else ["tests on SQLite"]
    if postgres.binaries() is None:
        not_run.append(f"tests on PostgreSQL: no initdb of PostgreSQL {postgres.LEAST_VERSION} or newer was found")
    elif not _pytest("postgresql", ["-m", "not without_database", *(f"--ignore={each}" for each in WITHOUT_DATABASE)]):
        failed.append("tests on PostgreSQL")
    return _closing_lines(failed, not_run)


def _without_browser(not_run: list[str]) -> list[str]:
    if browsers.chromium() is not None:
        return []
    not_run.append("tests in a browser: no Chromium was found")
    return ["--ignore=tests/browser"]


def _pytest(database: str, arguments: list[str]) -> bool:
    print(f"\n--- Tests on {database} ---", flush=True)
    # Each process has files of its own to begin with, and with them one browser; who is done takes from the others.
    spread = ["-n", str(PROCESSES), "--dist", "worksteal"]
    stuck = ["-o", f"faulthandler_timeout={STUCK}", "-o", "faulthandler_exit_on_timeout=true"]
    command = [sys.executable, "-m", "pytest", "-q", *spread, *stuck, "--durations=5", *arguments]
    return subprocess.run(command, env=_environment(database)).returncode == 0


def _environment(database: str) -> dict[str, str]:
    """Tests are compiled once, for all processes on each database, even where modules are not kept otherwise."""
    kept = {"PYTHONPYCACHEPREFIX": str(prepared.KEPT / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    return os.environ | kept | {"ACCORD_TEST_DATABASE": database}


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
