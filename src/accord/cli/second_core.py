"""Work done on a second core, where the machine has one to give."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count, islice
from typing import IO, Any, NoReturn, TypeVar

Piece = TypeVar("Piece")


@contextmanager
def begun_beside(work: Callable[[], Iterable[Piece]], *, is_worth_it: bool) -> Iterator[Iterator[Piece]]:
    """Begin some work in a copy of this process; what it makes is yielded, each piece once it is there.

    The copy goes on after a piece once that is taken, or sooner if it is small. Where no second core is to be had, or
    the copy does not get to its end for whatever reason, the rest is made here: it is the same, and errors are raised.
    """
    if not is_worth_it or not has_second_core():
        yield iter(work())
        return
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        _tell_and_end(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as told:
            yield _heard(told, work)
    finally:
        os.kill(copy, signal.SIGKILL)  # it has told all, or nobody wants to know any more
        os.waitpid(copy, 0)


def has_second_core() -> bool:
    """Whether this process may be copied and run beside its copy: on Linux, with two cores or more, and one thread."""
    cores = getattr(os, "sched_getaffinity", lambda _: ())(0)
    return len(cores) > 1 and hasattr(os, "fork") and threading.active_count() == 1


def _tell_and_end(work: Callable[[], Iterable[Any]], writing: int) -> NoReturn:
    """Nothing else leaves the copy: what waits to be printed is the other's to print, and so are errors."""
    try:
        with os.fdopen(writing, "wb") as telling:
            for piece in work():
                _tell(telling, (piece,))
            _tell(telling, ())
    finally:
        os._exit(0)


def _tell(telling: IO[bytes], message: tuple[Any, ...]) -> None:
    pickle.dump(message, telling, pickle.HIGHEST_PROTOCOL)
    telling.flush()


def _heard(told: IO[bytes], work: Callable[[], Iterable[Piece]]) -> Iterator[Piece]:
    for known in count():
        try:
            message = pickle.load(told)  # noqa: S301 (from a copy of this process alone)
        except (EOFError, pickle.UnpicklingError):
            yield from islice(work(), known, None)
            return
        if not message:
            return
        yield message[0]
