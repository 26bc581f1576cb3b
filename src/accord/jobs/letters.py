"""Writing letters: the words around what happened, as HTML and as plain text, in their reader's format and zone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accord.adapters import mail
from accord.adapters.mail import Carrier
from accord.domain.telling import RANK
from accord.jobs.words import words_of
from accord.queries.names import first_name
from accord.queries.sentences import sentences
from accord.queries.telling import letters
from accord.queries.telling.letters import Letter, Post
from accord.queries.telling.told_people import ToldPerson
from accord.services.telling import unsubscribing
from accord.services.telling.unsubscribing import DIGEST


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes out."""

    subject: str
    text: str
    html: str


def send_letter(carrier: Carrier, message: int, effect: str, *, at: datetime) -> list[str]:
    """Send what a person is told of one event, as of the moment it was due: sent again it reads the same.

    Where nothing is left to say, nothing is sent. Returns the effects of the notices that were told.
    """
    to = letters.reader_of(message)
    if to is None:
        return []
    with _as_they_like(to):
        post = letters.post(message, to)
        for letter in post.letters[:1]:
            written = _written("letter", _context(post, letter, at))
            _send(carrier, post, written, effect, {**_can_be_stopped(post, letter.kind), **_in_thread(letter)})
    return [letter.effect for letter in post.letters[:1]]


def send_digest(carrier: Carrier, message: int, effect: str, *, at: datetime) -> list[str]:
    """Send what a person is told of a day. Returns the effects of the notices that were told."""
    to = letters.reader_of(message)
    if to is None:
        return []
    with _as_they_like(to):
        post = letters.post(message, to)
        if post.letters:
            told = sorted(((letter, words_of(letter)) for letter in post.letters), key=lambda pair: RANK[pair[0].kind])
            context = _context(post, told[0][0], at) | {"letters": told, "stop": _stop_link(post, DIGEST)}
            _send(carrier, post, _written("digest", context), effect, _can_be_stopped(post, DIGEST))
    return [letter.effect for letter in post.letters]


@contextmanager
def _as_they_like(to: ToldPerson) -> Iterator[None]:
    """Their language and format, their zone."""
    with translation.override(to.language), timezone.override(to.zone):
        yield


def _context(post: Post, letter: Letter, at: datetime) -> dict[str, Any]:
    return {
        "letter": letter,
        "words": words_of(letter),
        "to": post.to,
        "name": first_name(post.to.name),
        "organization": post.organization,
        "site": settings.ACCORD_URL,
        "hour": timezone.localtime(at).hour,
        "clauses_of": sentences.clauses,
        "stop": _stop_link(post, letter.kind),
    }


def _written(frame: str, context: Mapping[str, Any]) -> Written:
    subject, text, html = (
        render_to_string(f"letters/{frame}.{ending}", dict(context)) for ending in ("subject", "txt", "html")
    )
    return Written(" ".join(subject.split()), text.strip() + "\n", html)


def _send(carrier: Carrier, post: Post, written: Written, effect: str, headers: Mapping[str, str]) -> None:
    carrier.send(
        to=post.to.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        effect=effect,
        organization=post.organization,
        headers=headers,
    )


def _can_be_stopped(post: Post, kind: str) -> Mapping[str, str]:
    """One click in the mail program stops this kind of message (RFC 8058)."""
    return {"List-Unsubscribe": f"<{_stop_link(post, kind)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _in_thread(letter: Letter) -> Mapping[str, str]:
    root = mail.message_id(letter.thread)
    return {"In-Reply-To": root, "References": root}


def _stop_link(post: Post, kind: str) -> str:
    return settings.ACCORD_URL + reverse("stop_mail", args=[unsubscribing.token(post.to.id, kind)])
