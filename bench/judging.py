"""Measuring the worker: how soon after a change everybody sees what it did to findings that reach far."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from accord.domain.checks.felt import ALL
from accord.models import KeyResult
from accord.services import definitions, findings, judging
from accord.services.definitions import Create, Edit
from accord.services.events import Actor
from bench import measure
from bench.rows import Row

HOLD = 2_000  # milliseconds for ten thousand key results
RESULTS = 10_000
Change = Callable[[int], Any]  # what is saved, each time something else


def rows(now: datetime) -> Iterator[Row]:
    """What the worker does after one change; of more key results it may take as many times longer."""
    judging.judge(now=now)  # whatever the making of the organization has left
    measured = KeyResult.objects.filter(target__isnull=False, published_at__isnull=False, dropped_at=None)
    one = measured.select_related("objective", "cycle").order_by("id")[measured.count() // 2]
    hold = HOLD * max(1.0, KeyResult.objects.count() / RESULTS)
    for name, change in _changes(one).items():
        yield Row(name, hold, cost=_judged(partial(_save, one, change, count(1), now), now))
    yield Row("judge a whole cycle", None, cost=_judged(partial(findings.mark, ALL, now=now), now))


def _changes(one: KeyResult) -> dict[str, Change]:
    last = one.cycle.end
    metric = one.metric.key if one.metric else None
    new = {"objective": one.objective.key, "title": "Another", "metric": metric, "baseline": "1", "target": "2"}
    return {
        "judge a changed title": lambda n: Edit("key_result", one.key, {"title": f"Titled {n} times"}),
        "judge a changed date": lambda n: Edit("key_result", one.key, {"due": str(last - timedelta(days=n))}),
        "judge a changed target": lambda n: Edit("key_result", one.key, {"target": str(10_000 * (-1) ** n)}),
        "judge a new result": lambda n: Create("key_result", f"judged-{n}", new),
    }


def _save(one: KeyResult, change: Change, numbers: Iterator[int], now: datetime) -> None:
    definitions.save(one.cycle, [change(next(numbers))], by=Actor(None, "shell"), clock=lambda: now)


def _judged(before: Callable[[], object], now: datetime) -> measure.Reading:
    return measure.cpu(lambda: judging.judge(now=now), before=before, heavy=True)
