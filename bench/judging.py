"""Measuring the worker: how soon after a change everybody sees what it did to findings that reach far."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from accord.jobs.worker import PAUSE_APART
from accord.models import KeyResult, Need
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Restore
from accord.services.findings import judging
from accord.services.telling.events import Actor
from bench import measure
from bench.registry import COMMON
from bench.rows import Row

HOLD = 2_000 - PAUSE_APART * 1000  # milliseconds for ten thousand key results, once the worker looks
RESULTS = 10_000
Change = Callable[[int], Any]  # what is saved, each time something else


def rows(now: datetime) -> Iterator[Row]:
    """What the worker does after one change of each kind; of more key results it may take as many times longer.

    The first row is of the metric that most key results share: so much hangs on no other.
    """
    judging.judge(now=now)  # whatever the making of the organization has left
    measured = KeyResult.objects.filter(target__isnull=False, published_at__isnull=False, dropped_at=None)
    measured = measured.select_related("objective", "cycle", "metric").order_by("id")
    hold = HOLD * max(1.0, KeyResult.objects.count() / RESULTS)
    usual = measured.exclude(metric__key=COMMON)
    for one, among, changes in (
        (_middle(measured.filter(metric__key=COMMON)), ", the common metric", _measures),
        (_middle(usual), "", _changes),
    ):
        for name, change in changes(one).items():
            cost = _judged(partial(_save, one, change, count(1), now), now)
            yield Row(f"judge {name}{among}", hold, cost=cost)
    yield Row("judge a new day", None, cost=_new_days(now))


def _middle(rows: Any) -> Any:
    return rows[rows.count() // 2]


def _measures(one: KeyResult) -> dict[str, Change]:
    metric = one.metric.key if one.metric else None
    ways = ("higher", "lower") if one.metric and one.metric.better == "lower" else ("lower", "higher")
    new = {"objective": one.objective.key, "title": "Another", "metric": metric, "baseline": "1", "target": "2"}
    return {
        "a changed target": lambda n: Edit("key_result", one.key, {"target": str(10_000 * (-1) ** n)}),
        "a new result": lambda n: Create("key_result", f"judged-{one.pk}-{n}", new),
        "a metric that is turned": lambda n: Edit("metric", metric or "", {"better": ways[(n + 1) % 2]}),
        "a renamed metric": lambda n: Edit("metric", metric or "", {"name": f"Measure {n}"}),
    }


def _changes(one: KeyResult) -> dict[str, Change]:
    last, need = one.cycle.end, _middle(Need.objects.filter(cycle=one.cycle, dropped_at=None).order_by("id"))
    places = (_middle(one.cycle.objectives.filter(dropped_at=None).order_by("-id")).key, one.objective.key)
    return {
        "a changed title": lambda n: Edit("key_result", one.key, {"title": f"Titled {n} times"}),
        "a changed date": lambda n: Edit("key_result", one.key, {"due": str(last - timedelta(days=n))}),
        "a changed need": lambda n: Edit("need", need.key, {"by": str(last - timedelta(days=n))}),
        **_measures(one),
        "a moved result": lambda n: Edit("key_result", one.key, {"objective": places[(n + 1) % 2]}),
        "a result dropped or back": lambda n: (Restore, Drop)[n % 2]("key_result", one.key),
    }


def _save(one: KeyResult, change: Change, numbers: Iterator[int], now: datetime) -> None:
    definitions.save(one.cycle, [change(next(numbers))], by=Actor(None, "shell"), clock=lambda: now)


def _judged(before: Callable[[], object], now: datetime) -> measure.Reading:
    return measure.cpu(lambda: judging.judge(now=now), before=before, heavy=True)


def _new_days(now: datetime) -> measure.Reading:
    """The first day judges all that was left; the next ones, what comes with a day."""
    days = count(1)
    return measure.cpu(lambda: judging.judge(now=now + timedelta(days=next(days))), heavy=True)
