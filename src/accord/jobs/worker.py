"""Runs what is due: messages of the outbox, queued tasks, and chores that come round."""

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from accord.jobs import effects
from accord.services import statistics
from accord.services.findings import judging
from accord.services.realignments import realignment_deadlines
from accord.services.telling import pruning, telling

log = logging.getLogger("accord.jobs")

PAUSE = 0.5  # seconds between two looks at what is due
PAUSE_APART = 0.2  # whoever has changed something waits for what is found of it
AT_THE_END = 5.0  # seconds for what is being done apart


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again, no more often than `every`. Doing it once too often does no harm.

    What may take long is done apart, so that nothing else waits for it.
    """

    name: str
    every: timedelta
    do: Callable[[datetime], object]
    is_apart: bool = False


def run(stop: threading.Event) -> None:
    """Do what is due a few times a second, until told to stop. A chore that fails does not hold up the others."""
    log.info("worker started")
    apart = [chore for chore in CHORES if chore.is_apart]
    # What it has not written when the process ends, the next one does.
    beside = threading.Thread(target=_go_round, args=(stop, apart, PAUSE_APART), name="apart", daemon=True)
    beside.start()
    _go_round(stop, [chore for chore in CHORES if not chore.is_apart], PAUSE)
    beside.join(AT_THE_END)
    log.info("worker stopped")


def _go_round(stop: threading.Event, chores: Collection[Chore], pause: float) -> None:
    done: dict[str, datetime] = {}
    while not stop.is_set():
        do_what_is_due(done, chores, now=timezone.now())
        stop.wait(pause)


def do_what_is_due(done: dict[str, datetime], chores: Collection[Chore] | None = None, *, now: datetime) -> None:
    """Do each chore whose time has come, of these or of all, and note in `done` when it was last tried."""
    for chore in CHORES if chores is None else chores:
        last = done.get(chore.name)
        if last is not None and now - last < chore.every:
            continue
        done[chore.name] = now
        try:
            chore.do(now)
        except Exception:
            log.exception("chore %s failed", chore.name)
        finally:
            close_old_connections()


def _deliver(now: datetime) -> None:
    effects.deliver(now)


def _run_tasks(_: datetime) -> None:
    """Run the queued tasks that are ready; looking for them writes nothing while there are none."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    if not DBTaskResult.objects.ready().exists():
        return
    Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=100,
        worker_id=get_random_string(32),
    ).run()


def _tidy_up(_: datetime) -> None:
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)


def _prune(now: datetime) -> None:
    pruning.prune(now=now)


def _look_at_tables(_: datetime) -> None:
    """Rows that came in since, by an import or day by day, are found the quick way soon after."""
    statistics.refresh()


def _escalate(now: datetime) -> None:
    realignment_deadlines.escalate(now=now)


def _remind(now: datetime) -> None:
    telling.remind(now=now)


def _judge(now: datetime) -> None:
    judging.judge(now=now)


CHORES = [
    # A large plan takes a minute on each new day, a mail server its time: neither waits for the other.
    Chore("findings", timedelta(), _judge, is_apart=True),
    Chore("outbox", timedelta(), _deliver),
    Chore("tasks", timedelta(), _run_tasks),
    Chore("deadlines", timedelta(minutes=10), _escalate),
    Chore("reminders", timedelta(minutes=10), _remind),
    Chore("tidying", timedelta(days=1), _tidy_up),
    Chore("pruning", timedelta(days=1), _prune),
    Chore("statistics", timedelta(hours=1), _look_at_tables),
]
