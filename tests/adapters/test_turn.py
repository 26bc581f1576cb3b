"""The fair lock: in the order they came, and given back by a crash."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.adapters.sqlite.turn import Turn, TurnTimeout
from tests.adapters.sqlite_world import said, start_python

HOLD = """
import sys
from pathlib import Path
from accord.adapters.sqlite.turn import Turn
turn = Turn(Path(sys.argv[1]))
turn.take(timeout=20)
print("mine", flush=True)
sys.stdin.readline()
turn.give_back()
print("given back", flush=True)
sys.stdin.readline()
"""
COUNT = """
import sys
from pathlib import Path
from accord.adapters.sqlite.turn import Turn
turn, counter = Turn(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(200):
    if sys.argv[3] == "with the turn":
        turn.take(timeout=20)
    seen = int(counter.read_text())
    temporary = counter.with_suffix(f".{sys.argv[4]}")
    temporary.write_text(str(seen + 1))
    temporary.replace(counter)
    turn.give_back()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process whose turn it is. A line to it gives the turn back."""
    process = start_python(HOLD, path)
    assert said(process) == "mine"
    yield process
    process.kill()
    process.communicate()


def can_take(path: Path, *, timeout: float) -> bool:
    turn = Turn(path)
    try:
        turn.take(timeout=timeout)
    except TurnTimeout:
        return False
    turn.give_back()
    return True


def test_another_process_waits_until_the_turn_is_given_back(path: Path, holder: "subprocess.Popen[str]") -> None:
    assert not can_take(path, timeout=0.3)
    assert holder.stdin
    holder.stdin.write("\n")
    assert said(holder) == "given back"

    assert can_take(path, timeout=0.3)


def test_a_killed_process_gives_its_turn_back(path: Path, holder: "subprocess.Popen[str]") -> None:
    assert not can_take(path, timeout=0.3)

    holder.send_signal(signal.SIGKILL)

    assert can_take(path, timeout=20)


def test_whoever_asked_first_is_first(path: Path) -> None:
    order: list[int] = []
    first = Turn(path)
    first.take(timeout=1)
    waiting = [threading.Thread(target=take_and_note, args=[path, number, order]) for number in range(12)]
    for number, thread in enumerate(waiting):
        thread.start()
        wait_until_drawn(path, number + 2)

    first.give_back()
    for thread in waiting:
        thread.join()

    assert order == list(range(12))


def wait_until_drawn(path: Path, tickets: int) -> None:
    """Until so many have asked: who was started first need not be the first to run."""
    while int.from_bytes(path.read_bytes()[:8], "little") < tickets:
        time.sleep(0.001)


def take_and_note(path: Path, number: int, order: list[int]) -> None:
    turn = Turn(path)
    turn.take(timeout=20)
    order.append(number)
    turn.give_back()


def test_one_who_gives_up_waiting_does_not_hold_up_the_others(path: Path) -> None:
    first = Turn(path)
    first.take(timeout=1)
    order: list[int] = []
    patient = threading.Thread(target=take_and_note, args=[path, 1, order])
    impatient = threading.Thread(target=can_take, args=[path], kwargs={"timeout": 0.1})
    impatient.start()
    wait_until_drawn(path, 2)
    patient.start()
    impatient.join()
    assert order == []

    first.give_back()
    patient.join(timeout=20)

    assert order == [1]


def test_taking_twice_is_taking_once(path: Path) -> None:
    turn = Turn(path)
    turn.take(timeout=0.2)
    turn.take(timeout=0.2)
    turn.give_back()

    assert can_take(path, timeout=0.2)


def count_together(path: Path, how: str) -> int:
    """Two processes read a number and write the next one, 200 times each."""
    counter = path.with_name("counter")
    counter.write_text("0")
    processes = [start_python(COUNT, path, counter, how, number) for number in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    for process in processes:
        process.communicate()
    return int(counter.read_text())


def test_two_processes_never_have_the_turn_together(path: Path) -> None:
    assert count_together(path, "with the turn") == 400


def test_control_without_the_turn_two_processes_overwrite_each_other(path: Path) -> None:
    # One process may be through before the other has begun, on a busy machine.
    assert any(count_together(path, "without") < 400 for _ in range(20))
