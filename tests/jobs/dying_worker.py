"""A worker that is killed again and again, and lastly finishes: python -m tests.jobs.dying_worker KILLS SEED HOW.

HOW is as-it-is, or what a worse one would do: marks-first (before it sends) or forgets-its-ids. Prints a line of JSON:
how many died, and how many of them between the server's yes and the mark.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django

STEP = timedelta(minutes=6)  # a little longer than a dead worker's claim lasts
LONGEST_LIFE = 1.1  # times what a worker needs that starts and does one row
TOO_SHORT = 20  # lives of which none came to sending
DIES_AFTER_SENDING = 0.8


@dataclass
class Deaths:
    """How the workers died."""

    all: int = 0
    after_sending: int = 0


def main(kills: int, seed: int, how: str) -> None:
    django.setup()
    from django.db import connections

    from accord.jobs import effects

    chance, deaths, now = random.Random(seed), Deaths(), datetime.fromisoformat(os.environ["TEST_NOW"])
    WORSE.get(how, lambda: None)()

    def work() -> int:
        return effects.deliver(now)

    warm_up(work)
    connections.close_all()
    longest = LONGEST_LIFE * max(time_of_a_row(work) for _ in range(4))
    while deaths.all < kills and one_life(work, chance, deaths, longest):
        now += STEP
        if deaths.all % TOO_SHORT == 0 and not deaths.after_sending:
            longest *= 2  # the machine has become slower since the first rows
    now += STEP
    while work():
        pass
    print(json.dumps({"died": deaths.all, "after_sending": deaths.after_sending}))  # noqa: T201


def one_life(work: Callable[[], int], chance: random.Random, deaths: Deaths, longest: float) -> bool:
    """Let a worker work for a moment, and kill it wherever it is just then; False where it had done everything."""
    life, own = chance.uniform(0, longest), random.Random(chance.random())
    child = os.fork()
    if not child:
        die_after_sending(own)
        while work():
            pass
        os._exit(0)
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    deaths.all += os.WIFSIGNALED(status)
    deaths.after_sending += mark_of(child).exists()
    return os.WIFSIGNALED(status)


def die_after_sending(chance: random.Random) -> None:
    """Now and then the worker dies by itself in the moment that matters: the server has said yes, nothing says so."""
    from accord.adapters.mail import Carrier

    send = Carrier.send

    def send_and_die(self: Carrier, **message: str) -> None:
        send(self, **message)  # type: ignore[arg-type]
        if chance.random() < DIES_AFTER_SENDING:
            mark_of(os.getpid()).touch()
            os.kill(os.getpid(), signal.SIGKILL)

    Carrier.send = send_and_die  # type: ignore[method-assign, assignment]


def mark_of(process: int) -> Path:
    return Path(os.environ["ACCORD_HOME"]) / f"died-after-sending-{process}"


def warm_up(work: Callable[[], object]) -> None:
    """Do the first few rows: a worker that runs for months has long imported and compiled what it needs."""
    from accord.services.telling import outbox

    usual, outbox.AT_ONCE = outbox.AT_ONCE, 2
    for _ in range(4):
        work()
    outbox.AT_ONCE = usual


def time_of_a_row(work: Callable[[], object]) -> float:
    """How long a worker lives that does one row in peace."""
    from accord.services.telling import outbox

    begun = time.perf_counter()
    child = os.fork()
    if not child:
        outbox.AT_ONCE = 1
        work()
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - begun


def mark_first() -> None:
    from accord.adapters.mail import Carrier
    from accord.jobs import effects
    from accord.models import Outbox
    from accord.services.telling.outbox import Effect, Effects, Noted

    def forgetful(effect: Effect) -> Effect:
        def first_mark(row: Outbox, now: datetime) -> Noted:
            Outbox.objects.filter(pk=row.pk).update(done_at=now)
            return effect(row, now)

        return first_mark

    usual = effects.effects

    def worse(carrier: Carrier) -> Effects:
        return {kind: forgetful(effect) for kind, effect in usual(carrier).items()}

    effects.effects = worse


def forget_ids() -> None:
    from accord.adapters import mail

    mail.message_id = lambda effect: f"<{os.urandom(8).hex()}@accord>"


WORSE = {"marks-first": mark_first, "forgets-its-ids": forget_ids}

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
