"""A PostgreSQL of our own for one test run: a fresh cluster on a free port, gone afterwards."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

LEAST_VERSION = 15
_PLACES = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"]


@dataclass(frozen=True)
class Cluster:
    """A running server and the folder it lives in."""

    url: str
    folder: Path
    server: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def binaries() -> Path | None:
    """The folder with PostgreSQL's programs, the newest that is new enough, or None."""
    found = [folder for place in _PLACES for folder in Path(place).glob("*/bin") if (folder / "initdb").exists()]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    fitting = {folder: major for folder in found if (major := _major_version(folder)) >= LEAST_VERSION}
    return max(fitting, key=lambda folder: fitting[folder], default=None)


def start() -> Cluster:
    programs = binaries()
    if programs is None:
        raise SystemExit(f"PostgreSQL {LEAST_VERSION} or newer is not installed: no initdb was found.")
    folder, port = Path(tempfile.mkdtemp(prefix="accord-postgres-")), free_port()
    user = _unprivileged_user()
    if user is not None:
        os.chown(folder, user, -1)
    data = folder / "data"
    initdb = f"{programs}/initdb --username=accord --auth=trust --encoding=UTF8 --no-sync -D {data}"
    subprocess.run(initdb.split(), user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=log,
            preexec_fn=_end_with_parent,
        )
    cluster = Cluster(f"postgresql://accord@127.0.0.1:{port}/postgres", folder, server)
    _wait_until_ready(cluster, programs, port)
    return cluster


def _major_version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    digits = said.rpartition(" ")[2].partition(".")[0] if "(" not in said else said.split("(")[1].split()[-1]
    return int("".join(filter(str.isdigit, digits.partition(".")[0])) or 0)


def _unprivileged_user() -> int | None:
    """PostgreSQL refuses to run as root; None means: as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise SystemExit("PostgreSQL does not run as root, and there is no other user to run it as.")


def _end_with_parent() -> None:
    """Leave no server behind when the tests are killed (Linux; elsewhere only an orderly end stops it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _wait_until_ready(cluster: Cluster, programs: Path, port: int) -> None:
    deadline = time.monotonic() + 30
    while subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode:
        if cluster.server.poll() is not None or time.monotonic() > deadline:
            log = (cluster.folder / "log").read_text()
            cluster.stop()
            raise SystemExit(f"PostgreSQL did not start:\n{log}")
        time.sleep(0.05)
