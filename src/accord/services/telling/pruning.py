"""What was told long ago goes: messages that are done, and notices of them. What happened stays: events are kept.

What was found and mended goes after a little more than a year, by when the same quarter was looked back at; how a cycle
ended stays as it was found.

An effect counts once for as long as its row is kept, so a row goes only when nobody can post its effect again. That of
an event is posted in the event's own transaction. That of a reminder or a daily mail names its day, which has passed.
A letter has the effect of its notice, which keeps it. And a notice is made anew only by its event's row in the outbox,
which was done long before.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accord.models import Finding, Outbox
from accord.models.telling import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

DONE_KEPT = timedelta(days=30)
TOLD_KEPT = timedelta(days=180)  # so long a yes that holds again is still told to whoever was mailed for it
MENDED_KEPT = timedelta(days=400)
AT_ONCE = 500  # rows a statement: others who write wait no longer than for these


def prune(*, now: datetime) -> int:
    """Take away what is old: notices whose message has gone out, then messages that no notice speaks of, and findings
    that were mended; say how many.

    What is still to be done, or is still found, stays, however old it is.
    """
    told = Notice.objects.filter(Q(message=None) | Q(message__done_at__isnull=False), made_at__lt=now - TOLD_KEPT)
    still_known = Notice.objects.filter(message=OuterRef("pk"))
    done = Outbox.objects.filter(~Exists(still_known), done_at__lt=now - DONE_KEPT)
    mended = Finding.objects.filter(mended_at__lt=now - MENDED_KEPT)
    return _take_away(told) + _take_away(done) + _take_away(mended)


def _take_away(rows: "QuerySet[Any]") -> int:
    count = 0
    while found := list(rows.order_by("id").values_list("id", flat=True)[:AT_ONCE]):
        rows.model.objects.filter(pk__amongst=found).delete()
        count += len(found)
    return count
