"""`accord serve` as others meet it: an address that answers, also among clients that dawdle."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.cli.installation import Installation
from tests.ports import free_port


class Server:
    """A server on a free port of this machine."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        with (installation.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "accord.cli.main", "serve", "--port", str(self.port), "--workers", "1"],
                env=installation.environment(),
                stderr=log,
            )
        self.installation = installation

    def wait_until_ready(self) -> None:
        for _ in range(1200):
            assert self.process.poll() is None, self.log()
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail(f"The server did not start:\n{self.log()}")

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer

    def log(self) -> str:
        return (self.installation.home / "log").read_text()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def server(installation: Installation) -> Iterator[Server]:
    server = Server(installation)
    server.wait_until_ready()
    yield server
    if server.process.poll() is None:
        server.process.terminate()
    server.process.wait(timeout=60)


def test_pages_and_files_are_served_with_their_policies(server: Server) -> None:
    page = server.get("/sign-in/")

    assert page.status == 200, server.log()
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert server.get("/", Host="elsewhere.example.org").status == 400


def test_addresses_of_the_login_library_are_not_there(server: Server) -> None:
    paths = ("/accounts/login/", "/accounts/signup/", "/accounts/email/", "/accounts/")

    assert {server.get(path).status for path in paths} == {404}


def test_clients_that_dawdle_keep_nobody_waiting(server: Server) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
    for number, connection in enumerate(slow):
        if number % 2:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-")
        else:
            connection.sendall(
                b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nonly the beg"
            )

    answers = [server.get("/sign-in/").status for _ in range(5)]

    assert answers == [200] * 5
    assert [connection for connection in slow if not still_dawdles(connection)] == []
    for connection in slow:
        connection.close()


def still_dawdles(connection: socket.socket) -> bool:
    """Whether it is neither answered nor hung up on: whoever was answered meanwhile did not wait for it."""
    connection.setblocking(False)
    try:
        connection.recv(1)
    except BlockingIOError:
        return True
    return False


def test_a_request_that_is_too_large_is_refused(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.putrequest("POST", "/sign-in/")
        connection.putheader("Content-Length", str(1_000_000_000))
        connection.endheaders()
        with connection.getresponse() as answer:
            assert answer.status == 413


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_the_server(server: Server, how: signal.Signals) -> None:
    family = server.family()
    assert any("accord.jobs" in process.cmdline() for process in family)

    server.process.send_signal(how)
    workers = [process for process in family if how == signal.SIGTERM or "accord.jobs" in process.cmdline()]
    _, alive = psutil.wait_procs(workers, timeout=60)

    assert alive == []
    for process in family:
        if process.is_running():
            process.kill()


def test_nothing_is_restored_while_it_serves(server: Server, tmp_path: Path) -> None:
    server.installation.run("backup", tmp_path / "copy")

    done = server.installation.run("restore", tmp_path / "copy")

    assert done.returncode == 2
    assert "Accord is being served" in done.stderr


def test_there_is_one_line_for_each_event_in_the_log(server: Server) -> None:
    server.get("/no-such-page/")

    wanted = time.monotonic() + 60
    while "django.request" not in server.log() and time.monotonic() < wanted:
        time.sleep(0.1)
    lines = [line for line in server.log().splitlines() if "django.request" in line]
    assert len(lines) == 1
    assert lines[0].split()[1] == "warning"
