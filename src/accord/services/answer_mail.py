"""A person in whose name the shell answered is told by mail: nobody is to learn of their own yes from somebody else."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from accord.domain.clauses import Clause
from accord.models import Act, Answer, KeyResult
from accord.services import outbox
from accord.services.events import Actor


class Answered(Protocol):
    """A team's part of a clause that was answered."""

    @property
    def team(self) -> str: ...

    @property
    def clause(self) -> Clause: ...

    @property
    def fingerprint(self) -> str: ...


def tell_answerer(
    act: Act, key_result: KeyResult, parts: Sequence[Answered], *, by: Actor, kind: str, reason: str | None
) -> None:
    """Have a mail sent that says what was answered, in the transaction of the answer. Without an e-mail none is."""
    if not by.email:
        return
    subject = (
        _("Agreed in your name: %(title)s") if kind == Answer.Kind.AGREE else _("Objected in your name: %(title)s")
    )
    said = _("Accord’s command line recorded this answer as yours:")
    lines = [f"  {part.team} · {part.clause} · {part.fingerprint}" for part in parts]
    why = [_("What would make it a yes: %(reason)s") % {"reason": reason}] if reason else []
    end = _("If you did not ask for it, answer again: your latest answer counts.")
    text = "\n".join([said, "", f"{key_result.key}: {key_result.title}", *lines, "", *why, end])
    outbox.post_mail(
        effect=f"act:{act.pk}:answerer",
        to=by.email,
        subject=subject % {"title": " ".join(key_result.title.split())},
        text=text,
        now=act.at,
    )
