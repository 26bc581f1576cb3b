"""A fair lock between processes and threads: who asked first writes first. A crash gives the turn back.

Beside the database lies a small file of locks, one byte per ticket. Whoever wants to write draws the next ticket and
locks its byte; it is their turn when no byte before it is locked. The kernel owns the locks, so they end with the
process that held them, however it ends.
"""

import errno
import fcntl
import os
import struct
import time
from pathlib import Path

# struct flock: type, whence, (padding), start, length, pid.
_FLOCK = struct.Struct("hhqqi4x")
_COUNTER = struct.Struct("<q")
_DRAWING = 1 << 62

# While others wait in front there is no hurry to look; the next in line looks often, for the disk waits for it.
_LOOK_AGAIN = 0.0002
_LOOK_AGAIN_AT_MOST = 0.005


class TurnTimeout(Exception):
    """Somebody in front kept the turn for longer than we were ready to wait."""


class Turn:
    """One writer's place in the queue. Not shared between threads: each connection has its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def take(self, *, timeout: float) -> None:
        """Wait for the turn, at most `timeout` seconds."""
        if self._file is not None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _wait(file, _draw(file), time.monotonic() + timeout)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def give_back(self) -> None:
        """Let the next one write. Closing the file ends every lock taken through it."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


def _draw(file: int) -> int:
    """Take the next ticket and lock its byte, as one step."""
    _lock(file, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, _DRAWING)
    ticket = _last_ticket(file) + 1
    os.pwrite(file, _COUNTER.pack(ticket), 0)
    _lock(file, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, ticket)
    _lock(file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, _DRAWING)
    return ticket


def _last_ticket(file: int) -> int:
    drawn = os.pread(file, _COUNTER.size, 0)
    return _COUNTER.unpack(drawn)[0] if len(drawn) == _COUNTER.size else 0


def _wait(file: int, ticket: int, deadline: float) -> None:
    while (ahead := _ahead(file, ticket)) > 0:
        if time.monotonic() > deadline:
            raise TurnTimeout
        time.sleep(min(_LOOK_AGAIN * ahead, _LOOK_AGAIN_AT_MOST))


def _ahead(file: int, ticket: int) -> int:
    """How many tickets lie between ours and one that is still held; 0 when it is our turn."""
    kind, _, start, _, _ = _lock(file, fcntl.F_OFD_GETLK, fcntl.F_WRLCK, 0, ticket)
    return 0 if kind == fcntl.F_UNLCK else ticket - start


def _lock(file: int, command: int, kind: int, start: int, length: int = 1) -> tuple[int, ...]:
    while True:
        try:
            answer = fcntl.fcntl(file, command, _FLOCK.pack(kind, os.SEEK_SET, start, length, 0))
        except OSError as error:
            if error.errno != errno.EINTR:
                raise
        else:
            return _FLOCK.unpack(answer)
