"""What the worker does with a row of the outbox, by its kind."""

from datetime import datetime
from typing import TYPE_CHECKING

from accord.adapters import mail
from accord.jobs import letters
from accord.services import telling
from accord.services.outbox import Effects

if TYPE_CHECKING:
    from accord.models import Outbox


def _mail(row: "Outbox", now: datetime) -> None:
    mail.send(to=row.data["to"], subject=row.data["subject"], text=row.data["text"], effect=row.effect)


def _tell(row: "Outbox", now: datetime) -> None:
    telling.tell(row.data["event"], row.data, now=now)


def _letter(row: "Outbox", now: datetime) -> None:
    letters.send_letter(row.pk, row.effect, at=row.due_at)


def _digest(row: "Outbox", now: datetime) -> None:
    letters.send_digest(row.pk, row.effect, at=row.due_at)


EFFECTS: Effects = {"mail": _mail, "tell": _tell, "letter": _letter, "digest": _digest}
