"""A worker of the tests, and letters as their reader finds them."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import cast

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accord.jobs import effects

ROUNDS = 3  # an event is told, then its letters are due


def work(now: datetime) -> None:
    """Everything that is due at a moment."""
    for _ in range(ROUNDS):
        effects.deliver(now)


def letters(now: datetime) -> list[EmailMultiAlternatives]:
    """What arrives while the worker does what is due."""
    del mail.outbox[:]
    work(now)
    return [cast("EmailMultiAlternatives", each) for each in mail.outbox]


def to(now: datetime, person: str) -> list[EmailMultiAlternatives]:
    return [letter for letter in letters(now) if letter.to == [f"{person}@north.example"]]


def html(letter: EmailMultiAlternatives) -> str:
    ((content, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(content)


def later(now: datetime, **times: float) -> datetime:
    return now + timedelta(**times)


def part(message: EmailMessage, kind: str) -> str:
    """The text of one part of a message as it arrived."""
    found = next(each for each in message.walk() if each.get_content_type() == kind)
    return str(found.get_content())


def said(text: str) -> str:
    """What is read, its markup and line breaks left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()
