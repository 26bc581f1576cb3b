"""How much of the processor a call takes."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

WARM_UP = 3
LEAST_ROUNDS = 5
ENOUGH_ROUNDS = 60
ENOUGH_SECONDS = 3.0
TOO_MANY_SECONDS = 8.0  # whatever is this slow is known well enough after two rounds
PIECE_QUIET = 1.3  # milliseconds that the piece beside a round takes on the machine of decision 0004 when it is quiet


@dataclass(frozen=True, slots=True)
class Reading:
    """Processor time of one call over some rounds, in milliseconds."""

    rounds: int
    least: float
    median: float
    p95: float


def cpu(call: Callable[[], Any], *, before: Callable[[], Any] = lambda: None, heavy: bool = False) -> Reading:
    """Call again and again, warm, and read this process's processor time; `before` each round is not counted.

    Heavy work, of seconds, is taken as warm after it was done once, and is done three times at most.
    """
    rounds: list[float] = []
    begun = time.monotonic()
    for _ in range(0 if heavy else WARM_UP):
        before()
        call()
        if time.monotonic() - begun > 1:
            break
    begun = time.monotonic()
    while not _is_enough(len(rounds), time.monotonic() - begun, heavy=heavy):
        before()
        started = time.process_time()
        call()
        rounds.append((time.process_time() - started) * 1000)
    return reading(rounds)


def as_if_quiet(call: Callable[[], Any]) -> Reading:
    """Like `cpu`, on a machine with other work to do: each round is divided by a fixed piece of Python around it, and
    told as if that took what it takes when nothing else runs. Two runs compare; the numbers to hold are for `cpu`.
    """
    rounds: list[float] = []
    for _ in range(WARM_UP):
        call()
    begun = time.monotonic()
    while not _is_enough(len(rounds), time.monotonic() - begun, heavy=False):
        before, took, after = _once(_piece), _once(call), _once(_piece)
        rounds.append(took / ((before + after) / 2) * PIECE_QUIET)
    return reading(rounds)


def _once(call: Callable[[], Any]) -> float:
    started = time.process_time()
    call()
    return (time.process_time() - started) * 1000


def _piece() -> None:
    found = {str(number): f"{number}-{number * 7}" for number in range(3000)}
    "".join(sorted(found.values()))


def reading(rounds: list[float]) -> Reading:
    """What some rounds (in milliseconds) come to."""
    ordered = sorted(rounds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return Reading(len(ordered), ordered[0], statistics.median(ordered), p95)


def _is_enough(rounds: int, seconds: float, *, heavy: bool) -> bool:
    if heavy:
        return rounds >= 3 or (rounds >= 1 and seconds >= TOO_MANY_SECONDS)
    least = LEAST_ROUNDS if seconds < TOO_MANY_SECONDS else 2
    return rounds >= ENOUGH_ROUNDS or (rounds >= least and seconds >= ENOUGH_SECONDS)
