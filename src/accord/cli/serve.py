"""Serve the web pages, with the worker beside them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from accord.adapters import locks
from accord.cli import database
from accord.cli.output import fail, say
from accord.cli.runtime import load_django, operator_now, require_installation

# Requests of one web process that may be under way, most of them waiting for their sender.
UNDER_WAY = 4096
WORKER = [sys.executable, "-m", "accord.jobs"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes. [default: ACCORD_WORKERS, else 2]")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the pages and run the jobs, after a backup and migrations."""
    os.environ.setdefault("ACCORD_URL", f"http://{_in_a_link(host)}:{port}")
    serve_installation(host=host, port=port, workers=workers)


@click.command("worker")
def worker() -> None:
    """Run the jobs alone, where the pages are served elsewhere."""
    os.execv(WORKER[0], WORKER)  # noqa: S606 - the worker takes our place, with our signals


def serve_installation(*, host: str, port: int, workers: int | None = None) -> None:
    """Serve until told to stop. The installation exists, or the command ends saying how to make it."""
    load_django()
    from django.conf import settings

    _refuse_what_checks_find(host)
    database.migrate(now=operator_now())
    try:
        with locks.among_others(settings.ACCORD_HOME / "serving.lock"), _jobs():
            say(f"Accord is at {settings.ACCORD_URL}")
            _listen(host, port, workers or settings.ACCORD_WORKERS)
    except locks.Busy:
        fail("A backup is being restored into this installation. Serve it when that is done.")


def _refuse_what_checks_find(host: str) -> None:
    from django.conf import settings
    from django.core.checks import run_checks

    from accord.adapters.addresses import is_loopback

    require_installation()
    if settings.ACCORD_DEMO and not is_loopback(host):
        fail(f"ACCORD_DEMO is on: anybody could sign in as anybody through {host}. Leave --host at 127.0.0.1.")
    if errors := [message for message in run_checks() if message.is_serious()]:
        fail("\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))


@contextmanager
def _jobs() -> Iterator[None]:
    """The worker as a process of its own: it starts again when it falls, and ends when we end, however we end."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=[stop], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(timeout=15)


def _keep_working(stop: threading.Event) -> None:
    while not stop.is_set():
        process = subprocess.Popen([*WORKER, "--beside", str(os.getpid())], start_new_session=True)
        while process.poll() is None and not stop.wait(0.2):
            pass
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)
        else:
            say("The worker ended unexpectedly; it starts again in five seconds.")
            stop.wait(5)


def _listen(host: str, port: int, workers: int) -> None:
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # What is open now must not be shared by the web processes.
    connections.close_all()
    Granian(
        "accord.config.rsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        backpressure=UNDER_WAY,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _in_a_link(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
