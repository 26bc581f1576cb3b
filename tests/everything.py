"""`make test`: all tests, on each database that is here. Says what could not run; with CI=true that is a failure.

Those on both databases run at once: while the ones wait for a lock, a browser or the last test, the others go on. What
those on SQLite say is shown as it comes, what those on PostgreSQL say when it is their turn.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import IO

from tests import browsers, postgres, prepared

# What these test does not know which database there is, or is an installation on SQLite.
WITHOUT_DATABASE = [
    *("tests/adapters", "tests/bench", "tests/browser", "tests/config", "tests/docs", "tests/domain", "tests/formats"),
    *("tests/cli/test_demo.py", "tests/cli/test_installation.py", "tests/cli/test_main.py", "tests/cli/test_serve.py"),
    *("tests/test_house.py", "tests/web/test_extraction.py"),
]
# For each database. Together they are more than there are processors: some wait for a browser, a server or a lock.
PROCESSES = min(max(os.cpu_count() or 2, 2), 8)
STUCK = 900  # seconds after which a test has failed, and says where it stood


@dataclass(frozen=True)
class Tests:
    """Those on one database, as they run. What they say is shown as it comes, or kept."""

    database: str
    process: "subprocess.Popen[bytes]"
    said: IO[bytes] | None

    def passed(self) -> bool:
        """Whether they did, once they are over and what they have said is shown."""
        self.process.wait()
        if self.said:
            _say_what_runs(self.database)
            self.said.seek(0)
            shutil.copyfileobj(self.said, sys.stdout.buffer)
            sys.stdout.flush()
        return self.process.returncode == 0


def main() -> int:
    not_run: list[str] = []
    with tempfile.TemporaryFile() as kept:
        running = [_begin("SQLite", _without_browser(not_run))]
        if postgres.binaries() is None:
            not_run.append(f"tests on PostgreSQL: no initdb of PostgreSQL {postgres.LEAST_VERSION} or newer was found")
        else:
            left_out = ["-m", "not without_database", *(f"--ignore={each}" for each in WITHOUT_DATABASE)]
            running.append(_begin("PostgreSQL", left_out, said=kept))
        failed = [f"tests on {each.database}" for each in running if not each.passed()]
    return _closing_lines(failed, not_run)


def _without_browser(not_run: list[str]) -> list[str]:
    if browsers.chromium() is not None:
        return []
    not_run.append("tests in a browser: no Chromium was found")
    return ["--ignore=tests/browser"]


def _begin(database: str, arguments: list[str], said: IO[bytes] | None = None) -> Tests:
    # Each process has files of its own to begin with, and with them one browser; who is done takes from the others.
    spread = ["-n", str(PROCESSES), "--dist", "worksteal"]
    stuck = ["-o", f"faulthandler_timeout={STUCK}", "-o", "faulthandler_exit_on_timeout=true"]
    command = [sys.executable, "-m", "pytest", "-q", *spread, *stuck, "--durations=5", *arguments]
    if said is None:
        _say_what_runs(database)
    process = subprocess.Popen(
        command, env=_environment(database.lower()), stdout=said, stderr=said, preexec_fn=_step_back if said else None
    )
    return Tests(database, process, said)


def _step_back() -> None:
    """Browsers and servers are waited for, and go first."""
    os.nice(5)


def _say_what_runs(database: str) -> None:
    print(f"\n--- Tests on {database} ---", flush=True)


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
