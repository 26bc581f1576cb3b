"""What must happen outside because of what was committed: kept with the commit, done afterwards, at least once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from accord.models import Outbox
from accord.services import bulk

log = logging.getLogger("accord.outbox")

CLAIM = timedelta(minutes=5)  # after so long a claimed row is taken up again: its worker has died
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
AT_ONCE = 50
COLUMNS = ("effect", "kind", "data", "made_at", "due_at", "attempts", "problem")


Noted = Mapping[str, Any]  # what is kept with the row once it is done
Effect = Callable[[Outbox, datetime], Noted]
Effects = Mapping[str, Effect]  # by kind of row: what is done; it raises what went wrong


def post(kind: str, *, effect: str, data: Mapping[str, Any], now: datetime) -> None:
    """Have something done once this transaction is committed; the same effect is done once."""
    bulk.add_missing(Outbox, [(effect, kind, dict(data), now, now, 0, "")], columns=COLUMNS)


def post_mail(*, effect: str, to: str, subject: str, text: str, now: datetime) -> None:
    """Have a mail sent once this transaction is committed; the same effect is mailed once."""
    post("mail", effect=effect, data={"to": to, "subject": subject, "text": text}, now=now)


def deliver(effects: Effects, *, now: datetime) -> int:
    """Do what is due, and say how much was done. What fails is tried again later, ever more seldom."""
    due = Outbox.objects.filter(done_at=None, due_at__lte=now).filter(_free(now))
    ids = list(due.order_by("due_at", "id").values_list("id", flat=True)[:AT_ONCE])
    return sum(_deliver(pk, effects, now) for pk in ids)


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)


def _deliver(pk: int, effects: Effects, now: datetime) -> bool:
    row = Outbox.objects.filter(pk=pk, done_at=None).filter(_free(now))
    if row.update(claimed_at=now, attempts=F("attempts") + 1) != 1:
        return False  # another worker has it
    claimed = Outbox.objects.get(pk=pk)
    try:
        noted = effects[claimed.kind](claimed, now)
    except Exception as problem:  # noqa: BLE001 (whatever fails is tried again, and the reason kept)
        log.warning("outbox %s failed: %s", claimed.effect, problem)
        _try_again(claimed, problem, now)
        return False
    Outbox.objects.filter(pk=pk).update(done_at=now, problem="", data=claimed.data | dict(noted))
    return True


def _try_again(row: Outbox, problem: Exception, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 20), LONGEST_PAUSE)
    Outbox.objects.filter(pk=row.pk).update(claimed_at=None, due_at=now + pause, problem=str(problem)[:500])
