"""A person in whose name the shell answered is told by mail: nobody is to learn of their own yes from somebody else."""

from collections.abc import Collection, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from accord.domain.clauses import Clause
from accord.domain.realignment import PartOf
from accord.models import Act, Answer, KeyResult
from accord.services.telling import outbox
from accord.services.telling.events import Actor

CLAUSES = tuple(Clause)


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


def tell_agreed_with_a_change(act: Act, parts: Collection[PartOf], *, by: Actor) -> None:
    """The same for what was agreed to with a change, maybe of many key results; its answers are recorded already."""
    if not by.email:
        return
    rows = {part.key_result for part in parts}
    titles = dict(KeyResult.objects.filter(id__amongst=rows).values_list("id", "title"))
    answers = Answer.objects.filter(act=act).order_by("key_result__position", "key_result", "team", "clause")
    lines: list[str] = []
    told = None
    for row, key, team, number, held in answers.values_list(
        "key_result", "key_result__key", "team__key", "clause", "fingerprint"
    ):
        lines += [f"{key}: {titles[row]}"] if row != told else []
        lines.append(f"  {team} · {CLAUSES[number - 1]} · {held}")
        told = row
    said = _("With the plan that you applied, Accord’s command line agreed in your name to what it changed:")
    end = _("If you did not ask for it, answer again: your latest answer counts.")
    first = " ".join(next(iter(titles.values())).split())
    subject = _("Agreed in your name: %(title)s") % {"title": first}
    if len(titles) > 1:
        subject = _("Agreed in your name: %(count)s key results") % {"count": len(titles)}
    text = "\n".join([said, "", *lines, "", end])
    outbox.post_mail(effect=f"act:{act.pk}:answerer", to=by.email, subject=subject, text=text, now=act.at)
