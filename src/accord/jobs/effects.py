"""What the worker does with a row of the outbox, by its kind."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from accord.adapters.mail import Carrier
from accord.jobs import letters
from accord.services.telling import outbox, telling
from accord.services.telling.outbox import Effects, Noted

if TYPE_CHECKING:
    from accord.models import Outbox


def deliver(now: datetime) -> int:
    """Do what is due, and say how much was done. All mail of one round goes over one connection."""
    with Carrier() as carrier:
        return outbox.deliver(effects(carrier), now=now)


def effects(carrier: Carrier) -> Effects:
    """What is done by kind of row; mail goes out with this carrier."""
    return {
        "tell": _tell,
        "mail": partial(_mail, carrier),
        "letter": partial(_letter, carrier),
        "digest": partial(_digest, carrier),
    }


def _tell(row: "Outbox", now: datetime) -> Noted:
    telling.tell(row.data["event"], row.data, now=now)
    return {}


def _mail(carrier: Carrier, row: "Outbox", now: datetime) -> Noted:
    carrier.send(to=row.data["to"], subject=row.data["subject"], text=row.data["text"], effect=row.effect)
    return {}


def _letter(carrier: Carrier, row: "Outbox", now: datetime) -> Noted:
    return {"told": letters.send_letter(carrier, row.pk, row.effect, at=row.due_at)}


def _digest(carrier: Carrier, row: "Outbox", now: datetime) -> Noted:
    return {"told": letters.send_digest(carrier, row.pk, row.effect, at=row.due_at)}
