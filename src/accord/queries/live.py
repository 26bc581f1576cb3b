"""Whether anything has happened since somebody last looked."""

from accord.models import Event


def latest_event() -> int:
    """The id of the newest event of all, 0 before the first: one look at the end of an index."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
