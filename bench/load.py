"""A thousand people at once before a real server: python -m bench.load [--rate 120] [--seconds 30] [--people 1000]

`accord serve` runs with its worker over a made-up organization on SQLite. People come when they come, whether or not
those before them have been answered. Many of them write something: they open the form, send it and look at what became
of it. One request in five writes. What a page takes is counted from the moment at which it was wanted.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from bench.crowd import REQUESTS, Person, Took, answered
from bench.installation import ROOT, copied
from bench.report import as_columns

OBJECTIVES, PEOPLE, RATE, SECONDS = 1_000, 1_000, 120.0, 30.0
WARM_UP = 8.0  # seconds, at half the rate
HOLD, HOLD_AT = 250.0, 120.0  # milliseconds that 99 of 100 requests stay below, at so many requests a second
AT_ONCE = 64
HEAD = ("", "requests", "a second", "p50 ms", "p95 ms", "p99 ms", "most ms", "errors", "hold", "")


Used = Callable[[], tuple[float, float, float]]


@dataclass
class Load:
    """What a crowd met. `busy` says how many processors were kept busy: by the pages, by the worker, by itself."""

    seconds: float = 0.0
    busy: Sequence[float] = (0.0, 0.0, 0.0)
    took: list[Took] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        return self.p99 < HOLD and not self.errors and len(self.took) >= HOLD_AT * self.seconds

    @property
    def p99(self) -> float:
        return _share(sorted(each.milliseconds for each in self.took), 0.99)

    @property
    def errors(self) -> int:
        return sum(each.is_error for each in self.took)


def run(people: int = PEOPLE, rate: float = RATE, seconds: float = SECONDS) -> Load:
    """Let a crowd in, first some, then all; what the first met is not counted."""
    make = partial(_python, "bench.make", str(OBJECTIVES))
    with copied(OBJECTIVES, "", make) as environment:
        visitors = json.loads(_python("bench.visitors", str(people), environment=environment))
        with _served(environment) as (server, used):
            rng = Random(f"{people}/{rate}")
            crowd = [Person(visitor, server, Random(rng.random())) for visitor in visitors]
            _come(crowd, rate / 2, WARM_UP, rng)
            begun = used()
            load = _come(crowd, rate, seconds, rng)
            load.busy = [(after - before) / load.seconds for before, after in zip(begun, used(), strict=True)]
    return load


def _come(crowd: Sequence[Person], rate: float, seconds: float, rng: Random) -> Load:
    load = Load()
    visits = rate / REQUESTS  # a second, on average
    with ThreadPoolExecutor(AT_ONCE) as threads:
        begun = now = time.monotonic()
        while now < begun + seconds:
            time.sleep(max(0.0, now - time.monotonic()))
            threads.submit(lambda person, wanted: load.took.extend(person.visit(wanted)), rng.choice(crowd), now)
            now += rng.expovariate(visits)
    load.seconds = time.monotonic() - begun
    return load


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[tuple[str, Used]]:
    """The address of a server of our own, and what its pages, its worker and we have taken of the processor so far."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "accord.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**environment, "ACCORD_URL": address}, cwd=ROOT, stdout=sys.stderr)
    try:
        _wait_for(f"127.0.0.1:{port}", process)
        yield address, partial(_used, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(host: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        if answered(host, "GET", "/sign-in/", "", {})[0] == 200:
            return
        time.sleep(0.1)
    raise TimeoutError("The server has not answered for a minute.")


def _used(server: int) -> tuple[float, float, float]:
    """Seconds of processor time: of the server with its web processes, of the worker beside it, and of the crowd."""
    worker = sum(_processor_time(each) for each in _started_by(server) if b"accord.jobs" in _command(each))
    return _processor_time(server) - worker, worker, time.process_time()


def _processor_time(pid: int) -> float:
    """Of a process and of all it has started that still run."""
    with suppress(OSError):
        taken = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, taken)) / os.sysconf("SC_CLK_TCK") + sum(map(_processor_time, _started_by(pid)))
    return 0.0


def _started_by(pid: int) -> list[int]:
    """By any of its threads: the worker is kept by one of its own."""
    with suppress(OSError):
        return [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    return []


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _python(module: str, argument: str, environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", module, argument]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def told(load: Load) -> Sequence[Sequence[str]]:
    """A head and a line for reading, for writing and for both."""
    read, written = ([each for each in load.took if each.kind == kind] for kind in ("read", "write"))
    both = _line("mixed load", load.took, load.seconds)
    hold = (f"{HOLD:.0f} ms at {HOLD_AT:.0f}/s", "held" if load.is_held else "missed")
    rest = [
        (*_line(f"of it {name}", took, load.seconds), "", "") for name, took in (("read", read), ("written", written))
    ]
    return [HEAD, (*both, *hold), *rest]


def _line(name: str, took: Sequence[Took], seconds: float) -> Sequence[str]:
    ordered = sorted(each.milliseconds for each in took) or [0.0]
    parts = (*(_share(ordered, part) for part in (0.5, 0.95, 0.99)), ordered[-1])
    errors = sum(each.is_error for each in took)
    return (name, f"{len(took):,}", f"{len(took) / seconds:.0f}", *(f"{each:,.0f}" for each in parts), str(errors))


def _share(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="A crowd before a real server.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--rate", type=float, default=RATE, help="requests a second")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _arguments()
    met = run(chosen.people, chosen.rate, chosen.seconds)
    print(as_columns(told(met)))
    print("Processors kept busy: {:.2f} by the pages, {:.2f} by the worker, {:.2f} by the crowd.".format(*met.busy))
    for (status, where), times in sorted(Counter((each.status, each.where) for each in met.took).items()):
        print(f"{status} {where}: {times}")
