"""What the worker does and when; a chore that fails stays alone with it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from accord.jobs import worker
from accord.jobs.worker import Chore

pytestmark = pytest.mark.django_db  # the worker lets go of stale connections after each chore
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_a_chore_comes_round_after_its_time_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[datetime] = []
    monkeypatch.setattr(worker, "CHORES", [Chore("tidying", timedelta(hours=1), times.append)])
    done: dict[str, datetime] = {}

    for minutes in (0, 1, 59, 60, 61):
        worker.do_what_is_due(done, now=NOON + timedelta(minutes=minutes))

    assert times == [NOON, NOON + timedelta(hours=1)]


def test_a_chore_that_fails_is_logged_and_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    times: list[datetime] = []

    def fail(now: datetime) -> None:
        raise RuntimeError("the mail server is away")

    monkeypatch.setattr(
        worker, "CHORES", [Chore("outbox", timedelta(), fail), Chore("tasks", timedelta(), times.append)]
    )
    worker.do_what_is_due({}, now=NOON)

    assert times == [NOON]
    assert "chore outbox failed" in caplog.text
    assert "the mail server is away" in caplog.text


def test_mail_goes_out_while_a_large_plan_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, is_judging, has_gone_out = threading.Event(), threading.Event(), threading.Event()
    seen: list[bool] = []

    def judge(now: datetime) -> None:
        is_judging.set()
        seen.append(has_gone_out.wait(5))
        stop.set()

    def deliver(now: datetime) -> None:
        if is_judging.wait(5):
            has_gone_out.set()

    chores = [Chore("findings", timedelta(), judge, is_apart=True), Chore("outbox", timedelta(), deliver)]
    monkeypatch.setattr(worker, "CHORES", chores)
    worker.run(stop)

    assert seen == [True]


@pytest.mark.django_db(transaction=True)
def test_everything_the_worker_does_runs_on_an_empty_installation(caplog: pytest.LogCaptureFixture) -> None:
    done: dict[str, datetime] = {}

    worker.do_what_is_due(done, now=NOON)

    assert sorted(done) == sorted(chore.name for chore in worker.CHORES)
    assert "failed" not in caplog.text
