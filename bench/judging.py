"""Measuring the worker: how soon after a change everybody sees what it did to findings that reach far."""

from collections.abc import Iterator
from datetime import datetime

from accord.domain.checks.felt import ALL, NEAR, felt
from accord.models import KeyResult
from accord.services import findings, judging
from bench import measure
from bench.rows import Row

HOLD = 2_000  # milliseconds for ten thousand key results
RESULTS = 10_000


def rows(now: datetime) -> Iterator[Row]:
    """What the worker does after one change; of more key results it may take as many times longer."""
    judging.judge(now=now)  # whatever the making of the organization has left
    hold = HOLD * max(1.0, KeyResult.objects.count() / RESULTS)
    for name, codes in (
        ("judge a changed title", felt("key_result", "title")),
        ("judge a changed date", felt("key_result", "due")),
        ("judge a changed target", felt("key_result", "target")),
        ("judge a new result", felt("key_result", None)),
    ):
        yield _judged(name, hold, codes - NEAR, now)
    yield _judged("judge a whole cycle", None, ALL, now)


def _judged(name: str, hold: float | None, codes: frozenset[str], now: datetime) -> Row:
    cost = measure.cpu(lambda: judging.judge(now=now), before=lambda: findings.mark(codes, now=now), heavy=True)
    return Row(name, hold, cost=cost)
