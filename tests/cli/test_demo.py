"""`accord demo`: made once, kept, started over on demand, and never anybody's own folder."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.installation import Installation
from tests.ports import free_port

PRINTED, SAID = "printed", "said"  # files beside the demo's folder: what the command printed, and what it said of it
BUILDING = "Building the demo"
LONGEST_START = 240  # seconds, on a slow machine that does other things besides


@contextmanager
def served(installation: Installation, port: int, *arguments: str) -> Iterator[None]:
    command = [sys.executable, "-m", "accord.cli.main", "demo", "--port", str(port), *arguments]
    environment = installation.environment(ACCORD_WORKERS="1")
    with (installation.home / PRINTED).open("wb") as printed, (installation.home / SAID).open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=printed, stderr=said, start_new_session=True)
    try:
        wait_for(port, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until a page is answered: the port is open before anybody is there to be stopped."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/sign-in/"):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing is served on {port}; the command returned {process.poll()}")


def said_by(installation: Installation) -> str:
    return (installation.home / SAID).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Built once; served, and looked at, from its own address."""
    installation = Installation(tmp_path_factory.mktemp("demo"))
    port = free_port()
    with served(installation, port):
        assert BUILDING in said_by(installation)
        printed = (installation.home / PRINTED).read_text(encoding="utf-8")
        assert f"http://127.0.0.1:{port}" in printed
        assert re.search(r"Noor Haddad +Tidewell \(lead\)", printed)
        with urlopen(f"http://127.0.0.1:{port}/sign-in/") as page:
            assert "Noor Haddad" in page.read().decode()
    return Installation(installation.home / "demo")


def test_the_demo_has_agreements_and_nothing_is_wrong_with_it(demo: Installation) -> None:
    listed = demo.run("agreement", "list", "--state", "objected")

    assert listed.stdout.startswith("pro-1.1 "), listed.stderr
    assert demo.run("doctor", ACCORD_DEMO="1").stdout == "Nothing is wrong.\n"


def test_a_second_start_builds_nothing_and_keeps_what_people_did(demo: Installation) -> None:
    agreed = demo.run("agreement", "agree", "sal-1.1", "--team", "sales", "--as", "owen@tidewell.example")
    assert agreed.returncode == 0, agreed.stderr
    parent = Installation(demo.home.parent)

    with served(parent, free_port()):
        assert BUILDING not in said_by(parent)

    assert "owen-pryce agreed" in demo.run("agreement", "show", "sal-1.1").stdout


def test_starting_over_forgets_it(demo: Installation) -> None:
    demo.run("agreement", "agree", "sal-1.1", "--team", "sales", "--as", "owen@tidewell.example")

    with served(Installation(demo.home.parent), free_port(), "--reset"):
        pass

    assert "owen-pryce agreed" not in demo.run("agreement", "show", "sal-1.1").stdout


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "letters.txt").write_text("dear", encoding="utf-8")

    done = Installation(tmp_path).run("demo", "--reset", "--port", free_port())

    assert (done.returncode, "is no demo" in done.stderr) == (2, True)
    assert (tmp_path / "demo" / "letters.txt").read_text(encoding="utf-8") == "dear"


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = Installation(tmp_path).run("demo", "--port", taken.getsockname()[1])

    assert (done.returncode, "--port" in done.stderr) == (2, True)
    assert not (tmp_path / "demo").exists()
