"""Whether anything has happened since somebody last looked."""

from accord.models import Event
from accord.queries.prepared import Prepared


def latest_event() -> int:
    """The id of the newest event of all, 0 before the first: one look at the end of an index."""
    return next((row[0] for row in _LATEST()), 0)


_LATEST = Prepared(lambda: Event.objects.order_by("-id").values_list("id")[:1])
