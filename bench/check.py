"""Measure `accord check` as a whole process, from the start to the last byte printed: python -m bench.check [TEAMS ...]

Plans are made in a temporary folder, as JSON, and up to 1,000 teams as YAML too. Time on the clock is what people wait
for; processor time says more on a machine that does other things as well. Accord's modules are compiled before, as they
are where it is installed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from bench.check_plan import KEY_RESULTS, write_json, write_yaml
from bench.report import as_columns

SIZES = (1_000, 5_000, 10_000, 20_000)
MOST_IN_YAML = 1_000
MOST_ON_THE_CLOCK = {"--help": 0.3, "1,000 teams, JSON": 3, "1,000 teams, YAML": 3, "20,000 teams, JSON": 60}
MOST_MEMORY = {"20,000 teams, JSON": 6_000}
AS_OF = "2026-11-15"
A_FEW = 30  # teams, whose plan is checked before anything is measured
FORMS = {"JSON": write_json, "YAML": write_yaml}
EVERY = 0.2  # seconds between two looks at the memory
HEAD = ("accord check", "key results", "file MB", "clock s", "cpu s", "cpu s per 10,000", "peak MB", "hold", "")

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process."""

    name: str
    key_results: int
    megabytes: float
    clock: float
    cpu: float
    peak: float  # megabytes

    def cells(self) -> tuple[str, ...]:
        """The run as a line of the table."""
        hold, memory = MOST_ON_THE_CLOCK.get(self.name), MOST_MEMORY.get(self.name)
        is_held = (not hold or self.clock <= hold) and (not memory or self.peak <= memory)
        each = f"{self.cpu / self.key_results * 10_000:.2f}" if self.key_results else ""
        limits = [f"{hold:g} s" if hold else "", f"{memory:,} MB" if memory else ""]
        return (
            self.name,
            f"{self.key_results:,}" if self.key_results else "",
            f"{self.megabytes:.1f}" if self.megabytes else "",
            f"{self.clock:.2f}",
            f"{self.cpu:.2f}",
            each,
            f"{self.peak:,.0f}",
            ", ".join(filter(None, limits)),
            "" if not hold else "held" if is_held else "missed",
        )


def runs(sizes: Sequence[int] = SIZES) -> Iterator[Run]:
    """Start-up, and plans of so many teams, each made, checked and thrown away."""
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as folder:
        environment = _as_installed(Path(folder))
        yield _run("--help", ["check", "--help"], environment)
        for teams in sizes:
            for form in FORMS:
                if form == "JSON" or teams <= MOST_IN_YAML:
                    yield _check(Path(folder), form, teams, environment)


def told(measured: Sequence[Run]) -> list[Sequence[str]]:
    """A head and a line for each run."""
    return [HEAD, *(run.cells() for run in measured)]


def _as_installed(folder: Path) -> Environment:
    """An environment in which what is run has been compiled before, as it is wherever Accord is installed."""
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    environment = {**os.environ, **compiled}
    for form in FORMS:
        _check(folder, form, A_FEW, environment)
    return environment


def _check(folder: Path, form: str, teams: int, environment: Environment) -> Run:
    path = folder / f"plan.{form.lower()}"
    with path.open("wb") as file:
        FORMS[form](file, teams)
    megabytes = path.stat().st_size / 1e6
    arguments = ["check", str(path), "--format", "json", "--as-of", AS_OF]
    run = _run(f"{teams:,} teams, {form}", arguments, environment, teams * KEY_RESULTS, megabytes)
    path.unlink()
    return run


def _run(
    name: str, arguments: Sequence[str], environment: Environment, key_results: int = 0, megabytes: float = 0
) -> Run:
    print(f"  accord check, {name}", file=sys.stderr)
    begun = time.monotonic()
    command = [sys.executable, "-m", "accord.cli.main", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    together = Peak(process.pid)
    together.start()
    _, status, used = os.wait4(process.pid, 0)
    clock = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    together.join()
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, process.args)
    peak = max(used.ru_maxrss / 1000, together.megabytes)
    return Run(name, key_results, megabytes, clock, used.ru_utime + used.ru_stime, peak)


class Peak(Thread):
    """The most memory that a process and its copies have together, as far as Linux tells; what they share counts once.

    It is looked at now and then: what the system says of each process by itself leaves out the others.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.megabytes = 0.0

    def run(self) -> None:
        with suppress(OSError):
            while has := _megabytes(self._pid):
                self.megabytes = max(self.megabytes, has + sum(map(_megabytes, _copies(self._pid))))
                time.sleep(EVERY)


def _copies(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0


if __name__ == "__main__":
    print(as_columns(told(list(runs([int(each) for each in sys.argv[1:]] or SIZES)))))
