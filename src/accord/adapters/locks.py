"""Locks between the processes of one machine, held through an open file and given back however a process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Be the only one. Without `wait`, raise Busy where somebody is there already."""
    with _held(path, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


@contextmanager
def among_others(path: Path) -> Iterator[None]:
    """Be there together with others; whoever wants to be alone sees it. Raise Busy where somebody is alone now."""
    with _held(path, fcntl.LOCK_SH | fcntl.LOCK_NB):
        yield


@contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(file)
